"""The compliance profile: what is shown of whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study import clock
from jinshui_study.accounts import audit
from jinshui_study.accounts.models import AuditEntry
from jinshui_study.compliance import Profile, mask_name, mask_phone
from jinshui_study.config import PROFILES
from jinshui_study.db import db, unit_of_work
from tests.world import World

STRICT, OPEN = (Profile(name) for name in PROFILES)


SHOWN = [(STRICT, True, True), (STRICT, False, False), (OPEN, True, True), (OPEN, False, True)]


@pytest.mark.parametrize(("profile", "opted_in", "shown"), SHOWN)
def test_personal_ranking_is_a_choice_under_strict(profile: Profile, opted_in: bool, shown: bool) -> None:
    assert profile.lists_member(opted_in=opted_in) is shown
    assert profile.shows_personal_board(opted_in=opted_in) is shown


@pytest.mark.parametrize(("profile", "own", "shown"), SHOWN)
def test_participation_is_for_the_own_secretary_under_strict(
    profile: Profile, own: bool, shown: bool
) -> None:
    assert profile.shows_participation(own_secretary=own) is shown


def test_a_name_nobody_knows_the_profile_of_is_strict() -> None:
    assert Profile("something else").strict
    assert STRICT.strict
    assert not OPEN.strict


@pytest.mark.parametrize("profile", [STRICT, OPEN])
def test_a_name_is_full_for_oneself_and_where_allowed(profile: Profile) -> None:
    shown = [
        profile.display_name("张晓明", full_name_allowed=allowed, is_me=is_me)
        for allowed in (False, True)
        for is_me in (False, True)
    ]
    assert shown == ["张*明", "张晓明", "张晓明", "张晓明"]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("", ""),
        ("张", "张"),
        ("张明", "张*"),
        ("张晓明", "张*明"),
        ("欧阳娜娜", "欧**娜"),
        ("阿依古丽·买买提", "阿******提"),
    ],
)
def test_the_middle_of_a_name_is_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text(min_size=2, max_size=40))
def test_a_masked_name_keeps_its_length_and_loses_something(name: str) -> None:
    masked = mask_name(name)
    assert len(masked) == len(name)
    assert masked[0] == name[0]
    assert masked[1] == "*"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13800000001", "138****0001"), ("12345678", "123*5678"), ("1234567", "*******"), ("", "")],
)
def test_the_middle_of_a_phone_is_masked(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_the_console_is_told_what_strict_switches_off() -> None:
    assert len(STRICT.switched_off) == 4
    assert OPEN.switched_off == []


def test_a_changed_profile_writes_one_audit_line(world: World) -> None:
    with unit_of_work():
        noted = [
            audit.note_profile(name, clock.now()) for name in ("strict", "strict", "open", "open", "strict")
        ]
    assert noted == [True, False, True, False, True]
    lines = db.session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [(line.details["before"], line.details["to"]) for line in lines] == [
        (None, "strict"),
        ("strict", "open"),
        ("open", "strict"),
    ]
    assert {line.subject for line in lines} == {"setting:COMPLIANCE_PROFILE"}
