"""The figures of an organization's month, out of boards, quizzes and answers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from jinshui_study import clock
from jinshui_study.accounts import organizations
from jinshui_study.arena.desk import words
from jinshui_study.arena.models import Programme, Quiz
from jinshui_study.branch import boards, figures, mistakes, reports
from jinshui_study.branch.briefs import months, tallies
from jinshui_study.branch.briefs.facts import Coming, Facts, Held, Leading, Placed, Taking, Topic, Week, Wrong
from jinshui_study.branch.briefs.months import Month
from jinshui_study.branch.briefs.tallies import Tally
from jinshui_study.branch.reports import Standing
from jinshui_study.branch.sights import Sight
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.errors import NotFound
from jinshui_study.points import group_boards

LOOKS_AHEAD = timedelta(days=31)
LONGEST = timedelta(days=62)
"""What is open for longer is always there, and not coming."""
MOST_COMING = 6
MOST_LEADING = 3
MOST_MONTHS = 12
NO_TOPIC = "未分专题"


def get_month(code: str, now: datetime) -> Month:
    """The month an address asks for, this one by default. Raises NotFound for one that has not begun or is none."""
    this = months.of(clock.local_day(now))
    month = months.find(code) if code else this
    if month is None or month > this:
        raise NotFound("没有这个月的简报。")
    return month


def gather(sight: Sight, month: Month, profile: Profile, now: datetime) -> Facts:
    """Everything a brief says. How many took part is among it only where anybody may be told."""
    ends_at = clock.day_starts(month.next.first)
    until = min(now, ends_at)
    here, before = (
        reports.standing(sight, boards.of_month(one.first, one.title)) for one in (month, month.previous)
    )
    counted = tallies.find(sight.node, month, now)
    is_open = profile.shows_participation(own_secretary=False)
    return Facts(
        name=sight.node.name,
        kind=sight.node.kind,
        month=month,
        running=now < ends_at,
        held=_held(sight, month, until),
        score=None if sight.node.kind == "district" else here.score,
        score_before=before.score,
        mean=here.mean or None,
        mean_before=before.mean or None,
        places=_places(here, before),
        leading=_leading(sight, month),
        weeks=_weeks(sight, month, until),
        wrong=None if counted is None else _wrong(counted.tallies, now),
        topics=None if counted is None else topics_of(counted.tallies),
        coming=_coming(sight, until),
        regular=_regular(sight),
        taking=Taking(here.taking.participants, here.taking.members) if is_open and here.taking else None,
        counted_on=clock.local_day(counted.at) if counted and counted.at else None,
    )


def _held(sight: Sight, month: Month, until: datetime) -> list[Held]:
    rows = db.session.execute(
        select(Quiz.preset, func.count().label("times"))
        .where(
            Quiz.organization_id.in_(organizations.path_ids(sight.node)),
            Quiz.opens_at >= clock.day_starts(month.first),
            Quiz.opens_at < until,
        )
        .group_by(Quiz.preset)
    )
    found = {row.preset: row.times for row in rows}
    return [Held(title, found[preset]) for preset, title in words.PRESETS.items() if preset in found]


def _places(here: Standing, before: Standing) -> list[Placed]:
    ranks = {place.where: place.rank for place in before.places}
    return [Placed(place.where, place.rank, place.of, ranks.get(place.where)) for place in here.places]


def _leading(sight: Sight, month: Month) -> list[Leading]:
    if sight.is_branch:
        return []
    ranked = group_boards.streets if sight.node.kind == "district" else group_boards.branches
    board = boards.of_month(month.first, month.title).name
    return [
        Leading(group.name, group.rank, group.score) for group in ranked(board, sight.node)[:MOST_LEADING]
    ]


def _weeks(sight: Sight, month: Month, until: datetime) -> list[Week]:
    mondays = [monday for monday in month.mondays if clock.day_starts(monday) < until]
    is_district = sight.node.kind == "district"
    return [
        Week(week.first, None if is_district else week.score, week.mean)
        for week in reports.weeks(sight, mondays)
    ]


def _wrong(counted: Iterable[Tally], now: datetime) -> list[Wrong]:
    return [
        Wrong(one.shown.fields["stem"], one.shown.kind, one.wrong, one.answers)
        for one in mistakes.worst(counted, now)
    ]


def topics_of(counted: Iterable[Tally]) -> list[Topic]:
    """The topics that enough people answered, the weakest first."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in counted:
        found = sums[one.topic or NO_TOPIC]
        found[0] += one.answers - one.wrong
        found[1] += one.answers
        found[2] = max(found[2], one.members)
    topics = [
        Topic(name, figures.rough_percent(right, answers))
        for name, (right, answers, people) in sums.items()
        if people >= mistakes.FEWEST_MEMBERS
    ]
    return sorted(topics, key=lambda topic: (topic.percent, topic.name))


def _coming(sight: Sight, moment: datetime) -> list[Coming]:
    """What is open at the moment or opens within a month, without what comes by itself or is always there."""
    rows = db.session.execute(
        select(Quiz.title, Quiz.opens_at, Quiz.closes_at)
        .where(
            Quiz.organization_id.in_(organizations.path_ids(sight.node)),
            Quiz.programme_id.is_(None),
            Quiz.closes_at > moment,
            Quiz.opens_at < moment + LOOKS_AHEAD,
        )
        .order_by(Quiz.opens_at, Quiz.id)
    )
    found = [
        Coming(title, clock.local_day(opens_at), clock.local_day(closes_at - timedelta(milliseconds=1)))
        for title, opens_at, closes_at in rows
        if closes_at - opens_at <= LONGEST
    ]
    return found[:MOST_COMING]


def _regular(sight: Sight) -> list[str]:
    """The kinds of quizzes that come by themselves."""
    held = set(
        db.session.scalars(
            select(Programme.preset).where(
                Programme.organization_id.in_(organizations.path_ids(sight.node)), Programme.active
            )
        )
    )
    return [title for preset, title in words.PRESETS.items() if preset in held]
