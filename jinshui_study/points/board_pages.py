"""A board as the API shows it to one viewer: names by the compliance profile, participation to whom it may go."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.accounts.models import RoleGrant
from jinshui_study.accounts.organizations import Area, Node, Region
from jinshui_study.accounts.sessions import CurrentMember
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.http.paging import decode_cursor, encode_cursor
from jinshui_study.points import group_boards, leaderboards, rankings
from jinshui_study.points.group_boards import RankedGroup
from jinshui_study.points.leaderboards import NEIGHBOURS, Me, Place, Ranked

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """Which board is asked for, and by whom."""

    board: str
    within: Node
    viewer: CurrentMember
    profile: Profile
    limit: int
    cursor: str | None
    period: str | None = None
    starts_on: date | None = None
    frozen_at: datetime | None = None
    bracket: Area | None = None

    @property
    def region(self) -> Region:
        return self.bracket or self.within

    def head(self, total: int) -> dict[str, Any]:
        return {
            "period": self.period,
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
            "within": {"id": self.within.public_id, "name": self.within.name},
            "frozen_at": clock.local(self.frozen_at),
            "bracket": self.bracket and self.bracket.name,
            "total": total,
        }


def of_members(asked: Asked) -> dict[str, Any]:
    """A page of a members' board, and me with 5 above and below."""
    viewer, profile = asked.viewer, asked.profile
    after = _place(asked.cursor)
    scope = leaderboards.scope_of(asked.region)
    if not profile.shows_personal_board(opted_in=viewer.ranking_opt_in):
        me = leaderboards.read_me(asked.board, scope, viewer.id)
        closed: dict[str, Any] = {"items": [], "me": _mine(me, None), "around_me": [], "next": None}
        return {"board": asked.head(me.total), **closed}
    me, page = rankings.read(asked.board, scope, viewer.id, after, asked.limit)
    return {
        "board": asked.head(me.total),
        "items": [_item(row, viewer, profile) for row in page.items],
        "me": _mine(me, me.rank),
        "around_me": [_item(row, viewer, profile) for row in page.around],
        "next": _cursor(page.next),
    }


def _mine(me: Me, rank: int | None) -> dict[str, Any]:
    return {"rank": rank, "points": me.points, "duration_ms": me.duration_ms}


def _item(row: Ranked, viewer: CurrentMember, profile: Profile) -> dict[str, Any]:
    is_me = row.member_id == viewer.id
    return {
        "rank": row.rank,
        "member_id": row.public_id,
        "name": profile.display_name(row.name, full_name_allowed=row.full_name_allowed, is_me=is_me),
        "branch": row.branch,
        "points": row.points,
        "duration_ms": row.duration_ms,
        "is_me": is_me,
    }


def _cursor(place: Place | None) -> str | None:
    if place is None:
        return None
    reached_ms = clock.milliseconds(place.reached_at - EPOCH)
    return encode_cursor(place.rank_key, reached_ms, place.member_id, place.rank, place.position)


def _place(cursor: str | None) -> Place | None:
    values = decode_cursor(cursor, int, int, int, int, int)
    if values is None:
        return None
    key, reached_ms, member_id, rank, position = values
    reached_at = EPOCH + timedelta(milliseconds=max(0, min(reached_ms, 10**13)))
    return Place(key, reached_at, member_id, rank, position)


def of_branches(asked: Asked) -> dict[str, Any]:
    groups = group_boards.branches(asked.board, asked.region)
    return _of_groups(asked, groups, asked.viewer.branch_id, own_branches(asked.viewer.id, asked.profile))


def of_streets(asked: Asked) -> dict[str, Any]:
    groups = group_boards.streets(asked.board, asked.region)
    return _of_groups(asked, groups, asked.viewer.street_id, frozenset())


def _of_groups(asked: Asked, groups: list[RankedGroup], mine: int, own: frozenset[int]) -> dict[str, Any]:
    start = (decode_cursor(asked.cursor, int) or (0,))[0]
    start = max(0, min(start, len(groups)))
    place = next((index for index, group in enumerate(groups) if group.id == mine), None)
    around = [] if place is None else groups[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]

    def shown(group: RankedGroup) -> dict[str, Any]:
        shows = asked.profile.shows_participation(own_secretary=group.id in own)
        return _group_item(group, shows, group.id == mine)

    end = start + asked.limit
    return {
        "board": asked.head(len(groups)),
        "items": [shown(group) for group in groups[start:end]],
        "me": None if place is None else shown(groups[place]),
        "around_me": [shown(group) for group in around],
        "next": encode_cursor(end) if end < len(groups) else None,
    }


def own_branches(member_id: int, profile: Profile) -> frozenset[int]:
    """The branches whose secretary a member is; asked of the database only where it matters: under `strict`."""
    if not profile.strict:
        return frozenset()
    roles = rights.RIGHTS["branch.see_participation"]
    grants = select(RoleGrant.organization_id).where(
        RoleGrant.member_id == member_id, RoleGrant.role.in_(roles)
    )
    return frozenset(db.session.scalars(grants))


def _group_item(group: RankedGroup, shows_participation: bool, is_mine: bool) -> dict[str, Any]:
    """Under `strict` what tells how many took part is left empty, except for the branch's own secretary."""
    return {
        "rank": group.rank,
        "organization_id": group.public_id,
        "name": group.name,
        "street": group.street,
        "score": group.score,
        "participants": group.participants if shows_participation else None,
        "members": group.members,
        "participation": round(group.participation, 4) if shows_participation else None,
        "is_mine": is_mine,
    }
