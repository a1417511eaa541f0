"""Large files on their way to a dry run: handed in at once, checked by a process of its own, looked at meanwhile.

Whoever checks claims an upload, says now and then that it goes on, and ends it in the transaction that keeps the dry
run. One that falls silent is claimed again; the third time it is said to have failed. So nothing hangs, and no file
has two dry runs.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from jinshui_study.accounts.models import Organization
from jinshui_study.db import begin_writing, changed_rows, db, insert, opaque_id, table_of
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.questions import registry
from jinshui_study.questions.check import LONGEST_LABEL, LONGEST_SOURCE, TOPIC, Watch, unwatched
from jinshui_study.questions.imports import staging
from jinshui_study.questions.models import Bank, Import, Upload
from jinshui_study.questions.registry import NewBank

LARGE = 100_000
"""Bytes from which on a file is not checked in the request that brings it: some 1,500 questions of a workbook."""
SILENT = timedelta(seconds=15)
"""How long a claim holds without a word."""
MOST_TRIES = 3
KEPT = timedelta(days=2)
"""How long it is remembered how a check ended."""
UNDER_WAY = ("waiting", "running")

GAVE_UP = "检查了几次都没有完成，可能是文件太大或服务重启了。请再交一次；还不行就分成几个文件。"
STOPPED = "已经停止检查，题库没有任何变化。"

_uploads = table_of(Upload)


def is_large(*files: tuple[bytes, str] | None) -> bool:
    return sum(len(file[0]) for file in files if file is not None) >= LARGE


def hand_in(
    data: bytes,
    name: str,
    target: Bank | NewBank,
    member_id: int,
    now: datetime,
    *,
    topic: str = TOPIC,
    source: str = "",
    key: tuple[bytes, str] | None = None,
) -> Upload:
    """Keep a file to be checked. Raises what `staging.stage` raises, and Conflict: check_running."""
    home = staging.home_of(target, member_id)
    row = {
        "public_id": opaque_id(),
        "organization_id": home.id,
        "bank_id": target.id if isinstance(target, Bank) else None,
        "bank_title": target.title.strip(),
        "bank_purpose": target.purpose,
        "file": staging.shown_name(name),
        "data": data,
        "key_file": key and staging.shown_name(key[1]),
        "key_data": key and key[0],
        "topic": topic[:LONGEST_LABEL],
        "source": source[:LONGEST_SOURCE],
        "created_by": member_id,
        "created_at": now,
    }
    begin_writing()
    taken = insert(_uploads).values(**row).on_conflict_do_nothing().returning(_uploads.c.id)
    upload_id = db.session.connection().execute(taken).scalar()
    if upload_id is None:
        raise _busy(member_id)
    return db.session.get_one(Upload, upload_id)


def refuse_second(member_id: int) -> None:
    """Raise Conflict, check_running, where a file of the member's is being checked."""
    if under_way(member_id) is not None:
        raise _busy(member_id)


def _busy(member_id: int) -> Conflict:
    found = under_way(member_id)
    name = f"“{found.file}”" if found is not None else "一个文件"
    return Conflict(f"您交的{name}还在检查，等它检查完再交下一个。", code="check_running")


def under_way(member_id: int) -> Upload | None:
    """The file of the member's that is being checked, if there is one."""
    query = select(Upload).where(Upload.created_by == member_id, Upload.state.in_(UNDER_WAY))
    return db.session.scalar(query)


def get(public_id: str, member_id: int) -> Upload:
    """An upload, as far as the member works on its bank. Raises NotFound."""
    within = registry.in_reach(member_id)
    found = db.session.scalar(
        select(Upload).where(Upload.public_id == public_id, Upload.organization_id.in_(within))
    )
    if found is None:
        raise NotFound("没有找到这次检查。")
    return found


def import_of(upload: Upload) -> Import | None:
    """The dry run it became, None while there is none."""
    return None if upload.import_id is None else db.session.get_one(Import, upload.import_id)


def stop(upload: Upload, now: datetime) -> None:
    """Leave it unchecked; whoever works on it learns so at their next word."""
    _end(upload.id, "failed", now, Upload.state.in_(UNDER_WAY), problem=STOPPED)
    db.session.refresh(upload)


def claim(holder: str, now: datetime) -> int | None:
    """An upload to check now, the oldest first: one that waits, or whose holder fell silent. None where there is none.

    What was tried too often is said to have failed.
    """
    silent = and_(Upload.state == "running", Upload.until < now)
    for upload_id, tries in _due(silent):
        if tries >= MOST_TRIES:
            _end(upload_id, "failed", now, silent, problem=GAVE_UP)
            continue
        taken = (
            update(Upload)
            .where(Upload.id == upload_id, or_(Upload.state == "waiting", silent))
            .values(state="running", holder=holder, until=now + SILENT, tries=tries + 1, phase="", percent=0)
        )
        if changed_rows(taken):
            return upload_id
    return None


def _due(silent: Any) -> Iterator[tuple[int, int]]:
    query = select(Upload.id, Upload.tries).where(or_(Upload.state == "waiting", silent)).order_by(Upload.id)
    yield from [(row.id, row.tries) for row in db.session.execute(query)]


def any_due(now: datetime) -> bool:
    """Whether there is anything to claim: asked often, without keeping anybody waiting."""
    silent = and_(Upload.state == "running", Upload.until < now)
    query = select(Upload.id).where(or_(Upload.state == "waiting", silent)).limit(1)
    return db.session.scalar(query) is not None


def go_on(upload_id: int, holder: str, now: datetime, phase: str, percent: int) -> bool:
    """Say that the check goes on, and how far it is; False where it is no longer the holder's."""
    mine = (Upload.id == upload_id, Upload.holder == holder, Upload.state == "running")
    return bool(
        changed_rows(
            update(Upload).where(*mine).values(until=now + SILENT, phase=phase[:20], percent=percent)
        )
    )


def fail(upload_id: int, holder: str, now: datetime, problem: str) -> None:
    """Say why the check came to nothing."""
    mine = and_(Upload.holder == holder, Upload.state == "running")
    _end(upload_id, "failed", now, mine, problem=problem)


def check(upload_id: int, holder: str, now: datetime, watch: Watch = unwatched) -> Import | None:
    """Make the dry run of a claimed upload; None where it was somebody else's by the time it was made.

    Reads first and writes at the end, as `staging.stage` does, and raises what that raises.
    """
    upload = db.session.get_one(Upload, upload_id)
    home = db.session.get_one(Organization, upload.organization_id)
    target = (
        NewBank(upload.bank_title, home, purpose=upload.bank_purpose)
        if upload.bank_id is None
        else db.session.get_one(Bank, upload.bank_id)
    )
    key = None if upload.key_data is None else (upload.key_data, upload.key_file or "")
    batch = staging.stage(
        upload.data or b"",
        upload.file,
        target,
        upload.created_by,
        now,
        topic=upload.topic,
        source=upload.source,
        key=key,
        watch=watch,
    )
    mine = and_(Upload.holder == holder, Upload.state == "running")
    if not _end(upload_id, "done", now, mine, import_id=batch.id):
        db.session.rollback()
        return None
    return batch


def _end(upload_id: int, state: str, now: datetime, *conditions: Any, **more: Any) -> int:
    ended = {"state": state, "data": None, "key_data": None, "ended_at": now, **more}
    return changed_rows(update(Upload).where(Upload.id == upload_id, *conditions).values(**ended))


def forget_old(now: datetime) -> int:
    """Forget how checks ended that ended long ago; how many."""
    return changed_rows(delete(Upload).where(Upload.ended_at < now - KEPT))
