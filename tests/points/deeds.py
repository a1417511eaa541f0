"""Points for tests: deeds, reversals, results of a quiz, and a board asked for without a request."""

from datetime import datetime
from itertools import count
from typing import Any

from flask import current_app

from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.organizations import Node
from jinshui_study.accounts.sessions import CurrentMember
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.points import board_pages, ledger, standings
from jinshui_study.points.board_pages import Asked
from jinshui_study.points.ledger import Deed
from jinshui_study.points.rules import Task
from jinshui_study.points.standings import Change
from tests.moments import MONDAY_NOON
from tests.world import Person

DAILY = Task("daily", "每日答题", cap=5, measure="correct", each=1)
BOUNDLESS = Task("boundless", "不限", cap=10**6, measure="correct", each=1)
_numbers = count(1)


def profile() -> Profile:
    return current_app.extensions["profile"]


def award(
    who: Person, points: int, at: datetime = MONDAY_NOON, *, key: str | None = None, task: Task = BOUNDLESS
) -> int:
    """Pay a deed, a new one without `key`; what was given."""
    deed = Deed("test:deed", key or f"deed:{next(_numbers)}", "测试得分")
    with unit_of_work():
        given, changes = ledger.award(who, task, deed, points, 7, at)
        standings.post(who, changes, profile(), at)
    return given


def reverse(who: Person, key: str, at: datetime = MONDAY_NOON) -> int:
    """Take a deed back; the points of the reversal."""
    with unit_of_work():
        return ledger.reverse(who, key, "更正", profile(), at).points


def post_result(
    who: Person, board: str, score: int, ms: int, at: datetime, before: tuple[int, int] | None = None
) -> None:
    """Put a result on a quiz's board, in place of the one `before`."""
    change = Change(board, score - (before[0] if before else 0), ms, before[1] if before else None)
    with unit_of_work():
        standings.post(who, [change], profile(), at)


def as_viewer(who: Person, *, opted_in: bool = True) -> CurrentMember:
    return CurrentMember(who.id, who.public_id, who.name, who.branch_id, who.street_id, opted_in, "token")


def node_of(organization: Organization) -> Node:
    found = db.session.get_one(Organization, organization.id)
    return Node(
        found.id, found.public_id, found.kind, found.name, found.parent_id, found.street_id, found.path
    )


def ask(
    board: str, within: Node, viewer: CurrentMember, limit: int = 100, cursor: str | None = None
) -> Asked:
    return Asked(board, within, viewer, profile(), limit, cursor)


def whole_board(
    board: str, within: Node, viewer: CurrentMember, limit: int
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """All items of a members' board page by page, and the first page's reply."""
    first = reply = board_pages.of_members(ask(board, within, viewer, limit))
    items = list(reply["items"])
    while reply["next"]:
        assert len(reply["items"]) == limit
        reply = board_pages.of_members(ask(board, within, viewer, limit, reply["next"]))
        assert reply["me"] == first["me"]
        assert reply["around_me"] == first["around_me"]
        items += reply["items"]
    return items, first
