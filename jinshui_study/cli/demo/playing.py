"""Playing an attempt to its end by the arena's own rules: the rows it leaves."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from jinshui_study.arena import lots, modes, papers, scoring
from jinshui_study.arena.modes import Result, Rules, Tried
from jinshui_study.cli.demo import walking
from jinshui_study.cli.demo.habits import Habits
from jinshui_study.cli.demo.season import Season, Stage
from jinshui_study.cli.demo.walking import Walk, Walker
from jinshui_study.db import opaque_id
from jinshui_study.points.rules import Rulebook
from jinshui_study.questions.kinds import Wording

REMEMBERS = 0.8
"""How much more somebody knows of a question met before."""

Row = dict[str, Any]


@dataclass
class Sheets:
    """Rows to be inserted."""

    attempts: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    exposures: list[Row] = field(default_factory=list)


@dataclass
class Player:
    """A member and what they have done so far, as the rules ask for it; by quiz, or by quiz and day.

    `standing` is the try that counts on the quiz's board, `best` the best of all tries.
    """

    member_id: int
    public_id: str
    branch_id: int
    habits: Habits
    seen: dict[int, datetime] = field(default_factory=dict)
    standing: dict[int, Result] = field(default_factory=dict)
    best: dict[int, Result] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    tries_of_day: dict[tuple[int, date], int] = field(default_factory=lambda: defaultdict(int))
    paid: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    paid_of_day: dict[tuple[int, date], int] = field(default_factory=lambda: defaultdict(int))
    progress: dict[tuple[date, str], int] = field(default_factory=lambda: defaultdict(int))

    def may_start(self, stage: Stage, day: date, now: datetime) -> bool:
        used, used_today = self.tries[stage.quiz_id], self.tries_of_day[stage.quiz_id, day]
        open_now = stage.opens_at <= now < stage.closes_at
        return open_now and modes.tries_left(stage.rules, used, used_today) != 0


def play(
    stage: Stage, player: Player, day: date, started_at: datetime, bonus: float, season: Season, dice: Random
) -> tuple[Row, list[Row], Row]:
    """One attempt, begun and submitted on `day`: its row, its answers', its ledger line's. `bonus` adds to ability."""
    lot = lots.of_attempt(stage.seed, player.public_id, player.tries[stage.quiz_id] + 1)
    paper_dice = Random(lot)
    picked = list(stage.given) or _draw(stage, player, season, paper_dice)
    paper = papers.compose(picked, stage.rules, paper_dice)
    able, seen = player.habits.ability + bonus, player.seen
    walker = Walker(
        ability=lambda question: able + (REMEMBERS if question in seen else 0.0),
        pace=player.habits.pace,
        exercises=season.exercises,
    )
    walk = walking.walk(paper, stage.rules, walker, started_at, dice)
    for line, opened_at in zip(paper, walk.opened_at, strict=False):
        seen[line["question"]] = opened_at
    player.tries[stage.quiz_id] += 1
    player.tries_of_day[stage.quiz_id, day] += 1
    attempt: Row = {
        "member_id": player.member_id,
        "id": opaque_id(),
        "quiz_id": stage.quiz_id,
        "ordinal": player.tries[stage.quiz_id],
        "ordinal_of_day": player.tries_of_day[stage.quiz_id, day],
        "day": day,
        "state": "finished",
        "started_at": started_at,
        "expires_at": stage.rules.expires_at(started_at, stage.closes_at),
        "opened": len(walk.opened_at),
        "opened_at": walk.opened_at[-1],
        "revives": walk.revives,
        "paper": paper,
        "seed": lot,
        "finished_at": walk.finished_at,
        "closed_at": walk.finished_at,
    }
    answers = _answers(attempt, stage.rules, walk)
    attempt |= _closing(stage, player, attempt, answers)
    entry = _award(stage, player, attempt, season.rulebook)
    attempt["points_awarded"] = entry["points"]
    return attempt, answers, entry


def _draw(stage: Stage, player: Player, season: Season, dice: Random) -> list[tuple[Wording, int]]:
    rules, pools = zip(*stage.draws, strict=True)
    picked = lots.pick(rules, pools, lambda _: player.seen, dice)
    return [(season.wordings[question.revision_id], worth) for question, worth in picked]


def _answers(attempt: Row, rules: Rules, walk: Walk) -> list[Row]:
    paper, member_id, attempt_id = attempt["paper"], attempt["member_id"], attempt["id"]
    rows = []
    for number, (response, grade), answered_at, elapsed_ms in walk.given:
        line = paper[number - 1]
        rows.append(
            {
                "member_id": member_id,
                "attempt_id": attempt_id,
                "number": number,
                "revision_id": line["revision"],
                "response": response,
                "answered_at": answered_at,
                "elapsed_ms": elapsed_ms,
                "locked": True,
                "correct": grade.correct,
                "score": scoring.score(rules, grade, line["worth"], elapsed_ms),
            }
        )
    return rows


def _closing(stage: Stage, player: Player, attempt: Row, answers: list[Row]) -> Row:
    """What the finish adds to an attempt, as `arena.finishing` does; the player's standing and best move on."""
    rules, paper = stage.rules, attempt["paper"]
    most = sum(line["worth"] for line in paper)
    tried = Tried(
        result=Result(
            scoring.total((answer["score"] for answer in answers), most), _duration(rules, attempt, answers)
        ),
        correct=sum(1 for answer in answers if answer["correct"]),
        questions=attempt["opened"] if rules.stops_when_wrong else len(paper),
        ordinal_of_day=attempt["ordinal_of_day"],
    )
    before = player.standing.get(stage.quiz_id)
    counts = modes.counted(rules, before, tried)
    if counts is not None:
        player.standing[stage.quiz_id] = counts
    best = player.best.get(stage.quiz_id)
    beaten = best is None or tried.result.beats(best)
    if beaten:
        player.best[stage.quiz_id] = tried.result
    return {
        "score": tried.result.score,
        "max_score": most,
        "correct": tried.correct,
        "questions": tried.questions,
        "duration_ms": tried.result.duration_ms,
        "personal_best": beaten,
    }


