"""The points card, the ledger, the boards of periods, and the choice to be ranked."""

from datetime import datetime
from typing import Any

from flask import current_app
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import audit, members, organizations, sessions
from jinshui_study.compliance import Profile
from jinshui_study.errors import Invalid
from jinshui_study.http.api import Blueprint
from jinshui_study.http.paging import decode_cursor, encode_cursor
from jinshui_study.points import board_pages, boards, cards, ledger, reasons, verification
from jinshui_study.points.board_pages import Asked
from jinshui_study.points.schemas import (
    EntryArgs,
    EntryList,
    GroupBoard,
    GroupReasons,
    MemberBoard,
    MemberReasons,
    PeriodArgs,
    PeriodBoardArgs,
    RankingArgs,
    RankingSchema,
    TodaySchema,
)

blueprint = Blueprint("points", __name__, description="积分与榜单")


def _profile() -> Profile:
    return current_app.extensions["profile"]


@blueprint.get("/points/today")
@blueprint.doc(summary="今天的积分", description="一次给出总分和每项任务的当前分与上限。")
@blueprint.response(200, TodaySchema)
def show_today() -> dict[str, Any]:
    return cards.of_day(current_user.id, clock.now())


@blueprint.get("/points/entries")
@blueprint.doc(
    summary="积分流水", description="本人的积分流水，新的在前，写明事由和规则版本；可只看本日、本周等的。"
)
@blueprint.arguments(EntryArgs, location="query")
@blueprint.response(200, EntryList)
def list_entries(args: dict[str, Any]) -> dict[str, Any]:
    cursor, limit = decode_cursor(args.get("cursor"), str, str), args["limit"]
    before = (_moment(cursor[0]), cursor[1]) if cursor else None
    since = boards.starts_on(args["period"], clock.local_day(clock.now()))
    found = ledger.entries(current_user.id, before, limit + 1, since)
    items = [
        {
            "id": entry.id,
            "task": entry.task,
            "source": entry.source,
            "points": entry.points,
            "day": entry.day.isoformat(),
            "reason": entry.reason,
            "rule_version": entry.rule_version,
            "created_at": clock.local(entry.created_at),
        }
        for entry in found[:limit]
    ]
    more = len(found) > limit
    return {"items": items, "next": encode_cursor(items[-1]["created_at"], items[-1]["id"]) if more else None}


@blueprint.get("/points/why")
@blueprint.doc(summary="我的分数从哪里来", description="本人一个周期的积分，按任务和规则版本合计。")
@blueprint.arguments(PeriodArgs, location="query")
@blueprint.response(200, MemberReasons)
def explain_mine(args: dict[str, Any]) -> dict[str, Any]:
    return reasons.of_member(current_user.id, args["period"], clock.local_day(clock.now()))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 2000 <= moment.year <= 2200:
        raise Invalid(errors={"cursor": ["翻页标记无效，请从第一页重新开始。"]})
    return moment


def _asked(args: dict[str, Any]) -> Asked:
    day = clock.local_day(clock.now())
    return Asked(
        board=boards.of_period(args["period"], day),
        within=organizations.get_node(args.get("within")),
        viewer=sessions.me(),
        profile=_profile(),
        limit=args["limit"],
        cursor=args.get("cursor"),
        period=args["period"],
        starts_on=boards.starts_on(args["period"], day),
    )


@blueprint.get("/leaderboards/members")
@blueprint.doc(
    summary="个人榜",
    description="只列选择参加个人排名的党员；没有选择参加的，items 和 around_me 为空，me.rank 为空。",
)
@blueprint.arguments(PeriodBoardArgs, location="query")
@blueprint.plain(200, MemberBoard)
def members_board(args: dict[str, Any]) -> dict[str, Any]:
    return board_pages.of_members(_asked(args))


@blueprint.get("/leaderboards/branches")
@blueprint.doc(summary="支部榜", description="得分按支部规模折算；参加人数少于 3 人的支部不列。")
@blueprint.arguments(PeriodBoardArgs, location="query")
@blueprint.plain(200, GroupBoard)
def branches_board(args: dict[str, Any]) -> dict[str, Any]:
    return board_pages.of_branches(_asked(args))


@blueprint.get("/leaderboards/streets")
@blueprint.doc(summary="街道榜", description="由各支部汇总。")
@blueprint.arguments(PeriodBoardArgs, location="query")
@blueprint.plain(200, GroupBoard)
def streets_board(args: dict[str, Any]) -> dict[str, Any]:
    return board_pages.of_streets(_asked(args))


FORMULA = "（总分 + k × 全区人均）÷（参加人数 + k）。参加人数和总分只对按合规要求可以看的人显示，其他人为空。"


@blueprint.get("/leaderboards/branches/<id:organization_id>/why")
@blueprint.doc(summary="支部的得分怎么算出来", description=FORMULA)
@blueprint.arguments(PeriodArgs, location="query")
@blueprint.response(200, GroupReasons)
def explain_branch(args: dict[str, Any], organization_id: str) -> dict[str, Any]:
    return _explain("branches", organization_id, args["period"])


@blueprint.get("/leaderboards/streets/<id:organization_id>/why")
@blueprint.doc(summary="街道的得分怎么算出来", description=FORMULA)
@blueprint.arguments(PeriodArgs, location="query")
@blueprint.response(200, GroupReasons)
def explain_street(args: dict[str, Any], organization_id: str) -> dict[str, Any]:
    return _explain("streets", organization_id, args["period"])


def _explain(of: str, organization_id: str, period: str) -> dict[str, Any]:
    viewer = reasons.viewer_of(current_user.id, _profile())
    return reasons.of_group(of, organization_id, period, clock.local_day(clock.now()), viewer)


@blueprint.get("/points/ranking")
@blueprint.doc(summary="我的排名设置")
@blueprint.response(200, RankingSchema)
def show_ranking() -> dict[str, bool]:
    return _ranking(members.get(current_user.id))


@blueprint.put("/points/ranking")
@blueprint.doc(summary="选择是否参加个人排名（小程序）", description="与 PATCH 相同；小程序不能发出 PATCH。")
@blueprint.arguments(RankingArgs)
@blueprint.response(200, RankingSchema)
def put_ranking(args: dict[str, bool]) -> dict[str, bool]:
    return _choose_ranking(args)


@blueprint.patch("/points/ranking")
@blueprint.doc(summary="选择是否参加个人排名", description="由本人决定，随时可改，立即生效。")
@blueprint.arguments(RankingArgs)
@blueprint.response(200, RankingSchema)
def choose_ranking(args: dict[str, bool]) -> dict[str, bool]:
    return _choose_ranking(args)


def _choose_ranking(args: dict[str, bool]) -> dict[str, bool]:
    now = clock.now()
    member = members.get(current_user.id)
    member.full_name_on_boards = args.get("full_name", member.full_name_on_boards)
    if args.get("opted_in", member.ranking_opt_in) != member.ranking_opt_in:
        member.ranking_opt_in = args["opted_in"]
        verification.relist(member, _profile())
        audit.record(
            "ranking.choose", f"member:{member.public_id}", now, member.id, opted_in=args["opted_in"]
        )
    return _ranking(member)


def _ranking(member: Any) -> dict[str, bool]:
    return {
        "opted_in": member.ranking_opt_in,
        "full_name": member.full_name_on_boards,
        "opt_in_needed": _profile().strict,
    }
