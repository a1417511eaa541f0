"""Our GIFT as Moodle's own steps read it."""

import html

from hypothesis import assume, given, settings

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, BankFile, Draft
from jinshui_study.questions.formats.interchange import moodle_labels
from jinshui_study.questions.formats.writing import gift_export
from tests.questions.formats import moodle
from tests.questions.formats.hostile import bank_files, drafts
from tests.questions.samples import bank_file, draft

SHARES = [100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5]
SHARES += [11.11111, 10, 5, 0]
"""The parts of a mark that Moodle knows."""

EXPECTED = """// bank: b
// title: 题库
// purpose: study

$CATEGORY: $course$/top/题库/专题

// [id:q\\]1] [tag:题型:单选题] [tag:难度:2] [tag:固定末位:C] [tag:标签]
::q]1::[plain]1+1\\=?\\{\\}{
\t=2\\~
\t~[plain][html]
\t~%0%%50%
\t####因为\\#\\n出处：《文\\:献》
}
"""


def written(*of: Draft) -> list[moodle.Seen]:
    return moodle.read(gift_export.write(bank_file(*of)))


def test_a_question_is_written_to_the_letter() -> None:
    question = draft(
        stem="1+1=?{}",
        options=["2~", "[html]", "%50%"],
        answer=["A"],
        pinned=["C"],
        code="q]1",
        tags=["标签"],
        explanation="因为#",
        source="《文:献》",
    )
    assert gift_export.write(bank_file(question)) == EXPECTED


@settings(deadline=None)
@given(bank_files())
def test_moodle_sees_every_question_with_its_category_text_and_feedback(file: BankFile) -> None:
    seen = moodle.read(gift_export.write(file))
    assert [question.text for question in seen] == [question.stem for question in file.drafts]
    assert [question.feedback for question in seen] == list(map(moodle_labels.feedback_of, file.drafts))
    assert {question.format for question in seen} == {"plain"}
    for question, of in zip(seen, file.drafts, strict=True):
        if "\\" not in file.title + of.topic:  # Moodle doesn't take back its escapes in categories
            assert moodle_labels.topic_of(question.category, file.title) == of.topic
        if not set("\\\t") & set(of.code) and "[id:" not in "".join(of.tags):
            assert question.idnumber == of.code
        assert question.name


@settings(deadline=None)
@given(drafts(kinds.SINGLE, kinds.MULTIPLE))
def test_moodle_sees_the_right_options(question: Draft) -> None:
    (seen,) = written(question)
    assert seen.kind == "multichoice"
    assert [text for text, _ in seen.answers] == question.options
    right = [LETTERS[place] for place, (_, share) in enumerate(seen.answers) if share > 0]
    assert right == question.answer
    assert sum(share for _, share in seen.answers if share > 0) > 99.99
    assert all(min(abs(abs(share) - known) for known in SHARES) < 0.001 for _, share in seen.answers)


@settings(deadline=None)
@given(drafts(kinds.TRUE_FALSE))
def test_moodle_sees_the_judgement(question: Draft) -> None:
    (seen,) = written(question)
    assert (seen.kind, [text for text, _ in seen.answers]) == ("truefalse", question.answer)


@settings(deadline=None)
@given(drafts(kinds.BLANK))
def test_moodle_sees_the_accepted_texts(question: Draft) -> None:
    (seen,) = written(question)
    if len(question.answer) > 1:
        assert seen.kind == "match"
        assert [right for _, right in seen.pairs] == question.answer
        return
    assume("->" not in question.answer[0])  # which GIFT takes for a pair, whatever the question
    assert seen.kind == "shortanswer"
    assert [text.replace("\\*", "*") for text, _ in seen.answers] == question.answer[0].split("|")
    assert {share for _, share in seen.answers} == {100.0}


@settings(deadline=None)
@given(drafts(kinds.MATCHING))
def test_moodle_sees_the_pairs(question: Draft) -> None:
    (seen,) = written(question)
    rights = {int(pair[2:]) - 1: LETTERS.index(pair[0]) for pair in question.answer}
    assert seen.kind == "match"
    for left, right in seen.pairs:
        at = rights[question.right.index(right)]
        shown = html.unescape(left.replace("<br />", "\n")) if "->" in question.left[at] else left
        assert shown == question.left[at]


@settings(deadline=None)
@given(drafts(kinds.ORDERING))
def test_moodle_sees_the_items_in_the_right_order(question: Draft) -> None:
    (seen,) = written(question)
    assert seen.kind == "ordering"
    items = [question.options[LETTERS.index(letter)] for letter in question.answer]
    assert [text.strip() for text, _ in seen.answers] == items
