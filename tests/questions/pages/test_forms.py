"""What the form for a question sends, read without losing or adding anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from jinshui_study.errors import Invalid
from jinshui_study.questions import fields
from jinshui_study.questions.pages import filters, forms, wording
from tests.questions.samples import FIELDS, WORDS, draft

TEXTS = st.lists(st.one_of(st.just(""), st.just("  "), WORDS), max_size=10)


def form(**values: object) -> MultiDict[str, str]:
    return MultiDict(values)


@given(TEXTS, st.sets(st.integers(0, 9)))
def test_a_tick_stays_with_its_option_whatever_is_empty_around_it(texts: list[str], ticked: set[int]) -> None:
    sent = form(kind="multiple", option=texts, key=[str(place) for place in ticked])
    read = forms.read(sent)
    wanted = [text for place, text in enumerate(texts) if place in ticked and text.strip()]
    assert read["options"] == [text for text in texts if text.strip()]
    assert [read["options"]["ABCDEFGHIJ".index(letter)] for letter in read["answer"]] == wanted


@pytest.mark.parametrize("kind", FIELDS)
def test_what_a_form_shows_is_what_it_sends_back(kind: str) -> None:
    """`amended` understands the words of the form as the question they came from."""
    before = fields.of_draft(draft(kind, tags=["甲"]))
    shown = wording.shown(before)
    sent = form(
        kind=kind,
        stem=shown.fields["stem"],
        option=[option.text for option in shown.rows],
        key=[str(place) for place, option in enumerate(shown.rows) if option.right],
        order="".join(shown.fields["answer"]),
        truth=shown.fields["answer"][0],
        gaps="\r\n".join(shown.fields["answer"]),
        left="\r\n".join(shown.fields["left"]),
        right="\r\n".join(shown.fields["right"]),
        pairs=" ".join(shown.fields["answer"]),
        pinned="",
        explanation=before["explanation"],
        source=before["source"],
        topic=before["topic"],
        difficulty="2",
        tags="甲",
    )
    after = fields.amended(before, forms.read(sent))
    assert not after.remarks
    assert fields.of_draft(after) == before


def test_fields_of_another_kind_come_empty() -> None:
    sent = form(kind="true_false", truth="false", option=["甲", "乙"], key="0", left="甲", gaps="乙")
    read = forms.read(sent)
    assert (read["options"], read["left"], read["right"], read["answer"]) == ([], [], [], "错")


def test_a_form_without_anything_is_read_as_nothing() -> None:
    read = forms.read(form())
    assert {value for value in read.values() if not isinstance(value, list)} == {""}


@pytest.mark.parametrize("kind", FIELDS)
def test_an_answer_that_could_not_be_saved_is_shown_as_it_was(kind: str) -> None:
    answer = draft(kind).answer
    sent = form(
        kind=kind,
        truth=answer[0],
        gaps="\n".join(answer),
        pairs=" ".join(answer),
        order="".join(answer),
        option=list("甲乙丙丁"),
        key=[str("ABCD".find(letter)) for letter in answer],
    )
    read = forms.read(sent)
    assert forms.answer_typed(read) == answer


def test_a_difficulty_that_is_none_counts_as_none() -> None:
    assert [forms.level({"difficulty": text}) for text in ("1", "3", "4", "", "二")] == [1, 3, 0, 0, 0]


def test_chosen_are_those_ticked_or_named_together() -> None:
    assert forms.chosen(form(question=["a", "b"])) == ["a", "b"]
    assert forms.chosen(form(questions="a,b,")) == ["a", "b"]
    for none_or_too_many in (",", ",".join(["a"] * 51)):
        with pytest.raises(Invalid):
            forms.chosen(form(questions=none_or_too_many))


def test_filters_keep_only_what_there_is_to_choose() -> None:
    wanted = filters.read({"kind": "single", "state": "x", "difficulty": "2", "text": " 党章 ", "flag": "no"})
    assert filters.address(wanted) == {"kind": "single", "difficulty": 2, "text": "党章"}
    assert filters.address(filters.read({})) == {}
    assert len(filters.read({"text": "字" * 999})["text"]) == filters.LONGEST
