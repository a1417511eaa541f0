"""Moodle's cloze: gaps that stand as `{1:SHORTANSWER:=text~%50%other}` in the text of the question itself."""

import html
import re

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, WARNING, Draft
from jinshui_study.questions.formats.interchange import html_text
from jinshui_study.questions.formats.interchange.drafting import (
    Choice,
    choose,
    fill,
    refuse,
    remark,
)
from jinshui_study.questions.formats.interchange.gift_answers import NUMBER, ZERO, rendered

HOLE = "\ufdd8"
"""Stands for a gap while the text around it is read."""

_TYPES = {
    **dict.fromkeys(["SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"], "text"),
    **dict.fromkeys(["NUMERICAL", "NM"], "number"),
    **dict.fromkeys(["MULTIRESPONSE", "MR", "MULTIRESPONSE_H", "MRH", "MULTIRESPONSE_S", "MRS"], "several"),
}
"""All others let choose one of several texts."""

_FIELD = re.compile(r"\{(\d*):([A-Z_]{2,20}):((?:[^{}\\]|\\.)*)\}", re.DOTALL)
_ALTERNATIVES = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<!\\)(?<!&)#")
_WEIGHT = re.compile(r"=|%(-?\d{1,3}(?:[.,]\d*)?)%")
_ESCAPE = re.compile(r"\\([#~}{\\/\"'])")


def read(source: str, form: str, draft: Draft) -> None:
    """Give the draft the stem with gaps and what each takes; a choice alone in its sentence becomes a choice."""
    fields = [(_TYPES.get(kind, "choice"), _choices(answers)) for _, kind, answers in _FIELD.findall(source)]
    draft.stem = rendered(_FIELD.sub(HOLE, source), form).replace(HOLE, kinds.GAP)
    types = {kind for kind, _ in fields}
    if not fields:
        draft.kind = kinds.BLANK
        remark(draft, ERROR, "cloze_broken", "完形填空题里没有找到写法正确的空（如 {1:SHORTANSWER:=答案}）。")
    elif len(fields) == 1 and types <= {"choice", "several"}:
        choose(draft, fields[0][1], takes_one=types == {"choice"})
    elif "several" in types:
        refuse(draft, "other", "一段文字里带多选空")
    elif any(kind == "number" and not _is_exact(choices) for kind, choices in fields):
        refuse(draft, "range")
    else:
        fill(draft, [choices for _, choices in fields])
        if "choice" in types:
            notice_typed(draft)


def notice_typed(draft: Draft) -> None:
    message = "原题的空是从给出的词里选，导入后要自己填写，请核对。"
    remark(draft, WARNING, "choices_dropped", message)


def _choices(answers: str) -> list[Choice]:
    return [_choice(text) for text in _ALTERNATIVES.split(answers) if text.strip()]


def _choice(source: str) -> Choice:
    source = source.strip()
    found = _WEIGHT.match(source)
    weight = 0.0 if found is None else float(found[1].replace(",", ".")) if found[1] else 100.0
    text, *feedback = _FEEDBACK.split(source[found.end() :] if found else source, maxsplit=1)
    return Choice(_unescaped(text), weight, _unescaped("".join(feedback)))


def _unescaped(source: str) -> str:
    text = _ESCAPE.sub(r"\1", source)
    return html_text.plain(text)[0] if "<" in text else html.unescape(text).strip()


def _is_exact(choices: list[Choice]) -> bool:
    """Whether each number stands without a margin, `5:0` being none."""
    for choice in choices:
        value, _, margin = choice.text.partition(":")
        if choice.weight > 0 and not (NUMBER.fullmatch(value.strip()) and ZERO.fullmatch(margin.strip())):
            return False
        choice.text = value.strip()
    return True


def read_delimited(draft: Draft, marks: str) -> None:
    """Gaps written as their answers between two marks: `[晋察冀|晋察冀边区]`."""
    first, last = (marks[0], marks[-1]) if len(marks) >= 2 else ("[", "]")
    gap = re.compile(f"{re.escape(first)}([^{re.escape(first + last)}]+){re.escape(last)}")
    accepted = gap.findall(draft.stem)
    draft.stem = gap.sub(kinds.GAP, draft.stem)
    fill(draft, [[Choice(text.strip(), 100.0) for text in answers.split("|")] for answers in accepted])


def written(stem: str, answers: list[str]) -> str:
    """The stem as cloze in HTML, each gap with the texts it takes."""
    before, *after = [html_text.written(part) for part in stem.split(kinds.GAP)]
    holes = ["{1:SHORTANSWER:" + "~".join(map(_field, answer.split("|"))) + "}" for answer in answers]
    return before + "".join(hole + text for hole, text in zip(holes, after, strict=True))


def _field(text: str) -> str:
    return "=" + html_text.written(text.replace("*", "\\*")).replace("<br />", "&#10;")
