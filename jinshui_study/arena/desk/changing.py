"""Making a quiz at the desk, changing it while nobody has begun, ending it early, and calling it off."""

from datetime import datetime
from random import Random

from sqlalchemy import delete, exists, select, update

from jinshui_study.accounts import audit, organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena import lots, programmes, quizzes
from jinshui_study.arena.models import Attempt, Programme, Quiz
from jinshui_study.arena.quizzes import Plan
from jinshui_study.db import changed_rows, db
from jinshui_study.errors import Conflict, Invalid, NotFound

RIGHT = "quiz.create"


def get(public_id: str, member_id: int) -> Quiz:
    """The quiz, as far as the member makes quizzes for its organization. Raises NotFound."""
    within = organizations.within_reach(member_id, RIGHTS[RIGHT])
    query = select(Quiz).where(Quiz.public_id == public_id, Quiz.organization_id.in_(within))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("没有找到这个答题活动。")
    return found


def create(plan: Plan, owner: Organization, member_id: int, now: datetime, dice: Random) -> Quiz:
    """Make a quiz. Raises Forbidden, and what `quizzes.create` raises."""
    rights.require(member_id, RIGHT, owner)
    quiz = quizzes.create(plan, owner, now, dice, created_by=member_id)
    audit.record("quiz.create", _subject(quiz), now, member_id, preset=plan.preset)
    return quiz


def repeat(
    plan: Plan, title: str, owner: Organization, member_id: int, now: datetime, dice: Random
) -> Programme:
    """Have a quiz like this appear each day or week, the first at once. Raises Forbidden, Invalid, Conflict."""
    rights.require(member_id, RIGHT, owner)
    if plan.preset not in programmes.EVERY:
        raise Invalid(errors={"repeats": ["只有每日答题和每周答题可以自动新建。"]})
    programme = programmes.create(
        owner,
        plan.preset,
        programmes.EVERY[plan.preset],
        title,
        plan.rules,
        plan.draw,
        now,
        same_for_all=plan.same_for_all,
    )
    audit.record("programme.create", f"programme:{programme.id}", now, member_id, preset=plan.preset)
    programmes.make_due(now, dice)
    return programme


def programmes_of(member_id: int) -> list[tuple[Programme, str]]:
    """The programmes of the organizations the member makes quizzes for, with the names of these."""
    within = organizations.within_reach(member_id, RIGHTS[RIGHT])
    rows = db.session.execute(
        select(Programme, Organization.name)
        .join(Organization, Organization.id == Programme.organization_id)
        .where(Programme.organization_id.in_(within))
        .order_by(Programme.active.desc(), Programme.id)
    )
    return [(programme, name) for programme, name in rows]


def switch(programme_id: int, member_id: int, now: datetime, *, active: bool) -> Programme:
    """Stop a programme, or let it go on. What it has made stays. Raises NotFound."""
    found = next((one for one, _ in programmes_of(member_id) if one.id == programme_id), None)
    if found is None:
        raise NotFound("没有找到这个自动活动。")
    found.active = active
    audit.record("programme.switch", f"programme:{found.id}", now, member_id, active=active)
    return found


def begun(quiz: Quiz) -> bool:
    """Whether anybody has entered it."""
    return bool(db.session.scalar(select(exists().where(Attempt.quiz_id == quiz.id))))


def change(quiz: Quiz, plan: Plan, owner: Organization, member_id: int, now: datetime, dice: Random) -> Quiz:
    """Put a plan in place of what was. Raises Forbidden; Conflict: quiz_begun; and what `quizzes.create` raises."""
    quiz = _locked(quiz, member_id)
    rights.require(member_id, RIGHT, owner)
    _refuse_begun(quiz, "已经有人开始作答，不能再改规则；可以提前结束后另建一个。")
    quizzes.check(plan, owner)
    quiz.seed = quiz.seed or lots.draw(dice)
    for name, value in quizzes.columns_of(plan, quiz.seed).items():
        setattr(quiz, name, value)
    quiz.organization_id = owner.id
    audit.record("quiz.change", _subject(quiz), now, member_id)
    return quiz


def close(quiz: Quiz, at: datetime, member_id: int, now: datetime) -> None:
    """End a running quiz at `at`, before its time: whoever is answering then hands in what they have.

    Raises Forbidden; Conflict: not_open; Invalid for a moment that is past or no earlier than its end.
    """
    quiz = _locked(quiz, member_id)
    if not quiz.opens_at < now < quiz.closes_at:
        raise Conflict("这个活动现在不在进行中。", code="not_open")
    if not now <= at < quiz.closes_at:
        raise Invalid("提前结束的时间应在现在以后、原定结束时间以前。")
    before, quiz.closes_at = quiz.closes_at, at
    if quiz.freezes_at is not None:
        quiz.freezes_at = min(quiz.freezes_at, at)
    db.session.flush()
    late = (Attempt.quiz_id == quiz.id, Attempt.state == "open", Attempt.expires_at > at)
    changed_rows(update(Attempt).where(*late).values(expires_at=at))
    audit.record(
        "quiz.close", _subject(quiz), now, member_id, before=before.isoformat(), closes_at=at.isoformat()
    )


def call_off(quiz: Quiz, member_id: int, now: datetime) -> None:
    """Take a quiz away that nobody has begun. Raises Forbidden; Conflict: quiz_begun, quiz_repeats."""
    quiz = _locked(quiz, member_id)
    _refuse_begun(quiz, "已经有人开始作答，不能取消；可以提前结束。")
    if quiz.programme_id is not None:
        raise Conflict("这一期是自动新建的，请先停止自动新建。", code="quiz_repeats")
    audit.record("quiz.call_off", _subject(quiz), now, member_id, title=quiz.title)
    changed_rows(delete(Quiz).where(Quiz.id == quiz.id))


def _locked(quiz: Quiz, member_id: int) -> Quiz:
    """The quiz as it is now, locked: on PostgreSQL whoever begins an attempt waits for it by its foreign key."""
    rights.require(member_id, RIGHT, db.session.get_one(Organization, quiz.organization_id))
    query = select(Quiz).where(Quiz.id == quiz.id).with_for_update()
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("没有找到这个答题活动。")
    return found


def _refuse_begun(quiz: Quiz, message: str) -> None:
    if begun(quiz):
        raise Conflict(message, code="quiz_begun")


def _subject(quiz: Quiz) -> str:
    return f"quiz:{quiz.public_id}"
