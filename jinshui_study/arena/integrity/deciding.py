"""What people make of findings: dismiss, or void the attempt; the member may appeal once, another decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from jinshui_study import clock, compliance
from jinshui_study.accounts import audit, notices, organizations, rights
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.accounts.notices import News
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena.integrity import states
from jinshui_study.arena.integrity.models import Finding
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.arena.rulings import regrading
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Forbidden, Invalid, NotFound
from jinshui_study.questions import listing
from jinshui_study.questions.listing import Page

RIGHT = "integrity.review"
NOTICE = "integrity"
LONGEST_REASON, LONGEST_APPEAL = 200, 500
WAITING = (states.OPEN, states.APPEALED)


@dataclass(frozen=True)
class Listed:
    """A finding with what it is about; the name is masked: who judges needs no more."""

    finding: Finding
    quiz: Quiz
    name: str
    branch: str
    score: int


def _query(member_id: int) -> Any:
    return (
        select(Finding, Quiz, Member.name, Organization.name.label("branch"), Attempt.score)
        .join(Quiz, Quiz.id == Finding.quiz_id)
        .join(Attempt, (Attempt.member_id == Finding.member_id) & (Attempt.id == Finding.attempt_id))
        .join(Member, Member.id == Finding.member_id)
        .join(Organization, Organization.id == Member.branch_id)
        .where(Quiz.organization_id.in_(organizations.within_reach(member_id, RIGHTS[RIGHT])))
    )


def _listed(row: Any) -> Listed:
    return Listed(
        row.Finding, row.Quiz, compliance.mask_name(row.name) or "已注销", row.branch, row.score or 0
    )


def page(member_id: int, waiting: bool, number: int) -> Page[Listed]:
    """Findings in reach: those that wait for somebody, appeals first, or those that are dealt with."""
    query = _query(member_id).where(Finding.state.in_(WAITING) if waiting else Finding.state.not_in(WAITING))
    query = query.order_by(Finding.state, Finding.id.desc())
    return listing.cut(query, number, listing.SIZE, _listed)


def get(public_id: str, member_id: int) -> Listed:
    """Raises NotFound."""
    row = db.session.execute(_query(member_id).where(Finding.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound("没有找到这条线索。")
    return _listed(row)


def beside(listed: Listed, member_id: int) -> Sequence[Listed]:
    """The other findings that were found together with this one."""
    mine = listed.finding
    query = _query(member_id).where(
        Finding.quiz_id == mine.quiz_id,
        Finding.kind == mine.kind,
        Finding.together == mine.together,
        Finding.id != mine.id,
    )
    return [_listed(row) for row in db.session.execute(query.order_by(Finding.id))]


def decide(
    public_id: str, action: str, reason: str, profile: Profile, member_id: int, now: datetime
) -> Finding:
    """Dismiss a finding, or void its attempt, with a reason.

    Raises NotFound; Conflict: decided, already_void; Forbidden for one's own; Invalid without a reason.
    """
    if action not in ("dismiss", "void"):
        raise Invalid(errors={"action": ["请选择怎么处理。"]})
    finding = _step(public_id, action, member_id)
    if action == "void":
        finding.reason = _text("reason", reason, LONGEST_REASON, "请写明作废的原因，本人会看到。")
        if _is_void(finding):
            raise Conflict("这次作答已经因为别的线索作废了。", code="already_void")
        regrading.turn_void(finding.quiz_id, finding.member_id, finding.attempt_id, "重新计算", profile, now)
        _tell(
            finding,
            "竞赛作答被作废",
            f"原因：{finding.reason}。如有异议，可以在这次作答的结果里申诉一次。",
            now,
        )
    finding.decided_by, finding.decided_at = member_id, now
    return _noted(finding, f"integrity.{action}", member_id, now)


def settle(
    public_id: str, action: str, reply: str, profile: Profile, member_id: int, now: datetime
) -> Finding:
    """Decide an appeal: keep the attempt void, or restore it. Another person than who voided it, where there is one.

    Raises NotFound; Conflict: decided; Forbidden: own_decision; Invalid without a reply.
    """
    if action not in ("keep", "restore"):
        raise Invalid(errors={"action": ["请选择怎么处理。"]})
    finding = _step(public_id, action, member_id)
    owner = db.session.get_one(Organization, db.session.get_one(Quiz, finding.quiz_id).organization_id)
    if finding.decided_by == member_id and rights.may_others(member_id, RIGHT, owner):
        raise Forbidden("作废是您定的，申诉要由另一位管理员来定。", code="own_decision")
    finding.reply = _text("reply", reply, LONGEST_REASON, "请写明答复，本人会看到。")
    if action == "restore":
        regrading.turn_void(finding.quiz_id, finding.member_id, finding.attempt_id, "重新计算", profile, now)
    told = "申诉成立，成绩已经恢复。" if action == "restore" else "经复核，维持作废。"
    _tell(finding, "申诉有了结果", f"{told}答复：{finding.reply}", now)
    finding.settled_by, finding.settled_at = member_id, now
    return _noted(finding, f"integrity.{action}", member_id, now)


def appeal(attempt_id: str, text: str, member_id: int, now: datetime) -> Finding:
    """Appeal once against one's attempt having been voided. Raises NotFound, Conflict: appealed, Invalid."""
    finding = find_void(member_id, attempt_id, lock=True)
    if finding is None:
        raise NotFound("这次作答没有被作废。")
    if states.after(finding.state, "appeal") is None:
        raise Conflict("已经申诉过，每次作废只能申诉一次。", code="appealed")
    finding.appeal = _text("text", text, LONGEST_APPEAL, "请写明申诉的理由。")
    finding.state, finding.appealed_at = states.APPEALED, now
    return _noted(finding, "integrity.appeal", member_id, now)


