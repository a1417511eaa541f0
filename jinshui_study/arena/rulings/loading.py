"""What is known of the members a ruling concerns, read with few statements for many of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, func, select, tuple_

from jinshui_study import clock
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena import scoring
from jinshui_study.arena.models import Adjustment, Answer, Attempt, Quiz, Regrade
from jinshui_study.arena.modes import Result, Rules
from jinshui_study.arena.rulings import planning
from jinshui_study.arena.rulings.planning import Case
from jinshui_study.arena.rulings.remarking import Given, Keys, Target
from jinshui_study.arena.rulings.tries import QuizFacts, Try
from jinshui_study.db import db, table_of
from jinshui_study.points import boards, corrections, rulebooks
from jinshui_study.points.lines import Line
from jinshui_study.points.models import MemberStanding
from jinshui_study.points.rules import Task

_attempts = table_of(Attempt)
_answers = table_of(Answer)
_regrades = table_of(Regrade)
_standings = table_of(MemberStanding)

Pair = tuple[int, int]
"""A member and a quiz."""

_TARGETS: Select[Any] = (
    select(
        _attempts.c.member_id,
        _attempts.c.id,
        _attempts.c.quiz_id,
        _attempts.c.finished_at,
        _attempts.c.opened,
        _attempts.c.paper,
    )
    .join(
        _regrades,
        (_regrades.c.member_id == _attempts.c.member_id) & (_regrades.c.attempt_id == _attempts.c.id),
    )
    .where(
        _regrades.c.ruling_id == bindparam("ruling"),
        _regrades.c.state.in_(("waiting", "planned")),
        _regrades.c.member_id.between(bindparam("first"), bindparam("last")),
        _attempts.c.state == "finished",
    )
    .order_by(_attempts.c.member_id, _attempts.c.id)
)
"""By a range of members, for which the queue has an index: a batch is the next of them in order."""
_OF_ATTEMPTS = tuple_(_answers.c.member_id, _answers.c.attempt_id).in_(bindparam("attempts", expanding=True))
_REVISION = _answers.c.revision_id + 0
"""Not by the index of revisions, which would lead to everybody's answers."""
_LOOKED_AT: Select[Any] = (
    select(
        _answers.c.member_id,
        _answers.c.attempt_id,
        _answers.c.number,
        _answers.c.revision_id,
        _answers.c.correct,
        _answers.c.score,
        _answers.c.elapsed_ms,
        _answers.c.response,
    )
    .where(_OF_ATTEMPTS, _REVISION.in_(bindparam("revisions", expanding=True)))
    .order_by(_answers.c.member_id, _answers.c.attempt_id, _answers.c.number)
)
_REST: Select[Any] = (
    select(
        _answers.c.member_id,
        _answers.c.attempt_id,
        func.sum(case((_answers.c.correct, 1), else_=0)).label("correct"),
        func.sum(func.coalesce(_answers.c.score, 0)).label("score"),
    )
    .where(_OF_ATTEMPTS, _REVISION.not_in(bindparam("revisions", expanding=True)))
    .group_by(_answers.c.member_id, _answers.c.attempt_id)
)
"""What the answers of an attempt come to that are not looked at one by one."""
_AT_QUIZZES = tuple_(_attempts.c.member_id, _attempts.c.quiz_id).in_(bindparam("pairs", expanding=True))
_TRIES: Select[Any] = (
    select(
        _attempts.c.member_id,
        _attempts.c.id,
        _attempts.c.quiz_id,
        _attempts.c.ordinal,
        _attempts.c.ordinal_of_day,
        _attempts.c.day,
        _attempts.c.finished_at,
        _attempts.c.closed_at,
        _attempts.c.score,
        _attempts.c.correct,
        _attempts.c.questions,
        _attempts.c.duration_ms,
        _attempts.c.points_awarded,
        _attempts.c.personal_best,
        _attempts.c.voided,
    )
    .where(_AT_QUIZZES, _attempts.c.state == "finished")
    .order_by(_attempts.c.member_id, _attempts.c.quiz_id, _attempts.c.ordinal)
)
_IDS: Select[Any] = (
    select(_attempts.c.member_id, _attempts.c.id)
    .where(_AT_QUIZZES)
    .order_by(_attempts.c.member_id, _attempts.c.id)
)
_IDS_LOCKED = _IDS.with_for_update()
_STANDINGS = select(
    _standings.c.member_id, _standings.c.board, _standings.c.points, _standings.c.duration_ms
).where(tuple_(_standings.c.member_id, _standings.c.board).in_(bindparam("places", expanding=True)))
_ADJUSTED = (
    select(Adjustment.member_id, Adjustment.quiz_id, func.sum(Adjustment.score).label("change"))
    .where(
        tuple_(Adjustment.member_id, Adjustment.quiz_id).in_(bindparam("pairs", expanding=True)),
        Adjustment.taken_back_at.is_(None),
    )
    .group_by(Adjustment.member_id, Adjustment.quiz_id)
)
_MEMBERS = (
    select(Member.id, Member.branch_id, Organization.street_id)
    .join(Organization, Organization.id == Member.branch_id)
    .where(Member.id.in_(bindparam("members", expanding=True)))
    .order_by(Member.id)
)
_MEMBERS_LOCKED = _MEMBERS.with_for_update(of=table_of(Member))
_QUIZZES = select(Quiz.id, Quiz.public_id, Quiz.title, Quiz.rules, Quiz.freezes_at, Quiz.draw)


