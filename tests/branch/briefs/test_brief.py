"""A month's brief of the service: every figure as counted by hand, for whom it may be, and as a file."""

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor
from random import Random
from typing import Any

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from jinshui_study import cache
from jinshui_study.accounts.models import AuditEntry, Member, Organization
from jinshui_study.arena.models import Answer, Attempt, Quiz
from jinshui_study.branch import sights
from jinshui_study.branch.briefs import fonts, gathering, tallies
from jinshui_study.branch.briefs.facts import Facts
from jinshui_study.branch.briefs.months import Month
from jinshui_study.cli import work
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.points.models import LedgerEntry
from jinshui_study.questions.models import Question, Revision
from jinshui_study.questions.sampling import DrawRule
from tests.arena.rulings.affairs import Affair
from tests.branch.steps import appoint, fill, plain, play
from tests.console.office import Office
from tests.moments import MONDAY_NOON, at
from tests.points.deeds import award
from tests.world import World, six_questions

NOVEMBER, OCTOBER = Month(2026, 11), Month(2026, 10)
STRICT = Profile("strict")
LATER = at(24, 9)


@pytest.fixture(autouse=True)
def a_font(request: pytest.FixtureRequest) -> Iterator[None]:
    fonts.find.cache_clear()
    yield
    fonts.find.cache_clear()


def gather(office: Office, organization: Organization, month: Month = NOVEMBER, now: Any = LATER) -> Facts:
    cache.forget_all()
    sight = sights.look(office.who.id, organization.public_id, STRICT)
    return gathering.gather(sight, month, STRICT, now)


def brief(office: Office, organization: Organization, month: str = "") -> str:
    cache.forget_all()
    return office.read(f"/branch/{organization.public_id}/brief?month={month}")


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


class ByHand:
    """The month's figures from ledger lines and answers, with nothing of what keeps or sums them in the service."""

    def __init__(self, month: Month) -> None:
        self.month = month
        homes = dict(db.session.execute(select(Member.id, Member.branch_id)).all())
        self.branches: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for line in db.session.scalars(select(LedgerEntry)):
            if month.first <= line.day < month.next.first:
                self.branches[homes[line.member_id]][line.member_id] += line.points
        everybody = [points for people in self.branches.values() for points in people.values()]
        self.mean = Fraction(sum(everybody), len(everybody)) if everybody else Fraction(0)

    def score(self, branches: list[int]) -> int | None:
        points = [worth for branch in branches for worth in self.branches.get(branch, {}).values()]
        if len(points) < 3:
            return None
        return half_up(10 * (sum(points) + 10 * self.mean) / (len(points) + 10))

    def rank(self, mine: list[int], groups: list[list[int]]) -> tuple[int, int] | None:
        score = self.score(mine)
        scores = [found for group in groups if (found := self.score(group)) is not None]
        return None if score is None else (1 + sum(other > score for other in scores), len(scores))


