"""Our Moodle XML, looked at with another parser than our reader's."""

import html
import re
from xml.etree import ElementTree

from hypothesis import given, settings

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, BankFile, Draft
from jinshui_study.questions.formats.interchange import moodle_labels
from jinshui_study.questions.formats.writing import moodle_export
from tests.questions.formats.hostile import bank_files, drafts
from tests.questions.formats.test_gift_export import SHARES
from tests.questions.samples import bank_file, draft

Element = ElementTree.Element

TYPES = {
    kinds.SINGLE: "multichoice",
    kinds.MULTIPLE: "multichoice",
    kinds.TRUE_FALSE: "truefalse",
    kinds.ORDERING: "ordering",
    kinds.MATCHING: "matching",
}


def parsed(file: BankFile) -> list[Element]:
    root = ElementTree.fromstring(moodle_export.write(file))
    assert root.tag == "quiz"
    assert {element.tag for element in root} == {"question"}
    return list(root)


def only(question: Draft) -> Element:
    category, found = parsed(bank_file(question))
    assert category.get("type") == "category"
    return found


def text(element: Element, path: str = "text") -> str:
    found = element.find(path)
    assert found is not None
    return (found.text or "").strip()


def test_a_question_is_written_to_the_letter() -> None:
    question = draft(
        kinds.MULTIPLE, options=["<甲>", "乙\n二", "丙"], answer=["A", "C"], pinned=["C"], tags=["标签"]
    )
    assert moodle_export.write(bank_file(question)) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<quiz bank="b" title="题库" purpose="study">\n'
        '  <question type="category">\n'
        "    <category><text>$course$/top/题库/专题</text></category>\n"
        "  </question>\n"
        '  <question type="multichoice">\n'
        "    <name><text>哪几项？</text></name>\n"
        '    <questiontext format="plain_text"><text>哪几项？</text></questiontext>\n'
        '    <generalfeedback format="plain_text"><text>史料如此。\n出处：《文献》</text></generalfeedback>\n'
        "    <defaultgrade>1</defaultgrade>\n"
        "    <penalty>0</penalty>\n"
        "    <hidden>0</hidden>\n"
        "    <idnumber></idnumber>\n"
        "    <single>false</single>\n"
        "    <shuffleanswers>false</shuffleanswers>\n"
        "    <answernumbering>ABCD</answernumbering>\n"
        '    <answer fraction="50" format="plain_text"><text>&lt;甲&gt;</text></answer>\n'
        '    <answer fraction="-100" format="plain_text"><text>乙\n二</text></answer>\n'
        '    <answer fraction="50" format="plain_text"><text>丙</text></answer>\n'
        "    <tags>\n"
        "      <tag><text>题型:多选题</text></tag>\n"
        "      <tag><text>难度:2</text></tag>\n"
        "      <tag><text>固定末位:C</text></tag>\n"
        "      <tag><text>标签</text></tag>\n"
        "    </tags>\n"
        "  </question>\n"
        "</quiz>\n"
    )


@settings(deadline=None)
@given(bank_files())
def test_it_is_well_formed_whatever_stands_in_it(file: BankFile) -> None:
    questions = [found for found in parsed(file) if found.get("type") != "category"]
    assert len(questions) == len(file.drafts)
    for found, question in zip(questions, file.drafts, strict=True):
        assert found.get("type") == TYPES.get(question.kind, "shortanswer") or found.get("type") == "cloze"
        assert text(found, "name/text")
        assert text(found, "generalfeedback/text") == moodle_labels.feedback_of(question)
        assert text(found, "idnumber") == question.code
        assert [text(tag) for tag in found.iterfind("tags/tag")][
            -len(question.tags) :
        ] == question.tags or not question.tags


@settings(deadline=None)
@given(drafts(kinds.SINGLE, kinds.MULTIPLE))
def test_the_marks_add_up(question: Draft) -> None:
    found = only(question)
    answers = [(text(answer), float(answer.get("fraction", "x"))) for answer in found.iterfind("answer")]
    assert [option for option, _ in answers] == question.options
    assert [LETTERS[place] for place, (_, share) in enumerate(answers) if share > 0] == question.answer
    assert abs(sum(share for _, share in answers if share > 0) - 100) < 0.001
    assert all(min(abs(abs(share) - known) for known in SHARES) < 0.001 for _, share in answers)
    assert text(found, "single") == ("true" if question.kind == kinds.SINGLE else "false")


@settings(deadline=None)
@given(drafts(kinds.BLANK))
def test_every_accepted_text_is_there(question: Draft) -> None:
    found = only(question)
    if len(question.answer) == 1:
        answers = [text(answer).replace("\\*", "*") for answer in found.iterfind("answer")]
        assert answers == question.answer[0].split("|")
        return
    assert found.get("type") == "cloze"
    source = text(found, "questiontext/text")
    fields = re.findall(r"\{1:SHORTANSWER:([^{}]*)\}", source)
    accepted = [
        [html.unescape(part[1:]).replace("\\*", "*") for part in field.split("~")] for field in fields
    ]
    assert accepted == [answer.split("|") for answer in question.answer]
    assert all(part.startswith("=") for field in fields for part in field.split("~"))


@settings(deadline=None)
@given(drafts(kinds.MATCHING, kinds.ORDERING))
def test_pairs_and_orders_are_there(question: Draft) -> None:
    found = only(question)
    if question.kind == kinds.ORDERING:
        items = [question.options[LETTERS.index(letter)] for letter in question.answer]
        assert [text(answer) for answer in found.iterfind("answer")] == items
        return
    pairs = {text(sub): text(sub, "answer/text") for sub in found.iterfind("subquestion")}
    assert pairs == {
        question.left[LETTERS.index(pair[0])]: question.right[int(pair[2:]) - 1] for pair in question.answer
    }