@dataclass(frozen=True)
class OnBoard:
    """A member as far as standings need one."""

    id: int
    branch_id: int
    street_id: int


@dataclass
class Batch:
    """Members a ruling concerns, with what is known of each."""

    members: dict[int, OnBoard]
    cases: list[Case]


def load(ruling_id: int, member_ids: Sequence[int], keys: Keys, *, lock: bool) -> Batch:
    """Everything about these members. `lock` keeps others from changing it until the commit.

    Locks are taken in the order a submit takes them: attempts, the day's progress, the member. Whoever has started a
    try at one of the quizzes between two of them is left out, and comes with a later batch.
    """
    rows = _concerned(ruling_id, member_ids)
    quizzes = _quizzes(Quiz.id.in_({row.quiz_id for row in rows}))
    pairs = sorted({(row.member_id, row.quiz_id) for row in rows})
    members = _hold(rows, pairs, quizzes) if lock else _members(member_ids)
    targets = _targets([row for row in rows if row.member_id in members], keys)
    tries = _tries([pair for pair in pairs if pair[0] in members])
    cases = [
        planning.open_case(member_id, quizzes, mine, tries[member_id], keys)
        for member_id, mine in targets.items()
    ]
    _add_standings(cases)
    _add_adjustments(cases)
    _add_payments(cases, _since(rows))
    return Batch(members, cases)


def load_voiding(quiz_id: int, member_id: int, attempt_id: str, cause: str) -> Batch:
    """A member's tries at a quiz, held until the commit, with one of them voided or no longer so."""
    pairs = [(member_id, quiz_id)]
    _ids(pairs, lock=True)
    quizzes, tries = _quizzes(Quiz.id == quiz_id), _tries(pairs)[member_id]
    since = min(clock.local_day(one.finished_at) for one in tries)
    corrections.progress({member_id}, {quizzes[quiz_id].rules.task}, since, lock=True)
    members = _members([member_id], lock=True)
    case = planning.open_voiding(member_id, quizzes[quiz_id], tries, attempt_id, cause)
    _add_standings([case])
    _add_adjustments([case])
    _add_payments([case], since)
    return Batch(members, [case])


def _concerned(ruling_id: int, member_ids: Sequence[int]) -> list[Row[Any]]:
    """The attempts of these members that wait in the ruling's queue."""
    params = {"ruling": ruling_id, "first": min(member_ids), "last": max(member_ids)}
    wanted = set(member_ids)
    return [row for row in db.session.connection().execute(_TARGETS, params) if row.member_id in wanted]


def _members(member_ids: Iterable[int], *, lock: bool = False) -> dict[int, OnBoard]:
    statement = _MEMBERS_LOCKED if lock else _MEMBERS
    rows = db.session.connection().execute(statement, {"members": sorted(set(member_ids))})
    return {row.id: OnBoard(row.id, row.branch_id, row.street_id or 0) for row in rows}


def _hold(
    targets: Sequence[Row[Any]], pairs: Sequence[Pair], quizzes: dict[int, QuizFacts]
) -> dict[int, OnBoard]:
    """Lock what a submit of these members would change; those who may be in the middle of one are left out."""
    if not targets:
        return {}
    member_ids = {row.member_id for row in targets}
    held = _ids(pairs, lock=True)
    tasks = {quiz.rules.task for quiz in quizzes.values()}
    corrections.progress(member_ids, tasks, _since(targets), lock=True)
    members = _members(member_ids, lock=True)
    busy = {member_id for member_id, _ in _ids(pairs, lock=False) ^ held}
    return {member_id: member for member_id, member in members.items() if member_id not in busy}


def _ids(pairs: Sequence[Pair], *, lock: bool) -> set[tuple[int, str]]:
    statement = _IDS_LOCKED if lock else _IDS
    rows = db.session.connection().execute(statement, {"pairs": list(pairs)})
    return {(row.member_id, row.id) for row in rows}


def _since(targets: Sequence[Row[Any]]) -> date:
    return min((clock.local_day(row.finished_at) for row in targets), default=date.max)


def _quizzes(where: Any) -> dict[int, QuizFacts]:
    rows = db.session.execute(_QUIZZES.where(where))
    return {
        row.id: QuizFacts(
            row.id,
            row.public_id,
            row.title,
            Rules.from_data(row.rules),
            row.freezes_at,
            scoring.most(row.draw),
        )
        for row in rows
    }


