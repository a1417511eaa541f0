"""Writing Moodle XML that Moodle takes and that reads back as the same questions."""

import re
from collections.abc import Iterator

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, BankFile, Draft, pairs_of
from jinshui_study.questions.formats.interchange import cloze, moodle_labels
from jinshui_study.questions.formats.interchange.drafting import weights

PLAIN = "plain_text"
LONGEST_NAME = 60

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPES = {
    kinds.SINGLE: "multichoice",
    kinds.MULTIPLE: "multichoice",
    kinds.TRUE_FALSE: "truefalse",
    kinds.BLANK: "shortanswer",
    kinds.ORDERING: "ordering",
    kinds.MATCHING: "matching",
}


def write(file: BankFile) -> str:
    """The file as Moodle XML; a question of several gaps comes out as cloze. Moodle passes over what only we read."""
    said = [("bank", file.bank), ("title", file.title), ("purpose", file.purpose)]
    attributes = "".join(f' {name}="{_escaped(value)}"' for name, value in said if value)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<quiz{attributes}>"]
    topic: str | None = None
    for draft in file.drafts:
        if draft.topic != topic:
            lines.extend(_category(moodle_labels.path_of(file.title, draft.topic)))
            topic = draft.topic
        lines.extend(_question(draft))
    return "\n".join([*lines, "</quiz>", ""])


def _escaped(text: str) -> str:
    """For an element or an attribute; white space other than blanks as numbers, since parsers change it."""
    for char, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, name)
    return re.sub("[\r\t\n\x85\u2028]", lambda found: f"&#{ord(found[0])};", _ILLEGAL.sub("", text))


def _text(text: str) -> str:
    return f"<text>{_escaped(text).replace('&#10;', chr(10))}</text>"


def _category(path: str) -> list[str]:
    return ['  <question type="category">', f"    <category>{_text(path)}</category>", "  </question>"]


def _question(draft: Draft) -> Iterator[str]:
    is_cloze = draft.kind == kinds.BLANK and len(draft.answer) > 1
    yield f'  <question type="{"cloze" if is_cloze else _TYPES[draft.kind]}">'
    yield f"    <name>{_text(' '.join((draft.code or draft.stem[:LONGEST_NAME]).split()))}</name>"
    if is_cloze:
        yield f'    <questiontext format="html">{_text(cloze.written(draft.stem, draft.answer))}</questiontext>'
    else:
        yield f'    <questiontext format="{PLAIN}">{_text(draft.stem)}</questiontext>'
    yield f'    <generalfeedback format="{PLAIN}">{_text(moodle_labels.feedback_of(draft))}</generalfeedback>'
    yield "    <defaultgrade>1</defaultgrade>"
    yield "    <penalty>0</penalty>"
    yield "    <hidden>0</hidden>"
    yield f"    <idnumber>{_escaped(draft.code)}</idnumber>"
    yield from () if is_cloze else _ANSWERS[draft.kind](draft)
    yield "    <tags>"
    yield from (f"      <tag>{_text(tag)}</tag>" for tag in moodle_labels.tags_of(draft))
    yield "    </tags>"
    yield "  </question>"


def _answer(weight: float, text: str, form: str = PLAIN) -> str:
    return f'    <answer fraction="{weight:.7g}" format="{form}">{_text(text)}</answer>'


def _choices(draft: Draft) -> Iterator[str]:
    yield f"    <single>{'true' if draft.kind == kinds.SINGLE else 'false'}</single>"
    yield f"    <shuffleanswers>{'false' if draft.pinned else 'true'}</shuffleanswers>"
    yield "    <answernumbering>ABCD</answernumbering>"
    yield from (_answer(weight, text) for text, weight in zip(draft.options, weights(draft), strict=True))


def _judgement(draft: Draft) -> Iterator[str]:
    for word in ("true", "false"):
        yield _answer(100.0 if draft.answer == [word] else 0.0, word, "moodle_auto_format")


def _short(draft: Draft) -> Iterator[str]:
    yield "    <usecase>0</usecase>"
    for variant in draft.answer[0].split("|"):
        yield _answer(100.0, variant.replace("*", "\\*"), "moodle_auto_format")


def _ordering(draft: Draft) -> Iterator[str]:
    yield "    <layouttype>VERTICAL</layouttype>"
    yield "    <selecttype>ALL</selecttype>"
    yield f"    <selectcount>{len(draft.options)}</selectcount>"
    yield "    <gradingtype>ABSOLUTE_POSITION</gradingtype>"
    yield "    <showgrading>SHOW</showgrading>"
    yield "    <numberingstyle>none</numberingstyle>"
    for place, letter in enumerate(draft.answer, start=1):
        yield _answer(float(place), draft.options[LETTERS.index(letter)])


def _matching(draft: Draft) -> Iterator[str]:
    yield "    <shuffleanswers>true</shuffleanswers>"
    for left, right in pairs_of(draft.answer):
        yield f'    <subquestion format="{PLAIN}">{_text(draft.left[left])}'
        yield f"      <answer>{_text(draft.right[right])}</answer>"
        yield "    </subquestion>"


_ANSWERS = {
    kinds.SINGLE: _choices,
    kinds.MULTIPLE: _choices,
    kinds.TRUE_FALSE: _judgement,
    kinds.BLANK: _short,
    kinds.ORDERING: _ordering,
    kinds.MATCHING: _matching,
}
