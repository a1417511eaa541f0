"""What the dry run says of each row of a file: its problems, and whether it can be imported. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinshui_study.questions import check, kinds
from jinshui_study.questions.check import STRICT, Checked, Known, Watch, unwatched
from jinshui_study.questions.checking.copies import IN_BANK, OF_BANKS, REVISES, UPDATES, Here
from jinshui_study.questions.drafts import (
    ERROR,
    NOTICE,
    WARNING,
    BankFile,
    Draft,
    Finding,
    Remark,
    checked,
)
from jinshui_study.questions.imports.comparing import Holdings

LACKING = {"explanation_missing": "解析", "source_missing": "出处"}
"""Codes that say what a question needs before members may see it; most banks have it nowhere."""
ALIKE = "near_duplicate"
COPIES = frozenset([IN_BANK, "duplicate"])
"""Codes that say that a question is there already: nothing is wrong with it, but it is not imported again."""


@dataclass
class Verdict:
    """A draft and what became of it; `item` is there when its content could be read, be it a copy or not."""

    draft: Draft
    item: Checked | None
    problems: list[dict[str, Any]]

    @property
    def state(self) -> str:
        codes = {problem["code"] for problem in self.problems}
        errors = {problem["code"] for problem in self.problems if problem["severity"] == ERROR}
        if errors - COPIES:
            return "bad"
        if codes & COPIES:
            return "duplicate"
        return "good"

    @property
    def warned(self) -> bool:
        """Whether somebody should look; that every question lacks its source is said once, of the whole file."""
        return any(
            problem["severity"] == WARNING and problem["code"] not in LACKING for problem in self.problems
        )

    @property
    def stem_key(self) -> str | None:
        """Equal for choices of one kind with the same stem."""
        draft = self.draft
        if draft.kind not in (kinds.SINGLE, kinds.MULTIPLE) or not draft.stem:
            return None
        stem = kinds.folded_stem(draft.kind, draft.stem)
        return hashlib.sha256(f"{draft.kind}\x1f{stem}".encode()).hexdigest()


def judge(
    file: BankFile, holdings: Holdings, watch: Watch = unwatched
) -> tuple[list[Verdict], list[Finding]]:
    """The verdict on each draft, and what is left to say about the file as a whole."""
    (report,) = check.check_set([file], holdings.stock, watch)
    items = {id(item.draft): item for item in report.checked}
    places = {draft.where for draft in file.drafts}
    said: dict[str, list[Finding]] = {}
    for finding in report.findings:
        said.setdefault(finding.where, []).append(finding)
    verdicts = [
        _verdict(draft, items.get(id(draft)), said.get(draft.where, ()), holdings) for draft in file.drafts
    ]
    whole = [finding for finding in report.findings if finding.where not in places]
    return verdicts, [*whole, *_lacking(verdicts)]


def judge_anew(
    lines: Sequence[tuple[Checked, list[dict[str, Any]]]], bank: str, layout: str, holdings: Holdings
) -> Iterator[list[dict[str, Any]]]:
    """The problems of good questions, with what their bank says by now in place of what it said."""
    known = Known(holdings.stock, ((bank, item.draft.code) for item, _ in lines))
    here = Here("", bank, layout == STRICT, [])
    for item, problems in lines:
        kept = [problem for problem in problems if problem["code"] not in OF_BANKS]
        kept += [_problem(remark, reader=False) for remark in known.compare(item, here)]
        yield _completed(kept, item, holdings)


def _lacking(verdicts: Iterable[Verdict]) -> Iterable[Finding]:
    """How many of the questions to come lack what they need for their review, where it is said of each."""
    codes = Counter(
        problem["code"] for verdict in verdicts if verdict.state == "good" for problem in verdict.problems
    )
    shares = [f"{codes[code]} 道题没有{name}" for code, name in LACKING.items() if codes[code]]
    if shares:
        yield Finding(NOTICE, "lacking", "全文", f"有 {'、'.join(shares)}，审核时补上才能启用。")


def _verdict(draft: Draft, item: Checked | None, said: Iterable[Finding], holdings: Holdings) -> Verdict:
    noticed = {(remark.code, remark.message) for remark in draft.remarks}
    problems = [_problem(finding, reader=(finding.code, finding.message) in noticed) for finding in said]
    problems = _completed(problems, item, holdings)
    if item is None and not any(check.mistakes_of(draft)):
        item = checked(draft)
    return Verdict(draft, item, problems)


def _completed(
    problems: list[dict[str, Any]], item: Checked | None, holdings: Holdings
) -> list[dict[str, Any]]:
    """What becomes of the question in the bank, in place of what loading without a dry run would do with it."""
    updates = [problem for problem in problems if problem["code"] in UPDATES]
    others = [problem for problem in problems if problem["code"] not in UPDATES]
    if item is None or any(problem["severity"] == ERROR or problem["code"] in COPIES for problem in others):
        return others
    remark = holdings.remark(item)
    if remark is None:
        return others
    if remark.code == REVISES and any(problem["code"] == REVISES for problem in updates):
        return others + updates
    return [*others, _problem(remark, reader=False)]


def _problem(said: Finding | Remark, *, reader: bool) -> dict[str, Any]:
    """`reader` marks what the reader of the file noticed: a later check cannot find it again."""
    return {"severity": said.severity, "code": said.code, "message": said.message, "reader": reader}


def keep_likeness(verdict: Verdict, before: Mapping[str, Any], said: Iterable[dict[str, Any]]) -> None:
    """Keep what was said of questions like this one, which is sought among all of a file only once.

    It holds as long as nobody has changed the stem or the options.
    """
    texts = ("stem", "options", "left", "right")
    alike = [problem for problem in said if problem["code"] == ALIKE]
    if verdict.state == "good" and all(before[name] == getattr(verdict.draft, name) for name in texts):
        others = [problem for problem in verdict.problems if problem["code"] != ALIKE]
        verdict.problems = others + alike


def remarks_of(problems: Iterable[dict[str, Any]]) -> list[Remark]:
    """What the reader had noticed, out of the problems kept."""
    return [
        Remark(problem["severity"], problem["code"], problem["message"])
        for problem in problems
        if problem["reader"]
    ]
