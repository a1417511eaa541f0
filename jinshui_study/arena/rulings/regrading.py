"""Looking ahead at what a ruling changes for some members, or changing it: in one transaction for each of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, update

from jinshui_study.arena import marks, verdicts
from jinshui_study.arena.marking import Verdict
from jinshui_study.arena.models import Attempt, Regrade, Ruling
from jinshui_study.arena.rulings import announcing, loading, planning
from jinshui_study.arena.rulings.loading import Batch, OnBoard
from jinshui_study.arena.rulings.planning import Plan
from jinshui_study.arena.rulings.remarking import Keys
from jinshui_study.arena.rulings.tries import QuizFacts, Try
from jinshui_study.compliance import Profile
from jinshui_study.db import db, insert, table_of
from jinshui_study.points import boards, corrections, standings
from jinshui_study.points.standings import Change, Posting
from jinshui_study.questions import pools

_attempts = table_of(Attempt)
_regrades = table_of(Regrade)

_RESCORE = (
    update(_attempts)
    .where(_attempts.c.member_id == bindparam("of_member"), _attempts.c.id == bindparam("of_attempt"))
    .values(
        score=bindparam("now_score"),
        correct=bindparam("now_correct"),
        points_awarded=bindparam("now_points"),
        personal_best=bindparam("now_best"),
        marks_version=_attempts.c.marks_version + 1,
    )
)
"""What item statistics have counted of the attempt is out of date, which its version tells them."""


def _note() -> Any:
    """What changed of an attempt; what it was before a ruling stays, however often the ruling comes back to it."""
    statement = insert(_regrades)
    new, kept = statement.excluded, _regrades.c
    return statement.on_conflict_do_update(
        index_elements=["member_id", "ruling_id", "attempt_id"],
        set_={
            "state": new.state,
            "score_after": new.score_after,
            "points_after": new.points_after,
            **{
                name: case((kept.state == "done", kept[name]), else_=new[name])
                for name in ("score_before", "points_before")
            },
        },
    )


_NOTE = _note()


def keys_of(ruling: Ruling) -> Keys:
    """What the ruling marks anew, by the verdicts that hold, or would if a proposal were decided."""
    known = verdicts.fresh()
    if ruling.number is None:
        known |= dict.fromkeys(ruling.revisions, verdict_of(ruling))
    return Keys(set(ruling.revisions), known, pools.wordings(ruling.revisions))


def verdict_of(ruling: Ruling) -> Verdict:
    content = ruling.content if ruling.verdict == "correct" else None
    return Verdict(content, ruling.explanation, ruling.reply)


def preview(ruling: Ruling, member_ids: Sequence[int]) -> None:
    """Note what would change for these members, and change nothing."""
    keys = keys_of(ruling)
    batch = loading.load(ruling.id, member_ids, keys, lock=False)
    plans = {one.member_id: planning.plan(one) for one in batch.cases}
    _note_all(ruling, plans, "planned")
    _forget(ruling, member_ids, "waiting")


def carry_out(ruling: Ruling, member_ids: Sequence[int], profile: Profile, now: datetime) -> int:
    """Change it, and tell these members; returns how many were dealt with. A second time changes nothing.

    Whoever is in the middle of a try at one of the quizzes is left for later.
    """
    keys = keys_of(ruling)
    batch = loading.load(ruling.id, member_ids, keys, lock=True)
    plans = {one.member_id: planning.plan(one) for one in batch.cases}
    corrections.replace([each for plan in plans.values() for each in plan.replacements], now)
    _write_scores(plans)
    marks.write(
        [
            (one.member_id, answer.attempt_id, answer.number, *answer.mark)
            for one in batch.cases
            for answer in one.remarked
        ]
    )
    _note_all(ruling, plans, "done")
    _forget(ruling, list(batch.members), "waiting", "planned")
    _tell(ruling, batch, plans, now)
    _post(batch, plans, profile, now)
    return len(batch.members)


def turn_void(
    quiz_id: int, member_id: int, attempt_id: str, cause: str, profile: Profile, now: datetime
) -> Plan:
    """Void an attempt, or let it count again where it was voided: points, places and what later tries were paid.

    `cause` is what ledger lines of other tries that are paid otherwise say.
    """
    batch = loading.load_voiding(quiz_id, member_id, attempt_id, cause)
    plans = {one.member_id: planning.plan(one) for one in batch.cases}
    corrections.replace([each for plan in plans.values() for each in plan.replacements], now)
    _write_scores(plans)
    turned = (_attempts.c.member_id == member_id, _attempts.c.id == attempt_id)
    db.session.connection().execute(update(_attempts).where(*turned).values(voided=~_attempts.c.voided))
    _post(batch, plans, profile, now)
    return plans[member_id]


def _write_scores(plans: Mapping[int, Plan]) -> None:
    rows = [
        {
            "of_member": member_id,
            "of_attempt": after.id,
            "now_score": after.score,
            "now_correct": after.correct,
            "now_points": after.points,
            "now_best": after.personal_best,
        }
        for member_id, plan in plans.items()
        for _, after in plan.tries
    ]
    if rows:
        db.session.connection().execute(_RESCORE, rows)


def _told(plan: Plan) -> list[tuple[Try, Try]]:
    """The tries a member hears of: those with another score, or other points."""
    return [
        (before, after)
        for before, after in plan.tries
        if (before.score, before.points) != (after.score, after.points)
    ]


def _note_all(ruling: Ruling, plans: Mapping[int, Plan], state: str) -> None:
    rows = [
        {
            "member_id": member_id,
            "ruling_id": ruling.id,
            "attempt_id": after.id,
            "state": state,
            "score_before": before.score,
            "score_after": after.score,
            "points_before": before.points,
            "points_after": after.points,
        }
        for member_id, plan in plans.items()
        for before, after in _told(plan)
    ]
    if rows:
        db.session.connection().execute(_NOTE, rows)


def _forget(ruling: Ruling, member_ids: Sequence[int], *states: str) -> None:
    """Attempts that were looked at and stay as they are leave the queue."""
    db.session.execute(
        delete(Regrade).where(
            Regrade.ruling_id == ruling.id, Regrade.member_id.in_(member_ids), Regrade.state.in_(states)
        )
    )


def _tell(ruling: Ruling, batch: Batch, plans: Mapping[int, Plan], now: datetime) -> None:
    quizzes: dict[int, QuizFacts] = {}
    for one in batch.cases:
        quizzes |= one.quizzes
    changed = {member_id: _told(plan) for member_id, plan in plans.items()}
    announcing.of_scores(ruling, changed, quizzes, now)


def _post(batch: Batch, plans: Mapping[int, Plan], profile: Profile, now: datetime) -> None:
    """Bring every board in line: the quizzes' own, and those of the days that were paid otherwise."""
    postings: list[Posting] = []
    withdrawn: list[tuple[int, str]] = []
    for member_id, plan in plans.items():
        member = batch.members[member_id]
        postings += _period_postings(member, plan, now)
        for place in plan.places:
            if place.after is None:
                withdrawn.append((member_id, place.board))
                continue
            score, before_ms = (place.before.score, place.before.duration_ms) if place.before else (0, None)
            change = Change(place.board, place.after.score - score, place.after.duration_ms, before_ms)
            postings.append(Posting(member, change, place.reached_at or now))
    standings.post_all(postings, profile, withdrawn)


def _period_postings(member: OnBoard, plan: Plan, now: datetime) -> list[Posting]:
    sums: dict[str, int] = defaultdict(int)
    for one in plan.replacements:
        for board in boards.of_day(one.line.day):
            sums[board] += one.points - one.line.points
    return [Posting(member, Change(board, points), now) for board, points in sums.items() if points]
