"""Checking what a format has read: each draft by itself, then the set."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import (
    ERROR,
    LETTERS,
    WARNING,
    BankFile,
    Draft,
    Finding,
    content_of,
    pair_of,
)

LONGEST_STEM = 1000
LONGEST_OPTION = 300
LONGEST_LABEL = 60
LONGEST_BANK = 40
LONGEST_TITLE = 80
OPTION_COUNTS = {kinds.SINGLE: (2, 8), kinds.MULTIPLE: (3, 10), kinds.ORDERING: (3, 8)}
FEW = 20
"""From how many choice questions on skew is measured."""
LONGER = 1.10
POSITION_SLACK = 0.05
SURE = 1.65

Mistakes = Iterable[tuple[str, str]]
"""A stable code and a Chinese sentence each."""


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


@dataclass
class Known:
    """What the files of one set have held so far; codes and questions are told apart by bank."""

    purposes: dict[str, tuple[str, str]] = field(default_factory=dict)
    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    prints: dict[str, list[tuple[str, str, object]]] = field(default_factory=dict)
    stems: dict[tuple[str, str, str], str] = field(default_factory=dict)


def check(file: BankFile, known: Known | None = None) -> Report:
    """Check one file; `known` carries what came before over several files and is added to."""
    report = Report(file.file, file.layout, file.encoding, file.bank, file.title, file.purpose)
    report.findings.extend(file.findings)
    report.found = len(file.drafts) + file.unread
    known = Known() if known is None else known
    _check_header(report, known)
    for draft in file.drafts:
        _check_one(draft, report, known)
    if not report.found and not report.has_errors:
        report.findings.append(Finding(ERROR, "no_questions", "全文", "未识别到题目。"))
    return report


def _check_header(report: Report, known: Known) -> None:
    if len(report.bank) > LONGEST_BANK or len(report.title) > LONGEST_TITLE:
        message = f"题库编号最多 {LONGEST_BANK} 字，标题最多 {LONGEST_TITLE} 字。"
        report.findings.append(Finding(ERROR, "bank_too_long", "行 1", message))
    purpose, first = known.purposes.setdefault(report.bank, (report.purpose, report.file))
    if report.bank and purpose != report.purpose:
        message = f"“{first}”里同一个题库的 purpose 是 {purpose}。"
        report.findings.append(Finding(ERROR, "purpose_differs", "行 1", message))


def _check_one(draft: Draft, report: Report, known: Known) -> None:
    where = f"“{report.file}”{draft.where}"
    _remark(report, draft)
    mistakes = list(mistakes_of(draft))
    checked = None if mistakes else _checked(draft)
    mistakes.extend(_id_repeated(draft, where, report, known))
    if checked is not None:
        mistakes.extend(_repeated(checked, where, report, known))
    _note(report, draft, ERROR, mistakes)
    if checked is None or mistakes or draft.has_errors:
        return
    _note(report, draft, WARNING, [*doubts_of(draft), *_alike(checked, where, report, known)])
    report.checked.append(checked)


def _checked(draft: Draft) -> Checked:
    content = content_of(draft)
    return Checked(draft, content, kinds.fingerprint(draft.kind, draft.stem, content))


def _id_repeated(draft: Draft, where: str, report: Report, known: Known) -> Mistakes:
    if not draft.code:
        return
    if (report.bank, draft.code) in known.codes:
        yield "id_repeated", f"编号“{draft.code}”在{known.codes[report.bank, draft.code]}已经用过。"
    known.codes.setdefault((report.bank, draft.code), where)


def _remark(report: Report, draft: Draft) -> None:
    """What the reader noticed comes first, in its own severity."""
    report.findings.extend(
        Finding(remark.severity, remark.code, draft.where, remark.message, draft.excerpt)
        for remark in draft.remarks
    )


def _note(report: Report, draft: Draft, severity: str, found: Mistakes) -> None:
    report.findings.extend(
        Finding(severity, code, draft.where, message, draft.excerpt) for code, message in found
    )


def _repeated(checked: Checked, where: str, report: Report, known: Known) -> Mistakes:
    """The same question again in the same bank: a copy, or worse, one with another answer."""
    answer = _answer_texts(checked)
    before = known.prints.setdefault(checked.fingerprint, [])
    for bank, first, first_answer in before:
        if bank != report.bank:
            continue
        report.duplicates += 1
        if answer == first_answer:
            yield "duplicate", f"与{first}的题相同（题干和选项一致）。"
        else:
            yield "answers_differ", f"与{first}的题相同，答案却不同。"
        return
    before.append((report.bank, where, answer))


def _alike(checked: Checked, where: str, report: Report, known: Known) -> Mistakes:
    """The same question in another bank, or the same stem of a choice with other options."""
    elsewhere = [first for bank, first, _ in known.prints[checked.fingerprint] if bank != report.bank]
    if elsewhere:
        yield "in_another_bank", f"另一个题库里有相同的题（{elsewhere[0]}）。"
    draft = checked.draft
    if draft.kind in (kinds.SINGLE, kinds.MULTIPLE):
        stem = (report.bank, draft.kind, kinds.fold(draft.stem))
        if stem in known.stems:
            yield "stem_repeated", f"与{known.stems[stem]}的题题干相同，选项不同。"
        known.stems.setdefault(stem, where)


def _answer_texts(checked: Checked) -> object:
    """The answer by its texts, so that it can be compared whatever the order of the options."""
    content, kind = checked.content, checked.draft.kind
    key = content["key"]
    if kind == kinds.TRUE_FALSE:
        return key
    if kind == kinds.BLANK:
        return [{kinds.fold(variant) for variant in accepted} for accepted in key]
    if kind == kinds.MATCHING:
        return {(kinds.fold(content["left"][a]), kinds.fold(content["right"][b])) for a, b in key}
    texts = [kinds.fold(content["options"][index]) for index in key]
    return texts if kind == kinds.ORDERING else set(texts)


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
    if not draft.topic:
        yield "topic_missing", "没有专题。"
    if max(len(draft.code), len(draft.topic)) > LONGEST_LABEL:
        yield "label_too_long", f"编号和专题最多 {LONGEST_LABEL} 字。"
    if not draft.answer or not all(draft.answer):
        yield "answer_missing", "没有答案。"
        return
    yield from _MISTAKES[draft.kind](draft)


def doubts_of(draft: Draft) -> Mistakes:
    """What a draft lacks before members may see it (`banks.load` refuses it as ready)."""
    if not draft.explanation:
        yield "explanation_missing", "没有解析，补上以后才能启用。"
    if not draft.source:
        yield "source_missing", "没有出处，补上以后才能启用。"


def _of_texts(texts: list[str], least: int, most: int, name: str) -> Mistakes:
    if not least <= len(texts) <= most:
        yield "options_count", f"{name}应有 {least} 至 {most} 个，现有 {len(texts)} 个。"
    if not all(kinds.fold(text) for text in texts):
        yield "option_empty", f"{name}里有空的一项。"
    if any(len(text) > LONGEST_OPTION for text in texts):
        yield "option_too_long", f"{name}里有一项超过 {LONGEST_OPTION} 字。"
    if len({kinds.fold(text) for text in texts}) < len(texts):
        yield "options_equal", f"{name}里有两项相同。"


def _of_letters(letters: list[str], count: int, name: str) -> Mistakes:
    if any(len(letter) != 1 or letter not in LETTERS[:count] for letter in letters):
        yield "letter_unknown", f"{name}里有选项中没有的字母。"
    if len(set(letters)) < len(letters):
        yield "letter_repeated", f"{name}里有重复的字母。"


def _of_choice(draft: Draft) -> Mistakes:
    yield from _of_texts(draft.options, *OPTION_COUNTS[draft.kind], "选项")
    yield from _of_letters(draft.answer, len(draft.options), "答案")
    yield from _of_letters(draft.pinned, len(draft.options), "pinned_last ")
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
    if any(not kinds.fold(variant) for answer in draft.answer for variant in answer.split("|")):
        yield "answer_missing", "有一个空的答案是空白。"


def _of_ordering(draft: Draft) -> Mistakes:
    yield from _of_texts(draft.options, *OPTION_COUNTS[draft.kind], "选项")
    if sorted(draft.answer) != list(LETTERS[: len(draft.options)]):
        yield "ordering_incomplete", "排序题的答案要把每个选项恰好列一次。"


def _of_matching(draft: Draft) -> Mistakes:
    yield from _of_texts(draft.left, 2, 8, "左栏")
    yield from _of_texts(draft.right, 2, 8, "右栏")
    pairs = [pair for pair in map(pair_of, draft.answer) if pair is not None]
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
