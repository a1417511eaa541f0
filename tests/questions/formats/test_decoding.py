import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions.formats import decoding

SAMPLE = "题干,答案\r\n中国共产党成立于1921年，对吗？,对\r\n"
READ = SAMPLE.replace("\r\n", "\n")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_text_without_a_mark_is_read_in_its_encoding(encoding: str) -> None:
    found = decoding.decode(SAMPLE.encode(encoding))
    assert found is not None
    assert (found.text, found.encoding, found.findings) == (READ, encoding, [])


@pytest.mark.parametrize(("mark", "encoding"), decoding.MARKS)
def test_a_mark_tells_the_encoding_and_is_taken_off(mark: bytes, encoding: str) -> None:
    found = decoding.decode(mark + SAMPLE.encode(encoding))
    assert found is not None
    assert (found.text, found.encoding) == (READ, encoding)
    assert [finding.code for finding in found.findings] == ["bom_removed"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_broken_sign_is_told_with_its_line(encoding: str) -> None:
    lines = SAMPLE.encode(encoding) * 50
    found = decoding.decode(lines + b"\xff" + lines)
    assert found is not None
    assert found.encoding == encoding
    assert [(finding.code, finding.where) for finding in found.findings] == [("sign_unreadable", "行 101")]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 8, codecs.BOM_UTF8 + b"\0"]
)
def test_what_is_no_text_is_none(data: bytes) -> None:
    assert decoding.decode(data) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_none(data: bytes) -> None:
    found = decoding.decode(data)
    assert found is None or "\r" not in found.text


@given(st.text(st.characters(codec="gb18030", exclude_characters="\0\r\ufffd"), max_size=50))
def test_every_text_comes_back_from_utf_8(text: str) -> None:
    found = decoding.decode(text.encode())
    assert found is not None
    assert found.text == text.removeprefix("\ufeff")
