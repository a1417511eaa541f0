"""The sheet of what a branch gets wrong: nobody's answer can be told from it, and no key before its time."""

import io
import re
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient

from jinshui_study import clock
from jinshui_study.db import unit_of_work
from jinshui_study.questions.sampling import DrawRule
from tests.arena.rulings.affairs import Affair
from tests.branch.steps import appoint, plain, play
from tests.console.office import Office
from tests.moments import at
from tests.world import World, six_questions

SINGLES = (DrawRule(count=3, score=100, banks=("study",), kinds=("single",)),)
OVER = at(24, 8)
SEEN = {"questions": 3, "draw": SINGLES, "same_for_all": True, "closes_at": at(24)}


def weekly(world: World, **changes: Any) -> str:
    return world.quiz("weekly", **{**SEEN, "closes_at": at(23, 20), **changes})


def sheet(office: Office, world: World) -> str:
    return office.read(f"/branch/{world.branches[0].public_id}/mistakes")


def stems(page: str) -> list[str]:
    return re.findall(r'<h2 class="stem">(.*?)</h2>', page)


@pytest.fixture
def secretary(world: World, client: FlaskClient, now) -> Office:
    """At the console the next morning; the quizzes are played before."""
    office = appoint(world, client, "secretary")
    now(at(23, 13))
    return office


def test_the_sheet_lists_what_was_answered_wrong_with_key_explanation_and_source(
    world: World, secretary: Office, now
) -> None:
    play(world, weekly(world, shuffle_questions=False), 0, [1, 1, 1, 2, 2])
    now(OVER)
    page = sheet(secretary, world)
    assert len(stems(page)) == 2
    said = plain(page)
    assert said.index("九成以上答错") < said.index("约六成答错")
    assert said.count("因为史料如此记载。") == 2
    assert said.count("《测试文献》") == 2
    assert page.count('<li class="key">') == 2
    assert world.bystander.name not in said


def test_answers_of_another_branch_do_not_count(world: World, secretary: Office, now) -> None:
    quiz = weekly(world)
    play(world, quiz, 1, [0] * 6)
    play(world, quiz, 0, [0] * 4)
    now(OVER)
    assert stems(sheet(secretary, world)) == []
    assert "至少 5 位党员答过" in sheet(secretary, world)


def test_five_answers_of_one_person_are_still_one_person(world: World, secretary: Office, now) -> None:
    quiz = weekly(world)
    who = world.person()
    for _ in range(6):
        world.play(who, quiz, right=0)
    now(OVER)
    assert stems(sheet(secretary, world)) == []


def test_no_key_is_told_while_the_quiz_is_open(world: World, secretary: Office, now) -> None:
    for feedback in ("end", "after_close"):
        play(world, weekly(world, feedback=feedback), 0, [0] * 5)
    now(at(23, 19, 59))
    assert stems(sheet(secretary, world)) == []
    now(at(23, 20))
    assert len(stems(sheet(secretary, world))) == 3


def test_a_frozen_quiz_is_left_out_until_it_is_revealed(world: World, secretary: Office, now) -> None:
    quiz = weekly(world, freezes_at=at(23, 18), reveals_at=at(24, 9))
    play(world, quiz, 0, [0] * 5)
    now(at(24, 8, 59))
    assert stems(sheet(secretary, world)) == []
    now(at(24, 9))
    assert len(stems(sheet(secretary, world))) == 3


def test_a_sealed_question_stays_sealed_while_another_quiz_draws_from_its_bank(
    world: World, secretary: Office, now
) -> None:
    with unit_of_work():
        world.load_bank("sealed", six_questions(3), purpose="sealed")
    draw = (DrawRule(count=1, score=100, banks=("sealed",), kinds=("single",)),)
    rules = {"questions": 1, "seconds_per_question": None, "speed_percent": 0, "tries_total": 1, "draw": draw}
    done = world.quiz("contest", closes_at=at(23, 20), **rules)
    play(world, done, 0, [0] * 5)
    world.quiz("contest", closes_at=at(24, 11), owner=world.streets[1], **rules)
    now(OVER)
    assert stems(sheet(secretary, world)) == []
    now(at(24, 11))
    assert len(stems(sheet(secretary, world))) == 1


def test_after_a_ruling_the_key_that_holds_is_told_and_a_void_question_is_left_out(
    world: World, secretary: Office, now
) -> None:
    affair = Affair(world, preset="weekly", closes_at=at(23, 20))
    people = [world.person() for _ in range(6)]
    for who in people:
        affair.play(who)
    affair.play(world.person(), ["丁错"])
    now(OVER)
    assert stems(sheet(secretary, world)) == ["存疑的single"]
    affair.rule(explanation="重新查证过。")
    page = sheet(secretary, world)
    assert '<li class="key"><b>B</b><span>乙对</span>' in page
    assert "重新查证过。" in page
    affair.rule("void")
    assert stems(sheet(secretary, world)) == []


def test_the_word_file_says_the_same_on_a4(world: World, secretary: Office, now) -> None:
    play(world, weekly(world), 0, [0] * 5)
    now(OVER)
    reply = secretary.send(f"/branch/{world.branches[0].public_id}/mistakes/export")
    assert "attachment" in reply.headers["Content-Disposition"]
    document = Document(io.BytesIO(reply.data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for number, stem in enumerate(stems(sheet(secretary, world)), start=1):
        assert f"{number}. {stem}（单选题，九成以上答错）" in text
    assert text.count("解析：因为史料如此记载。") == text.count("出处：《测试文献》") == 3
    assert re.search(r"答案：[A-D]\n", text)
    assert round(document.sections[0].page_width.mm) == 210


def test_a_sheet_has_ten_questions_at_most_and_costs_the_same_for_many_as_for_few(
    world: World, secretary: Office, now, statements: list[str]
) -> None:
    draw = (DrawRule(count=12, score=100, banks=("study",)),)
    quiz = weekly(world, questions=12, draw=draw)
    play(world, quiz, 0, [0] * 5)
    now(OVER)
    sheet(secretary, world)
    counts = []
    for _ in range(2):
        statements.clear()
        assert len(stems(sheet(secretary, world))) == 10
        counts.append(len(statements))
        now(at(23, 13))
        play(world, quiz, 0, [1] * 6)
        now(OVER)
    assert counts[0] == counts[1] <= 20
    assert clock.now() == OVER
