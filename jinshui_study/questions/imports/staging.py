"""The dry run: a file is read, checked against itself and its bank, and kept row by row; no question changes."""

import hashlib
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from jinshui_study.accounts import audit, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.db import begin_writing, db, table_of
from jinshui_study.http import uploads
from jinshui_study.questions import fields, formats, kinds, registry
from jinshui_study.questions.check import (
    HEADER_ERRORS,
    LONGEST_LABEL,
    LONGEST_SOURCE,
    TOPIC,
    Watch,
    unwatched,
)
from jinshui_study.questions.drafts import NOTICE, WARNING, BankFile, Finding
from jinshui_study.questions.formats import answer_keys
from jinshui_study.questions.imports import stock, verdicts
from jinshui_study.questions.imports.verdicts import Verdict
from jinshui_study.questions.models import Bank, Import, ImportRow
from jinshui_study.questions.registry import NewBank

PASTED = "粘贴的文字"
LONGEST_NAME = 200
LONGEST_WORD = 40

_rows = table_of(ImportRow)


def stage(
    data: bytes,
    name: str,
    target: Bank | NewBank,
    member_id: int,
    now: datetime,
    *,
    topic: str = TOPIC,
    source: str = "",
    key: tuple[bytes, str] | None = None,
    watch: Watch = unwatched,
) -> Import:
    """Read a file and keep what is in it, with what is wrong with it, for one bank; changes no question.

    Questions without a topic or a source get those given; `key` is a file of answers with its name. Reading and
    checking come before the writing, which on SQLite keeps everybody else waiting.
    Raises Forbidden, and what `registry.create` raises about a new bank.
    """
    home = home_of(target, member_id)
    bank = target if isinstance(target, Bank) else None
    batch = _new_import(target, home, data + (key[0] if key else b""), name, member_id, now)
    answers = None if key is None else answer_keys.read(key[0], shown_name(key[1]))
    file = formats.read(data, batch.file, answers, uploads.most_bytes())
    prepare(file, target, topic, source)
    found, whole = verdicts.judge(file, stock.of_bank(bank), watch)
    batch.layout, batch.encoding = file.layout[:LONGEST_WORD], file.encoding[:LONGEST_WORD]
    batch.summary = {**summary_of(file, found), "repeat_of": _earlier(batch)}
    batch.findings = [finding.as_dict() for finding in whole]
    begin_writing()
    db.session.add(batch)
    db.session.flush()
    _keep(batch, found)
    counts = {name: batch.summary[name] for name in ("found", "importable", "skipped")}
    audit.record("import.stage", f"import:{batch.public_id}", now, member_id, **counts)
    return batch


def home_of(target: Bank | NewBank, member_id: int) -> Organization:
    """Whose the bank is or will be. Raises Forbidden, and what `registry.create` raises about a new bank."""
    if isinstance(target, NewBank):
        rights.require(member_id, "bank.edit", target.organization)
        registry.refuse_unfit(target)
        return target.organization
    home = db.session.get_one(Organization, target.organization_id)
    rights.require(member_id, "bank.edit", home)
    return home


def _new_import(
    target: Bank | NewBank, home: Organization, data: bytes, name: str, member_id: int, now: datetime
) -> Import:
    return Import(
        organization_id=home.id,
        bank_id=target.id if isinstance(target, Bank) else None,
        bank_code=target.code,
        bank_title=target.title.strip(),
        bank_purpose=target.purpose,
        file=shown_name(name),
        sha256=hashlib.sha256(data).hexdigest(),
        state="staged",
        created_by=member_id,
        created_at=now,
    )


def shown_name(name: str) -> str:
    """A file's name as it is kept."""
    return fields.clean(name.replace("\n", " ")).strip()[-LONGEST_NAME:] or PASTED


def prepare(file: BankFile, target: Bank | NewBank, topic: str, source: str) -> None:
    """Turn the file to the bank that was chosen, and give what has no topic or source the ones that were."""
    if file.bank not in ("", target.code):
        message = f"文件里写的题库是“{file.title or file.bank}”，将导入到所选的题库“{target.title}”。"
        file.findings.append(Finding(WARNING, "another_bank", "全文", message))
    file.bank, file.title, file.purpose = target.code, target.title, target.purpose
    file.findings = [finding for finding in file.findings if finding.code not in HEADER_ERRORS]
    for draft in file.drafts:
        fields.tidy(draft)
    topic = " ".join(topic.split())[:LONGEST_LABEL] or TOPIC
    _give(file, "topic", topic, f"道题没有写专题，归入“{topic}”。")
    source = " ".join(fields.clean(source).split())[:LONGEST_SOURCE]
    if source:
        _give(file, "source", source, f"道题没有写出处，填为“{source}”。")


def _give(file: BankFile, name: str, value: str, sentence: str) -> None:
    without = [draft for draft in file.drafts if not getattr(draft, name)]
    for draft in without:
        setattr(draft, name, value)
    if without:
        file.findings.append(Finding(NOTICE, f"{name}_given", "全文", f"有 {len(without)} {sentence}"))


def summary_of(file: BankFile, found: list[Verdict]) -> dict[str, Any]:
    states = Counter(verdict.state for verdict in found)
    good = [verdict.draft.kind for verdict in found if verdict.state == "good"]
    return {
        "found": len(found) + file.unread,
        "importable": len(good),
        "skipped": len(found) + file.unread - len(good),
        "duplicates": states["duplicate"],
        "declared": file.declared,
        "by_kind": dict(Counter(good)),
    }


def _earlier(batch: Import) -> dict[str, str] | None:
    """The last time the same bytes were imported into the same bank."""
    if batch.bank_id is None:
        return None
    found = db.session.scalar(
        select(Import)
        .where(Import.bank_id == batch.bank_id, Import.sha256 == batch.sha256, Import.state == "imported")
        .order_by(Import.imported_at.desc())
        .limit(1)
    )
    if found is None or found.imported_at is None:
        return None
    return {"id": found.public_id, "at": found.imported_at.isoformat()}


def _keep(batch: Import, found: list[Verdict]) -> None:
    """Write the rows with as few statements as it takes."""
    rows = [_row(batch, number, verdict) for number, verdict in enumerate(found, start=1)]
    if rows:
        db.session.connection().execute(insert(_rows), rows)


def _row(batch: Import, number: int, verdict: Verdict) -> dict[str, Any]:
    return {
        "import_id": batch.id,
        "number": number,
        "place": verdict.draft.where,
        "raw": verdict.draft.raw,
        "mended": False,
        **columns_of(verdict),
    }


def columns_of(verdict: Verdict) -> dict[str, Any]:
    """What a row keeps of a verdict."""
    draft = verdict.draft
    return {
        "fields": fields.of_draft(draft),
        "problems": verdict.problems,
        "state": verdict.state,
        "warned": verdict.warned,
        "kind": draft.kind if draft.kind in kinds.KINDS else "",
        "code": draft.code[:LONGEST_LABEL] or None,
        "fingerprint": verdict.item and verdict.item.fingerprint,
        "stem_key": verdict.stem_key,
    }
