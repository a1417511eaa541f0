"""The console's page of the compliance profile: what is off, why, and since when."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jinshui_study.accounts import audit
from jinshui_study.accounts.models import ROLES
from jinshui_study.compliance import LIMITS, Profile
from jinshui_study.db import unit_of_work
from tests.console.office import office_of
from tests.moments import MONDAY_NOON, TUESDAY_NOON
from tests.world import World


@pytest.mark.parametrize("role", ROLES)
def test_every_officer_sees_what_is_off_and_why(world: World, client: FlaskClient, role: str) -> None:
    office = office_of(world, client, role, world.branches[0])
    assert 'href="/console/compliance"' in office.read("/")
    page = office.read("/compliance")
    assert '<span class="tag">严格</span>' in page
    assert "国办函〔2026〕12号" in page
    for limit in LIMITS:
        assert limit.strict in page
        assert limit.why in page


def test_in_the_open_it_says_what_holds_instead(
    app: Flask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "profile", Profile("open"))
    page = office_of(world, client, "editor", world.district).read("/compliance")
    assert '<span class="tag">公开</span>' in page
    assert all(limit.open in page for limit in LIMITS)


def test_it_tells_when_the_profile_was_changed(world: World, client: FlaskClient) -> None:
    with unit_of_work():
        for name, moment in (("strict", MONDAY_NOON), ("open", TUESDAY_NOON)):
            assert audit.note_profile(name, moment)
    page = office_of(world, client, "editor", world.district).read("/compliance")
    assert page.index("由“严格”改为“公开”") < page.index("开始使用“严格”")
    assert "11月24日 周二 12:00" in page
