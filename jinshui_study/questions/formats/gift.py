"""Moodle's GIFT: questions between blank lines, the answers in braces, `\\` before a mark that isn't meant as one."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from jinshui_study.questions.drafts import ERROR, WARNING, BankFile, Draft
from jinshui_study.questions.formats import decoding
from jinshui_study.questions.formats.interchange import html_text, moodle_labels
from jinshui_study.questions.formats.interchange.drafting import (
    Passed,
    explain,
    is_full,
    notice_pictures,
    remark,
)
from jinshui_study.questions.formats.interchange.gift_answers import (
    escaped,
    form_of,
    plain_of,
    read_answers,
    read_short,
    rendered,
    text_of,
)
from jinshui_study.questions.kinds import GAP

SNIFFED = 200_000
LONGEST = 100_000
"""Characters in one question; a longer one has lost its blank lines or its braces."""
MOST_JOINED = 40
"""How many paragraphs may belong to one question whose braces have blank lines in them."""

LONGEST_RUN = 1_000_000
"""Characters in questions without a blank line between them."""

_OTHER = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|[\[{]\s*[\"\[{\]}])")
"""How XML and JSON begin."""
_BRACES = re.compile(r"\{([^{}]*)\}")
_ANSWERS = re.compile(r"\s*(=|~|#\s*-?[\d.=]|(T|TRUE|F|FALSE)\s*(#|$)|>\s*\d)", re.DOTALL)
_CATEGORY = re.compile(r"^\s*\$CATEGORY:", re.MULTILINE)
_NAME = re.compile(r"::(.*?)::", re.DOTALL)
_HEADER = re.compile(r"// (bank|title|purpose): (.*)")
_LABEL = re.compile(r"\[(id|tag):((?:\\[\\\]n]|[^\]])+)\]")
_UNBRACKET = re.compile(r"\\([\\\]n])")


@dataclass
class Block:
    """One question as it stands: all its lines, its comments, and its other lines with their numbers.

    It is unparted where no blank line stands between it and its neighbours.
    """

    everything: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    size: int = 0
    is_unparted: bool = False

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    @property
    def raw(self) -> str:
        return "\n".join(self.everything).strip()[:LONGEST]

    @property
    def where(self) -> str:
        return f"行 {self.numbers[0]}"


def recognises(data: bytes) -> bool:
    if b"{" not in data or _OTHER.match(data):
        return False
    decoded = decoding.decode(data[:SNIFFED])
    if decoded is None:
        return False
    text = escaped(decoded.text)
    is_named = (
        _CATEGORY.search(text) is not None or re.search(r"^\s*::[^:\n]+::", text, re.MULTILINE) is not None
    )
    return any(_ANSWERS.match(group) or (is_named and not group.strip()) for group in _BRACES.findall(text))


def read(data: bytes, file: str) -> BankFile:
    decoded = decoding.decode(data) or decoding.Text("", "unknown")
    result = BankFile(file=file, layout="gift", encoding=decoded.encoding, findings=decoded.findings)
    passed = Passed("description_skipped", "没有写在花括号里的答案，不是试题")
    topic = ""
    for block in (part for whole in _joined(_blocks(decoded.text)) for part in _parted(whole)):
        _read_header(block, result)
        if block.text.startswith("$CATEGORY:"):
            topic = moodle_labels.topic_of(block.text.removeprefix("$CATEGORY:").strip(), result.title)
        elif not block.text:
            continue
        elif is_full(result, block.where):
            break
        elif "{" not in block.text and "}" not in block.text:
            passed.add(block.where, text_of(escaped(block.text)))
        else:
            result.drafts.append(_draft(block, topic))
    passed.tell(result)
    return result


def _blocks(text: str) -> Iterator[Block]:
    block = Block()
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        stripped = line.strip()
        if not stripped:
            if block.everything:
                yield block
            block = Block()
            continue
        block.size += len(line)
        if block.size > LONGEST_RUN and block.lines:
            continue
        block.everything.append(line.rstrip("\n"))
        if stripped.startswith("//"):
            block.comments.append(stripped)
        else:
            block.lines.append(line.rstrip("\n"))
            block.numbers.append(number)
    if block.everything:
        yield block


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Moodle ends a question at any blank line; where the braces are still open, it plainly goes on."""
    waiting: Block | None = None
    count = 0
    for block in blocks:
        if waiting is not None and count < MOST_JOINED and _goes_on(waiting, block):
            waiting = _both(waiting, block)
            count += 1
            continue
        if waiting is not None:
            yield waiting
        waiting, count = block, 0
    if waiting is not None:
        yield waiting


