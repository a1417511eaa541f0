"""Checking what a format has read: each draft by itself, then the set, and the set against the banks."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from jinshui_study.questions import kinds
from jinshui_study.questions.checking import dates, distractors, similarity
from jinshui_study.questions.checking.copies import (
    ALIKE,
    SAME,
    SAME_IN_BANK,
    Here,
    Kept,
    Known,
    Stock,
)
from jinshui_study.questions.checking.giveaways import giveaways
from jinshui_study.questions.checking.mistakes import LONGEST_LABEL, Mistakes, doubts_of, mistakes_of
from jinshui_study.questions.drafts import (
    ERROR,
    NOTICE,
    WARNING,
    BankFile,
    Checked,
    Draft,
    Finding,
    Remark,
    checked,
)

__all__ = [
    "LONGEST_LABEL",
    "Checked",
    "Kept",
    "Known",
    "Report",
    "Stock",
    "check",
    "check_set",
    "doubts_of",
    "giveaways",
    "mistakes_of",
    "near_duplicates",
]

LONGEST_BANK = 40
LONGEST_TITLE = 80
LONGEST_SOURCE = 200
STRICT = "yaml"
"""The layout that is ours: what people write for this service says everything of every question."""
PASSED = "passed"
"""The layout of a file that was not read at all, because it is none of a bank."""
TOPIC = "综合"
"""The topic of questions that come without one."""
HEADER_ERRORS = frozenset(
    ["bank_missing", "bank_too_long", "bank_differs", "purpose_unknown", "purpose_differs"]
)
"""What is wrong with where a file goes: then not even its good questions can be imported."""
NO_QUESTIONS = "未识别到题目：文件里没有选项或答案标记。请核对是不是题库文件，或按模板整理后再导入。"

Watch = Callable[[str, Sequence[Any]], Iterable[Any]]
"""Gives the things on one by one, and may show how far they have come; the text says what is done with them."""


def unwatched(_what: str, things: Sequence[Any]) -> Iterable[Any]:
    return things


@dataclass
class Report:
    """What `jinshui bank check` prints. `rejected` are the drafts with errors, `in_bank` of the duplicates those a bank
    holds."""

    file: str
    layout: str
    encoding: str
    bank: str
    title: str
    purpose: str
    declared: int | None = None
    found: int = 0
    duplicates: int = 0
    in_bank: int = 0
    checked: list[Checked] = field(default_factory=list)
    rejected: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == ERROR for finding in self.findings)

    @property
    def has_bad_header(self) -> bool:
        return any(finding.code in HEADER_ERRORS for finding in self.findings)

    @property
    def is_strict(self) -> bool:
        return self.layout == STRICT

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "layout": self.layout,
            "encoding": self.encoding,
            "questions": [item.draft.as_dict() for item in self.checked],
            "problems": [finding.as_dict() for finding in self.findings],
            "summary": {
                "found": self.found,
                "importable": len(self.checked),
                "skipped": self.found - len(self.checked),
                "duplicates": self.duplicates,
                "duplicates_in_bank": self.in_bank,
                "declared": self.declared,
                "by_kind": dict(Counter(item.draft.kind for item in self.checked)),
            },
        }


def check_set(
    files: Sequence[BankFile], stock: Stock | None = None, watch: Watch = unwatched
) -> list[Report]:
    """Check files as one set, and against what the banks hold; the last report has what concerns the whole set."""
    codes = ((file.bank, draft.code) for file in files for draft in file.drafts if draft.code)
    known = Known(stock, codes)
    reports = [check(file, known, watch) for file in files]
    near_duplicates(reports, known.kept, watch)
    if reports:
        reports[-1].findings.extend(giveaways(item for report in reports for item in report.checked))
    for file, report in zip(files, reports, strict=True):
        _arrange(file, report)
    return reports


def check(file: BankFile, known: Known | None = None, watch: Watch = unwatched) -> Report:
    """Check one file; `known` carries what came before over several files and is added to."""
    report = Report(
        file.file, file.layout, file.encoding, file.bank, file.title, file.purpose, declared=file.declared
    )
    report.findings.extend(file.findings)
    report.found = len(file.drafts) + file.unread
    known = Known() if known is None else known
    _check_header(report, known)
    here = Here(report.file, report.bank, report.is_strict, report.findings)
    for draft in watch("检查试题", file.drafts):
        _check_one(draft, report, here, known)
    report.findings.extend(_of_the_whole(report))
    return report


def _check_header(report: Report, known: Known) -> None:
    if len(report.bank) > LONGEST_BANK or len(report.title) > LONGEST_TITLE:
        message = f"题库编号最多 {LONGEST_BANK} 字，标题最多 {LONGEST_TITLE} 字，请缩短。"
        report.findings.append(Finding(ERROR, "bank_too_long", "行 1", message))
    purpose, first = known.purposes.setdefault(report.bank, (report.purpose, report.file))
    if report.bank and purpose != report.purpose:
        message = f"“{first}”里同一个题库的 purpose 是 {purpose}，请改成一样的。"
        report.findings.append(Finding(ERROR, "purpose_differs", "行 1", message))


def _check_one(draft: Draft, report: Report, here: Here, known: Known) -> None:
    mistakes = list(mistakes_of(draft))
    if not report.is_strict:
        mistakes = [(code, message) for code, message in mistakes if code != "topic_missing"]
    said = [*_mistakes(draft, mistakes), *_of_the_id(draft, here, known)]
    item = None if mistakes else checked(draft)
    if item is not None:
        said += known.compare(item, here)
    codes = {remark.code for remark in said}
    is_copy = not codes.isdisjoint(SAME)
    report.duplicates += is_copy
    report.in_bank += not codes.isdisjoint(SAME_IN_BANK)
    if any(remark.severity == ERROR for remark in said):
        report.rejected.append(draft)
    elif item is not None and not is_copy:
        said += [Remark(WARNING, code, message) for code, message in _doubts(item, report)]
        report.checked.append(item)
        known.take(item, here)
    report.findings.extend(_finding(draft, remark) for remark in said)


def _mistakes(draft: Draft, mistakes: Mistakes) -> Iterable[Remark]:
    """What the reader noticed comes first, in its own severity; a mistake it has told is not told again."""
    yield from draft.remarks
    told = {remark.code for remark in draft.remarks if remark.severity == ERROR}
    if told:
        told.add("kind_unknown")
    for code, message in mistakes:
        if code not in told:
            yield draft.naming_cell(Remark(ERROR, code, message))


def _of_the_id(draft: Draft, here: Here, known: Known) -> Iterable[Remark]:
    """An id that is used twice is a mistake where ids count; elsewhere the question goes without."""
    first = known.first_place(draft, here)
    if first is None:
        return
    message = f"编号“{draft.code}”在{first}已经用过，"
    if here.ids_count:
        yield Remark(ERROR, "id_repeated", message + "请换一个编号。")
    else:
        yield Remark(WARNING, "id_repeated", message + "这道题不带编号导入。")
        draft.code = ""


def _finding(draft: Draft, remark: Remark) -> Finding:
    return Finding(remark.severity, remark.code, draft.where, remark.message, draft.excerpt)


def _doubts(item: Checked, report: Report) -> Mistakes:
    if report.is_strict:
        yield from doubts_of(item.draft)
        stray = distractors.stray(item)
        if stray is not None:
            yield "option_stray", stray
    for found in dates.impossible_in(item):
        yield "date_impossible", f"“{found}”不是一个可能的日期，请核对。"
    contradiction = dates.contradiction(item)
    if contradiction is not None:
        yield "year_contradicts", contradiction


def _of_the_whole(report: Report) -> Iterable[Finding]:
    """What concerns the file as a whole. Banks that come as they are have few explanations: that is said once."""
    if not report.found and not report.has_errors and report.layout != PASSED:
        yield Finding(ERROR, "no_questions", "全文", NO_QUESTIONS)
    if report.declared is not None and report.declared != report.found:
        message = f"文件里写着有 {report.declared} 道题，读到 {report.found} 道，请核对有没有漏掉或多出的题。"
        yield Finding(WARNING, "declared_differs", "全文", message)
    if report.is_strict:
        return
    drafts = [item.draft for item in report.checked]
    for code, name, lacking in (
        ("explanation_missing", "解析", sum(not draft.explanation for draft in drafts)),
        ("source_missing", "出处", sum(not draft.source for draft in drafts)),
    ):
        if lacking:
            message = f"有 {lacking} 道题没有{name}，可以先导入，审核时补上以后才能启用。"
            yield Finding(NOTICE, code, "全文", message)
    lacking = sum(not draft.topic for draft in drafts)
    if lacking:
        message = f"有 {lacking} 道题没有写专题，导入后归入“{TOPIC}”，审核时可以改。"
        yield Finding(NOTICE, "topic_given", "全文", message)


def near_duplicates(reports: Sequence[Report], kept: Sequence[Kept] = (), watch: Watch = unwatched) -> None:
    """Warn of each question to be imported that is nearly one before it, or nearly one a bank holds."""
    found = [(report, item) for report in reports for item in report.checked]
    held = (kinds.folded_texts(one.kind, one.stem, one.content) for one in kept)
    texts = chain(held, (item.texts for _, item in found))
    told = {
        id(report): {finding.where for finding in report.findings if finding.code in ALIKE}
        for report in reports
    }
    places = [
        len(kept) + number
        for number, (report, item) in enumerate(found)
        if item.draft.where not in told[id(report)]
    ]
    for likeness in similarity.alike(texts, watch("查找近似的题", places)):
        report, item = found[likeness.place - len(kept)]
        if likeness.other < len(kept):
            other = kept[likeness.other].place
        else:
            first, earlier = found[likeness.other - len(kept)]
            other = f"“{first.file}”{earlier.draft.where}的题"
        message = f"与{other}相似（{int(likeness.share * 100)}%），请核对是不是同一道题。"
        report.findings.append(_finding(item.draft, Remark(WARNING, "near_duplicate", message)))


def _arrange(file: BankFile, report: Report) -> None:
    """Findings in the order of the file: of the reader, of each question, of the whole."""
    order = {draft.where: number for number, draft in enumerate(file.drafts)}
    first = set(file.findings)
    report.findings.sort(
        key=lambda finding: order.get(finding.where, -1 if finding in first else len(file.drafts))
    )
