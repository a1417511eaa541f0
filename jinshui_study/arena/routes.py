"""Quizzes, attempts, answers."""

import secrets
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from flask import current_app

from jinshui_study import clock
from jinshui_study.accounts import audit, organizations, rights
from jinshui_study.accounts.sessions import me
from jinshui_study.arena import (
    answering,
    attempts,
    boards,
    brackets,
    deadlines,
    finishing,
    history,
    modes,
    quizzes,
    results,
)
from jinshui_study.arena.integrity import deciding
from jinshui_study.arena.results import Finished
from jinshui_study.arena.schemas import (
    AnswerArgs,
    AnswerReply,
    AttemptList,
    AttemptListArgs,
    OpenAttemptSchema,
    QuizArgs,
    QuizList,
    QuizListArgs,
    QuizSchema,
    ResultSchema,
    SubmissionArgs,
)
from jinshui_study.compliance import Profile
from jinshui_study.db import begin_writing
from jinshui_study.errors import Invalid
from jinshui_study.http.api import Blueprint
from jinshui_study.http.idempotency import idempotent
from jinshui_study.http.paging import decode_cursor, encode_cursor
from jinshui_study.http.transactions import reads_first
from jinshui_study.points import board_pages
from jinshui_study.points.board_pages import Asked
from jinshui_study.points.schemas import GroupBoard, MemberBoard, QuizBoardArgs
from jinshui_study.questions.sampling import DrawRule

blueprint = Blueprint("arena", __name__, description="学习擂台")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _profile() -> Profile:
    return current_app.extensions["profile"]


@blueprint.get("/quizzes")
@blueprint.doc(summary="答题活动", description="列出本人可参加的活动；open=true 只列正在进行的。")
@blueprint.arguments(QuizListArgs, location="query")
@blueprint.response(200, QuizList)
def list_quizzes(args: dict[str, Any]) -> dict[str, Any]:
    now, limit, cursor = clock.now(), args["limit"], args.get("cursor")
    if args["open"]:
        rows = quizzes.list_open(me(), now, limit + 1, _place(cursor))
    else:
        before = decode_cursor(cursor, int)
        rows = quizzes.list_all(me(), now, limit + 1, before[0] if before else None)
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        ends = (clock.milliseconds(last.closes_at - EPOCH),) if args["open"] else ()
        following = encode_cursor(*ends, last.id)
    return {"items": [quizzes.describe(row, now) for row in rows[:limit]], "next": following}


def _place(cursor: str | None) -> tuple[datetime, int] | None:
    """Where a list of open quizzes goes on: after the one that closes then and has this id."""
    values = decode_cursor(cursor, int, int)
    if values is None:
        return None
    return EPOCH + timedelta(milliseconds=max(0, min(values[0], 10**13))), values[1]


