"""Weeks of activity of everybody, member by member, inserted in batches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import insert

from jinshui_study import clock
from jinshui_study.arena import programmes
from jinshui_study.arena.models import Answer, Attempt, Exposure
from jinshui_study.cli.demo import habits, playing
from jinshui_study.cli.demo.habits import Character
from jinshui_study.cli.demo.people import Resident
from jinshui_study.cli.demo.playing import Player, Sheets
from jinshui_study.cli.demo.season import Season, Stage
from jinshui_study.db import db, table_of
from jinshui_study.points.models import LedgerEntry

NO_START_AFTER = timedelta(hours=23)
"""Since midnight: the longest run takes less than an hour, and belongs to one day."""
BATCH = 10_000
"""Answers held in memory before they are inserted."""
LEARNT_A_DAY = 0.015
KEEN_BRANCH = Character(zeal=0.6, learning=0.2)

_ADD = {
    "attempts": insert(table_of(Attempt)),
    "answers": insert(table_of(Answer)),
    "entries": insert(table_of(LedgerEntry)),
    "exposures": insert(table_of(Exposure)),
}


@dataclass
class Made:
    """How many rows were inserted."""

    attempts: int = 0
    answers: int = 0
    entries: int = 0


def play_all(
    residents: Sequence[Resident],
    season: Season,
    days: Sequence[date],
    dice: Random,
    tick: Callable[[int], object],
) -> Made:
    """Let everybody play through `days`; `tick(n)` after every n members."""
    midnights = {day: clock.day_starts(day) for day in days}
    keen = {resident.branch_id for resident in residents if resident.login}
    characters: dict[int, Character] = {}
    sheets, made = Sheets(), Made()
    for resident in residents:
        branch = resident.branch_id
        if branch not in characters:
            characters[branch] = KEEN_BRANCH if branch in keen else habits.character(dice)
        member = habits.habits(characters[branch], dice, keen=resident.login is not None)
        _live(Player(resident.member_id, resident.public_id, branch, member), midnights, season, sheets, dice)
        if len(sheets.answers) >= BATCH:
            sheets = _insert(sheets, made)
        tick(1)
    _insert(sheets, made)
    return made


def _live(
    player: Player, midnights: dict[date, datetime], season: Season, sheets: Sheets, dice: Random
) -> None:
    """One member's days."""
    for number, (day, midnight) in enumerate(midnights.items()):
        if not habits.takes_part(player.habits, day, dice):
            continue
        moment = midnight + timedelta(milliseconds=int(habits.hour(player.habits, dice) * 3_600_000))
        for preset in habits.doings(player.habits, day, dice):
            stage = _stage(preset, day, season, dice)
            if moment > midnight + NO_START_AFTER or not player.may_start(stage, day, moment):
                continue
            bonus = number * LEARNT_A_DAY
            attempt, answers, entry = playing.play(stage, player, day, moment, bonus, season, dice)
            sheets.attempts.append(attempt)
            sheets.answers.extend(answers)
            sheets.entries.append(entry)
            moment = attempt["finished_at"] + timedelta(milliseconds=dice.randrange(4_000, 90_000))
    sheets.exposures.extend(
        {"member_id": player.member_id, "question_id": question, "seen_at": seen_at}
        for question, seen_at in player.seen.items()
    )


def _stage(preset: str, day: date, season: Season, dice: Random) -> Stage:
    match preset:
        case "daily":
            return season.daily[day]
        case "weekly":
            return season.weekly[programmes.first_day("week", day)]
        case "topic" if season.topics:
            return dice.choice(season.topics)
        case "contest":
            return season.contest
    return season.survival


def _insert(sheets: Sheets, made: Made) -> Sheets:
    """Write the sheets out; returns empty ones."""
    connection = db.session.connection()
    for name, statement in _ADD.items():
        rows = getattr(sheets, name)
        if rows:
            connection.execute(statement, rows)
    made.attempts += len(sheets.attempts)
    made.answers += len(sheets.answers)
    made.entries += len(sheets.entries)
    return Sheets()
