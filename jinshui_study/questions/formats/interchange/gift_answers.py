"""What stands in the braces of a GIFT question, and GIFT's escapes."""

import re
from typing import TypeAlias

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, Draft
from jinshui_study.questions.formats.interchange import html_text, moodle_labels
from jinshui_study.questions.formats.interchange.drafting import (
    FULL,
    Choice,
    choose,
    explain,
    fill,
    judge,
    order,
    pair,
    refuse,
    remark,
    told,
)

Feedback: TypeAlias = tuple[list[str], list[str]]
"""What is said to a right answer, and to a wrong one."""

MARKS = ":#={}~\\"
_PLACES = {mark: chr(0xFDD0 + index) for index, mark in enumerate(MARKS + "\n")}
"""Characters that no text holds stand for escaped marks while the others are looked for."""
_BACK = str.maketrans({place: mark for mark, place in _PLACES.items()})
_DROPPED = re.compile("[\ufdd0-\ufdd7]")
_ESCAPE = re.compile(r"\\([:#={}~\\n])")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
ZERO = re.compile(r"0*\.?0*")
_GAP_NAME = re.compile(r"第\d+空")
_JUDGEMENTS = ("T", "TRUE", "F", "FALSE")
_ORDERING = re.compile(
    r"\s*>\s*\d+[ \t]*(?:ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)?[ \t]*"
    r"(?:HORIZONTAL|HORI|H|VERTICAL|VERT|V|[01])?[ \t]*(?:ALL_ORZERO|(?:ABSOLUTE|RELATIVE|LONGEST)[A-Z_]*|ABS|REL)?"
    r"[ \t]*(?:SHOW|TRUE|YES|1|HIDE|FALSE|NO|0)?[ \t]*(?:none|123|abc|ABCD|iii|IIII)?"
)


def escaped(text: str) -> str:
    """Each escaped mark as one character that is no mark."""
    return _ESCAPE.sub(lambda found: _PLACES["\n" if found[1] == "n" else found[1]], _DROPPED.sub("", text))


def form_of(marked: str) -> tuple[str, str]:
    """The format a text names at its start, and the rest."""
    found = _FORMAT.match(marked.strip())
    return (found[1], marked.strip()[found.end() :]) if found else ("", marked)


def text_of(marked: str, form: str = "") -> str:
    """The text itself; a format of its own at its start goes before `form`."""
    own, rest = form_of(marked)
    text = rest.translate(_BACK).strip()
    return rendered(text, own or form or "moodle")


def rendered(text: str, form: str) -> str:
    """Text of one of Moodle's formats as plain text."""
    if form == "html":
        return html_text.plain(text)[0]
    if form == "moodle" and html_text.looks_like_html(text):
        return html_text.plain(text, keeps_lines=True)[0]
    return "\n".join(map(str.strip, text.split("\n"))) if form == "moodle" else text


def plain_of(marked: str) -> str:
    """A text that is never formatted."""
    return marked.translate(_BACK).strip()


def read_answers(answers: str, draft: Draft, form: str, kind: str) -> None:
    """Give the draft its kind, options, answer and explanation; `kind` is what a question of ours says it is."""
    before, mark, after = answers.rpartition("####")
    feedback = text_of(after, form) if mark else ""
    general, draft.source = moodle_labels.split_feedback(feedback)
    answers = (before if mark else answers).strip()
    right, wrong = _read_kind(answers, draft, form, kind)
    explain(draft, general, right, wrong)


def _read_kind(answers: str, draft: Draft, form: str, kind: str) -> Feedback:
    if kind == kinds.BLANK and _is_of_gaps(answers):
        return _read_named_gaps(answers, draft)
    if _ORDERING.match(answers):
        return _read_items(answers, draft)
    if not answers:
        refuse(draft, "essay")
        return [], []
    if answers.startswith("#"):
        return _read_numbers(answers[1:], draft, form)
    if "~" in answers:
        return _read_choices(answers, draft, form, kind)
    if "=" in answers and "->" in answers and kind != kinds.BLANK:
        return _read_pairs(answers, draft, form)
    word, *feedback = answers.split("#", 2)
    if word.strip().upper() in _JUDGEMENTS:
        return _read_judgement(word.strip().upper() in _JUDGEMENTS[:2], feedback, draft, form)
    return read_short([answers], draft, form)


