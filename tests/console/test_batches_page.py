"""The list of imports, and undoing one."""

from flask.testing import FlaskClient

from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import review
from jinshui_study.questions.sampling import DrawRule
from tests.arena.steps import all_answers
from tests.console.office import Office, office_of, told
from tests.moments import TUESDAY_NOON
from tests.questions.desk import Desk, one_of_each
from tests.questions.samples import draft


def test_imports_are_listed_the_newest_first_with_what_one_can_do(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.bring(draft(code="a"))
        desk.stage(draft(code="b", stem="另一道？"))
    page = office.read("/imports/")
    assert page.index("等待确认") < page.index("已导入")
    assert "继续</a>" in page
    assert "撤销这次导入</button>" in page


def test_without_any_it_says_where_to_begin(desk: Desk, client: FlaskClient) -> None:
    office = office_of(desk.world, client, "unit_admin", desk.world.streets[1])
    assert "还没有导入过文件。" in office.read("/imports/")


def test_undoing_brings_the_bank_back(desk: Desk, office: Office) -> None:
    with unit_of_work():
        batch = desk.bring(*one_of_each())
        review.approve(desk.questions()[:2], desk.editor.id, TUESDAY_NOON)
        path = f"/imports/{batch.public_id}/undo"
    page = office.follow(path)
    assert told(page) == ["已撤销“题.yaml”的导入：删除 4 道，停用 2 道（可能已在试卷里）。"]
    db.session.expire_all()
    assert {question.state for question in desk.questions()} == {"retired"}
    assert told(office.follow(path)) == ["“题.yaml”已经撤销，不能再这样操作。"]
    desk.assert_bystanders_untouched()


def test_what_has_been_answered_cannot_be_undone(desk: Desk, office: Office) -> None:
    world = desk.world
    with unit_of_work():
        batch = desk.bring(draft("true_false", code="a"))
        review.approve(desk.questions(), desk.editor.id, TUESDAY_NOON)
        path = f"/imports/{batch.public_id}/undo"
    quiz = world.quiz("daily", questions=1, draw=[DrawRule(count=1, score=100, banks=("b",))])
    who = world.person()
    attempt = world.start(who, quiz)
    world.submit(who, attempt, all_answers({**attempt, "questions": attempt["questions"]}))
    with unit_of_work():
        desk.bring(draft(code="c", stem="还没有人答过？"))
    page = office.read("/imports/")
    assert (page.count("撤销这次导入</button>"), page.count("已有人作答，不能撤销")) == (1, 1)
    page = office.follow(path)
    assert told(page) == ["已有 1 道题被人作答，不能整批撤销；不合适的试题可以单独停用。"]
    db.session.expire_all()
    assert [question.state for question in desk.questions()] == ["ready", "pending"]
