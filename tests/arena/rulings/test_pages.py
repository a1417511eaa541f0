"""The editors' pages: the list, the question with its answers, the preview, the decision; and who may see them."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from jinshui_study.arena.rulings import carrying, disputes
from jinshui_study.db import unit_of_work
from tests.arena.rulings.affairs import RIGHT_KEYS, Affair, states, work_off
from tests.console.test_pages import log_in, token_on
from tests.moments import MONDAY_NOON
from tests.world import PASSWORD, Person, World


@pytest.fixture
def affair(world: World) -> Affair:
    return Affair(world)


def enter(client: FlaskClient, world: World, role: str = "editor", **fields: Any) -> Person:
    who = world.person(role=role, over=fields.pop("over", world.district), password=PASSWORD)
    assert log_in(client, who.phone).status_code == 302
    return who


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    reply = client.get(address)
    assert reply.status_code == status, reply.get_data(as_text=True)
    return reply.get_data(as_text=True)


def address_of(affair: Affair) -> str:
    question_id, number = affair.address()
    return f"/console/disputes/{question_id}/{number}"


def send(client: FlaskClient, address: str, to: str, **form: Any) -> TestResponse:
    """Post a form of the page at `address`."""
    return client.post(to, data={"csrf_token": token_on(client.get(address)), **form})


def dispute(affair: Affair, text: str) -> Person:
    who = affair.world.person(name="赵大山")
    result = affair.play(who, doubtful=["丙错"])
    number = affair.reviewed(who, result)["number"]
    path = f"/attempts/{result['attempt_id']}/questions/{number}/disputes"
    body = {"reason": "wrong_key", "text": text}
    assert affair.world.call(who, "POST", path, body).status_code == 201
    return who


def test_the_first_page_says_that_questions_wait_for_a_ruling(
    world: World, client: FlaskClient, affair: Affair
) -> None:
    enter(client, world)
    assert "有人提出疑问" not in page(client, "/console/")
    dispute(affair, "教材不是这样写的")
    with unit_of_work():
        disputes.flag(affair.revision_id, "negative_discrimination", {"n": 31}, MONDAY_NOON)
    assert '<span class="number">1</span> 道题有人提出疑问' in page(client, "/console/")


def test_who_rules_elsewhere_is_not_asked(world: World, client: FlaskClient, affair: Affair) -> None:
    enter(client, world, over=world.streets[1])
    dispute(affair, "教材不是这样写的")
    assert "有人提出疑问" not in page(client, "/console/")


def test_the_list_tells_what_is_said_against_which_question(
    world: World, client: FlaskClient, affair: Affair
) -> None:
    enter(client, world)
    assert "现在没有待裁定的题" in page(client, "/console/disputes")
    dispute(affair, "教材不是这样写的")
    with unit_of_work():
        disputes.flag(affair.revision_id, "negative_discrimination", {}, MONDAY_NOON)
    text = page(client, "/console/disputes")
    assert "存疑的single" in text
    assert "答案有误 1" in text
    assert "答案可能有误" in text
    assert address_of(affair) in text
    assert "赵大山" not in text
    assert "存疑" not in page(client, "/console/disputes?show=answered")


@pytest.mark.parametrize("kind", list(RIGHT_KEYS))
def test_the_question_is_shown_with_its_key_its_answers_and_what_is_said(
    world: World, client: FlaskClient, kind: str
) -> None:
    affair = Affair(world, kind)
    for branch in (0, 1, 2):
        affair.play(world.person(branch=branch))
    enter(client, world)
    text = page(client, address_of(affair))
    assert "共 3 次作答，按现在的答案答对 0 次（0%）" in text
    assert re.search(r"3 次，100%", text)
    assert "还没有人对这道题提出疑问" in text
    assert "史料如此记载。" in text


def test_disputes_are_shown_as_text_without_names(world: World, client: FlaskClient, affair: Affair) -> None:
    who = dispute(affair, "<script>alert(1)</script>应为乙")
    enter(client, world)
    text = page(client, address_of(affair))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;应为乙" in text
    assert "11月23日" in text
    assert who.name not in text
    assert who.public_id not in text
    assert not re.search(r"<script(?! type=\"module\" src=)", text)
    assert not re.search(r"\s(style|on\w+)=", text)


def test_an_editor_rules_in_three_steps_without_a_script(
    world: World, client: FlaskClient, affair: Affair
) -> None:
    who = dispute(affair, "应为乙")
    wise = world.person(name="钱小梅", branch=1)
    result = affair.play(wise)
    enter(client, world)
    address = address_of(affair)
    reply = send(client, address, f"{address}/rulings", verdict="correct", answer="B", reply="谢谢指正。")
    assert reply.status_code == 302
    preview = page(client, reply.location)
    assert "待执行" in preview
    assert "钱*梅" in preview
    assert "40 → 50" in preview
    assert "会改变的作答</dt><dd>1</dd>" in preview
    assert affair.result(wise, result)["score"] == 400
    assert "待执行的裁定" in page(client, address)
    decided = send(client, reply.location, f"{reply.location}/decision")
    assert decided.location == reply.location
    assert affair.result(wise, result)["score"] == 500
    work_off()
    after = page(client, reply.location)
    assert "已执行" in after
    assert "执行裁定</button>" not in after
    (item,) = world.get(who, "/disputes")["items"]
    assert (item["status"], item["reply"]) == ("corrected", "谢谢指正。")
    assert "存疑" not in page(client, "/console/disputes")
    assert "存疑" in page(client, "/console/disputes?show=answered")


@pytest.mark.parametrize("kind", list(RIGHT_KEYS))
def test_the_form_takes_the_key_of_every_kind(world: World, client: FlaskClient, kind: str) -> None:
    affair = Affair(world, kind)
    wise = world.person()
    result = affair.play(wise)
    enter(client, world)
    address = address_of(affair)
    form = page(client, address).split("更正答案</h2>")[1]
    assert 'name="answer"' in form
    if kind not in ("blank", "ordering"):
        for value in RIGHT_KEYS[kind]:
            assert f'value="{value}"' in form
    reply = send(client, address, f"{address}/rulings", verdict="correct", answer=RIGHT_KEYS[kind])
    send(client, reply.location, f"{reply.location}/decision")
    assert affair.result(wise, result)["score"] == 500


def test_keeping_is_done_at_once_with_a_reason(world: World, client: FlaskClient, affair: Affair) -> None:
    who = dispute(affair, "应为丁")
    enter(client, world)
    address = address_of(affair)
    missing = send(client, address, f"{address}/rulings", verdict="keep", reply=" ")
    assert missing.status_code == 422
    assert "请写明维持原答案的理由。" in missing.get_data(as_text=True)
    assert states() == []
    reply = send(client, address, f"{address}/rulings", verdict="keep", reply="与党章一致。")
    assert (reply.status_code, reply.location) == (302, address)
    assert "维持原答案" in page(client, address)
    assert world.get(who, "/disputes")["items"][0]["reply"] == "与党章一致。"


def test_what_does_not_fit_is_told_on_the_form(world: World, client: FlaskClient, affair: Affair) -> None:
    enter(client, world)
    address = address_of(affair)
    for form, sentence in (
        ({"verdict": "correct", "answer": ["A"]}, "这就是现在的答案。"),
        ({"verdict": "correct", "answer": ["A", "B"]}, "单选题只能有一个答案，请改正答案"),
        ({"verdict": "correct"}, "没有答案，请补上。"),
        ({"verdict": "guess"}, "请选择如何裁定。"),
        ({"verdict": "void", "reply": "字" * 501}, "文字最多 500 个"),
        ({"verdict": "void", "reply": "\x00"}, "无法保存的字符"),
    ):
        reply = send(client, address, f"{address}/rulings", **form)
        assert reply.status_code == 422
        assert sentence in reply.get_data(as_text=True)
    assert states() == []


def test_many_attempts_are_told_while_they_are_worked_off(
    world: World, client: FlaskClient, affair: Affair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "FEW", -1)
    monkeypatch.setattr(carrying, "BATCH", 1)
    for branch in (0, 1, 2):
        affair.play(world.person(branch=branch))
    enter(client, world)
    address = address_of(affair)
    reply = send(client, address, f"{address}/rulings", verdict="void")
    assert "正在后台计算" in page(client, reply.location)
    early = send(client, reply.location, f"{reply.location}/decision")
    assert early.status_code == 409
    work_off()
    assert "会改变的作答</dt><dd>3</dd>" in page(client, reply.location)
    send(client, reply.location, f"{reply.location}/decision")
    assert "还剩 3 次作答" in page(client, reply.location)
    work_off()
    assert "已执行" in page(client, reply.location)


def pages_of(affair: Affair) -> list[str]:
    return ["/console/disputes", address_of(affair), f"/console/rulings/{affair.propose('void')}"]


@pytest.mark.parametrize("role", ["secretary", "unit_admin"])
def test_who_may_not_rule_sees_nothing(world: World, client: FlaskClient, affair: Affair, role: str) -> None:
    addresses = pages_of(affair)
    enter(client, world, role)
    token = token_on(client.get("/console/"))
    for address in addresses:
        reply = client.get(address)
        assert reply.status_code in (403, 404)
        assert "存疑" not in reply.get_data(as_text=True)
    for to in (f"{addresses[1]}/rulings", f"{addresses[2]}/decision"):
        reply = client.post(to, data={"csrf_token": token, "verdict": "void"})
        assert reply.status_code == 404
    assert states() == ["proposed"]


def test_an_editor_of_another_subtree_sees_nothing(world: World, client: FlaskClient, affair: Affair) -> None:
    dispute(affair, "应为乙")
    addresses = pages_of(affair)
    enter(client, world, over=world.streets[0])
    assert "存疑" not in page(client, addresses[0])
    token = token_on(client.get("/console/"))
    for address in addresses[1:]:
        page(client, address, 404)
    for to in (f"{addresses[1]}/rulings", f"{addresses[2]}/decision"):
        assert client.post(to, data={"csrf_token": token, "verdict": "void"}).status_code == 404


def test_a_form_from_elsewhere_rules_nothing(world: World, client: FlaskClient, affair: Affair) -> None:
    addresses = pages_of(affair)
    enter(client, world)
    for to in (f"{addresses[1]}/rulings", f"{addresses[2]}/decision"):
        assert client.post(to, data={"verdict": "void"}).status_code == 400
    assert states() == ["proposed"]


def test_whoever_is_not_logged_in_is_led_to_the_log_in(
    world: World, client: FlaskClient, affair: Affair
) -> None:
    for address in pages_of(affair):
        assert client.get(address).location == "/console/login"
