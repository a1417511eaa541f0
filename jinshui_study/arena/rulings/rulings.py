"""Ruling on a revision: who may, proposing, deciding. What is decided holds for all grading from that commit on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from jinshui_study.accounts import audit, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import verdicts
from jinshui_study.arena.models import Quiz, Regrade, Ruling
from jinshui_study.arena.rulings import announcing, carrying, disputes, queueing
from jinshui_study.compliance import Profile
from jinshui_study.db import changed_rows, db, insert, opaque_id, table_of
from jinshui_study.errors import Conflict, Invalid, NotFound
from jinshui_study.questions import corrections
from jinshui_study.questions.models import Bank, Question, Revision

RIGHT = "dispute.rule"
LONGEST_REPLY = 500
LONGEST_EXPLANATION = 2000
VERDICTS = {"keep": "维持原答案", "correct": "更正答案", "void": "作废此题"}

_rulings = table_of(Ruling)


def get_revision(question_id: str, number: int, member_id: int) -> tuple[Bank, Question, Revision]:
    """A revision the member may rule on. Raises NotFound, also for one of a bank out of reach."""
    bank, question, revision = corrections.get(question_id, number)
    _require(member_id, bank)
    return bank, question, revision


def _require(member_id: int, bank: Bank) -> None:
    if not rights.may(member_id, RIGHT, db.session.get_one(Organization, bank.organization_id)):
        raise NotFound("没有找到这道题。")


def get(public_id: str, member_id: int) -> tuple[Ruling, Bank, Question, Revision]:
    """A ruling with what it is about, for who may rule on it. Raises NotFound."""
    ruling = db.session.scalar(
        select(Ruling).where(Ruling.public_id == public_id).execution_options(populate_existing=True)
    )
    if ruling is None:
        raise NotFound("没有找到这项裁定。")
    bank, question, revision = corrections.get_by_id(ruling.revision_id)
    _require(member_id, bank)
    return ruling, bank, question, revision


def of_revision(revision_id: int) -> Sequence[Ruling]:
    """The rulings on a revision that stand, and the one that is proposed, newest first."""
    return db.session.scalars(
        select(Ruling)
        .where(Ruling.revision_id == revision_id, Ruling.state != "withdrawn")
        .order_by(Ruling.id.desc())
    ).all()


def present_content(revision: Revision) -> dict[str, Any] | None:
    """The revision's content with the key that holds by now; None where it is void."""
    verdict = verdicts.fresh().get(revision.id)
    return revision.content if verdict is None else verdict.content


def keep(revision: Revision, reply: str, member_id: int, now: datetime) -> Ruling:
    """Answer what is said against a revision: it stays as it is. Raises Invalid, and Conflict: nothing_to_answer."""
    if not reply:
        raise Invalid("请写明维持原答案的理由。", errors={"reply": ["请写明理由。"]})
    ruling = Ruling(
        revision_id=revision.id,
        verdict="keep",
        reply=reply,
        revisions=[revision.id],
        state="settled",
        proposed_by=member_id,
        proposed_at=now,
        decided_by=member_id,
        decided_at=now,
        settled_at=now,
    )
    if not disputes.waiting(revision.id):
        raise Conflict("这道题没有待答复的疑问。", code="nothing_to_answer")
    db.session.add(ruling)
    db.session.flush()
    _answer(ruling, now)
    _audit("dispute.rule", ruling, member_id, now)
    return ruling


def propose(
    question: Question,
    revision: Revision,
    verdict: str,
    answer: list[str],
    explanation: str,
    reply: str,
    member_id: int,
    now: datetime,
) -> Ruling:
    """Propose to correct the key or to void the question, in place of what was proposed before.

    Nothing changes by it; what would is worked out at once for few, by `jinshui work` for many. Raises Invalid for an
    answer that does not fit, Conflict: already_void.
    """
    content = None
    if verdict == "correct":
        content = corrections.corrected(question, revision, answer, present_content(revision))
    elif present_content(revision) is None:
        raise Conflict("这道题已经作废。", code="already_void")
    _withdraw(revision)
    ruling = _add(
        {
            "public_id": opaque_id(),
            "revision_id": revision.id,
            "verdict": verdict,
            "content": content,
            "explanation": "" if explanation == revision.explanation else explanation,
            "reply": reply,
            "revisions": _with_ancestors(revision.id),
            "state": "proposed",
            "queued": False,
            "barred": False,
            "proposed_by": member_id,
            "proposed_at": now,
        }
    )
    carrying.look_ahead(ruling)
    _audit("dispute.propose", ruling, member_id, now)
    return ruling


def _add(row: dict[str, Any]) -> Ruling:
    statement = insert(_rulings).values(**row).on_conflict_do_nothing().returning(_rulings.c.id)
    ruling_id = db.session.execute(statement).scalar_one_or_none()
    if ruling_id is None:
        raise Conflict("另一位编辑刚刚提出了裁定，请刷新后再试。", code="proposed_meanwhile")
    return db.session.get_one(Ruling, ruling_id)


