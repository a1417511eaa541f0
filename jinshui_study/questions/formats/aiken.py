"""Aiken: a stem, options on lines of their own after `A.` or `A)`, and a line `ANSWER: B`."""

import io
import re
from dataclasses import dataclass, field

from jinshui_study.questions.drafts import ERROR, LETTERS, WARNING, BankFile, Draft
from jinshui_study.questions.formats import decoding
from jinshui_study.questions.formats.interchange.drafting import (
    Choice,
    choose,
    is_full,
    remark,
)

SNIFFED = 200_000
MOST_LINES = 1_000
"""Lines in one question."""

_WORD = re.compile(rb"A\0?N\0?S\0?W\0?E\0?R")
"""The word in any encoding."""
_OPTION = re.compile(r"\s*([A-Z])\s*[.)．）、]\s*(.*)")
_ANSWER = re.compile(r"\s*ANSWERS?\s*[:：]\s*(.*?)\s*")
_LETTERS = re.compile(r"[A-Za-z](?:[\s,;、，/&]*[A-Za-z])*[.。]?")
_PAIR = re.compile(r"^[ \t]*[A-Z][ \t]*[.)．）、][^\n]*\n\s*ANSWERS?[ \t]*[:：]", re.MULTILINE)
_NUMBER = re.compile(r"(\d{1,4})\s*[.．、)）]\s*(?=\S)")


@dataclass
class Block:
    """One question as its lines stand, from its first line on."""

    line: int
    lines: list[str] = field(default_factory=list)
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    answer: str | None = None
    count: int = 0


def recognises(data: bytes) -> bool:
    """Whether somewhere an option is followed by `ANSWER:`."""
    if _WORD.search(data) is None:
        return False
    decoded = decoding.decode(data[:SNIFFED])
    return decoded is not None and _PAIR.search(decoded.text) is not None


def read(data: bytes, file: str) -> BankFile:
    decoded = decoding.decode(data) or decoding.Text("", "unknown")
    result = BankFile(file=file, layout="aiken", encoding=decoded.encoding, findings=decoded.findings)
    blocks = _blocks(decoded.text)
    _take_numbers(blocks)
    for block in blocks:
        if is_full(result, f"行 {block.line}"):
            break
        result.drafts.append(_draft(block))
    return result


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    block = Block(0)
    for number, line in enumerate(map(str.rstrip, io.StringIO(text, newline="\n")), start=1):
        if not line:
            continue
        if block.answer is not None or not block.lines or _starts_anew(line, block):
            block = Block(number)
            blocks.append(block)
        block.count += 1
        if block.count <= MOST_LINES:
            block.lines.append(line)
            _take_line(line, block)
    return blocks


def _starts_anew(line: str, block: Block) -> bool:
    """A line without a mark after the options: the question above has no answer."""
    return bool(block.options) and _OPTION.fullmatch(line) is None and _ANSWER.fullmatch(line) is None


def _take_line(line: str, block: Block) -> None:
    answer = _ANSWER.fullmatch(line)
    option = _OPTION.fullmatch(line)
    if answer is not None:
        block.answer = answer[1]
    elif option is not None and option[1] == LETTERS[len(block.options) % 26] and block.stem:
        block.options.append(option[2].strip())
    else:
        block.stem.append(line.strip())


def _take_numbers(blocks: list[Block]) -> None:
    """Numbers before the stems are none of the format; they are only taken off where they count from 1."""
    marks = [_NUMBER.match(block.stem[0]) if block.stem else None for block in blocks]
    numbers = [int(mark[1]) if mark else 0 for mark in marks]
    if len(blocks) > 1 and numbers == list(range(1, len(blocks) + 1)):
        for block, mark in zip(blocks, marks, strict=True):
            block.stem[0] = block.stem[0][mark.end() :] if mark else block.stem[0]


def _draft(block: Block) -> Draft:
    draft = Draft(where=f"行 {block.line}", stem="\n".join(block.stem), raw="\n".join(block.lines))
    if block.count > MOST_LINES:
        message = f"这一题超过 {MOST_LINES} 行，没有读取；每题最后要有一行 ANSWER: 字母。"
        remark(draft, ERROR, "question_too_long", message)
    letters = list(dict.fromkeys(re.findall("[A-Z]", (block.answer or "").upper())))
    choices = [
        Choice(text, 100.0 if LETTERS[index % 26] in letters else 0.0)
        for index, text in enumerate(block.options)
    ]
    if block.answer and _LETTERS.fullmatch(block.answer) is None:
        choices = [Choice(choice.text, 0.0) for choice in choices]
        remark(draft, ERROR, "answer_unreadable", f"答案“{block.answer[:20]}”不是选项的字母。")
    elif outside := [letter for letter in letters if LETTERS.index(letter) >= len(choices)]:
        remark(draft, ERROR, "letter_unknown", f"答案里有选项中没有的字母 {'、'.join(outside)}。")
    choose(draft, choices, takes_one=len(letters) < 2)
    if len(letters) > 1:
        remark(
            draft,
            WARNING,
            "aiken_several",
            "Aiken 格式只有单选题，这一题写了几个答案，按多选题导入，请核对。",
        )
    return draft
