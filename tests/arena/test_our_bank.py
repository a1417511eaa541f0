"""The papers of all presets can be drawn from the bank that comes with the service."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest

from jinshui_study import clock
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import drawing, modes, quizzes, supplies
from jinshui_study.arena.modes import CONTEST_PRESETS, PRESETS, Rules
from jinshui_study.cli.demo import sealing, season
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import bank_folder, banks, kinds, pools
from jinshui_study.questions.check import Report
from jinshui_study.questions.sampling import DrawRule
from tests.world import World

CODE = "jinshui-study"


def rule(count: int, *of: str, topic: str = "", difficulty: int = 0, bank: str = CODE) -> DrawRule:
    return DrawRule(
        count=count,
        score=100,
        banks=(bank,),
        kinds=of,
        topics=(topic,) if topic else (),
        difficulties=(difficulty,) if difficulty else (),
    )


@dataclass(frozen=True)
class Paper:
    """A preset and what it draws; the whole paper out of the whole bank where nothing is said."""

    preset: str
    rules: Rules
    draw: tuple[DrawRule, ...] = field(default=())
    same_for_all: bool = False

    @property
    def draws(self) -> tuple[DrawRule, ...]:
        return self.draw or (rule(self.rules.questions),)


HENAN_2021, HENAN_2023, SHANXI, BEIJING = (
    CONTEST_PRESETS[name][1] for name in ("henan-2021", "henan-2023", "shanxi-2021", "beijing-2021")
)
BY_KIND = tuple(rule(count, kind) for kind, count in season.CONTEST_KINDS)
PAPERS = {
    "每日答题，全区同卷": Paper("daily", PRESETS["daily"], same_for_all=True),
    "每日答题，各人一卷": Paper("daily", PRESETS["daily"]),
    "每周答题": Paper("weekly", PRESETS["weekly"]),
    "挑战答题": Paper("survival", PRESETS["survival"]),
    "河南 2021：20 题，每题 20 秒": Paper("contest", HENAN_2021),
    "河南 2021，按题型": Paper("contest", HENAN_2021, BY_KIND),
    "河南 2023：30 题 15 分钟": Paper("contest", HENAN_2023),
    "河南 2023，按难度 12、12、6": Paper(
        "contest", HENAN_2023, tuple(rule(n, difficulty=d) for d, n in ((1, 12), (2, 12), (3, 6)))
    ),
    "山西 2021：100 题，每题 10 秒": Paper("contest", SHANXI),
    "山西 2021，只用单选和判断": Paper(
        "contest", SHANXI, (rule(70, kinds.SINGLE), rule(30, kinds.TRUE_FALSE))
    ),
    "北京 2021：公开题库，八成以上计分": Paper("contest", BEIJING),
    "密封题库的竞赛": Paper(
        "contest",
        HENAN_2021,
        tuple(rule(count, kind, bank=sealing.CODE) for kind, count in season.CONTEST_KINDS),
    ),
}


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return banks.check_path(bank_folder.find())


@pytest.fixture
def stocked(world: World, reports: list[Report]) -> World:
    """The district with our bank, ready, and beside it the sealed bank of the demo."""
    apart = sealing.set_apart(reports, {kind: 2 * count for kind, count in season.CONTEST_KINDS})
    with unit_of_work():
        banks.load([*reports, apart[-1]], world.district, clock.now(), state="ready")
    return world


def draw(world: World, paper: Paper) -> list[tuple[int, str, int]]:
    """Make the quiz and draw a paper of it: question, kind and worth of each line."""
    now = clock.now()
    plan = quizzes.Plan(
        preset=paper.preset,
        title="试抽",
        opens_at=now,
        closes_at=now + timedelta(days=1),
        rules=paper.rules,
        draw=paper.draws,
        same_for_all=paper.same_for_all,
    )
    with unit_of_work():
        quiz = quizzes.create(plan, db.session.get_one(Organization, world.district.id), now, Random(1))
        if quiz.paper is not None:
            lines = drawing.given(quiz.paper)
        else:
            lines = drawing.for_member(paper.draws, world.bystander.id, Random(2))
        return [(wording.question_id, wording.kind, worth) for wording, worth in lines]


def test_twelve_papers_of_the_presets_can_be_drawn(stocked: World) -> None:
    assert len(PAPERS) == 12
    for name, paper in PAPERS.items():
        lines = draw(stocked, paper)
        wanted: Counter[str] = Counter()
        for one in paper.draws:
            wanted.update(dict.fromkeys(one.kinds, one.count))
        assert len({question for question, _, _ in lines}) == len(lines) == paper.rules.questions, name
        found = Counter(kind for _, kind, _ in lines)
        assert {kind: found[kind] for kind in wanted} == wanted, name


def test_every_topic_has_a_paper_and_another_of_unseen_questions(
    stocked: World, reports: list[Report]
) -> None:
    topics = {item.draft.topic for report in reports for item in report.checked}
    assert len(topics) >= 12
    whole = modes.preset("topic")
    for topic in topics:
        draws = (rule(whole.questions, topic=topic),)
        assert len(draw(stocked, Paper("topic", whole, draws))) == whole.questions, topic
        assert len(pools.drawable(draws[0])) >= 2 * whole.questions, topic


def test_the_daily_quiz_goes_on_for_a_hundred_days_without_a_repetition(stocked: World) -> None:
    daily = rule(PRESETS["daily"].questions)
    outlook = supplies.outlook([daily], [pools.drawable(daily)], [])
    assert outlook.days >= 100
    assert len(pools.banks_open_to(stocked.district, "study")) == 2
