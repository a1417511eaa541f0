"""Checking what a format has read: each draft by itself, then the set."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, WARNING, BankFile, Draft, Finding

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_STEM = 1000
LONGEST_OPTION = 300
OPTION_COUNTS = {kinds.SINGLE: (2, 8), kinds.MULTIPLE: (3, 10), kinds.ORDERING: (3, 8)}
FEW = 20
"""From how many choice questions on skew is measured."""
LONGER = 1.10
POSITION_SLACK = 0.05
SURE = 1.65


@dataclass
class Checked:
    """A draft that may be imported, with its content as a revision keeps it."""

    draft: Draft
    content: dict[str, Any]
    fingerprint: str


@dataclass
class Report:
    """What `jinshui bank check` prints."""

    file: str
    layout: str
    encoding: str
    bank: str
    title: str
    purpose: str
    found: int = 0
    duplicates: int = 0
    checked: list[Checked] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == ERROR for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "layout": self.layout,
            "encoding": self.encoding,
            "questions": [checked.draft.as_dict() for checked in self.checked],
            "problems": [finding.as_dict() for finding in self.findings],
            "summary": {
                "found": self.found,
                "importable": len(self.checked),
                "skipped": self.found - len(self.checked),
                "duplicates": self.duplicates,
                "by_kind": dict(Counter(checked.draft.kind for checked in self.checked)),
            },
        }


def check(file: BankFile, known: set[str] | None = None) -> Report:
    """Check one file; `known` collects fingerprints over several files of one bank and is added to."""
    report = Report(file.file, file.layout, file.encoding, file.bank, file.title, file.purpose)
    report.findings.extend(file.findings)
    report.found = len(file.drafts)
    known = set() if known is None else known
    codes: set[str] = set()
    for draft in file.drafts:
        _check_one(draft, report, known, codes)
    if not file.drafts and not file.findings:
        report.findings.append(Finding(ERROR, "no_questions", "全文", "未识别到题目。"))
    return report


def _check_one(draft: Draft, report: Report, known: set[str], codes: set[str]) -> None:
    mistakes = list(mistakes_of(draft))
    if draft.code and draft.code in codes:
        mistakes.append(("id_repeated", f"编号“{draft.code}”在文件里出现了两次。"))
    codes.add(draft.code)
    if mistakes:
        report.findings.extend(
            Finding(ERROR, code, draft.where, message, draft.excerpt) for code, message in mistakes
        )
        return
    content = content_of(draft)
    print_of = kinds.fingerprint(draft.kind, draft.stem, content)
    if print_of in known:
        report.duplicates += 1
        report.findings.append(
            Finding(ERROR, "duplicate", draft.where, "与前面的一道题相同（题干和选项一致）。", draft.excerpt)
        )
        return
    known.add(print_of)
    report.checked.append(Checked(draft, content, print_of))


Mistakes = Iterable[tuple[str, str]]


def mistakes_of(draft: Draft) -> Mistakes:
    """Everything that keeps a draft from being imported, as (code, Chinese sentence)."""
    if draft.kind not in kinds.KINDS:
        yield "kind_unknown", f"题型“{draft.kind}”不认识。"
        return
    if not draft.stem:
        yield "stem_missing", "没有题干。"
    if len(draft.stem) > LONGEST_STEM:
        yield "stem_too_long", f"题干超过 {LONGEST_STEM} 字。"
    if draft.difficulty not in (1, 2, 3):
        yield "difficulty_unknown", "难度只能是 1、2、3。"
    if not draft.explanation:
        yield "explanation_missing", "没有解析。"
    if not draft.source:
        yield "source_missing", "没有出处。"
    if not draft.topic:
        yield "topic_missing", "没有专题。"
    if not draft.answer or not all(draft.answer):
        yield "answer_missing", "没有答案。"
        return
    yield from _MISTAKES[draft.kind](draft)


def _of_texts(texts: list[str], least: int, most: int, name: str) -> Mistakes:
    if not least <= len(texts) <= most:
        yield "options_count", f"{name}应有 {least} 至 {most} 个，现有 {len(texts)} 个。"
    if any(not text or len(text) > LONGEST_OPTION for text in texts):
        yield "option_empty", f"{name}里有空的或过长的一项。"
    if len({kinds.fold(text) for text in texts}) < len(texts):
        yield "options_equal", f"{name}里有两项相同。"


def _of_letters(letters: list[str], count: int) -> Mistakes:
    if any(len(letter) != 1 or letter not in LETTERS[:count] for letter in letters):
        yield "letter_unknown", "答案里有选项中没有的字母。"
    if len(set(letters)) < len(letters):
        yield "letter_repeated", "答案里有重复的字母。"


def _of_choice(draft: Draft) -> Mistakes:
    yield from _of_texts(draft.options, *OPTION_COUNTS[draft.kind], "选项")
    yield from _of_letters(draft.answer, len(draft.options))
    yield from _of_letters(draft.pinned, len(draft.options))
    if draft.kind == kinds.SINGLE and len(draft.answer) != 1:
        yield "single_many", "单选题只能有一个答案。"
    if draft.kind == kinds.MULTIPLE and len(draft.answer) < 2:
        yield "multiple_one", "多选题至少有两个答案。"


def _of_judgement(draft: Draft) -> Mistakes:
    if draft.answer not in (["true"], ["false"]):
        yield "judgement_unknown", "判断题的答案只能是 true 或 false。"


def _of_blank(draft: Draft) -> Mistakes:
    gaps = draft.stem.count(kinds.GAP)
    if gaps == 0:
        yield "gap_missing", "填空题的题干里没有空（____）。"
    elif gaps != len(draft.answer):
        yield "gaps_differ", f"题干有 {gaps} 个空，答案有 {len(draft.answer)} 个。"
    if any(not variant.strip() for answer in draft.answer for variant in answer.split("|")):
        yield "answer_missing", "有一个空的答案是空白。"


def _of_ordering(draft: Draft) -> Mistakes:
    yield from _of_texts(draft.options, *OPTION_COUNTS[draft.kind], "选项")
    if sorted(draft.answer) != list(LETTERS[: len(draft.options)]):
        yield "ordering_incomplete", "排序题的答案要把每个选项恰好列一次。"


def _of_matching(draft: Draft) -> Mistakes:
    yield from _of_texts(draft.left, 2, 8, "左栏")
    yield from _of_texts(draft.right, 2, 8, "右栏")
    pairs = [pair for pair in map(_pair, draft.answer) if pair is not None]
    size = len(draft.left)
    if (
        len(pairs) != len(draft.answer)
        or len(draft.right) != size
        or sorted(left for left, _ in pairs) != list(range(size))
        or sorted(right for _, right in pairs) != list(range(size))
    ):
        yield "matching_incomplete", "连线题的答案要让左右两栏一一对应（如 A-2）。"


_MISTAKES: dict[str, Callable[[Draft], Mistakes]] = {
    kinds.SINGLE: _of_choice,
    kinds.MULTIPLE: _of_choice,
    kinds.TRUE_FALSE: _of_judgement,
    kinds.BLANK: _of_blank,
    kinds.ORDERING: _of_ordering,
    kinds.MATCHING: _of_matching,
}


def _pair(text: str) -> tuple[int, int] | None:
    """`B-1` as (1, 0)."""
    match = re.fullmatch(r"([A-Z])\s*-\s*([1-9])", text)
    return None if match is None else (LETTERS.index(match[1]), int(match[2]) - 1)


def content_of(draft: Draft) -> dict[str, Any]:
    """The content of a revision (see `kinds`) for a draft without mistakes."""
    if draft.kind == kinds.TRUE_FALSE:
        return {"key": draft.answer == ["true"]}
    if draft.kind == kinds.BLANK:
        return {"key": [[variant.strip() for variant in answer.split("|")] for answer in draft.answer]}
    if draft.kind == kinds.MATCHING:
        pairs = sorted(pair for pair in map(_pair, draft.answer) if pair is not None)
        return {"left": draft.left, "right": draft.right, "key": [list(pair) for pair in pairs]}
    key = [LETTERS.index(letter) for letter in draft.answer]
    if draft.kind == kinds.ORDERING:
        return {"options": draft.options, "key": key}
    return {
        "options": draft.options,
        "key": sorted(key),
        "pinned": sorted(LETTERS.index(letter) for letter in draft.pinned),
    }


def giveaways(checked: Iterable[Checked]) -> list[Finding]:
    """Warnings about a set: keys that stand at one position too often, key options longer than the others."""
    singles = [item.content for item in checked if item.draft.kind == kinds.SINGLE]
    by_size = {size: [c for c in singles if len(c["options"]) == size] for size in (3, 4, 5)}
    found = [finding for size, group in by_size.items() for finding in _position_skew(group, size)]
    ratio = key_length_ratio(singles)
    if len(singles) >= FEW and ratio > LONGER:
        message = f"正确选项平均比其他选项长 {ratio - 1:.0%}，容易被猜中。"
        found.append(Finding(WARNING, "key_longer", "全部单选题", message))
    return found


def _position_skew(group: list[dict[str, Any]], size: int) -> Iterable[Finding]:
    """More than 5 points off even, beyond what chance gives a set of this size (one-sided 95 %)."""
    if len(group) < FEW:
        return
    even = 1 / size
    allowed = POSITION_SLACK + SURE * math.sqrt(even * (1 - even) / len(group))
    counts = Counter(content["key"][0] for content in group)
    for position in range(size):
        share = counts[position] / len(group)
        if abs(share - even) > allowed:
            message = f"答案落在 {LETTERS[position]} 的占 {share:.0%}，平均应为 {even:.0%}，请调整选项顺序。"
            yield Finding(WARNING, "key_position", f"全部 {size} 选项单选题", message)


def key_length_ratio(singles: list[dict[str, Any]]) -> float:
    """Mean length of key options over mean length of the others; 1 for none."""
    keys = [len(content["options"][content["key"][0]]) for content in singles]
    others = [
        len(text)
        for content in singles
        for index, text in enumerate(content["options"])
        if index != content["key"][0]
    ]
    return (sum(keys) / len(keys)) / (sum(others) / len(others)) if keys and sum(others) else 1.0
