"""Invite codes as people type them, and names as they are written twice."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.accounts.joining import codes

CODES = st.text(codes.ALPHABET, min_size=codes.LENGTH, max_size=codes.LENGTH)


@given(CODES, st.sampled_from(["", " ", "-", "\u3000", "—", "\u200b"]), st.booleans(), st.booleans())
def test_a_code_is_the_same_however_it_is_typed(code: str, between: str, low: bool, wide: bool) -> None:
    typed = between.join([code[:5], code[5:]])
    typed = typed.lower() if low else typed
    typed = "".join(chr(ord(c) + 0xFEE0) if wide and "!" <= c <= "~" else c for c in typed)
    assert codes.normalise(f" {typed}\n") == code


@given(CODES)
def test_a_code_as_it_is_printed_reads_back(code: str) -> None:
    assert codes.normalise(codes.shown(code)) == code
    assert len(codes.shown(code)) == 11


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_nothing(text: str) -> None:
    code = codes.normalise(text)
    assert code is None or codes.normalise(code) == code


@pytest.mark.parametrize(
    "text", ["", "K7QM3XHNT", "K7QM3XHNTAA", "K7QM3XHNT0", "K7QM3XHNTO", "邀请码邀请码邀请码邀"]
)
def test_what_is_no_code_is_nothing(text: str) -> None:
    assert codes.normalise(text) is None


def test_no_two_letters_of_a_code_look_alike() -> None:
    for alike in ("0O", "1IL", "2Z", "5S", "8B", "UV"):
        assert sum(letter in codes.ALPHABET for letter in alike) <= 1
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET) == 23
    assert codes.draw(Random(1)) != codes.draw(Random(2))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("张晓明", " 张 晓明 ", True),
        ("阿依古丽·买买提", "阿依古丽•买买提", True),
        ("阿依古丽·买买提", "阿依古丽．买买提", True),
        ("Ａnna", "anna", True),
        ("张晓明", "张小明", False),
        ("张晓明", "张晓", False),
    ],
)
def test_names_are_compared_without_how_they_are_written(one: str, other: str, same: bool) -> None:
    assert codes.same_name(one, other) is same
