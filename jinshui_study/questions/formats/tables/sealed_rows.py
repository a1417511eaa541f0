"""Questions as rows of our own workbook, each with a seal: untouched rows are read to the letter, mended ones as any.

Reading a table mends what people mean (`A、` before an option goes). What we wrote ourselves needs no mending, and
the seal, a digest over the row's cells, tells whether a row still is what we wrote.
"""

import hashlib
import json
from collections.abc import Sequence

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, Draft
from jinshui_study.questions.formats.tables import cells as cell_texts

KIND, STEM, LEFT, RIGHT, ANSWER = "题型", "题干", "左栏", "右栏", "答案"
EXPLANATION, SOURCE, TOPIC, DIFFICULTY, TAGS = "解析", "出处", "章节", "难度", "标签"
CODE, PINNED, SEAL = "编码", "固定末位", "校验码"
OPTIONS = [f"选项{letter}" for letter in LETTERS[:10]]
BEFORE = [KIND, STEM]
AFTER = [ANSWER, EXPLANATION, SOURCE, TOPIC, DIFFICULTY, TAGS]

DIFFICULTIES = {1: "易", 2: "中", 3: "难"}
JUDGEMENTS = {"true": "正确", "false": "错误"}
SEAL_LENGTH = 12
_JOINTS = ("、", "；", "\n", ";", ",", "，", "|")
_KINDS = {name: kind for kind, name in kinds.CHINESE.items()}
_LEVELS = {name: level for level, name in DIFFICULTIES.items()}
_WORDS = {word: value for value, word in JUDGEMENTS.items()}


def cells_of(draft: Draft) -> dict[str, str]:
    """The cells of a question by the names of their columns; what it doesn't have is left out."""
    found = {
        KIND: kinds.CHINESE.get(draft.kind, draft.kind),
        STEM: draft.stem,
        **dict(zip(OPTIONS, draft.options, strict=False)),
        LEFT: _joined(draft.left, "\n"),
        RIGHT: _joined(draft.right, "\n"),
        ANSWER: _answer(draft),
        EXPLANATION: draft.explanation,
        SOURCE: draft.source,
        TOPIC: draft.topic,
        DIFFICULTY: DIFFICULTIES.get(draft.difficulty, ""),
        TAGS: _joined(draft.tags, "、"),
        CODE: draft.code,
        PINNED: "".join(draft.pinned),
    }
    return {name: text for name, text in found.items() if text}


def sealed(row: dict[str, str]) -> dict[str, str]:
    return {**row, SEAL: _seal(row)}


def _seal(row: dict[str, str]) -> str:
    cells = sorted((name, cell_texts.text(text)) for name, text in row.items() if name != SEAL)
    digest = hashlib.sha256(json.dumps([cell for cell in cells if cell[1]]).encode())
    return digest.hexdigest()[:SEAL_LENGTH]


def _joined(texts: list[str], joint: str) -> str:
    """Texts in one cell as a person would write them, or where that would not be clear as a list in brackets."""
    is_clear = all(
        text and not text.startswith("[") and not any(mark in text for mark in _JOINTS) for text in texts
    )
    if joint == "、":
        is_clear = is_clear and not any(char.isspace() for text in texts for char in text)
    return joint.join(texts) if is_clear else json.dumps(texts, ensure_ascii=False)


def _parted(text: str, joint: str) -> list[str]:
    if not text.startswith("["):
        return [part for part in text.split(joint) if part]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return [text]
    return [str(part) for part in found] if isinstance(found, list) else [text]


def _answer(draft: Draft) -> str:
    if draft.kind == kinds.TRUE_FALSE:
        return "".join(JUDGEMENTS.get(word, word) for word in draft.answer)
    if draft.kind == kinds.MATCHING:
        return "、".join(draft.answer)
    if draft.kind == kinds.BLANK:
        clear = [answer.replace("|", "") for answer in draft.answer]
        shown = "；".join(draft.answer)
        return (
            shown
            if _joined(clear, "；") == "；".join(clear)
            else json.dumps(draft.answer, ensure_ascii=False)
        )
    return "".join(draft.answer)


def _read_answer(kind: str, text: str) -> list[str]:
    if kind == kinds.TRUE_FALSE:
        return [_WORDS.get(text, text)]
    if kind == kinds.MATCHING:
        return text.split("、")
    if kind == kinds.BLANK:
        return _parted(text, "；")
    return list(text)


def columns_of(header: Sequence[str]) -> dict[str, int] | None:
    """The columns of a sealed table by their names; None for any other header."""
    columns = {name: column for column, name in enumerate(header) if name}
    return columns if {SEAL, KIND, STEM} <= columns.keys() else None


def draft_of(columns: dict[str, int], cells: Sequence[str], where: str) -> Draft | None:
    """The question of a row that still is as we wrote it, else None."""
    row = {name: cells[column] for name, column in columns.items() if column < len(cells) and cells[column]}
    kind = _KINDS.get(row.get(KIND, ""), "")
    if not kind or row.get(SEAL) != _seal(row):
        return None
    return Draft(
        where=where,
        kind=kind,
        stem=row.get(STEM, ""),
        options=[row[name] for name in OPTIONS if name in row],
        left=_parted(row.get(LEFT, ""), "\n"),
        right=_parted(row.get(RIGHT, ""), "\n"),
        answer=_read_answer(kind, row.get(ANSWER, "")),
        pinned=list(row.get(PINNED, "")),
        explanation=row.get(EXPLANATION, ""),
        source=row.get(SOURCE, ""),
        topic=row.get(TOPIC, ""),
        difficulty=_LEVELS.get(row.get(DIFFICULTY, ""), 2),
        code=row.get(CODE, ""),
        tags=_parted(row.get(TAGS, ""), "、"),
        raw="\t".join(cells).strip(),
    )


def keep(draft: Draft, columns: dict[str, int], cells: Sequence[str]) -> None:
    """Of a row somebody has mended, what only our own tables say: its code, and the options that stay last."""
    draft.code = _cell(columns, cells, CODE) or draft.code
    letters = _cell(columns, cells, PINNED).upper()
    if letters and all(letter in LETTERS[: len(draft.options)] for letter in letters):
        draft.pinned = sorted(set(letters))


def _cell(columns: dict[str, int], cells: Sequence[str], name: str) -> str:
    column = columns.get(name)
    return cells[column] if column is not None and column < len(cells) else ""
