"""Quizzes: creating them, and which ones a member can enter."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select, tuple_

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.sessions import CurrentMember
from jinshui_study.arena import drawing, lots, modes
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.db import UTCDateTime, db, table_of
from jinshui_study.errors import Invalid, NotFound
from jinshui_study.questions import kinds, pools
from jinshui_study.questions.sampling import DrawRule

WORTH = 100
"""Tenths a question is worth where a draw rule says nothing."""
LONGEST_TITLE = 80


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
    check(plan, owner)
    seed = lots.draw(dice)
    quiz = Quiz(
        **columns_of(plan, seed),
        seed=seed,
        organization_id=owner.id,
        programme_id=programme_id,
        starts_on=clock.local_day(plan.opens_at) if programme_id else None,
        created_by=created_by,
        created_at=now,
    )
    db.session.add(quiz)
    db.session.flush()
    return quiz


def columns_of(plan: Plan, seed: str) -> dict[str, Any]:
    """What a quiz keeps of its plan; the paper, where everybody gets the same, is drawn by the quiz's seed."""
    return {
        "preset": plan.preset,
        "title": plan.title,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
        "rules": plan.rules.as_data(),
        "draw": [draw_data(rule) for rule in plan.draw],
        "paper": drawing.for_all(plan.draw, lots.of_all(seed)) if plan.same_for_all else None,
        "freezes_at": plan.freezes_at,
        "reveals_at": plan.reveals_at,
    }