def answers_by_hand(branches: list[int], secret: str) -> tuple[list[tuple[int, int]], dict[str, int]]:
    """(wrong, answers) of the ten questions missed most, and the rough percentages by topic; not of one quiz."""
    people: dict[int, set[int]] = defaultdict(set)
    wrong: Counter[int] = Counter()
    asked: Counter[int] = Counter()
    topic_of: dict[int, str] = {}
    rows = db.session.execute(
        select(Answer, Question.topic, Member.branch_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .join(Member, Member.id == Answer.member_id)
        .join(Revision, Revision.id == Answer.revision_id)
        .join(Question, Question.id == Revision.question_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.state == "finished", Quiz.public_id != secret)
    ).all()
    for answer, topic, branch in rows:
        if branch in branches:
            people[answer.revision_id].add(answer.member_id)
            asked[answer.revision_id] += 1
            wrong[answer.revision_id] += not answer.correct
            topic_of[answer.revision_id] = topic
    enough = [one for one in asked if len(people[one]) >= 5]
    missed = sorted(
        (one for one in enough if wrong[one]), key=lambda one: (-wrong[one] / asked[one], -asked[one], one)
    )
    topics = {}
    for topic in {topic_of[one] for one in enough}:
        of_topic = [one for one in asked if topic_of[one] == topic]
        right = sum(asked[one] - wrong[one] for one in of_topic)
        nearest = 5 * floor(Fraction(20 * right, sum(asked[one] for one in of_topic)) + Fraction(1, 2))
        topics[topic] = min(95, max(5, nearest))
    return [(wrong[one], asked[one]) for one in missed[:10]], topics


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_the_one_counted_by_hand(
    seed: int, world: World, client: FlaskClient, now, app: Flask
) -> None:
    dice = Random(seed)
    office = appoint(world, client, "district_admin")
    for day, month in ((dice.randint(1, 31), 10), (dice.randint(1, 20), 11), (dice.randint(1, 22), 11)):
        for branch in range(4):
            for _ in range(dice.randint(0, 5)):
                award(world.person(branch=branch), dice.randint(0, 30), at(day, month=month))
    quizzes = [
        world.quiz("weekly", questions=6, same_for_all=True, closes_at=at(23, 20)),
        world.quiz("weekly", questions=4, same_for_all=True, closes_at=at(23, 21)),
    ]
    for quiz in quizzes:
        for branch in range(4):
            play(world, quiz, branch, [dice.randint(0, 4) for _ in range(dice.randint(0, 8))])
    running = world.quiz("weekly", questions=3, closes_at=at(27))
    play(world, running, 0, [0] * 6)
    now(LATER)
    hand, before = ByHand(NOVEMBER), ByHand(OCTOBER)
    streets = [[one.id for one in world.branches[:2]], [one.id for one in world.branches[2:]]]
    every = [[one.id] for one in world.branches]
    for branch in world.branches:
        facts = gather(office, branch)
        mine = [branch.id]
        assert facts.score == hand.score(mine)
        assert facts.score_before == before.score(mine)
        near = [[one] for one in next(street for street in streets if branch.id in street)]
        expected = [rank for group in (every, near) if (rank := hand.rank(mine, group))]
        assert [(place.rank, place.of) for place in facts.places] == expected
        for place, group in zip(facts.places, (every, near), strict=False):
            was = before.rank(mine, group)
            assert place.before == (was[0] if was else None)
        check_answers(facts, mine, running)
    for street, organization in zip(streets, world.streets, strict=True):
        facts = gather(office, organization)
        assert (facts.score, facts.score_before) == (hand.score(street), before.score(street))
        assert [(place.rank, place.of) for place in facts.places] == [
            rank for rank in [hand.rank(street, streets)] if rank
        ]
        check_answers(facts, street, running)
    whole = gather(office, world.district)
    assert whole.score is None
    assert whole.mean == (half_up(10 * hand.mean) or None)
    assert whole.mean_before == (half_up(10 * before.mean) or None)
    assert [one.score for one in whole.leading] == sorted(
        (score for street in streets if (score := hand.score(street)) is not None), reverse=True
    )
    check_answers(whole, [one.id for one in world.branches], running)


def check_answers(facts: Facts, branches: list[int], secret: str) -> None:
    missed, topics = answers_by_hand(branches, secret)
    assert [(one.wrong, one.answers) for one in facts.wrong or []] == missed
    assert {topic.name: topic.percent for topic in facts.topics or []} == topics


@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_of_streets_tells_what_counting_on_reading_would(
    seed: int, world: World, client: FlaskClient, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = Random(seed)
    office = appoint(world, client, "district_admin")
    quiz = world.quiz("weekly", questions=6, same_for_all=True, closes_at=at(23, 20))
    for branch in range(4):
        play(world, quiz, branch, [dice.randint(0, 5) for _ in range(4)])
    now(LATER)
    places = [*world.streets, world.district]
    read = [gather(office, one) for one in places]
    monkeypatch.setattr(tallies, "MOST_ON_READING", -1)
    assert [gather(office, one).wrong for one in places] == [None] * 3
    assert "这一级的答题情况还没有汇总，请先看下属支部或所在街道的简报。" in brief(office, world.district)
    assert work._tally_streets() == 4
    assert work._tally_streets() == 0
    kept = [gather(office, one) for one in places]
    assert [(one.wrong, one.topics) for one in kept] == [(one.wrong, one.topics) for one in read]
    assert any(one.wrong for one in kept)
    assert kept[0].counted_on == date(2026, 11, 24)


def test_streets_are_counted_anew_each_day_and_not_long_after_the_month(world: World, now) -> None:
    assert [work._tally_streets() for _ in range(2)] == [4, 0]
    now(at(24, 0, 1))
    assert work._tally_streets() == 2
    now(at(2, month=12))
    assert work._tally_streets() == 4
    now(at(3, month=12))
    assert work._tally_streets() == 4
    now(at(5, month=12))
    assert work._tally_streets() == 4
    now(at(6, month=12))
    assert work._tally_streets() == 2


def test_a_month_counted_while_a_quiz_was_open_has_it_once_it_is_over(
    world: World, client: FlaskClient, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "MOST_ON_READING", -1)
    office = appoint(world, client, "district_admin")
    quiz = world.quiz("weekly", questions=3, same_for_all=True, closes_at=at(24, 8))
    play(world, quiz, 0, [0] * 5)
    work._tally_streets()
    assert gather(office, world.district, now=MONDAY_NOON).wrong == []
    now(LATER)
    work._tally_streets()
    assert len(gather(office, world.district).wrong or []) == 3


def test_the_page_says_what_was_done_where_it_stands_and_what_is_coming(
    world: World, client: FlaskClient, now
) -> None:
    fill(world, [4, 4, 4, 4], [9, 9, 9])
    world.quiz("daily")
    world.quiz("contest", opens_at=at(28), closes_at=at(30))
    world.quiz("contest", opens_at=at(20), closes_at=at(20, month=12), owner=world.branches[1])
    office = appoint(world, client, "secretary")
    said = plain(brief(office, world.branches[0]))
    assert "第1支部2026年11月学习简报" in said
    assert "新开答题活动：每日答题 1 场。" in said
    assert "在全区支部中排第 2 名（共 2 个）" in said
    assert "上月没有名次，无从比较。" in said
    assert "测试活动 contest，11月28日开始，11月30日截止" in said
    assert said.count("测试活动 contest") == 1
    assert 'value="2026-11" selected' in brief(office, world.branches[0])


@pytest.mark.parametrize("role", ["secretary", "unit_admin", "district_admin"])
def test_under_strict_only_the_own_secretary_reads_how_many_took_part_and_nobody_in_a_file(
    role: str, world: World, client: FlaskClient
) -> None:
    fill(world, [4] * 7)
    office = appoint(world, client, role)
    said = plain(brief(office, world.branches[0]))
    assert ("本月 7 人参加" in said) is (role == "secretary")
    assert "简报不含参与率" in said
    for format_name in ("docx", "pdf"):
        assert "7 人" not in text_of(download(office, world.branches[0], format_name), format_name)


def test_under_open_the_brief_itself_says_it(
    app: Flask, world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "profile", Profile("open"))
    fill(world, [4] * 7)
    office = appoint(world, client, "district_admin")
    assert "共 8 名党员，7 人参加，参与率 88%。" in plain(brief(office, world.branches[0]))


def download(office: Office, organization: Organization, format_name: str) -> bytes:
    form = {"month": "2026-11", "format": format_name}
    reply = office.send(f"/branch/{organization.public_id}/brief/export", form)
    assert reply.status_code == 200
    assert "attachment" in reply.headers["Content-Disposition"]
    return bytes(reply.data)


def text_of(data: bytes, format_name: str) -> str:
    if format_name == "pdf":
        return re.sub(
            r"[\s\0]+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        )
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_files_say_what_the_page_says_and_are_written_down(
    world: World, client: FlaskClient, now
) -> None:
    fill(world, [4, 4, 4])
    quiz = world.quiz("weekly", questions=3, same_for_all=True, closes_at=at(23, 20))
    play(world, quiz, 0, [0, 1, 1, 2, 2])
    office = appoint(world, client, "secretary")
    now(LATER)
    page = brief(office, world.branches[0])
    lines = re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", page.split("<article")[1].split("</article>")[0])
    assert len(lines) > 12
    word, pdf = (text_of(download(office, world.branches[0], name), name) for name in ("docx", "pdf"))
    for line in lines:
        assert line in word
        assert re.sub(r"\s+", "", line) in pdf
    assert "约 " in word
    taken = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "brief.export")).all()
    assert [line.details for line in taken] == [
        {"month": "2026-11", "format": name} for name in ("docx", "pdf")
    ]
    assert {line.subject for line in taken} == {f"organization:{world.branches[0].public_id}"}


def test_a_pdf_carries_its_font_and_stays_small(world: World, client: FlaskClient) -> None:
    data = download(appoint(world, client, "secretary"), world.branches[0], "pdf")
    fonts_of = {
        font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object().keys() >= {"/FontFile3"}
        for font in (
            one.get_object() for one in PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"].values()
        )
    }
    assert fonts_of == {True}
    assert len(data) < 120_000


def test_without_a_font_the_page_says_what_helps(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    monkeypatch.setattr(fonts, "DEBIAN", tmp_path / "none.ttc")
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package_of_fonts")
    office = appoint(world, client, "secretary")
    page = brief(office, world.branches[0])
    assert "下载 PDF" not in page.split("<form")[-1].split("</form>")[0]
    assert fonts.MISSING in page
    reply = office.send(f"/branch/{world.branches[0].public_id}/brief/export", {"format": "pdf"})
    assert reply.status_code == 503
    assert fonts.MISSING in reply.get_data(as_text=True)
    assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == "brief.export")).all()


