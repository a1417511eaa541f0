"""What is known of the members a ruling concerns, read with few statements for many of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, tuple_

from jinshui_study import clock
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena.models import Answer, Attempt, Quiz, Regrade
from jinshui_study.arena.modes import Result, Rules
from jinshui_study.arena.rulings import planning
from jinshui_study.arena.rulings.planning import Case, Given, Keys, Target
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

_OF_BATCH = (
    _regrades.c.ruling_id == bindparam("ruling"),
    _regrades.c.member_id.in_(bindparam("members", expanding=True)),
    _regrades.c.state != "done",
)
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
    .where(*_OF_BATCH, _attempts.c.state == "finished")
    .order_by(_attempts.c.member_id, _attempts.c.id)
)
_MARKS: Select[Any] = (
    select(
        _answers.c.member_id,
        _answers.c.attempt_id,
        _answers.c.number,
        _answers.c.revision_id,
        _answers.c.correct,
        _answers.c.score,
        _answers.c.elapsed_ms,
    )
    .join(
        _regrades,
        (_regrades.c.member_id == _answers.c.member_id) & (_regrades.c.attempt_id == _answers.c.attempt_id),
    )
    .where(*_OF_BATCH)
    .order_by(_answers.c.member_id, _answers.c.attempt_id, _answers.c.number)
)
_RESPONSES: Select[Any] = (
    select(_answers.c.member_id, _answers.c.attempt_id, _answers.c.number, _answers.c.response)
    .join(
        _regrades,
        (_regrades.c.member_id == _answers.c.member_id) & (_regrades.c.attempt_id == _answers.c.attempt_id),
    )
    .where(*_OF_BATCH, _answers.c.revision_id.in_(bindparam("revisions", expanding=True)))
)
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
_MEMBERS = (
    select(Member.id, Member.branch_id, Organization.street_id)
    .join(Organization, Organization.id == Member.branch_id)
    .where(Member.id.in_(bindparam("members", expanding=True)))
    .order_by(Member.id)
)
_MEMBERS_LOCKED = _MEMBERS.with_for_update(of=table_of(Member))
_QUIZZES = select(Quiz.id, Quiz.public_id, Quiz.title, Quiz.rules, Quiz.freezes_at)


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
    params = {"ruling": ruling_id, "members": sorted(member_ids), "revisions": sorted(keys.revisions)}
    targets = db.session.connection().execute(_TARGETS, params).all()
    quizzes = _quizzes(Quiz.id.in_({row.quiz_id for row in targets}))
    pairs = sorted({(row.member_id, row.quiz_id) for row in targets})
    members = _hold(targets, pairs, quizzes) if lock else _members(member_ids)
    targets = [row for row in targets if row.member_id in members]
    answers = _given(params)
    cases = _cases(targets, answers, quizzes, _tries([pair for pair in pairs if pair[0] in members]))
    _add_standings(cases)
    _add_payments(cases, keys, _since(targets))
    return Batch(members, cases)


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
        row.id: QuizFacts(row.id, row.public_id, row.title, Rules.from_data(row.rules), row.freezes_at)
        for row in rows
    }


def _given(params: dict[str, Any]) -> dict[tuple[int, str], list[Given]]:
    """The answers by attempt, with their responses where they are marked anew."""
    connection = db.session.connection()
    responses = {
        (row.member_id, row.attempt_id, row.number): row.response
        for row in connection.execute(_RESPONSES, params)
    }
    marks = {name: params[name] for name in ("ruling", "members")}
    found: dict[tuple[int, str], list[Given]] = defaultdict(list)
    for row in connection.execute(_MARKS, marks):
        place = row.member_id, row.attempt_id
        response = responses.get((*place, row.number))
        found[place].append(
            Given(row.number, row.revision_id, bool(row.correct), row.score or 0, row.elapsed_ms, response)
        )
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
    )


def _cases(
    targets: Sequence[Row[Any]],
    answers: dict[tuple[int, str], list[Given]],
    quizzes: dict[int, QuizFacts],
    tries: dict[int, list[Try]],
) -> list[Case]:
    by_member: dict[int, list[Target]] = defaultdict(list)
    for row in targets:
        given = answers.get((row.member_id, row.id), [])
        by_member[row.member_id].append(Target(row.id, row.quiz_id, row.paper, row.opened, given))
    return [Case(member_id, dict(quizzes), mine, tries[member_id]) for member_id, mine in by_member.items()]


def _add_standings(cases: Sequence[Case]) -> None:
    places = [(case.member_id, board) for case in cases for board in _boards(case)]
    found: dict[int, dict[str, Result]] = defaultdict(dict)
    if places:
        for row in db.session.connection().execute(_STANDINGS, {"places": places}):
            found[row.member_id][row.board] = Result(row.points, row.duration_ms or 0)
    for case in cases:
        case.standings = found[case.member_id]


def _boards(case: Case) -> list[str]:
    found = []
    for quiz_id in {target.quiz_id for target in case.targets}:
        board = boards.of_quiz(case.quizzes[quiz_id].public_id)
        found += [board, boards.frozen(board)] if case.quizzes[quiz_id].freezes_at else [board]
    return found


def _add_payments(cases: Sequence[Case], keys: Keys, since: date) -> None:
    """The ledger lines of those whose tries may be worth other points, and the tries these lines pay for."""
    changing = [case for case in cases if _is_worth_another(case, keys)]
    if not changing:
        return
    members = {case.member_id for case in changing}
    tasks = {case.quizzes[target.quiz_id].rules.task for case in changing for target in case.targets}
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in corrections.lines(members, tasks, since):
        lines[line.member_id].append(line)
    progress: dict[int, dict[tuple[date, str], int]] = defaultdict(dict)
    for (member_id, day, task), points in corrections.progress(members, tasks, since).items():
        progress[member_id][day, task] = points
    sources = {line.source for mine in lines.values() for line in mine}
    quizzes = _quizzes(Quiz.public_id.in_({source.removeprefix("quiz:") for source in sources}))
    for case in changing:
        case.lines = lines[case.member_id]
        case.progress = progress[case.member_id]
        case.tasks = _tasks(case.lines)
        case.quizzes = {**quizzes, **case.quizzes}
    _add_tries(changing, keys)


def _is_worth_another(case: Case, keys: Keys) -> bool:
    before = {one.id: one.correct for one in case.tries}
    return any(one.correct != before[one.id] for one in planning.mark_again(case, keys)[1])


def _tasks(lines: Iterable[Line]) -> dict[tuple[int, str], Task]:
    """The tasks of lines that pay for attempts, by the version of the rules they were paid by."""
    wanted = {(line.rule_version, line.task) for line in lines if planning.attempt_of(line)}
    found = {place: rulebooks.of_version(place[0]).task(place[1]) for place in wanted}
    return {place: task for place, task in found.items() if task is not None}


def _add_tries(cases: Sequence[Case], keys: Keys) -> None:
    """The tries at other quizzes whose points depend on those at hand."""
    wanted: dict[int, set[int]] = {}
    for case in cases:
        ids = {boards.of_quiz(quiz.public_id): quiz.id for quiz in case.quizzes.values()}
        known = {one.quiz_id for one in case.tries}
        after = planning.mark_again(case, keys)[1]
        concerned = [line for lines in planning.lines_concerned(case, after).values() for line in lines]
        wanted[case.member_id] = {ids[line.source] for line in concerned if line.source in ids} - known
    pairs = sorted((member_id, quiz) for member_id, quizzes in wanted.items() for quiz in quizzes)
    found = _tries(pairs)
    for case in cases:
        case.tries = [*case.tries, *found[case.member_id]]
