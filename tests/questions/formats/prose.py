"""Our own bank written as people write banks: marks, numbers and the places of answers in every combination."""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import docx

import jinshui_study
from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, Draft
from jinshui_study.questions.formats import bank_yaml

FOLDER = Path(jinshui_study.__file__).parent.parent / "question_bank"
HAN = "一二三四五六"
CIRCLED = "①②③④⑤⑥⑦⑧"
SECTIONS = {
    kinds.SINGLE: "单项选择题",
    kinds.MULTIPLE: "多项选择题",
    kinds.TRUE_FALSE: "判断题",
    kinds.BLANK: "填空题",
    kinds.ORDERING: "排序题",
    kinds.MATCHING: "连线题",
}


@cache
def our_drafts() -> tuple[Draft, ...]:
    """Every question of our bank, by kind as papers have them."""
    drafts = [
        draft
        for path in sorted(FOLDER.glob("*.yaml"))
        for draft in bank_yaml.read(path.read_bytes(), path.name).drafts
    ]
    return tuple(sorted(drafts, key=lambda draft: kinds.KINDS.index(draft.kind)))


@dataclass(frozen=True)
class Style:
    """How a writer writes; `answers` is line, bracket, list, ranges, file, next or same."""

    number: str = "{}．"
    mark: str = "{}、"
    per_line: int = 1
    answers: str = "line"
    label: str = "正确答案："
    restarts: bool = True
    headings: bool = True
    explains: str = ""
    between: str = "\n"
    gap: str = "____"

    def change(self, **changes: object) -> "Style":
        return replace(self, **changes)  # type: ignore[arg-type]


def paper(drafts: Iterable[Draft], style: Style) -> tuple[str, str]:
    """The bank as text, and its key as a text of its own (empty unless the answers are in a file)."""
    lines: list[str] = []
    keys: list[str] = []
    number, section, last = 0, 0, ""
    for draft in drafts:
        if draft.kind != last:
            number = 0 if style.restarts else number
            if style.headings:
                heading = f"{HAN[section]}、{SECTIONS[draft.kind]}"
                lines.append(f"{heading}（每题2分）")
                keys.append(heading)
            section, last = section + 1, draft.kind
        number += 1
        lines.extend(question(draft, number, style))
        keys.append(f"{number}.{answer_of(draft)}")
        if style.between:
            lines.append(style.between.strip("\n"))
    if style.answers in ("list", "ranges"):
        lines.extend(["参考答案", *_ranged(keys, style)])
    return "\n".join(lines) + "\n", "\n".join(keys) if style.answers == "file" else ""


def _ranged(keys: list[str], style: Style) -> list[str]:
    """Single letters five at a time: `1-5 DACAC`."""
    if style.answers == "list":
        return keys
    result: list[str] = []
    group: list[tuple[int, str]] = []
    for key in [*keys, ""]:
        match = re.fullmatch(r"(\d+)\.([A-H√×])", key)
        if match is not None:
            group.append((int(match[1]), match[2]))
        if group and (match is None or len(group) == 5):
            result.append(f"{group[0][0]}-{group[-1][0]} {''.join(letter for _, letter in group)}")
            group = []
        if match is None and key:
            result.append(key)
    return result


def question(draft: Draft, number: int, style: Style) -> list[str]:
    stem = draft.stem.replace(kinds.GAP, style.gap)
    has_bracket = draft.kind in (kinds.SINGLE, kinds.MULTIPLE, kinds.TRUE_FALSE)
    if has_bracket:
        stem += f"（ {answer_of(draft)} ）" if style.answers == "bracket" else "（   ）"
    lines = [style.number.format(number) + stem, *_options(draft, style)]
    if style.answers == "line" or (style.answers == "bracket" and not has_bracket):
        lines.append(style.label + answer_of(draft))
    elif style.answers == "next":
        lines.append(answer_of(draft))
    if style.explains:
        lines.append(style.explains + draft.explanation)
    return lines


def _options(draft: Draft, style: Style) -> list[str]:
    if draft.kind == kinds.MATCHING:
        pairs = zip(draft.left, draft.right, strict=True)
        return [
            f"{LETTERS[place]}、{left}    {place + 1}、{right}" for place, (left, right) in enumerate(pairs)
        ]
    marked = [style.mark.format(LETTERS[place]) + text for place, text in enumerate(draft.options)]
    rows = range(0, len(marked), style.per_line)
    return ["    ".join(marked[row : row + style.per_line]) for row in rows]


def answer_of(draft: Draft) -> str:
    if draft.kind == kinds.TRUE_FALSE:
        return "√" if draft.answer == ["true"] else "×"
    if draft.kind == kinds.BLANK:
        return "；".join(draft.answer)
    if draft.kind == kinds.MATCHING:
        return "，".join(draft.answer)
    return "".join(draft.answer)


def word(text: str, number: Callable[[str], bool] | None = None) -> bytes:
    """The text as a Word file, a paragraph a line."""
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    return saved(document)


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()