@pytest.mark.parametrize("month", ["2026-12", "1999-01", "november"])
def test_a_month_that_has_not_come_or_is_none_has_no_brief(
    month: str, world: World, client: FlaskClient
) -> None:
    office = appoint(world, client, "secretary")
    assert office.get(f"/branch/{world.branches[0].public_id}/brief?month={month}").status_code == 404


def test_a_brief_costs_the_same_for_many_as_for_few(
    world: World, client: FlaskClient, statements: list[str]
) -> None:
    fill(world, [4, 4, 4], [3, 3, 3], [5, 5, 5])
    office, counts = appoint(world, client, "secretary"), []
    for _ in range(2):
        cache.forget_all()
        statements.clear()
        office.read(f"/branch/{world.branches[0].public_id}/brief")
        counts.append(len(statements))
        fill(world, [7] * 12, [2] * 9)
    assert counts[0] == counts[1] <= 45


def test_a_brief_names_no_question_of_a_sealed_bank_that_is_still_drawn_from(
    world: World, client: FlaskClient, now
) -> None:
    with unit_of_work():
        world.load_bank("sealed", six_questions(3), purpose="sealed")
    draw = (DrawRule(count=1, score=100, banks=("sealed",), kinds=("single",)),)
    rules = {"questions": 1, "seconds_per_question": None, "speed_percent": 0, "tries_total": 1, "draw": draw}
    play(world, world.quiz("contest", closes_at=at(23, 20), **rules), 0, [0] * 5)
    world.quiz("contest", closes_at=at(24, 11), owner=world.streets[1], **rules)
    office = appoint(world, client, "district_admin")
    now(LATER)
    assert [gather(office, one).wrong for one in (world.branches[0], world.district)] == [[], []]
    now(at(24, 11))
    assert [one.stem for one in gather(office, world.district, now=at(24, 11)).wrong or []] == ["单选3"]


def test_a_brief_leaves_out_what_was_ruled_void(world: World, client: FlaskClient, now) -> None:
    affair = Affair(world, preset="weekly", closes_at=at(23, 20))
    for _ in range(6):
        affair.play(world.person())
    office = appoint(world, client, "district_admin")
    now(LATER)
    assert [one.stem for one in gather(office, world.branches[0]).wrong or []] == ["存疑的single"]
    affair.rule("void")
    assert gather(office, world.branches[0]).wrong == []


def test_who_comes_from_another_branch_reads_no_brief(world: World, client: FlaskClient) -> None:
    office = appoint(world, client, "elsewhere")
    assert office.get(f"/branch/{world.branches[0].public_id}/brief").status_code == 404
