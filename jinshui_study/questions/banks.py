"""Checking files, loading them into banks (all or nothing, a second time changes nothing) and writing them back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from sys import intern
from typing import Any

from sqlalchemy import Connection, insert, select, update

from jinshui_study.accounts.models import Organization
from jinshui_study.db import db, table_of
from jinshui_study.errors import Forbidden, Invalid, NotFound
from jinshui_study.questions import check, fields, files, formats
from jinshui_study.questions.check import Checked, Kept, Report, Stock, Watch, unwatched
from jinshui_study.questions.drafts import BankFile
from jinshui_study.questions.files import ANYWHERE, Target
from jinshui_study.questions.models import Bank, Question, Revision

OF_KEPT = (
    Bank.code,
    Bank.title,
    Question.code,
    Question.kind,
    Question.state,
    Revision.stem,
    Revision.content,
    Question.fingerprint,
)
"""What `Kept` is made of, in its order."""

_STOCK = (
    select(*OF_KEPT)
    .join(Question, Question.bank_id == Bank.id)
    .join(Revision, Revision.id == Question.current_revision_id)
    .order_by(Question.id)
    .execution_options(yield_per=2000)
)


@dataclass
class Loaded:
    """How many questions a load added, reworded and left as they were; `question_ids` are those it added."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    question_ids: list[int] = field(default_factory=list, compare=False)


def check_path(
    path: Path,
    target: Target = ANYWHERE,
    stock: Stock | None = None,
    watch: Watch = unwatched,
    key: Path | None = None,
    most_bytes: int = formats.MOST_BYTES,
) -> list[Report]:
    """Check a file, or every bank file in a folder as one set; the last report holds what concerns the set.

    With the `stock` of the banks, questions they hold already are told and left out. `key` has the answers of a file.
    """
    read = files.read(path, key, most_bytes)
    files.address(read, path, target, stock)
    return check.check_set(read, stock, watch)


def stock(connection: Connection) -> Stock:
    """What all banks hold."""
    rows = connection.execute(select(Bank.code, Bank.title, Bank.purpose))
    banks = {row.code: (row.title, row.purpose) for row in rows}
    return Stock(banks, [_kept(*row) for row in connection.execute(_STOCK)])


def _kept(bank: str, title: str, code: str, kind: str, state: str, *rest: Any) -> Kept:
    """Words that tens of thousands of questions have in common are held once."""
    return Kept(intern(bank), intern(title), code, intern(kind), intern(state), *rest)


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
        drafts=[fields.to_draft(fields.of_question(question, revision)) for question, revision in rows],
    )


def load(
    reports: list[Report],
    owner: Organization,
    now: datetime,
    *,
    state: str = "pending",
    only_good: bool = False,
) -> Loaded:
    """Bring checked reports into the banks they name, all or nothing; a second time changes nothing.

    A question is known by its `id` in the bank, else by its fingerprint; other content makes a new revision.
    What is new or reworded gets `state`; as `ready` also what was pending. What is retired stays so.
    With `only_good` what has errors is left out; else it raises Invalid, as it does when a question that is to be ready
    lacks its explanation or source, and where the files contradict the bank; Forbidden for another organization's bank.
    """
    _refuse_errors(reports, only_good)
    lacking = [item for report in reports for item in report.checked if any(check.doubts_of(item.draft))]
    if state == "ready" and lacking:
        excerpt = lacking[0].draft.excerpt
        message = f"有 {len(lacking)} 道题没有解析或出处（如“{excerpt}”），不能直接启用，什么都没有导入。"
        raise Invalid(message, code="not_ready")
    loaded = Loaded()
    banks: dict[int, tuple[Bank, list[Checked]]] = {}
    for report in reports:
        if report.checked:
            bank = _bank_for(report, owner, now)
            banks.setdefault(bank.id, (bank, []))[1].extend(report.checked)
    for bank, items in banks.values():
        _load_bank(bank, items, state, now, loaded)
    if state == "ready" and (loaded.added or loaded.revised):
        _note_ready(banks, now)
    return loaded


def _note_ready(bank_ids: Iterable[int], now: datetime) -> None:
    """Note of what is ready for the first time that it may be drawn from now on."""
    db.session.execute(
        update(Question)
        .where(Question.bank_id.in_(bank_ids), Question.state == "ready", Question.first_ready_at.is_(None))
        .values(first_ready_at=now)
    )


