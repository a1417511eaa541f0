"""Giving a member points of a contest, or taking them, with a reason: by lines of the ledger, never by editing.

Only when the contest is over and the member's attempts are closed: then nothing but a ruling moves what counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from jinshui_study import clock
from jinshui_study.accounts import audit, members, notices, organizations
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.accounts.notices import News
from jinshui_study.arena import counting, modes, scoring
from jinshui_study.arena.models import Adjustment, Attempt, Quiz
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Forbidden, Invalid, NotFound
from jinshui_study.points import boards, ledger, rulebooks
from jinshui_study.points.ledger import Deed
from jinshui_study.points.models import MemberStanding

KIND = "adjustment"
LONGEST_REASON = 80
MOST_POINTS = 1000
MOST_FOUND = 20


@dataclass(frozen=True)
class Shown:
    """An adjustment in the list, with whose it is."""

    adjustment: Adjustment
    name: str
    branch: str


def list_of(quiz: Quiz) -> list[Shown]:
    """All that was adjusted, the latest first."""
    rows = db.session.execute(
        select(Adjustment, Member.name, Organization.name.label("branch"))
        .join(Member, Member.id == Adjustment.member_id)
        .join(Organization, Organization.id == Member.branch_id)
        .where(Adjustment.quiz_id == quiz.id)
        .order_by(Adjustment.id.desc())
    )
    return [Shown(row.Adjustment, row.name, row.branch) for row in rows]


def search(quiz: Quiz, text: str) -> Sequence[tuple[Member, str]]:
    """Members below the contest's organization by their whole name or phone number, with their branch.

    It does not say who of them took part.
    """
    owner = db.session.get_one(Organization, quiz.organization_id)
    phone = members.normalise_phone(text)
    known = members.find_by_identity("phone", phone) if phone else None
    whose = Member.id == (known.id if known else 0) if phone else Member.name == text
    rows = db.session.execute(
        select(Member, Organization.name)
        .join(Organization, Organization.id == Member.branch_id)
        .where(whose, Member.name != "", organizations.below(owner))
        .order_by(Organization.name, Member.id)
        .limit(MOST_FOUND)
    )
    return [(row[0], row[1]) for row in rows]


def adjust(
    quiz: Quiz,
    member_public_id: str,
    score: int,
    points: int,
    reason: str,
    profile: Profile,
    made_by: int,
    now: datetime,
) -> Adjustment:
    """Give (or take, below 0) `score` tenths on the contest's board and `points` of the ledger.

    Raises Forbidden for one's own; Conflict: quiz_open, attempts_open; Invalid for what cannot be given or taken.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Invalid(errors={"reason": [f"请写明原因，最多 {LONGEST_REASON} 个字。"]})
    whom = _find(quiz, member_public_id)
    if whom.id == made_by:
        raise Forbidden("不能给自己加减分，请另一位管理员来办。", code="own_points")
    member = counting.hold(quiz, whom.id)
    _refuse_open(quiz, whom.id, now)
    _check(quiz, whom.id, score, points)
    made = Adjustment(
        quiz_id=quiz.id,
        member_id=whom.id,
        score=score,
        points=points,
        reason=reason,
        made_by=made_by,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    deed = Deed(boards.of_quiz(quiz.public_id), _key(made), f"{quiz.title[:35]}：{reason}")
    version = rulebooks.in_force(clock.local_day(now)).version
    ledger.adjust(member, deed, points, version, profile, now)
    counting.settle(quiz, member, profile, now)
    _note("quiz.adjust", quiz, made, whom, made_by, now)
    notices.send([News(whom.id, KIND, "竞赛成绩调整", f"“{quiz.title}”{said(made)}。原因：{reason}")], now)
    return made


def _find(quiz: Quiz, public_id: str) -> Member:
    owner = db.session.get_one(Organization, quiz.organization_id)
    found = db.session.scalar(
        select(Member)
        .join(Organization, Organization.id == Member.branch_id)
        .where(Member.public_id == public_id, organizations.below(owner))
    )
    if found is None:
        raise NotFound("没有找到这位党员。")
    return found


def _refuse_open(quiz: Quiz, member_id: int, now: datetime) -> None:
    if not modes.overdue(quiz.closes_at, now):
        raise Conflict("活动还没有结束，成绩还会变；请结束以后再调整。", code="quiz_open")
    mine = (Attempt.quiz_id == quiz.id, Attempt.member_id == member_id, Attempt.state == "open")
    if db.session.scalar(select(exists().where(*mine))):
        raise Conflict("这位党员的作答正在自动交卷，请过一会儿再试。", code="attempts_open")


def _check(quiz: Quiz, member_id: int, score: int, points: int) -> None:
    board = boards.of_quiz(quiz.public_id)
    kept = db.session.get(MemberStanding, (member_id, board), populate_existing=True)
    if kept is None:
        raise Invalid(errors={"member": ["这位党员在这个竞赛里没有计入的成绩。"]})
    if not score and not points:
        raise Invalid(errors={"score": ["成绩和积分至少改一项。"]})
    if not 0 <= kept.points + score <= scoring.most(quiz.draw):
        raise Invalid(errors={"score": ["调整以后的成绩不能低于 0，也不能超过满分。"]})
    if abs(points) > MOST_POINTS or ledger.paid_for(member_id, board) + points < 0:
        raise Invalid(errors={"points": ["扣的积分不能多于这个竞赛给的积分。"]})


def take_back(quiz: Quiz, public_id: str, profile: Profile, member_id: int, now: datetime) -> Adjustment:
    """Undo an adjustment by reversing its line. A second time changes nothing. Raises NotFound, Forbidden, Conflict."""
    query = select(Adjustment).where(Adjustment.public_id == public_id, Adjustment.quiz_id == quiz.id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("没有找到这次调整。")
    if found.member_id == member_id:
        raise Forbidden("不能给自己加减分，请另一位管理员来办。", code="own_points")
    member = counting.hold(quiz, found.member_id)
    db.session.refresh(found)
    if found.taken_back_at is not None:
        return found
    whom = db.session.get_one(Member, found.member_id)
    if ledger.paid_for(whom.id, boards.of_quiz(quiz.public_id)) < found.points:
        raise Conflict("这位党员后来又被扣过分，现在撤不回来。", code="points_gone")
    found.taken_back_by, found.taken_back_at = member_id, now
    db.session.flush()
    ledger.reverse(member, _key(found), f"撤销调整：{found.reason}", profile, now)
    counting.settle(quiz, member, profile, now)
    _note("quiz.adjust_back", quiz, found, whom, member_id, now)
    text = f"“{quiz.title}”此前的调整（{said(found)}，原因：{found.reason}）已经撤销。"
    notices.send([News(whom.id, KIND, "竞赛成绩调整已撤销", text)], now)
    return found


def _key(made: Adjustment) -> str:
    return f"adjustment:{made.public_id}"


def _note(action: str, quiz: Quiz, made: Adjustment, whom: Member, member_id: int, now: datetime) -> None:
    audit.record(
        action,
        f"quiz:{quiz.public_id}",
        now,
        member_id,
        object=whom.public_id,
        adjustment=made.public_id,
        score=made.score,
        points=made.points,
    )


def said(made: Adjustment) -> str:
    """`成绩加 5 分，积分减 2 分`."""
    parts = [
        ("成绩", made.score, scoring.in_points(abs(made.score))),
        ("积分", made.points, abs(made.points)),
    ]
    return "，".join(
        f"{what}{'加' if change > 0 else '减'} {amount} 分" for what, change, amount in parts if change
    )
