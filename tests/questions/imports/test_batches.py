"""Imports as wholes: seen by those who work on their bank, newest first, and swept away when nobody wants them."""

from datetime import timedelta

import pytest

from jinshui_study.accounts.models import ROLES
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Forbidden, NotFound
from jinshui_study.questions import registry
from jinshui_study.questions.imports import batches, staging
from jinshui_study.questions.models import Import, ImportRow
from jinshui_study.questions.registry import NewBank
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.questions.desk import Desk, data_of, rows_of
from tests.questions.samples import draft


@pytest.mark.parametrize("role", ROLES)
def test_imports_are_seen_by_those_who_work_on_their_bank(desk: Desk, role: str) -> None:
    bank = registry.create(NewBank("街道题库", desk.street, code="street"), desk.editor.id, TUESDAY_NOON)
    batch = desk.stage(draft(), target=bank)
    coming = desk.stage(draft(), target=NewBank("新题库", desk.street))
    here = desk.world.person(role=role, over=desk.street)
    elsewhere = desk.world.person(role=role, over=desk.world.streets[1])
    seen: list[Import] = [] if role == "secretary" else [coming, batch]
    assert batches.recent(here.id).items == seen
    assert batches.recent(elsewhere.id).items == []
    for who in (elsewhere, here)[: 2 - bool(seen)]:
        with pytest.raises(NotFound):
            batches.get(batch.public_id, who.id)
    if seen:
        assert batches.get(batch.public_id, here.id) == batch
    with pytest.raises(NotFound):
        batches.get(desk.bystanding.public_id, here.id)


def test_the_newest_imports_come_first_without_those_thrown_away(desk: Desk) -> None:
    first, second, third = (desk.stage(draft()) for _ in range(3))
    batches.discard(second, desk.editor.id, TUESDAY_NOON)
    assert batches.recent(desk.editor.id).items == [third, first, desk.bystanding]
    page = batches.recent(desk.editor.id, 2, 2)
    assert (page.items, page.total, page.pages) == ([desk.bystanding], 3, 2)


def test_a_dry_run_thrown_away_loses_its_rows_and_nobody_elses(desk: Desk) -> None:
    batch = desk.stage(draft(), draft(stem="另一题？"))
    batches.discard(batch, desk.admin.id, TUESDAY_NOON)
    assert (batch.state, rows_of(ImportRow, ImportRow.import_id == batch.id)) == ("discarded", [])
    desk.assert_bystanders_untouched()
    (line,) = desk.audit("import.discard")
    assert (line.subject, line.member_id) == (f"import:{batch.public_id}", desk.admin.id)
    with pytest.raises(Conflict):
        batches.discard(batch, desk.admin.id, TUESDAY_NOON)


def test_what_is_imported_is_not_thrown_away(desk: Desk) -> None:
    batch = desk.bring(draft())
    with pytest.raises(Conflict):
        batches.discard(batch, desk.editor.id, TUESDAY_NOON)


def test_only_who_edits_the_bank_throws_away(desk: Desk) -> None:
    batch = desk.stage(draft())
    for who in (desk.world.bystander, desk.world.person(role="editor", over=desk.street)):
        with pytest.raises(Forbidden):
            batches.discard(batch, who.id, TUESDAY_NOON)


def test_dry_runs_nobody_carries_out_are_swept_away_after_a_month(desk: Desk) -> None:
    old = staging.stage(data_of(draft(), bank="b"), "旧", desk.bank, desk.editor.id, MONDAY_NOON)
    imported = desk.bring(draft(stem="另一题？"))
    imported.created_at = MONDAY_NOON
    fresh = desk.stage(draft())
    db.session.flush()
    later = MONDAY_NOON + batches.KEPT
    assert batches.discard_stale(later) == 0
    assert batches.discard_stale(later + timedelta(seconds=1)) == 2
    assert [batch.state for batch in (old, desk.bystanding, imported, fresh)] == [
        "discarded",
        "discarded",
        "imported",
        "staged",
    ]
    kept = {row[1] for row in rows_of(ImportRow)}
    assert kept == {imported.id, fresh.id}
    assert [line.member_id for line in desk.audit("import.discard")] == [None, None]
