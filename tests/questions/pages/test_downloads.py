"""Files to take away: templates, exports, and the rows that could not be imported; each can be brought in again."""

import io
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from jinshui_study.db import unit_of_work
from jinshui_study.questions.imports import rows
from tests.console.office import Office, office_of, text_of
from tests.questions.desk import Desk, one_of_each
from tests.questions.pages.test_import_pages import BAD, FileStorage, latest, upload
from tests.questions.samples import draft


def bring_back(office: Office, data: bytes, name: str, **form: str) -> str:
    """The path of the dry run of a file that was downloaded."""
    sent = {"bank": "new", "title": "再来一次", "file": FileStorage(io.BytesIO(data), name), **form}
    reply = office.send("/imports/", sent)
    assert reply.status_code == 302, text_of(reply)
    return str(reply.location).removeprefix("/console")


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_template_can_be_filled_in_and_brought_in_as_it_is(kind: str, desk: Desk, office: Office) -> None:
    assert f'href="/console/banks/template.{kind}"' in office.read("/imports/new")
    reply = office.get(f"/banks/template.{kind}")
    assert reply.status_code == 200
    assert quote(f"题库模板.{kind}") in reply.headers["Content-Disposition"]
    office.read(bring_back(office, reply.data, f"模板.{kind}"))
    assert latest().summary["found"] == latest().summary["importable"] == 9
    assert set(latest().summary["by_kind"]) == {
        "single",
        "multiple",
        "true_false",
        "blank",
        "ordering",
        "matching",
    }


def test_there_are_no_other_templates(office: Office) -> None:
    assert office.get("/banks/template.exe").status_code == 404


@pytest.mark.parametrize("name", ["yaml", "xlsx", "gift", "moodle"])
def test_an_exported_bank_comes_back_as_it_was(name: str, desk: Desk, office: Office) -> None:
    with unit_of_work():
        desk.load(*one_of_each())
        path = f"/banks/{desk.bank.public_id}/export"
    assert f'name="format" value="{name}"' in office.read(f"/banks/{desk.bank.public_id}/")
    reply = office.send(path, {"format": name})
    assert reply.status_code == 200
    assert quote("党史题库") in reply.headers["Content-Disposition"]
    assert reply.headers["Cache-Control"] == "no-store"
    bring_back(office, reply.data, "题库", bank=desk.bank.public_id)
    assert rows.counts(latest())["duplicate"] == 6
    (line,) = desk.audit("bank.export")
    assert (line.subject, line.member_id) == (f"bank:{desk.bank.public_id}", office.who.id)
    assert line.details == {"questions": 6, "format": name}


def test_nothing_is_exported_in_an_unknown_format(desk: Desk, office: Office) -> None:
    reply = office.send(f"/banks/{desk.bank.public_id}/export", {"format": "exe"})
    assert reply.status_code == 422
    assert "请选择导出的格式。" in text_of(reply)
    assert not desk.audit("bank.export")


def test_only_who_works_on_a_bank_takes_it_away(desk: Desk, client: FlaskClient) -> None:
    other = office_of(desk.world, client, "unit_admin", desk.world.streets[0])
    assert other.send(f"/banks/{desk.bank.public_id}/export", {"format": "yaml"}).status_code == 404
    assert not desk.audit("bank.export")


def test_rows_with_errors_come_as_a_workbook_with_their_reasons(desk: Desk, office: Office) -> None:
    path = upload(office, draft(), BAD, bank=desk.bank.public_id)
    assert f'href="/console{path}failed.xlsx"' in office.read(path)
    reply = office.get(f"{path}failed.xlsx")
    assert reply.status_code == 200
    assert quote("题目 未导入的题.xlsx") in reply.headers["Content-Disposition"]
    back = office.read(bring_back(office, reply.data, "改.xlsx"))
    assert "答案不在选项里？" in back
    assert "哪一年？" not in back
