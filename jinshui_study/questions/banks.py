"""Checking files, loading them into banks (all or nothing, a second time changes nothing) and writing them back."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.errors import Forbidden, Invalid, NotFound
from jinshui_study.questions import check, drafts, formats
from jinshui_study.questions.check import Checked, Report
from jinshui_study.questions.drafts import BankFile, Draft
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
    is_folder = os.path.isdir(path)  # unlike Path.is_dir it takes any name
    files = _files_in(path) if is_folder else [path]
    known = check.Known()
    reports = [
        check.check(_read(file, shown(file.relative_to(path)) if is_folder else shown(file.name)), known)
        for file in files
    ]
    if not reports:
        message = f"文件夹里没有题库文件（{'、'.join(SUFFIXES)}）。"
        reports = [check.check(formats.unread(shown(path), "no_files", message))]
    reports[-1].findings.extend(check.giveaways(item for report in reports for item in report.checked))
    return reports


def _files_in(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and not os.path.isdir(path)
    )


def _read(path: Path, name: str) -> BankFile:
    try:
        with path.open("rb") as file:
            data = file.read(formats.MOST_BYTES + 1)
    except FileNotFoundError:
        return formats.unread(name, "file_missing", f"没有“{name}”这个文件或文件夹。")
    except OSError as error:
        return formats.unread(name, "file_unreadable", f"无法读取文件“{name}”（{error.strerror}）。")
    return formats.read(data, name)


def shown(path: Path | str) -> str:
    """A file's name as it can be printed: names from old archives need not be UTF-8."""
    return os.fsencode(path).decode(errors="replace")


def get_by_code(code: str) -> Bank:
    found = db.session.scalar(select(Bank).where(Bank.code == code))
    if found is None:
        raise NotFound(f"没有编号为“{code}”的题库。")
    return found


def export(bank: Bank) -> BankFile:
    """The bank as a file, without what is retired: loading it again changes nothing."""
    rows = db.session.execute(
        select(Question, Revision)
        .join(Revision, Revision.id == Question.current_revision_id)
        .where(Question.bank_id == bank.id, Question.state != "retired")
        .order_by(Question.id)
    )
    return BankFile(
        file=f"{bank.code}.yaml",
        layout="yaml",
        encoding="utf-8",
        bank=bank.code,
        title=bank.title,
        purpose=bank.purpose,
        drafts=[_draft_of(question, revision) for question, revision in rows],
    )


def _draft_of(question: Question, revision: Revision) -> Draft:
    content = revision.content
    return Draft(
        where="",
        kind=question.kind,
        stem=revision.stem,
        options=content.get("options", []),
        left=content.get("left", []),
        right=content.get("right", []),
        answer=drafts.answer_of(question.kind, content),
        pinned=[drafts.LETTERS[index] for index in content.get("pinned", [])],
        explanation=revision.explanation,
        source=revision.source,
        topic=question.topic,
        difficulty=question.difficulty,
        code=question.code,
        tags=question.tags,
    )


def load(reports: list[Report], owner: Organization, now: datetime, *, state: str = "pending") -> Loaded:
    """Bring checked reports into the banks they name, all or nothing; a second time changes nothing.

    A question is known by its `id` in the bank, else by its fingerprint; other content makes a new revision.
    What is new or reworded gets `state`; as `ready` also what was pending. What is retired stays so.
    Raises Invalid when a report has errors, when a question that is to be ready lacks its explanation or source,
    and where the files contradict the bank; Forbidden for a bank of another organization.
    """
    if any(report.has_errors for report in reports):
        raise Invalid("题库文件有错误，什么都没有导入。", code="bank_has_errors")
    lacking = [item for report in reports for item in report.checked if any(check.doubts_of(item.draft))]
    if state == "ready" and lacking:
        excerpt = lacking[0].draft.excerpt
        message = f"有 {len(lacking)} 道题没有解析或出处（如“{excerpt}”），不能直接启用，什么都没有导入。"
        raise Invalid(message, code="not_ready")
    loaded = Loaded()
    banks: dict[int, tuple[Bank, list[Checked]]] = {}
    for report in reports:
        bank = _bank_for(report, owner, now)
        banks.setdefault(bank.id, (bank, []))[1].extend(report.checked)
    for bank, items in banks.values():
        _load_bank(bank, items, state, now, loaded)
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
    if bank.organization_id != owner.id:
        raise Forbidden(f"题库“{bank.title}”属于别的党组织，什么都没有导入。", code="bank_elsewhere")
    if bank.purpose != report.purpose:
        raise Invalid(f"题库“{bank.title}”的用途与文件所写不同，什么都没有导入。", code="purpose_differs")
    return bank


