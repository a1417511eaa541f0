"""One leads where many could run."""

from datetime import timedelta

from jinshui_study.arena import leases
from tests.moments import MONDAY_NOON
from tests.world import World

LASTS = timedelta(seconds=30)


def test_one_leads_and_keeps_the_lead(world: World) -> None:
    assert leases.take("work", "one", MONDAY_NOON, LASTS)
    assert not leases.take("work", "two", MONDAY_NOON, LASTS)
    assert leases.take("work", "one", MONDAY_NOON + LASTS, LASTS)
    assert not leases.take("work", "two", MONDAY_NOON + LASTS + LASTS, LASTS)


def test_another_takes_over_when_the_lease_has_lapsed(world: World) -> None:
    lapsed = MONDAY_NOON + LASTS + timedelta(milliseconds=1)
    assert leases.take("work", "one", MONDAY_NOON, LASTS)
    assert leases.take("work", "two", lapsed, LASTS)
    assert not leases.take("work", "one", lapsed, LASTS)


def test_each_job_has_its_own_leader(world: World) -> None:
    assert leases.take("work", "one", MONDAY_NOON, LASTS)
    assert leases.take("other work", "two", MONDAY_NOON, LASTS)