def find_void(member_id: int, attempt_id: str, *, lock: bool = False) -> Finding | None:
    """The finding by which an attempt of the member is void or was restored, None where it never was."""
    query = (
        select(Finding)
        .where(
            Finding.member_id == member_id,
            Finding.attempt_id == attempt_id,
            Finding.state.in_((*states.VOID, states.RESTORED)),
        )
        .order_by(Finding.decided_at.desc())
        .limit(1)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def describe_void(finding: Finding) -> dict[str, Any]:
    """What the member is told of their attempt having been voided."""
    return {
        "state": finding.state,
        "reason": finding.reason,
        "appeal": finding.appeal,
        "reply": finding.reply,
        "may_appeal": states.after(finding.state, "appeal") is not None,
        "voided_at": clock.local(finding.decided_at),
    }


def _step(public_id: str, action: str, member_id: int) -> Finding:
    """The finding, locked, in the state the action leads to: of two at once the second finds it taken."""
    finding = get(public_id, member_id).finding
    query = select(Finding).where(Finding.id == finding.id).with_for_update()
    finding = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if finding.member_id == member_id:
        raise Forbidden("这是您本人的作答，请另一位管理员来办。", code="own_attempt")
    following = states.after(finding.state, action)
    if following is None:
        raise Conflict("刚刚已经有人处理了，请刷新再看。", code="decided")
    finding.state = following
    return finding


def _is_void(finding: Finding) -> bool:
    mine = (Attempt.member_id == finding.member_id, Attempt.id == finding.attempt_id, Attempt.voided)
    return bool(db.session.scalar(select(exists().where(*mine))))


def _text(name: str, text: str, most: int, missing: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid(errors={name: [missing]})
    if len(text) > most:
        raise Invalid(errors={name: [f"最多 {most} 个字。"]})
    return text


def _tell(finding: Finding, title: str, text: str, now: datetime) -> None:
    quiz = db.session.get_one(Quiz, finding.quiz_id)
    news = News(
        finding.member_id, NOTICE, title, f"“{quiz.title}”：{text}", f"/attempts/{finding.attempt_id}"
    )
    notices.send([news], now)


def _noted(finding: Finding, action: str, member_id: int, now: datetime) -> Finding:
    db.session.flush()
    audit.record(action, f"finding:{finding.public_id}", now, member_id, object=finding.attempt_id)
    return finding
