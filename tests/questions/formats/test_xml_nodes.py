"""XML as a tree: lines, encodings, and what is refused."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinshui_study.questions.formats.interchange import xml_nodes
from jinshui_study.questions.formats.interchange.yaml_nodes import Unreadable


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        xml_nodes.parse(data)
    return caught.value.code, caught.value.where


def test_an_element_knows_its_line_attributes_and_parts_in_order() -> None:
    root, encoding = xml_nodes.parse("<x:a y:b='1'>甲<c/>乙\n<d>丙</d></x:a>".encode())
    assert (root.name, root.attributes, root.line, encoding) == ("a", {"b": "1"}, 1, "utf-8")
    assert [part if isinstance(part, str) else part.name for part in root.parts] == ["甲", "c", "乙\n", "d"]
    assert (root.text, root.children("d")[0].line) == ("甲乙\n丙", 2)
    assert [node.name for node in root.descendants()] == ["c", "d"]
    assert root.child("e") is None


def test_names_of_html_are_forgiven_and_control_characters_dropped() -> None:
    assert xml_nodes.parse(b"<a>x&nbsp;&lt;\x0b&mdash;</a>")[0].text == "x\xa0<\u2014"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml_unreadable"),
        (b"<a><b></a>", "xml_unreadable"),
        (b"<a>" * 200, "xml_unreadable"),
        (b"<!DOCTYPE a><a/>", "xml_forbidden"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "xml_forbidden"),
        (b"<a/>\n<b/>", "xml_unreadable"),
    ],
)
def test_what_is_not_read_says_why(data: bytes, code: str) -> None:
    assert refusal(data)[0] == code


def test_a_fault_names_its_line() -> None:
    assert refusal(b"<a>\n<b>\n</a>") == ("xml_unreadable", "行 3")


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_nodes, "MOST_NODES", 100)
    assert refusal(b"<a>" + b"<b/>" * 100 + b"</a>")[0] == "xml_too_large"


def test_a_billion_laughs_take_no_time() -> None:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    started = time.perf_counter()
    assert refusal(f'<!DOCTYPE a [<!ENTITY l0 "x">{lines}]><a>&l11;</a>'.encode())[0] == "xml_forbidden"
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<quiz>", "quiz"),
        ("\ufeff<?xml version='1.0'?>\n<!-- <other> -->\n<x:quiz a='1'>", "quiz"),
        ("<!DOCTYPE quiz [<!ENTITY a 'b'>]>\n<quiz/>", "quiz"),
        ("<!DOCTYPE quiz SYSTEM 'a.dtd'><quiz/>", "quiz"),
        ("text", ""),
    ],
)
def test_the_root_is_known_from_the_first_bytes(text: str, name: str) -> None:
    assert xml_nodes.root_name(text.encode()) == name


@settings(deadline=None)
@given(st.binary() | st.text("<>/a! -[]&;='\"?DOCTYPE\n").map(str.encode))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    xml_nodes.root_name(data)
    xml_nodes.says_xml(data)
    with suppress(Unreadable):
        xml_nodes.parse(data)
