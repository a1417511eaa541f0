"""What the pages of an organization show, as workbooks. What must not leave by the profile is in none of them.

Under `strict` no table tells how many took part, not even the own secretary's. Who has not taken part is in none.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from jinshui_study import clock, spreadsheets
from jinshui_study.branch import boards, figures, mistakes, reports, topics
from jinshui_study.branch.boards import Chosen
from jinshui_study.branch.mistakes import Mistake
from jinshui_study.branch.reports import Week
from jinshui_study.branch.sights import Sight
from jinshui_study.branch.topics import Topic
from jinshui_study.compliance import Profile
from jinshui_study.errors import Forbidden, Invalid, NotFound
from jinshui_study.points import group_boards
from jinshui_study.points.group_boards import RankedGroup
from jinshui_study.points.reasons import TaskSum
from jinshui_study.questions import kinds
from jinshui_study.spreadsheets import Cell

IN_MEMORY = 1024 * 1024
TENTHS = 10


@dataclass(frozen=True)
class Wanted:
    """Which table, of which board or quiz; who asks stands in the sight."""

    table: str
    board: str
    quiz: str
    profile: Profile
    now: datetime

    @property
    def shows_participation(self) -> bool:
        """What is exported may reach anybody, so it holds what anybody may be told."""
        return self.profile.shows_participation(own_secretary=False)


@dataclass(frozen=True)
class Sheet:
    """A table with its name; rows are made while they are written."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def make(sight: Sight, wanted: Wanted) -> Sheet:
    """Raises Invalid for a table there is not, NotFound and Forbidden as the page of the same would."""
    maker = TABLES.get(wanted.table)
    if maker is None:
        raise Invalid("请选择要导出的内容。")
    return maker(sight, wanted)


def write(sheet: Sheet) -> BinaryIO:
    """An open temporary file at its beginning."""
    target: Any = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 whoever sends it closes it
    spreadsheets.write_xlsx(sheet.columns, sheet.rows, target, sheet.title[:31])
    target.seek(0)
    return target


def _weeks(sight: Sight, wanted: Wanted) -> Sheet:
    weeks = reports.trend(sight, clock.local_day(wanted.now))
    columns = ["周（第一天）", "得分", "全区人均"]
    shows = wanted.shows_participation

    def row(week: Week) -> list[Cell]:
        taking: list[Cell] = [week.taking] if shows else []
        return [week.first.isoformat(), _points(week.score), _points(week.mean), *taking]

    rows = map(row, reversed(weeks))
    return Sheet("近八周得分", [*columns, *(["参加人数"] if shows else [])], rows)


def _lines(sight: Sight, wanted: Wanted) -> Sheet:
    if not wanted.shows_participation:
        raise Forbidden("积分构成会反映参与情况，按规定不导出。", code="not_exportable")
    chosen = _chosen(sight, wanted)

    def row(one: TaskSum) -> list[Cell]:
        return [one.title, one.points, one.lines, one.rule_version]

    rows = map(row, reports.lines(sight, chosen))
    return Sheet(f"{chosen.title}积分构成", ["任务", "积分", "笔数", "规则版本"], rows)


def _streets(sight: Sight, wanted: Wanted) -> Sheet:
    if sight.node.parent_id is not None:
        raise NotFound("街道比较只有全区才有。")
    chosen = _chosen(sight, wanted)
    return _board(f"{chosen.title}街道比较", group_boards.streets(chosen.name, sight.node), wanted, ["街道"])


def _branches(sight: Sight, wanted: Wanted) -> Sheet:
    if sight.is_branch:
        raise NotFound("支部榜请到上级组织查看。")
    chosen = _chosen(sight, wanted)
    ranked = group_boards.branches(chosen.name, sight.node)
    return _board(f"{chosen.title}支部榜", ranked, wanted, ["支部", "所属街道"])


def _board(title: str, ranked: Sequence[RankedGroup], wanted: Wanted, names: list[str]) -> Sheet:
    shows = wanted.shows_participation

    def row(group: RankedGroup) -> list[Cell]:
        named: list[Cell] = [group.name, group.street]
        taking: list[Cell] = [group.participants, group.members, f"{round(100 * group.participation)}%"]
        return [group.rank, *named[: len(names)], _points(group.score), *(taking if shows else [])]

    more = ["参加人数", "党员人数", "参与率"] if shows else []
    return Sheet(title, ["名次", *names, "得分", *more], map(row, ranked))


def _topics(sight: Sight, wanted: Wanted) -> Sheet:
    quiz = topics.get_revealed_quiz(sight, wanted.quiz, wanted.now)

    def row(topic: Topic) -> list[Cell]:
        return [topic.name, f"约 {topic.percent}%", topic.questions]

    rows = map(row, topics.of_quiz(sight, quiz))
    return Sheet("专题成绩", ["专题", "答对", "题数"], rows)


def _mistakes(sight: Sight, wanted: Wanted) -> Sheet:
    columns = ["题型", "题干", "选项", "答案", "解析", "出处", "答错"]
    return Sheet("错题讲义", columns, map(_mistake, mistakes.of_branch(sight, wanted.now)))


def _mistake(one: Mistake) -> list[Cell]:
    shown = one.shown
    options = "\n".join(f"{option.letter}. {option.text}" for option in shown.options)
    pairs = "；".join(f"{left} — {right}" for left, right in shown.pairs)
    return [
        kinds.CHINESE[shown.kind],
        shown.fields["stem"],
        options,
        pairs if shown.kind == kinds.MATCHING else shown.answer,
        shown.fields["explanation"],
        shown.fields["source"],
        figures.about(one.wrong, one.answers),
    ]


def _chosen(sight: Sight, wanted: Wanted) -> Chosen:
    return boards.choose(sight, wanted.board or "week", wanted.now)


def _points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / TENTHS


TABLES: dict[str, Callable[[Sight, Wanted], Sheet]] = {
    "weeks": _weeks,
    "lines": _lines,
    "streets": _streets,
    "branches": _branches,
    "topics": _topics,
    "mistakes": _mistakes,
}
