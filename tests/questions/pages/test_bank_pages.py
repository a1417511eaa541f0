"""The list of banks, and making, renaming and sealing one."""

from flask.testing import FlaskClient
from sqlalchemy import select

from jinshui_study.accounts.models import Organization
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import registry
from jinshui_study.questions.models import Bank
from jinshui_study.questions.registry import NewBank
from tests.console.office import Office, office_of, text_of, told
from tests.moments import MONDAY_NOON
from tests.questions.desk import Desk, one_of_each
from tests.world import World


def banks_called(title: str) -> list[Bank]:
    db.session.expire_all()
    return list(db.session.scalars(select(Bank).where(Bank.title == title)))


def test_banks_are_listed_with_their_stock(desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.bring(*one_of_each())
    page = office.read("/banks/")
    assert "党史题库" in page
    assert f'href="/console/review/?bank={desk.bank.public_id}">6</a>' in page
    assert f'href="/console/questions/?bank={desk.bank.public_id}"' in page


def test_who_has_no_bank_yet_is_told_what_to_do_next(world: World, client: FlaskClient) -> None:
    page = office_of(world, client, "unit_admin", world.streets[0]).read("/banks/")
    assert "还没有题库" in page
    assert "导入第一个题库" in page
    assert "<table" not in page


def test_a_bank_is_made_for_the_organization_one_works_for(world: World, client: FlaskClient) -> None:
    office = office_of(world, client, "unit_admin", world.streets[0])
    page = office.follow("/banks/", {"title": " 街道题库 ", "purpose": "sealed"})
    (bank,) = banks_called("街道题库")
    assert (bank.purpose, bank.organization_id) == ("sealed", world.streets[0].id)
    assert told(page) == ["题库“街道题库”已建好，下一步可以往里导入试题。"]
    assert f'href="/console/imports/new?bank={bank.public_id}"' in page


def test_what_cannot_be_comes_back_with_what_was_typed(desk: Desk, office: Office) -> None:
    reply = office.send("/banks/", {"title": "字" * 81})
    assert reply.status_code == 422
    assert "最多 80 字" in text_of(reply)
    assert "字" * 81 in text_of(reply)
    assert not banks_called("字" * 81)


def test_a_bank_cannot_be_made_for_others(world: World, client: FlaskClient) -> None:
    office = office_of(world, client, "unit_admin", world.streets[0])
    form = {"title": "别处的", "organization": world.streets[1].public_id}
    assert office.send("/banks/", form).status_code == 403
    assert not banks_called("别处的")


def test_who_works_for_several_organizations_chooses(desk: Desk, office: Office) -> None:
    assert "属于哪个组织" not in office.read("/banks/")
    street = db.session.get_one(Organization, desk.street.id)
    office.follow("/banks/", {"title": "给街道的", "organization": street.public_id})
    assert banks_called("给街道的")[0].organization_id == street.id


def test_renaming_and_sealing(desk: Desk, office: Office) -> None:
    path = f"/banks/{desk.bank.public_id}/"
    page = office.follow(path, {"title": "新名称", "purpose": "sealed"})
    assert told(page) == ["题库“新名称”已保存。"]
    (bank,) = banks_called("新名称")
    assert bank.purpose == "sealed"
    assert [line.action for line in desk.audit("bank.rename") + desk.audit("bank.purpose")] == [
        "bank.rename",
        "bank.purpose",
    ]


def test_an_empty_name_changes_nothing(desk: Desk, office: Office) -> None:
    reply = office.send(f"/banks/{desk.bank.public_id}/", {"title": " ", "purpose": "sealed"})
    assert reply.status_code == 422
    assert "请填写题库名称" in text_of(reply)
    db.session.expire_all()
    assert (desk.bank.title, desk.bank.purpose) == ("党史题库", "study")


def test_who_may_not_review_cannot_change_the_purpose(world: World, client: FlaskClient) -> None:
    office = office_of(world, client, "unit_admin", world.streets[0])
    with unit_of_work():
        street = db.session.get_one(Organization, world.streets[0].id)
        bank = registry.create(NewBank("街道的", street), office.who.id, MONDAY_NOON)
        path = f"/banks/{bank.public_id}/"
    assert 'name="purpose"' not in office.read(path)
    assert office.send(path, {"title": "街道的", "purpose": "sealed"}).status_code == 403
    assert banks_called("街道的")[0].purpose == "study"


def test_texts_of_people_stay_text(desk: Desk, office: Office) -> None:
    office.follow(f"/banks/{desk.bank.public_id}/", {"title": "<script>alert(1)</script>"})
    raw = office.get("/banks/").get_data(as_text=True)
    assert "<script>alert" not in raw
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in raw
