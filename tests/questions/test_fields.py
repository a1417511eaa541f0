"""Fields of a question: kept, shown in a form, and read back as people write them."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import drafts, fields, kinds
from jinshui_study.questions.drafts import Draft, Remark
from tests.questions.samples import FIELDS, contents, draft


@pytest.mark.parametrize("kind", FIELDS)
def test_a_draft_comes_back_from_its_fields(kind: str) -> None:
    whole = draft(kind, code="x", tags=["会议"], difficulty=3)
    assert fields.to_draft(fields.of_draft(whole), whole.where) == whole


def test_remarks_go_with_a_draft_that_is_put_together_again() -> None:
    remark = Remark("error", "template_row", "示例。")
    assert fields.to_draft(fields.of_draft(draft()), "行 1", [remark]).has_errors


@given(contents())
def test_a_question_shown_in_a_form_and_sent_back_is_the_same(written: tuple[str, dict[str, Any]]) -> None:
    kind, content = written
    question = SimpleNamespace(code="x", kind=kind, topic="专题", difficulty=2, tags=["会议"])
    wording = SimpleNamespace(stem="题干", content=content, explanation="解析", source="出处")
    shown = fields.of_question(question, wording)
    form = {
        **shown,
        "options": "\n".join(shown["options"]),
        "left": "\n".join(shown["left"]),
        "right": shown["right"],
        "answer": "\n".join(shown["answer"]),
        "pinned": "".join(shown["pinned"]),
        "difficulty": "2",
        "tags": "会议",
        "kind": kinds.CHINESE[kind],
    }
    assert drafts.content_of(fields.amended(shown, form)) == content
    assert fields.of_draft(fields.amended(shown, form)) == shown


@given(contents())
def test_a_form_that_names_nothing_changes_nothing(written: tuple[str, dict[str, Any]]) -> None:
    kind, content = written
    question = SimpleNamespace(code="x", kind=kind, topic="专题", difficulty=2, tags=[])
    wording = SimpleNamespace(stem="题干", content=content, explanation="", source="")
    shown = fields.of_question(question, wording)
    assert fields.of_draft(fields.amended(shown, {"csrf_token": "x"})) == shown


@pytest.mark.parametrize(
    ("kind", "written", "answer"),
    [
        ("single", "c", ["C"]),
        ("single", "Ｃ", ["C"]),
        ("single", "", []),
        ("single", "1921年", ["1921年"]),
        ("multiple", "CA", ["A", "C"]),
        ("multiple", "A、C", ["A", "C"]),
        ("multiple", ["C", "A"], ["A", "C"]),
        ("multiple", " a , c ", ["A", "C"]),
        ("ordering", "B→A→C", ["B", "A", "C"]),
        ("ordering", "bac", ["B", "A", "C"]),
        ("true_false", "对", ["true"]),
        ("true_false", "√", ["true"]),
        ("true_false", "错误", ["false"]),
        ("true_false", "Ｆ", ["false"]),
        ("true_false", "也许", ["也许"]),
        ("blank", " 1921|1921年 \n\n 1949", ["1921|1921年", "1949"]),
        ("blank", ["甲、乙"], ["甲、乙"]),
        ("matching", "A-2 B-1", ["A-2", "B-1"]),
        ("matching", "A2，b1", ["A-2", "B-1"]),
        ("matching", "A—2\nB → 1", ["A-2", "B-1"]),
        ("matching", "乱写", ["乱写"]),
    ],
)
def test_answers_are_read_as_people_write_them(kind: str, written: object, answer: list[str]) -> None:
    assert fields.amended(fields.of_draft(draft(kind)), {"answer": written}).answer == answer


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ("甲\n\n 乙 ", ["甲", "乙"]),
        ("A. 甲\nB、乙\nC．丙", ["甲", "乙", "丙"]),
        ("(A) 甲\n(B) 乙", ["甲", "乙"]),
        ("A. 甲\nC. 乙", ["A. 甲", "C. 乙"]),
        ("A. 甲\n乙", ["A. 甲", "乙"]),
        (["甲", " ", "乙"], ["甲", "乙"]),
    ],
)
def test_options_lose_their_letters_only_where_each_has_its_own(written: object, options: list[str]) -> None:
    assert fields.amended(fields.of_draft(draft()), {"options": written}).options == options


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("kind", "多选题", "multiple"),
        ("kind", "判断", "true_false"),
        ("kind", "ordering", "ordering"),
        ("kind", "论述题", "论述题"),
        ("difficulty", "３", 3),
        ("difficulty", "难", 0),
        ("difficulty", "", 0),
        ("tags", "会议，人物 会议", ["会议", "人物"]),
        ("tags", ["会 议", ""], ["会 议"]),
        ("pinned", "d", ["D"]),
        ("stem", " 哪一天？\n", "哪一天？"),
    ],
)
def test_each_field_is_read_in_its_own_way(name: str, written: object, value: object) -> None:
    before = fields.of_draft(draft())
    read = fields.of_draft(fields.amended(before, {name: written}))
    assert read[name] == value
    assert {**read, name: None} == {**before, name: None}


def test_a_kind_nobody_knows_stays_as_it_was_read() -> None:
    assert fields.amended(fields.of_draft(Draft(where="", kind="论述题")), {"stem": "试论"}).kind == "论述题"


@given(st.text())
def test_what_is_kept_can_be_kept(text: str) -> None:
    kept = fields.clean(text + "\x00\ud800\x1b\x7f\t\n好")
    assert kept.encode()
    assert not set(kept) & {chr(code) for code in (*range(9), *range(11, 32), 127)}
    assert fields.clean(kept) == kept
    assert kept.endswith("\t\n好")


def test_every_text_of_a_draft_is_tidied() -> None:
    untidy = draft(stem="a\x00", options=["b\x00"], tags=["c\x07"], raw="d\r\n", where="行\x00 1")
    fields.tidy(untidy)
    assert (untidy.stem, untidy.options, untidy.tags) == ("a", ["b"], ["c"])
    assert (untidy.raw, untidy.where) == ("d\n", "行 1")