def _withdraw(revision: Revision) -> None:
    gone = db.session.scalars(
        update(Ruling)
        .where(Ruling.revision_id == revision.id, Ruling.state == "proposed")
        .values(state="withdrawn")
        .returning(Ruling.id)
    ).all()
    for ruling_id in gone:
        queueing.empty(ruling_id)


def _with_ancestors(revision_id: int) -> list[int]:
    """A revision, and those whose key was corrected into its own: they are corrected along with it."""
    found = [revision_id]
    for current in found:
        rows = db.session.execute(
            select(Ruling.revision_id).where(Ruling.new_revision_id == current, Ruling.number.is_not(None))
        )
        found += [row.revision_id for row in rows if row.revision_id not in found]
    return found


def decide(ruling: Ruling, member_id: int, profile: Profile, now: datetime) -> bool:
    """Decide what was proposed; False where that is done already. All grading from the commit on goes by it.

    What was graded before is put right in the same transaction where it concerns few, else by `jinshui work`.
    Raises Conflict: proposal_withdrawn, preview_running.
    """
    if ruling.state == "proposed" and not carrying.is_looked_through(ruling):
        raise Conflict("影响范围还在计算，请稍后再执行。", code="preview_running")
    if not changed_rows(
        update(_rulings)
        .where(_rulings.c.id == ruling.id, _rulings.c.state == "proposed")
        .values(state="decided", decided_by=member_id, decided_at=now, queued=False)
    ):
        db.session.refresh(ruling)
        if ruling.state == "withdrawn":
            raise Conflict("这项裁定已被新的裁定取代，请刷新后再试。", code="proposal_withdrawn")
        return False
    _number(ruling)
    _change_question(ruling, member_id, now)
    _answer(ruling, now)
    _audit("dispute.rule", ruling, member_id, now)
    carrying.carry_out_few(ruling, profile, now)
    return True


def _number(ruling: Ruling) -> None:
    """Take the next place in the order of decisions. Two at once would take the same: the later one is refused."""
    following = select(func.coalesce(func.max(_rulings.c.number), 0) + 1).scalar_subquery()
    try:
        with db.session.begin_nested():
            db.session.execute(update(_rulings).where(_rulings.c.id == ruling.id).values(number=following))
    except IntegrityError as error:
        raise Conflict(
            "另一项裁定正在执行，请稍后再试。", code="decided_meanwhile", headers={"Retry-After": "1"}
        ) from error
    db.session.refresh(ruling)


def _change_question(ruling: Ruling, member_id: int, now: datetime) -> None:
    """What is asked from now on: the corrected revision, also in quizzes that give everybody one paper; or nothing.

    Where everybody gets one paper, a void question stays in it: the paper is what they are compared by.
    """
    revision = db.session.get_one(Revision, ruling.revision_id)
    if ruling.verdict == "void":
        corrections.retire(revision.question_id, revision)
        return
    made = corrections.correct(
        revision.question_id, revision, ruling.content or {}, ruling.explanation, now, member_id
    )
    if made is None:
        return
    ruling.new_revision_id = made.id
    for quiz in db.session.scalars(select(Quiz).where(Quiz.closes_at > now)):
        if any(line["revision"] in ruling.revisions for line in quiz.paper or ()):
            quiz.paper = [_with_revision(line, made.id, ruling.revisions) for line in quiz.paper or ()]
    db.session.flush()


def _with_revision(line: dict[str, Any], new: int, old: Sequence[int]) -> dict[str, Any]:
    return {**line, "revision": new} if line["revision"] in old else line


def _answer(ruling: Ruling, now: datetime) -> None:
    answered = disputes.answer(ruling.revisions, ruling)
    announcing.of_answers(ruling, answered, now)


def _audit(action: str, ruling: Ruling, member_id: int, now: datetime) -> None:
    revision = db.session.get_one(Revision, ruling.revision_id)
    question = db.session.get_one(Question, revision.question_id)
    audit.record(
        action,
        f"question:{question.public_id}",
        now,
        member_id,
        ruling=ruling.public_id,
        verdict=ruling.verdict,
        revision=revision.number,
    )


def sums(ruling: Ruling) -> dict[str, int]:
    """What a ruling comes to, as far as it is known: attempts and members concerned, and by how much."""
    change = Regrade.score_after - Regrade.score_before
    row = db.session.execute(
        select(
            func.count().label("attempts"),
            func.count(Regrade.member_id.distinct()).label("members"),
            func.coalesce(func.sum(change), 0).label("score"),
            func.count().filter(change > 0).label("up"),
            func.count().filter(change < 0).label("down"),
            func.coalesce(func.sum(Regrade.points_after - Regrade.points_before), 0).label("points"),
        ).where(Regrade.ruling_id == ruling.id, Regrade.state != "waiting")
    ).one()
    return {name: int(value) for name, value in row._mapping.items()}
