"""A question's own page: wording, history, where it is used, and what one may do with it."""

import pytest
from flask.testing import FlaskClient

from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import editing, registry
from jinshui_study.questions.registry import NewBank
from tests.console.office import Office, office_of, told
from tests.moments import TUESDAY_NOON
from tests.questions.desk import Desk, one_of_each
from tests.questions.samples import draft
from tests.world import World


def state(desk: Desk, code: str) -> str:
    db.session.expire_all()
    return desk.question(code).state


def path_of(desk: Desk, code: str) -> str:
    return f"/questions/{desk.question(code).public_id}/"


def test_it_shows_wording_state_and_origin(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.bring(*one_of_each())
    for code in ("single", "multiple", "true_false", "blank", "ordering", "matching"):
        page = office.read(path_of(desk, code))
        assert "待审核" in page
        assert "史料如此。" in page
        assert "来自“题.yaml 行" in page
        assert "还没有人答过。" in page
        assert "现在的状态下，答题活动抽不到它。" in page


def test_history_shows_what_changed(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.load(draft(code="a"))
        form = {"stem": "是哪一年？", "answer": "B"}
        editing.edit(desk.question("a"), form, desk.editor.id, TUESDAY_NOON, base=1)
    page = office.read(path_of(desk, "a"))
    assert "<ins>是</ins>哪一年？" in page
    assert "由 C“1921年” 改为 B“1920年”" in page
    assert page.index("第 2 版") < page.index("最初的版本。")


def test_it_tells_which_quizzes_may_draw_it_and_how_often_it_was_answered(
    world: World, client: FlaskClient
) -> None:
    member = world.person()
    quiz = world.quiz("daily", questions=60)
    world.play(member, quiz, 60)
    office = office_of(world, client, "editor", world.district)
    page = office.read("/questions/?text=单选0")
    link = page.split('class="wide-cell with-tick"')[1].split('href="/console')[1].split('"')[0]
    page = office.read(link)
    assert '已被作答 <b class="number">1</b> 次。' in page
    assert "测试活动 daily" in page
    assert "抽题时可能抽到" in page


@pytest.mark.parametrize(
    ("action", "start", "end", "sentence"),
    [
        ("approve", "pending", "ready", "已通过，这道题可以用在答题里了。"),
        ("send_back", "pending", "draft", "已退回，请出题人修改。"),
        ("hand_in", "draft", "pending", "已重新提交审核。"),
        ("retire", "ready", "retired", "已停用，以后不会再抽到；已有的成绩不受影响。"),
        ("bring_back", "retired", "pending", "已恢复，等待审核通过后再用。"),
        ("dance", "ready", "ready", "请选择要做什么。"),
    ],
)
def test_its_state_changes_here(
    action: str, start: str, end: str, sentence: str, desk: Desk, office: Office
) -> None:
    with unit_of_work():
        desk.load(draft(code="a"))
        desk.question("a").state = start
    assert f'value="{action}"' in office.read(path_of(desk, "a")) or action == "dance"
    page = office.follow(path_of(desk, "a"), {"action": action, "reason": "日期不符"})
    assert told(page) == [sentence]
    assert state(desk, "a") == end
    assert ("退回原因：日期不符" in page) == (action == "send_back")
    desk.assert_bystanders_untouched()


def test_who_may_only_edit_is_not_offered_what_reviewers_do(world: World, client: FlaskClient) -> None:
    desk = Desk(world)
    office = office_of(world, client, "unit_admin", world.streets[0])
    with unit_of_work():
        bank = registry.create(NewBank("街道的", desk.street, code="s"), office.who.id, TUESDAY_NOON)
        batch = desk.stage_and_carry(draft(code="a"), target=bank, who=office.who)
    desk.bank = bank
    page = office.read(path_of(desk, "a"))
    assert batch.state == "imported"
    for action in ("approve", "send_back"):
        assert f'value="{action}"' not in page
        assert office.send(path_of(desk, "a"), {"action": action, "reason": "x"}).status_code == 302
        assert state(desk, "a") == "pending"
    assert "修改" in page


def test_another_organizations_question_is_not_there(desk: Desk, world: World, client: FlaskClient) -> None:
    with unit_of_work():
        desk.load(draft(code="a"))
    other = office_of(world, client, "unit_admin", world.streets[0])
    assert other.get(path_of(desk, "a")).status_code == 404
    assert other.send(path_of(desk, "a"), {"action": "retire"}).status_code == 404
    assert state(desk, "a") == "ready"