@blueprint.post("/quizzes")
@idempotent
@blueprint.doc(summary="新建答题活动", description="管理员为本组织新建活动；规则以底本为准，只写不同之处。")
@blueprint.arguments(QuizArgs)
@blueprint.response(201, QuizSchema)
def create_quiz(args: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    named = args.get("organization")
    owner = organizations.get_by_public_id(named) if named else organizations.get_district()
    rights.require(me().id, "quiz.create", owner)
    plan = quizzes.Plan(
        preset=args["preset"],
        title=args["title"],
        opens_at=args["opens_at"],
        closes_at=args["closes_at"],
        rules=quizzes.rules_from(args["preset"], args["rules"]),
        draw=tuple(DrawRule.from_data(rule) for rule in args["draw"]),
        same_for_all=args["same_for_all"],
        freezes_at=args["freezes_at"],
        reveals_at=args["reveals_at"],
    )
    quiz = quizzes.create(plan, owner, now, Random(secrets.token_hex(16)), created_by=me().id)
    audit.record("quiz.create", f"quiz:{quiz.public_id}", now, me().id, preset=plan.preset)
    return quizzes.describe_new(quiz, now)


@blueprint.get("/quizzes/<id:quiz_id>")
@blueprint.doc(summary="一个答题活动")
@blueprint.response(200, QuizSchema)
def show_quiz(quiz_id: str) -> dict[str, Any]:
    now = clock.now()
    return quizzes.describe(quizzes.get_visible(quiz_id, me(), now), now)


@blueprint.post("/quizzes/<id:quiz_id>/attempts")
@reads_first
@idempotent
@blueprint.doc(summary="开始答题", description="未开放、次数用完、有未交卷的作答时返回 409，code 说明原因。")
@blueprint.plain(201, OpenAttemptSchema)
@blueprint.alt_response(409, description="不能开始：not_open、attempt_open、no_tries_left、too_few_questions")
def start_attempt(quiz_id: str) -> dict[str, Any]:
    now = clock.now()
    quiz = quizzes.get_enterable(quiz_id, me(), now)
    if quiz.open_attempt_id is not None and modes.overdue(quiz.open_expires_at, now):
        begin_writing()
        deadlines.close(quiz.open_attempt_id, me(), _profile(), now)
        quiz = quizzes.get_enterable(quiz_id, me(), now)
    return attempts.describe(attempts.start(quiz, me(), now), {}, now)


@blueprint.get("/attempts")
@blueprint.doc(summary="我的作答", description="本人的作答，新的在前；可只看一个活动的。")
@blueprint.arguments(AttemptListArgs, location="query")
@blueprint.response(200, AttemptList)
def list_attempts(args: dict[str, Any]) -> dict[str, Any]:
    cursor, limit = decode_cursor(args.get("cursor"), int, str), args["limit"]
    before = (EPOCH + timedelta(microseconds=max(0, min(cursor[0], 10**16))), cursor[1]) if cursor else None
    found = history.list_mine(me().id, limit + 1, before, args.get("quiz"))
    if not found and "quiz" in args:
        quizzes.get_visible(args["quiz"], me(), clock.now())
    following = None
    if len(found) > limit:
        last = found[limit - 1]
        following = encode_cursor((last.started_at - EPOCH) // timedelta(microseconds=1), last.id)
    return {"items": [history.describe(row) for row in found[:limit]], "next": following}


@blueprint.get("/attempts/<id:attempt_id>")
@blueprint.doc(summary="查看作答", description="进行中的返回题目，已交卷的返回成绩；别人的作答一律 404。")
@blueprint.plain(200, OpenAttemptSchema)
@blueprint.alt_response(200, schema=ResultSchema, description="已交卷的成绩", success=True)
def show_attempt(attempt_id: str) -> Any:
    now = clock.now()
    attempt = attempts.get(attempt_id, me().id)
    if attempt.state == "open" and modes.overdue(attempt.expires_at, now):
        begin_writing()
        finished = deadlines.close(attempt_id, me(), _profile(), now)
        return results.describe(finished, now)
    answers = attempts.answers_of(attempt)
    if attempt.state == "open":
        return attempts.describe(attempt, answers, now)
    void = deciding.find_void(me().id, attempt_id)
    shown = results.describe(Finished(attempt, answers), now)
    return {**shown, "void": void and deciding.describe_void(void)}


@blueprint.put("/attempts/<id:attempt_id>/answers/<number:number>")
@reads_first
@blueprint.doc(
    summary="保存一题的答案", description="公布解析或超时之前可以改；同样的答案再交一次得到同样的结果。"
)
@blueprint.arguments(AnswerArgs)
@blueprint.plain(200, AnswerReply)
@blueprint.alt_response(409, description="不能再答：attempt_finished、answer_locked、time_up")
def put_answer(args: dict[str, Any], attempt_id: str, number: int) -> dict[str, Any]:
    now = _arrival()
    attempt = attempts.get(attempt_id, me().id, lock=True)
    return answering.put(attempt, number, args["response"], now)


def _arrival() -> datetime:
    """When the request came in: taken before it queues for the database, whose queue is not the member's fault."""
    now = clock.now()
    begin_writing()
    return now


@blueprint.post("/attempts/<id:attempt_id>/next")
@reads_first
@idempotent
@blueprint.doc(summary="打开下一题", description="逐题限时和闯关的活动，当前题答完或超时后打开下一题。")
@blueprint.plain(200, OpenAttemptSchema)
@blueprint.alt_response(409, description="不能打开：attempt_finished、all_open、question_open、out")
def open_next(attempt_id: str) -> dict[str, Any]:
    now = _arrival()
    return answering.open_next(attempts.get(attempt_id, me().id, lock=True), now)


@blueprint.post("/attempts/<id:attempt_id>/revive")
@reads_first
@idempotent
@blueprint.doc(summary="复活一次", description="闯关答错后继续，次数以规则为准。")
@blueprint.plain(200, OpenAttemptSchema)
@blueprint.alt_response(409, description="不能复活：attempt_finished、no_revive")
def revive(attempt_id: str) -> dict[str, Any]:
    now = _arrival()
    return answering.revive(attempts.get(attempt_id, me().id, lock=True), now)


@blueprint.post("/attempts/<id:attempt_id>/submission")
@reads_first
@idempotent
@blueprint.doc(
    summary="交卷",
    description="答案可为空，以已保存的为准；重复交卷得到同一结果；截止后交卷只算截止前收到的答案。",
)
@blueprint.arguments(SubmissionArgs)
@blueprint.plain(200, ResultSchema)
def submit(args: dict[str, Any], attempt_id: str) -> dict[str, Any]:
    now = clock.now()
    attempt = attempts.get(attempt_id, me().id, lock=True)
    responses = {answer["number"]: answer["response"] for answer in args["answers"]}
    if len(responses) < len(args["answers"]):
        raise Invalid(errors={"answers": ["同一题出现了两次。"]})
    return results.describe(finishing.submit(attempt, responses, me(), _profile(), now), now)


@blueprint.get("/quizzes/<id:quiz_id>/leaderboard")
@blueprint.doc(summary="活动榜单", description="of 选个人、支部或街道；封榜期间显示封榜时的名次。")
@blueprint.arguments(QuizBoardArgs, location="query")
@blueprint.plain(200, MemberBoard)
@blueprint.alt_response(200, schema=GroupBoard, description="支部榜和街道榜", success=True)
def show_leaderboard(args: dict[str, Any], quiz_id: str) -> Any:
    now = clock.now()
    quiz = quizzes.get_visible(quiz_id, me(), now)
    within = organizations.get_node(args.get("within"))
    bracket = brackets.find_area(quiz_id, quiz.rules, args.get("bracket"))
    if bracket is not None and "within" in args:
        raise Invalid(errors={"bracket": ["组别和党组织只能选一个。"]})
    sees_live = quiz.freezes_at is not None and rights.may(
        me().id, "quiz.see_live_board", quizzes.owner_of(quiz)
    )
    board, frozen_at = boards.visible(quiz_id, quiz.freezes_at, quiz.reveals_at, now, sees_live=sees_live)
    asked = Asked(
        board=board,
        within=within,
        viewer=me(),
        profile=_profile(),
        limit=args["limit"],
        cursor=args.get("cursor"),
        frozen_at=frozen_at,
        bracket=bracket,
    )
    if args["of"] == "members":
        return board_pages.of_members(asked)
    if args["of"] == "branches":
        return board_pages.of_branches(asked)
    return board_pages.of_streets(asked)