def _duration(rules: Rules, attempt: Row, answers: list[Row]) -> int:
    if rules.seconds_per_question is None:
        span: timedelta = attempt["finished_at"] - attempt["started_at"]
        return span // timedelta(milliseconds=1)
    limit = rules.seconds_per_question * 1000
    unanswered = attempt["opened"] - len(answers)
    return sum(min(answer["elapsed_ms"], limit) for answer in answers) + unanswered * limit


def _award(stage: Stage, player: Player, attempt: Row, rulebook: Rulebook) -> Row:
    """The ledger line: what the task's rules say, less what earlier tries were paid, under the day's cap."""
    day, quiz_id, code = attempt["day"], stage.quiz_id, stage.rules.task
    paid = {
        "each": 0,
        "improvement": player.paid[quiz_id],
        "daily_improvement": player.paid_of_day[quiz_id, day],
    }[stage.rules.pays]
    task = next(task for task in rulebook.tasks if task.code == code)
    worth = max(0, task.worth(attempt["correct"], attempt["questions"]) - paid)
    points = min(worth, task.cap - player.progress[day, code])
    player.progress[day, code] += points
    player.paid[quiz_id] += points
    player.paid_of_day[quiz_id, day] += points
    return {
        "member_id": player.member_id,
        "source_key": f"attempt:{attempt['id']}",
        "id": opaque_id(),
        "source": f"quiz:{stage.public_id}",
        "task": code,
        "points": points,
        "day": day,
        "reason": f"{stage.title}：答对 {attempt['correct']}/{attempt['questions']} 题",
        "rule_version": rulebook.version,
        "branch_id": player.branch_id,
        "created_at": attempt["finished_at"],
    }