def _refuse_errors(reports: list[Report], only_good: bool) -> None:
    bad = [report for report in reports if (report.has_bad_header if only_good else report.has_errors)]
    if bad:
        raise Invalid("题库文件有错误，什么都没有导入。", code="bank_has_errors")


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
    new: list[Checked] = []
    reworded: list[tuple[Question, int, Checked]] = []
    for item, question in zip(items, matched, strict=True):
        if question is None:
            new.append(item)
        elif _differs(current[question.id], item):
            reworded.append((question, current[question.id].number + 1, item))
        elif _relabel(question, item, state):
            loaded.revised += 1
        else:
            loaded.unchanged += 1
    _reword(reworded, state, now)
    loaded.revised += len(reworded)
    loaded.question_ids += _add(bank, new, state, now)
    loaded.added += len(new)


def _match(items: list[Checked], kept: list[Question]) -> list[Question | None]:
    """The question of each item: by its code, and of those no code claims by its fingerprint."""
    by_code = {question.code: question for question in kept}
    matched = [by_code.get(item.code) for item in items]
    claimed = {question.id for question in matched if question is not None}
    by_print = {question.fingerprint: question for question in kept if question.id not in claimed}
    return [question or by_print.get(item.fingerprint) for item, question in zip(items, matched, strict=True)]


def _refuse_contradictions(
    items: list[Checked], matched: list[Question | None], kept: list[Question]
) -> None:
    """Refuse another kind under the same code, and two questions of one bank that would come to be the same."""
    touched = {question.id for question in matched if question is not None}
    prints = {question.fingerprint: question.code for question in kept if question.id not in touched}
    codes: set[str] = set()
    for item, question in zip(items, matched, strict=True):
        excerpt, code = item.draft.excerpt, question.code if question else item.code
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


def _differs(current: Revision, item: Checked) -> bool:
    draft = item.draft
    wording = (current.stem, current.content, current.explanation, current.source)
    return wording != (draft.stem, item.content, draft.explanation, draft.source)


def _relabel(question: Question, item: Checked, state: str) -> bool:
    """Bring what is not wording up to the file; whether anything changed. Labels have no history."""
    draft, topic = item.draft, _topic(item)
    wanted_state = state if (question.state, state) == ("pending", "ready") else question.state
    before = (question.topic, question.difficulty, question.tags, question.state)
    question.topic, question.difficulty, question.tags = topic, draft.difficulty, draft.tags
    question.state = wanted_state
    return before != (topic, draft.difficulty, draft.tags, wanted_state)


def _topic(item: Checked) -> str:
    return item.draft.topic or check.TOPIC


def _reword(reworded: list[tuple[Question, int, Checked]], state: str, now: datetime) -> None:
    """Give each question its new revision."""
    for question, _, item in reworded:
        if question.fingerprint != item.fingerprint:
            question.fingerprint = f"moving:{question.id}"  # one may take the wording another gives up
    db.session.flush()
    for question, _, item in reworded:
        question.fingerprint = item.fingerprint
        _relabel(question, item, state)
        question.state = question.state if question.state == "retired" else state
    revisions = [Revision(**_wording(question.id, number, item, now)) for question, number, item in reworded]
    db.session.add_all(revisions)
    db.session.flush()
    for (question, _, _), revision in zip(reworded, revisions, strict=True):
        question.current_revision_id = revision.id
    db.session.flush()


def _add(bank: Bank, items: list[Checked], state: str, now: datetime) -> list[int]:
    """The ids of the new questions; as few statements as it takes, for there may be tens of thousands."""
    if not items:
        return []
    questions, revisions = table_of(Question), table_of(Revision)
    new = (questions.c.bank_id == bank.id) & questions.c.current_revision_id.is_(None)
    first = select(revisions.c.id).where(revisions.c.question_id == questions.c.id).scalar_subquery()
    connection = db.session.connection()
    connection.execute(insert(questions), [_labels(bank, item, state, now) for item in items])
    by_code = {
        row.code: row.id for row in connection.execute(select(questions.c.code, questions.c.id).where(new))
    }
    ids = [by_code[item.code] for item in items]
    connection.execute(
        insert(revisions), [_wording(one, 1, item, now) for one, item in zip(ids, items, strict=True)]
    )
    connection.execute(update(questions).where(new).values(current_revision_id=first))
    return ids


def _labels(bank: Bank, item: Checked, state: str, now: datetime) -> dict[str, Any]:
    return {
        "bank_id": bank.id,
        "code": item.code,
        "kind": item.draft.kind,
        "topic": _topic(item),
        "difficulty": item.draft.difficulty,
        "tags": item.draft.tags,
        "state": state,
        "fingerprint": item.fingerprint,
        "created_at": now,
    }


def _wording(question_id: int, number: int, item: Checked, now: datetime) -> dict[str, Any]:
    return {
        "question_id": question_id,
        "number": number,
        "stem": item.draft.stem,
        "content": item.content,
        "explanation": item.draft.explanation,
        "source": item.draft.source,
        "created_at": now,
    }