def _both(first: Block, second: Block) -> Block:
    return Block(
        [*first.everything, "", *second.everything],
        first.comments + second.comments,
        first.lines + second.lines,
        first.numbers + second.numbers,
        first.size + second.size,
    )


def _goes_on(waiting: Block, block: Block) -> bool:
    if waiting.size + block.size > LONGEST:
        return False
    marked, following = escaped(waiting.text), escaped(block.text)
    is_open = marked.count("{") > marked.count("}")
    starts_anew = following.startswith(("::", "$CATEGORY:")) or following.find("{") > -1
    return is_open and not starts_anew


def _parted(block: Block) -> list[Block]:
    """Questions that follow each other line by line without the blank line GIFT asks for."""
    if block.size > LONGEST_RUN:
        return [block]
    parts = [Block(comments=block.comments)]
    depth = 0
    for line, number in zip(block.lines, block.numbers, strict=True):
        if depth == 0 and parts[-1].lines and escaped(parts[-1].lines[-1]).rstrip().endswith("}"):
            parts.append(Block())
        parts[-1].lines.append(line)
        parts[-1].numbers.append(number)
        marked = escaped(line)
        depth += marked.count("{") - marked.count("}")
    if len(parts) == 1 or any(len(_BRACES.findall(escaped(part.text))) != 1 for part in parts):
        return [block]
    for part in parts:
        part.everything, part.is_unparted = part.lines, True
    return parts


def _read_header(block: Block, result: BankFile) -> None:
    """Our own files say in comments at the top what bank they are."""
    for comment in block.comments if not result.drafts else ():
        found = _HEADER.fullmatch(comment)
        if found is not None and found[1] != "purpose":
            setattr(result, found[1], found[2].strip())
        elif found is not None and found[2] in ("study", "sealed"):
            result.purpose = found[2]


def _draft(block: Block, topic: str) -> Draft:
    if block.size > LONGEST:
        draft = Draft(where=block.where, topic=topic, raw=block.raw)
        message = f"这一段超过 {LONGEST} 字，没有读取；两题之间要空一行，花括号要成对。"
        remark(draft, ERROR, "question_too_long", message)
        return draft
    name, body = _named(escaped(block.text))
    draft = Draft(where=block.where, topic=topic, raw=block.raw)
    draft.code = next(iter(_labels("id", block)), "")
    marks, draft.tags = moodle_labels.take(_labels("tag", block))
    _read_body(body, draft, moodle_labels.kind_in(marks))
    draft.stem = draft.stem or text_of(name)
    moodle_labels.restore(draft, marks)
    if block.is_unparted:
        remark(draft, WARNING, "blank_line_missing", "两题之间没有空行，按各自的花括号分成了几道题，请核对。")
    if html_text.has_pictures(block.raw):
        notice_pictures(draft)
    return draft


def _named(marked: str) -> tuple[str, str]:
    """The question's name and what follows it."""
    found = _NAME.match(marked)
    return (found[1], marked[found.end() :]) if found else ("", marked)


def _labels(name: str, block: Block) -> list[str]:
    """What the comments hold in `[id:…]` or `[tag:…]`."""
    found = [label for comment in block.comments for label in _LABEL.findall(comment)]
    texts = (text for label, text in found if label == name)
    return [_UNBRACKET.sub(lambda mark: "\n" if mark[1] == "n" else mark[1], text).strip() for text in texts]


def _read_body(body: str, draft: Draft, kind: str) -> None:
    groups = [found[1] for found in _BRACES.finditer(body)]
    if not groups or len(groups) != body.count("{") or len(groups) != body.count("}"):
        draft.stem = text_of(_BRACES.sub("", body))
        remark(draft, ERROR, "braces_unpaired", "花括号 { } 不成对；题目文字里的花括号前要加反斜杠 \\。")
        return
    between = _BRACES.split(body)[::2]
    form, first = form_of(between[0])
    is_in_sentence = any(text.strip() for text in between[1:]) and not _is_judged(groups[0])
    stem = (GAP if is_in_sentence else "").join([first, *between[1:]])
    draft.stem = rendered(plain_of(stem), form or "moodle")
    if len(groups) == 1:
        read_answers(groups[0], draft, form, kind)
    elif all(_is_short(group) for group in groups):
        explain(draft, "", *read_short(groups, draft, form))
    else:
        remark(draft, ERROR, "several_answers", "一道题里有几处花括号，本系统只支持几处都是填空的题。")


def _is_judged(group: str) -> bool:
    return re.match(r"\s*(T|TRUE|F|FALSE)\s*(#|$)", group) is not None


def _is_short(group: str) -> bool:
    return re.match(r"\s*=", group) is not None and "~" not in group and "->" not in group