def draw_data(rule: DrawRule) -> dict[str, Any]:
    """A draw rule as a quiz keeps it; `DrawRule.from_data` reads it."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rule).items()}


def check(plan: Plan, owner: Organization) -> None:
    """Raise what `create` raises for a plan that cannot be."""
    check_title(plan.title)
    _check_times(plan)
    _check_draw(plan, owner)
    _refuse_sealed_practice(plan)


def check_title(title: str) -> None:
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise Invalid(errors={"title": [f"名称应有 1 至 {LONGEST_TITLE} 个字。"]})


def _check_times(plan: Plan) -> None:
    if plan.closes_at <= plan.opens_at:
        raise Invalid(errors={"closes_at": ["结束时间应晚于开始时间。"]})
    if plan.freezes_at is not None and not plan.opens_at <= plan.freezes_at <= plan.closes_at:
        raise Invalid(errors={"freezes_at": ["封榜时间应在活动期间。"]})
    if plan.reveals_at is not None and (plan.freezes_at is None or plan.reveals_at < plan.freezes_at):
        raise Invalid(errors={"reveals_at": ["揭榜时间应在封榜时间之后。"]})


def _check_draw(plan: Plan, owner: Organization) -> None:
    if sum(rule.count for rule in plan.draw) != plan.rules.questions:
        raise Invalid(errors={"draw": ["各条抽题规则的题数之和应等于总题数。"]})
    open_banks = set(pools.banks_open_to(owner))
    for rule in plan.draw:
        if not rule.banks or not set(rule.banks) <= open_banks:
            raise Invalid(errors={"draw": ["抽题规则里有本组织不能使用的题库。"]})
        if not set(rule.kinds) <= set(kinds.KINDS):
            raise Invalid(errors={"draw": ["抽题规则里有不认识的题型。"]})
    drawing.refuse_too_few(plan.draw)


def _refuse_sealed_practice(plan: Plan) -> None:
    """A sealed bank serves contests only: what may be practised again and again would give it away."""
    if not pools.sealed_among({bank for rule in plan.draw for bank in rule.banks}):
        return
    if plan.preset != "contest" or plan.rules.feedback == "each":
        raise Invalid(errors={"draw": ["密封题库只能用于竞赛，且不能逐题公布答案。"]})
    if plan.rules.feedback == "end" and plan.rules.tries_total is None:
        told = (
            "交卷后就能看解析，密封题库的题会一次次露出来；请写明一共最多几次，或者改成活动结束后公布解析。"
        )
        raise Invalid(errors={"tries_total": [told]})


_member_branch = table_of(Organization).alias("branch")
_owner = table_of(Organization).alias("owner")
_mine = and_(Attempt.member_id == bindparam("member_id"), Attempt.quiz_id == Quiz.id)


def _of_mine(value: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(value).where(_mine, *conditions).scalar_subquery()


_COLUMNS = select(
    Quiz.id,
    Quiz.public_id,
    Quiz.organization_id,
    Quiz.preset,
    Quiz.title,
    Quiz.opens_at,
    Quiz.closes_at,
    Quiz.rules,
    Quiz.draw,
    Quiz.paper,
    Quiz.freezes_at,
    Quiz.reveals_at,
    Quiz.seed,
    _of_mine(func.count()).label("used"),
    _of_mine(func.count(), Attempt.day == bindparam("day")).label("used_today"),
    _of_mine(Attempt.id, Attempt.state == "open").label("open_attempt_id"),
    _of_mine(Attempt.expires_at, Attempt.state == "open").label("open_expires_at"),
)
_ENTERABLE = (
    _COLUMNS.join(_owner, _owner.c.id == Quiz.organization_id)
    .join(_member_branch, _member_branch.c.id == bindparam("branch_id"))
    .where(_member_branch.c.path.startswith(_owner.c.path))
)
_THIS = Quiz.public_id == bindparam("quiz")
_ENTER_ONE = _ENTERABLE.where(_THIS)
_ANY_ONE = _COLUMNS.where(_THIS)
_ENTER_OPEN = (
    _ENTERABLE.where(
        Quiz.opens_at <= bindparam("now"),
        Quiz.closes_at > bindparam("now"),
        tuple_(Quiz.closes_at, Quiz.id)
        > tuple_(bindparam("after_at", type_=UTCDateTime), bindparam("after")),
    )
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
    params = {**_params(member, now), "quiz": public_id}
    row = db.session.connection().execute(_ENTER_ONE, params).one_or_none()
    if row is None:
        raise NotFound("没有找到这个答题活动。")
    return row


def get_visible(public_id: str, member: CurrentMember, now: datetime) -> Row[Any]:
    """A quiz to look at, not to enter: also for who may make quizzes for its organization. Raises NotFound."""
    try:
        return get_enterable(public_id, member, now)
    except NotFound:
        params = {"member_id": member.id, "day": clock.local_day(now), "quiz": public_id}
        row = db.session.connection().execute(_ANY_ONE, params).one_or_none()
        if row is None or not rights.may(member.id, "quiz.create", owner_of(row)):
            raise
        return row


def owner_of(quiz: Row[Any]) -> Organization:
    return db.session.get_one(Organization, quiz.organization_id)


def list_open(
    member: CurrentMember, now: datetime, limit: int, after: tuple[datetime, int] | None = None
) -> Sequence[Row[Any]]:
    """Quizzes open now to the member, the ones that close first at the top, after the one with this end and id."""
    after_at, after_id = after or (now, 0)
    params = {**_params(member, now), "now": now, "after_at": after_at, "after": after_id, "limit": limit}
    return db.session.connection().execute(_ENTER_OPEN, params).all()


def list_all(
    member: CurrentMember, now: datetime, limit: int, before: int | None = None
) -> Sequence[Row[Any]]:
    """Quizzes that have opened, newest first, after the one with the id `before`."""
    params = {**_params(member, now), "now": now, "before": before or 2**62, "limit": limit}
    return db.session.connection().execute(_ENTER_ALL, params).all()


def _params(member: CurrentMember, now: datetime) -> dict[str, Any]:
    return {"member_id": member.id, "branch_id": member.branch_id, "day": clock.local_day(now)}


def describe(row: Row[Any], now: datetime) -> dict[str, Any]:
    """A quiz as the API shows it to a member."""
    resumable = row.open_attempt_id is not None and not modes.overdue(row.open_expires_at, now)
    return {
        **describe_new(row, now),
        "tries_left": modes.tries_left(Rules.from_data(row.rules), row.used, row.used_today),
        "open_attempt_id": row.open_attempt_id if resumable else None,
    }


def describe_new(quiz: Quiz | Row[Any], now: datetime) -> dict[str, Any]:
    """A quiz as the API shows it to who has not tried it yet."""
    rules = Rules.from_data(quiz.rules)
    return {
        "id": quiz.public_id,
        "preset": quiz.preset,
        "title": quiz.title,
        "opens_at": clock.local(quiz.opens_at),
        "closes_at": clock.local(quiz.closes_at),
        "tries_left": modes.tries_left(rules, 0, 0),
        "open_attempt_id": None,
        "rules": rules.as_data(),
        "seed_commitment": None if quiz.seed is None else lots.commitment(quiz.seed),
        "seed": lots.told(quiz.seed, quiz.closes_at, now),
    }


def rules_from(preset: str, changes: Mapping[str, Any]) -> Rules:
    """Rules of a preset with changes. Raises Invalid with a sentence for rules that cannot be."""
    try:
        return modes.preset(preset, **changes)
    except KeyError:
        raise Invalid(errors={"preset": ["没有这种活动。"]}) from None
    except (TypeError, ValueError) as error:
        raise Invalid(errors={"rules": [str(error)]}) from error
