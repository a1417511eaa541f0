"""Checking a file of final standings against the answers: all marks, scores, lots and counted results anew."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select, tuple_

from jinshui_study.accounts.models import Member
from jinshui_study.arena import boards, lots, marking, scoring, verdicts
from jinshui_study.arena.contests import publishing
from jinshui_study.arena.marking import Verdict
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.errors import NotFound
from jinshui_study.questions import pools

PAGE = 200


def differences(document: Mapping[str, Any], profile: Profile) -> Iterator[str]:
    """A sentence for whatever in the file the answers do not bear out. Raises NotFound for a quiz we do not have."""
    quiz = db.session.scalar(select(Quiz).where(Quiz.public_id == document["quiz"]["id"]))
    if quiz is None:
        raise NotFound("数据库里没有这个答题活动。")
    if (quiz.rules, quiz.draw, quiz.seed) != (document["rules"], document["draw"], document["seed"]):
        yield "活动的规则、抽题或种子和数据库里的不同。"
    yield from _wrong_results(quiz, document, profile)
    yield from _wrong_attempts(quiz)


def _wrong_results(quiz: Quiz, document: Mapping[str, Any], profile: Profile) -> Iterator[str]:
    took_part = select(Attempt.member_id).where(Attempt.quiz_id == quiz.id)
    rows = db.session.execute(select(Member.id, Member.public_id).where(Member.id.in_(took_part)))
    names = {row.id: row.public_id for row in rows}
    right = {
        publishing.id_of(quiz, names[total.member_id]): (total.points, total.duration_ms or 0)
        for total in boards.totals_of(quiz, profile)
    }
    told = {line["id"]: (line["score"], line["duration_ms"]) for line in document["participants"]}
    for participant in sorted(right.keys() | told.keys()):
        if right.get(participant) != told.get(participant):
            in_file, by_answers = _said(told.get(participant)), _said(right.get(participant))
            yield f"编号 {participant}：文件里是 {in_file}，按作答应是 {by_answers}。"


def _said(result: tuple[int, int] | None) -> str:
    return "没有成绩" if result is None else f"{scoring.in_points(result[0])} 分 {result[1]} 毫秒"


def _wrong_attempts(quiz: Quiz) -> Iterator[str]:
    rules, known = Rules.from_data(quiz.rules), verdicts.fresh()
    last = (0, "")
    while True:
        page = db.session.execute(
            select(
                Attempt.member_id,
                Attempt.id,
                Attempt.ordinal,
                Attempt.seed,
                Attempt.opened,
                Attempt.paper,
                Attempt.score,
                Member.public_id,
            )
            .join(Member, Member.id == Attempt.member_id)
            .where(
                Attempt.quiz_id == quiz.id,
                Attempt.state == "finished",
                tuple_(Attempt.member_id, Attempt.id) > last,
            )
            .order_by(Attempt.member_id, Attempt.id)
            .limit(PAGE)
        ).all()
        if not page:
            return
        answers = _answers(page)
        for row in page:
            yield from _wrong_attempt(quiz, rules, row, answers.get(row.id, []), known)
        last = page[-1].member_id, page[-1].id


def _answers(page: Sequence[Row[Any]]) -> dict[str, list[Answer]]:
    query = select(Answer).where(
        tuple_(Answer.member_id, Answer.attempt_id).in_([(row.member_id, row.id) for row in page])
    )
    found: dict[str, list[Answer]] = {}
    for answer in db.session.scalars(query):
        found.setdefault(answer.attempt_id, []).append(answer)
    return found


def _wrong_attempt(
    quiz: Quiz, rules: Rules, row: Row[Any], answers: Sequence[Answer], known: Mapping[int, Verdict]
) -> Iterator[str]:
    if quiz.seed is not None and row.seed != lots.of_attempt(quiz.seed, row.public_id, row.ordinal):
        yield f"作答 {row.id}：试卷不是按种子抽的。"
    wordings = pools.wordings(line["revision"] for line in row.paper)
    marks = {
        one.number: marking.mark(
            rules,
            wordings[one.revision_id],
            known.get(one.revision_id),
            one.response,
            row.paper[one.number - 1]["worth"],
            one.elapsed_ms,
        )
        for one in answers
    }
    free = marking.given_away(row.paper[: row.opened], marks, known)
    most = sum(line["worth"] for line in row.paper)
    score = scoring.total((mark.score for mark in (*marks.values(), *free.values())), most)
    if score != row.score:
        kept, right = scoring.in_points(row.score), scoring.in_points(score)
        yield f"作答 {row.id}：记的是 {kept} 分，按答案应是 {right} 分。"