def _read_items(answers: str, draft: Draft) -> Feedback:
    items = _ORDERING.sub("", answers, count=1).split("\n")
    order(draft, [text for text in map(plain_of, items) if text])
    return [], []


def _is_of_gaps(answers: str) -> bool:
    items = answers.split("=")[1:]
    return bool(items) and all(_GAP_NAME.match(item.strip()) for item in items)


def _read_named_gaps(answers: str, draft: Draft) -> Feedback:
    """GIFT has no question of several gaps: ours are written as a matching of `第1空` and what goes there."""
    draft.kind = kinds.BLANK
    draft.answer = [plain_of(item.partition("->")[2]) for item in answers.split("=")[1:]]
    return [], []


def _read_choices(answers: str, draft: Draft, form: str, kind: str) -> Feedback:
    items = [item for item in answers.replace("=", "~=").split("~") if item.strip()]
    choices = [_choice(item.strip(), form) for item in items]
    choose(
        draft, choices, takes_one="=" in answers, kind=kind if kind in (kinds.SINGLE, kinds.MULTIPLE) else ""
    )
    return told(choices)


def _choice(item: str, form: str) -> Choice:
    weight, rest = (FULL, item[1:]) if item.startswith("=") else _weighed(item, 0.0)
    text, _, feedback = rest.partition("#")
    return Choice(text_of(text, form), weight, text_of(feedback, form))


def _weighed(item: str, default: float) -> tuple[float, str]:
    found = _WEIGHT.match(item)
    return (float(found[1]), item[found.end() :]) if found else (default, item)


def _read_pairs(answers: str, draft: Draft, form: str) -> Feedback:
    pairs = []
    for item in (item for item in answers.split("=") if item.strip()):
        left, arrow, right = item.partition("->")
        if not arrow:
            remark(draft, ERROR, "pair_broken", f"连线“{plain_of(left)[:20]}”没有用 -> 写出右边的一项。")
        pairs.append((text_of(left, form), plain_of(right)))
    pair(draft, pairs)
    return [], []


def _read_judgement(is_true: bool, feedback: list[str], draft: Draft, form: str) -> Feedback:
    """What follows the first # is said to the wrong answer, what follows the second to the right one."""
    judge(draft, is_true)
    wrong, right = ([text_of(text, form) for text in feedback] + ["", ""])[:2]
    return [right], [wrong]


def read_short(groups: list[str], draft: Draft, form: str) -> Feedback:
    """A gap for each group of accepted texts."""
    gaps = []
    for group in groups:
        items = [item.strip() for item in group.split("=") if item.strip()]
        choices = []
        for item in items:
            weight, rest = _weighed(item, 100.0)
            text, _, feedback = rest.partition("#")
            choices.append(Choice(text_of(text, form), weight, text_of(feedback, form)))
        gaps.append(choices)
    fill(draft, gaps)
    return told([choice for choices in gaps for choice in choices])


def _read_numbers(answers: str, draft: Draft, form: str) -> Feedback:
    """Exact numbers can be typed into a gap; margins and ranges have no equal here."""
    choices = []
    for item in (item.strip() for item in answers.partition("~")[0].split("=") if item.strip()):
        weight, rest = _weighed(item, 100.0)
        number, _, feedback = rest.partition("#")
        value, _, margin = number.translate(_BACK).strip().partition(":")
        if not NUMBER.fullmatch(value) or not ZERO.fullmatch(margin.strip()):
            refuse(draft, "range")
            return [], []
        choices.append(Choice(value, weight, text_of(feedback, form)))
    fill(draft, [choices])
    return told(choices)