def _load_bank(bank: Bank, items: list[Checked], state: str, now: datetime, loaded: Loaded) -> None:
    kept = list(db.session.scalars(select(Question).where(Question.bank_id == bank.id)))
    matched = _match(items, kept)
    _refuse_contradictions(items, matched, kept)
    current = _current_revisions(bank)
    reworded: list[tuple[Question, int, Checked]] = []
    for item, question in zip(items, matched, strict=True):
        if question is None:
            question = _new_question(bank, item, state, now)
            reworded.append((question, 1, item))
            loaded.added += 1
        elif _differs(current[question.id], item):
            reworded.append((question, current[question.id].number + 1, item))
            loaded.revised += 1
        elif _relabel(question, item, state):
            loaded.revised += 1
        else:
            loaded.unchanged += 1
    _reword(reworded, state, now)


def _match(items: list[Checked], kept: list[Question]) -> list[Question | None]:
    """The question of each item: by its code, and of those no code claims by its fingerprint."""
    by_code = {question.code: question for question in kept}
    matched = [by_code.get(_code(item)) for item in items]
    claimed = {question.id for question in matched if question is not None}
    by_print = {question.fingerprint: question for question in kept if question.id not in claimed}
    return [question or by_print.get(item.fingerprint) for item, question in zip(items, matched, strict=True)]


def _code(item: Checked) -> str:
    return item.draft.code or item.fingerprint[:32]


def _refuse_contradictions(
    items: list[Checked], matched: list[Question | None], kept: list[Question]
) -> None:
    """Refuse another kind under the same code, and two questions of one bank that would come to be the same."""
    touched = {question.id for question in matched if question is not None}
    prints = {question.fingerprint: question.code for question in kept if question.id not in touched}
    codes: set[str] = set()
    for item, question in zip(items, matched, strict=True):
        excerpt, code = item.draft.excerpt, question.code if question else _code(item)
        if question is not None and question.kind != item.draft.kind:
            raise Invalid(f"“{excerpt}”的题型与题库里的不同：换题型要用新的编号。", code="kind_differs")
        if code in codes or item.fingerprint in prints:
            other = prints.get(item.fingerprint, code)
            message = f"“{excerpt}”与编号为“{other}”的题重复，什么都没有导入。"
            raise Invalid(message, code="duplicate_in_bank")
        prints[item.fingerprint] = code
        codes.add(code)


def _current_revisions(bank: Bank) -> dict[int, Revision]:
    rows = db.session.scalars(
        select(Revision)
        .join(Question, Question.current_revision_id == Revision.id)
        .where(Question.bank_id == bank.id)
    )
    return {revision.question_id: revision for revision in rows}


def _new_question(bank: Bank, item: Checked, state: str, now: datetime) -> Question:
    return Question(
        bank_id=bank.id,
        code=_code(item),
        kind=item.draft.kind,
        topic=item.draft.topic,
        difficulty=item.draft.difficulty,
        tags=item.draft.tags,
        state=state,
        fingerprint=item.fingerprint,
        created_at=now,
    )


def _differs(current: Revision, item: Checked) -> bool:
    draft = item.draft
    wording = (current.stem, current.content, current.explanation, current.source)
    return wording != (draft.stem, item.content, draft.explanation, draft.source)


def _relabel(question: Question, item: Checked, state: str) -> bool:
    """Bring what is not wording up to the file; whether anything changed. Labels have no history."""
    draft = item.draft
    wanted_state = state if (question.state, state) == ("pending", "ready") else question.state
    before = (question.topic, question.difficulty, question.tags, question.state)
    question.topic, question.difficulty, question.tags = draft.topic, draft.difficulty, draft.tags
    question.state = wanted_state
    return before != (draft.topic, draft.difficulty, draft.tags, wanted_state)


def _reword(reworded: list[tuple[Question, int, Checked]], state: str, now: datetime) -> None:
    """Give each question its new revision, with as few statements as it takes."""
    for question, _, item in reworded:
        if question.id is not None and question.fingerprint != item.fingerprint:
            question.fingerprint = f"moving:{question.id}"  # one may take the wording another gives up
    db.session.flush()
    for question, number, item in reworded:
        if number > 1:
            question.fingerprint = item.fingerprint
            _relabel(question, item, state)
            question.state = question.state if question.state == "retired" else state
        db.session.add(question)
    db.session.flush()
    revisions = [_revision(question, number, item, now) for question, number, item in reworded]
    db.session.add_all(revisions)
    db.session.flush()
    for (question, _, _), revision in zip(reworded, revisions, strict=True):
        question.current_revision_id = revision.id
    db.session.flush()


def _revision(question: Question, number: int, item: Checked, now: datetime) -> Revision:
    return Revision(
        question_id=question.id,
        number=number,
        stem=item.draft.stem,
        content=item.content,
        explanation=item.draft.explanation,
        source=item.draft.source,
        created_at=now,
    )