def _targets(rows: Sequence[Row[Any]], keys: Keys) -> dict[int, list[Target]]:
    """The attempts to mark anew, by member, with their answers."""
    found: dict[int, list[Target]] = defaultdict(list)
    if not rows:
        return found
    connection = db.session.connection()
    params = {
        "attempts": [(row.member_id, row.id) for row in rows],
        "revisions": sorted(keys.looked_at),
    }
    given: dict[tuple[int, str], list[Given]] = defaultdict(list)
    for row in connection.execute(_LOOKED_AT, params):
        answer = (
            row.number,
            row.revision_id,
            bool(row.correct),
            row.score or 0,
            row.elapsed_ms,
            row.response,
        )
        given[row.member_id, row.attempt_id].append(Given(*answer))
    rest = {
        (row.member_id, row.attempt_id): (int(row.correct), int(row.score))
        for row in connection.execute(_REST, params)
    }
    for row in rows:
        place = row.member_id, row.id
        correct, score = rest.get(place, (0, 0))
        target = Target(row.id, row.quiz_id, row.paper, row.opened, given[place], correct, score)
        found[row.member_id].append(target)
    return found


def _tries(pairs: Sequence[Pair]) -> dict[int, list[Try]]:
    """All finished tries of these members at these quizzes, by member, in their order."""
    found: dict[int, list[Try]] = defaultdict(list)
    if pairs:
        for row in db.session.connection().execute(_TRIES, {"pairs": list(pairs)}):
            found[row.member_id].append(_try(row))
    return found


def _try(row: Row[Any]) -> Try:
    return Try(
        id=row.id,
        quiz_id=row.quiz_id,
        ordinal=row.ordinal,
        ordinal_of_day=row.ordinal_of_day,
        day=row.day,
        finished_at=row.finished_at,
        closed_at=row.closed_at or row.finished_at,
        score=row.score or 0,
        correct=row.correct or 0,
        questions=row.questions or 0,
        duration_ms=row.duration_ms or 0,
        points=row.points_awarded or 0,
        personal_best=bool(row.personal_best),
        voided=bool(row.voided),
    )


def _add_standings(cases: Sequence[Case]) -> None:
    places = [(one.member_id, board) for one in cases for board in _boards(one)]
    found: dict[int, dict[str, Result]] = defaultdict(dict)
    if places:
        for row in db.session.connection().execute(_STANDINGS, {"places": places}):
            found[row.member_id][row.board] = Result(row.points, row.duration_ms or 0)
    for one in cases:
        one.standings = found[one.member_id]


def _add_adjustments(cases: Sequence[Case]) -> None:
    pairs = [(one.member_id, quiz_id) for one in cases for quiz_id in one.marked]
    found: dict[int, dict[int, int]] = defaultdict(dict)
    if pairs:
        for row in db.session.connection().execute(_ADJUSTED, {"pairs": pairs}):
            found[row.member_id][row.quiz_id] = int(row.change)
    for one in cases:
        one.adjusted = found[one.member_id]


def _boards(one: Case) -> list[str]:
    found = []
    for quiz_id in one.marked:
        board = boards.of_quiz(one.quizzes[quiz_id].public_id)
        found += [board, boards.frozen(board)] if one.quizzes[quiz_id].freezes_at else [board]
    return found


def _add_payments(cases: Sequence[Case], since: date) -> None:
    """The ledger lines of those whose tries may be worth other points, and the tries these lines pay for."""
    changing = [one for one in cases if one.is_worth_another]
    if not changing:
        return
    members = {one.member_id for one in changing}
    tasks = {one.quizzes[quiz_id].rules.task for one in changing for quiz_id in one.marked}
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in corrections.lines(members, tasks, since):
        lines[line.member_id].append(line)
    progress: dict[int, dict[tuple[date, str], int]] = defaultdict(dict)
    for (member_id, day, task), points in corrections.progress(members, tasks, since).items():
        progress[member_id][day, task] = points
    sources = {line.source for mine in lines.values() for line in mine}
    quizzes = _quizzes(Quiz.public_id.in_({source.removeprefix("quiz:") for source in sources}))
    for one in changing:
        one.lines = lines[one.member_id]
        one.progress = progress[one.member_id]
        one.tasks = _tasks(one.lines)
        one.quizzes = {**quizzes, **one.quizzes}
    _add_tries(changing)


def _tasks(lines: Iterable[Line]) -> dict[tuple[int, str], Task]:
    """The tasks of lines that pay for attempts, by the version of the rules they were paid by."""
    wanted = {(line.rule_version, line.task) for line in lines if planning.attempt_of(line)}
    found = {place: rulebooks.of_version(place[0]).task(place[1]) for place in wanted}
    return {place: task for place, task in found.items() if task is not None}


def _add_tries(cases: Sequence[Case]) -> None:
    """The tries at other quizzes whose points depend on those at hand."""
    wanted: list[Pair] = []
    for one in cases:
        ids = {boards.of_quiz(quiz.public_id): quiz.id for quiz in one.quizzes.values()}
        concerned = [line for lines in planning.lines_concerned(one).values() for line in lines]
        others = {ids[line.source] for line in concerned if line.source in ids} - set(one.marked)
        wanted += [(one.member_id, quiz_id) for quiz_id in sorted(others)]
    found = _tries(wanted)
    for one in cases:
        one.add(found[one.member_id])
