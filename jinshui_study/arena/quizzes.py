"""Quizzes: creating them, and which ones a member can enter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select

from jinshui_study import clock
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.sessions import CurrentMember
from jinshui_study.arena import modes
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db, table_of
from jinshui_study.errors import Conflict, Invalid, NotFound
from jinshui_study.questions import pools, sampling
from jinshui_study.questions.sampling import DrawRule

FOR_EVER = timedelta(days=3650)
WORTH = 100
"""Tenths a question is worth where a draw rule says nothing."""


@dataclass(frozen=True)
class Plan:
    """A quiz to be: everything but where it belongs and who makes it."""

    preset: str
    title: str
    opens_at: datetime
    closes_at: datetime
    rules: Rules
    draw: tuple[DrawRule, ...]
    same_for_all: bool = False
    freezes_at: datetime | None = None
    reveals_at: datetime | None = None


def create(
    plan: Plan,
    owner: Organization,
    now: datetime,
    dice: Random,
    *,
    created_by: int | None = None,
    programme_id: int | None = None,
) -> Quiz:
    """Make a quiz for an organization's subtree.

    Raises Invalid for rules, times or a draw that cannot be; Conflict when the banks hold too few questions.
    """
    _check(plan, owner)
    quiz = Quiz(
        organization_id=owner.id,
        preset=plan.preset,
        title=plan.title,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        rules=plan.rules.as_data(),
        draw=[draw_data(rule) for rule in plan.draw],
        paper=_paper_for_all(plan, dice) if plan.same_for_all else None,
        freezes_at=plan.freezes_at,
        reveals_at=plan.reveals_at,
        programme_id=programme_id,
        starts_on=clock.local_day(plan.opens_at) if programme_id else None,
        created_by=created_by,
        created_at=now,
    )
    db.session.add(quiz)
    db.session.flush()
    return quiz


def draw_data(rule: DrawRule) -> dict[str, Any]:
    return {
        "count": rule.count,
        "score": rule.score,
        "banks": list(rule.banks),
        "kinds": list(rule.kinds),
        "topics": list(rule.topics),
        "difficulties": list(rule.difficulties),
    }


def _check(plan: Plan, owner: Organization) -> None:
    if plan.closes_at <= plan.opens_at:
        raise Invalid(errors={"closes_at": ["结束时间应晚于开始时间。"]})
    if plan.freezes_at is not None and not plan.opens_at <= plan.freezes_at <= plan.closes_at:
        raise Invalid(errors={"freezes_at": ["封榜时间应在活动期间。"]})
    if plan.reveals_at is not None and (plan.freezes_at is None or plan.reveals_at < plan.freezes_at):
        raise Invalid(errors={"reveals_at": ["揭榜时间应在封榜时间之后。"]})
    if sum(rule.count for rule in plan.draw) != plan.rules.questions:
        raise Invalid(errors={"draw": ["各条抽题规则的题数之和应等于总题数。"]})
    open_banks = set(pools.banks_open_to(owner))
    for rule in plan.draw:
        if not rule.banks or not set(rule.banks) <= open_banks:
            raise Invalid(errors={"draw": ["抽题规则里有本组织不能使用的题库。"]})
        if len(pools.drawable(rule)) < rule.count:
            raise Conflict(
                f"题库里符合条件的试题不足：需要 {rule.count} 道，只有 {len(pools.drawable(rule))} 道。",
                code="too_few_questions",
            )
    _refuse_sealed_practice(plan)


def _refuse_sealed_practice(plan: Plan) -> None:
    """A sealed bank serves contests only: what may be practised again and again would give it away."""
    sealed = pools.sealed_among({bank for rule in plan.draw for bank in rule.banks})
    if sealed and (plan.preset != "contest" or plan.rules.feedback == "each"):
        raise Invalid(errors={"draw": ["密封题库只能用于竞赛，且不能逐题公布答案。"]})


def _paper_for_all(plan: Plan, dice: Random) -> list[dict[str, int]]:
    taken: set[int] = set()
    paper: list[dict[str, int]] = []
    for rule in plan.draw:
        pool = pools.drawable(rule)
        shuffled = sampling.candidates(pool, dice, len(pool))
        for question in sampling.choose(rule, shuffled, {}, taken):
            taken.add(question.question_id)
            paper.append({"revision": question.revision_id, "worth": rule.score})
    if len(paper) < plan.rules.questions:
        raise Conflict("题库里符合条件的试题不足。", code="too_few_questions")
    return paper


_member_branch = table_of(Organization).alias("branch")
_owner = table_of(Organization).alias("owner")
_mine = and_(Attempt.member_id == bindparam("member_id"), Attempt.quiz_id == Quiz.id)


def _of_mine(value: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(value).where(_mine, *conditions).scalar_subquery()


_ENTERABLE = (
    select(
        Quiz.id,
        Quiz.public_id,
        Quiz.preset,
        Quiz.title,
        Quiz.opens_at,
        Quiz.closes_at,
        Quiz.rules,
        Quiz.draw,
        Quiz.paper,
        Quiz.freezes_at,
        Quiz.reveals_at,
        _of_mine(func.count()).label("used"),
        _of_mine(func.count(), Attempt.day == bindparam("day")).label("used_today"),
        _of_mine(Attempt.id, Attempt.state == "open").label("open_attempt_id"),
        _of_mine(Attempt.expires_at, Attempt.state == "open").label("open_expires_at"),
    )
    .join(_owner, _owner.c.id == Quiz.organization_id)
    .join(_member_branch, _member_branch.c.id == bindparam("branch_id"))
    .where(_member_branch.c.path.startswith(_owner.c.path))
)
_ENTER_ONE = _ENTERABLE.where(Quiz.public_id == bindparam("quiz"))
_ENTER_OPEN = (
    _ENTERABLE.where(Quiz.opens_at <= bindparam("now"), Quiz.closes_at > bindparam("now"))
    .order_by(Quiz.closes_at, Quiz.id)
    .limit(bindparam("limit"))
)
_ENTER_ALL = (
    _ENTERABLE.where(Quiz.opens_at <= bindparam("now"), Quiz.id < bindparam("before"))
    .order_by(Quiz.id.desc())
    .limit(bindparam("limit"))
)


def get_enterable(public_id: str, member: CurrentMember, now: datetime) -> Row[Any]:
    """A quiz as its member finds it: its columns, tries used in all and today, the open attempt. Raises NotFound."""
    row = (
        db.session.connection().execute(_ENTER_ONE, {**_params(member, now), "quiz": public_id}).one_or_none()
    )
    if row is None:
        raise NotFound("没有找到这个答题活动。")
    return row


def list_open(member: CurrentMember, now: datetime, limit: int) -> Sequence[Row[Any]]:
    """Quizzes open now to the member, the ones that close first at the top."""
    params = {**_params(member, now), "now": now, "limit": limit}
    return db.session.connection().execute(_ENTER_OPEN, params).all()


def list_all(member: CurrentMember, now: datetime, before: int | None, limit: int) -> Sequence[Row[Any]]:
    """Quizzes that have opened, newest first, after the one with the id `before`."""
    params = {**_params(member, now), "now": now, "limit": limit, "before": before or 2**62}
    return db.session.connection().execute(_ENTER_ALL, params).all()


def _params(member: CurrentMember, now: datetime) -> dict[str, Any]:
    return {"member_id": member.id, "branch_id": member.branch_id, "day": clock.local_day(now)}


def get_by_public_id(public_id: str) -> Quiz:
    found = db.session.scalar(select(Quiz).where(Quiz.public_id == public_id))
    if found is None:
        raise NotFound("没有找到这个答题活动。")
    return found


def describe(row: Row[Any], now: datetime) -> dict[str, Any]:
    """A quiz as the API shows it to a member."""
    rules = Rules.from_data(row.rules)
    resumable = row.open_attempt_id is not None and not modes.overdue(row.open_expires_at, now)
    return {
        "id": row.public_id,
        "preset": row.preset,
        "title": row.title,
        "opens_at": clock.local(row.opens_at),
        "closes_at": clock.local(row.closes_at),
        "tries_left": modes.tries_left(rules, row.used, row.used_today),
        "open_attempt_id": row.open_attempt_id if resumable else None,
        "rules": rules.as_data(),
    }


def rules_from(preset: str, changes: Mapping[str, Any]) -> Rules:
    """Rules of a preset with changes. Raises Invalid with a sentence for rules that cannot be."""
    try:
        return modes.preset(preset, **changes)
    except KeyError:
        raise Invalid(errors={"preset": ["没有这种活动。"]}) from None
    except (TypeError, ValueError) as error:
        raise Invalid(errors={"rules": [str(error)]}) from error
