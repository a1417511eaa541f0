"""Loading checked files into banks: all or nothing, and a second time changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.errors import Invalid, NotFound
from jinshui_study.questions import check, formats
from jinshui_study.questions.check import Checked, Report
from jinshui_study.questions.drafts import ERROR, BankFile, Finding
from jinshui_study.questions.models import Bank, Question, Revision

SUFFIXES = (".yaml", ".yml")


@dataclass
class Loaded:
    """How many questions a load added, reworded and left as they were."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0


def check_path(path: Path) -> list[Report]:
    """Check a file, or every bank file in a folder as one set; the last report holds what concerns the set."""
    files = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES) if path.is_dir() else [path]
    known: set[str] = set()
    reports = [check.check(_read(file), known) for file in files]
    if not reports:
        reports = [check.check(BankFile(file=str(path), layout="none", encoding="none"))]
    _check_codes(reports)
    reports[-1].findings.extend(check.giveaways(item for report in reports for item in report.checked))
    return reports


def _read(path: Path) -> BankFile:
    try:
        return formats.read(path.read_bytes(), path.name)
    except OSError:
        finding = Finding(ERROR, "file_unreadable", "全文", f"无法读取文件“{path}”。")
        return BankFile(file=path.name, layout="none", encoding="none", findings=[finding])


def _check_codes(reports: list[Report]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for report in reports:
        for item in report.checked:
            code = (report.bank, item.draft.code)
            if item.draft.code and seen.setdefault(code, report.file) != report.file:
                message = f"编号“{item.draft.code}”在“{seen[code]}”里已经用过。"
                report.findings.append(
                    Finding(ERROR, "id_repeated", item.draft.where, message, item.draft.excerpt)
                )


def get_by_code(code: str) -> Bank:
    found = db.session.scalar(select(Bank).where(Bank.code == code))
    if found is None:
        raise NotFound(f"没有编号为“{code}”的题库。")
    return found


def load(reports: list[Report], owner: Organization, now: datetime, *, state: str = "pending") -> Loaded:
    """Bring checked reports into the banks they name; new questions get `state`. Raises Invalid when one has errors.

    A question is known by its `id` in the bank, else by its fingerprint; other content makes a new revision.
    """
    if any(report.has_errors for report in reports):
        raise Invalid("题库文件有错误，什么都没有导入。", code="bank_has_errors")
    loaded = Loaded()
    for report in reports:
        bank = _bank_for(report, owner, now)
        kept = {
            question.code: question
            for question in db.session.scalars(select(Question).where(Question.bank_id == bank.id))
        }
        by_print = {question.fingerprint: question for question in kept.values()}
        revisions = _current_revisions(bank)
        for item in report.checked:
            code = item.draft.code or item.fingerprint[:32]
            question = kept.get(code) or by_print.get(item.fingerprint)
            if question is None:
                _add(bank, code, item, state, now)
                loaded.added += 1
            elif _revise(question, revisions[question.id], item, now):
                loaded.revised += 1
            else:
                loaded.unchanged += 1
    db.session.flush()
    return loaded


def _bank_for(report: Report, owner: Organization, now: datetime) -> Bank:
    bank = db.session.scalar(select(Bank).where(Bank.code == report.bank))
    if bank is None:
        bank = Bank(
            code=report.bank,
            title=report.title,
            purpose=report.purpose,
            organization_id=owner.id,
            created_at=now,
        )
        db.session.add(bank)
        db.session.flush()
    if bank.purpose != report.purpose:
        raise Invalid(f"题库“{bank.title}”的用途与文件所写不同，什么都没有导入。", code="purpose_differs")
    return bank


def _current_revisions(bank: Bank) -> dict[int, Revision]:
    rows = db.session.scalars(
        select(Revision)
        .join(Question, Question.current_revision_id == Revision.id)
        .where(Question.bank_id == bank.id)
    )
    return {revision.question_id: revision for revision in rows}


def _add(bank: Bank, code: str, item: Checked, state: str, now: datetime) -> None:
    draft = item.draft
    question = Question(
        bank_id=bank.id,
        code=code,
        kind=draft.kind,
        topic=draft.topic,
        difficulty=draft.difficulty,
        tags=draft.tags,
        state=state,
        fingerprint=item.fingerprint,
        created_at=now,
    )
    db.session.add(question)
    db.session.flush()
    _add_revision(question, 1, item, now)


def _revise(question: Question, current: Revision, item: Checked, now: datetime) -> bool:
    """Bring a question up to its file; returns whether anything changed. Its wording changes by a new revision."""
    draft = item.draft
    if question.kind != draft.kind:
        raise Invalid(f"“{draft.excerpt}”的题型与题库里的不同：换题型要用新的编号。", code="kind_differs")
    labels = (question.topic, question.difficulty, question.tags)
    question.topic, question.difficulty, question.tags = draft.topic, draft.difficulty, draft.tags
    same_labels = labels == (draft.topic, draft.difficulty, draft.tags)
    wording = (current.stem, current.content, current.explanation, current.source)
    if wording == (draft.stem, item.content, draft.explanation, draft.source):
        return not same_labels
    question.fingerprint = item.fingerprint
    _add_revision(question, current.number + 1, item, now)
    return True


def _add_revision(question: Question, number: int, item: Checked, now: datetime) -> None:
    revision = Revision(
        question_id=question.id,
        number=number,
        stem=item.draft.stem,
        content=item.content,
        explanation=item.draft.explanation,
        source=item.draft.source,
        created_at=now,
    )
    db.session.add(revision)
    db.session.flush()
    question.current_revision_id = revision.id
