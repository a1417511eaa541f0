"""The console's page of the audit log: who may see it, how it is searched and paged, and what leaves in files."""

import ast
import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
import python_calamine
from flask.testing import FlaskClient
from sqlalchemy import delete

from jinshui_study.accounts import audit, erasure, members
from jinshui_study.accounts.audit_trail import exporting, words
from jinshui_study.accounts.audit_trail.searching import Wanted
from jinshui_study.accounts.joining import requests, scans
from jinshui_study.accounts.models import ROLES, LoginTries
from jinshui_study.arena.rulings import rulings
from jinshui_study.arena.statistics import words as statistics_words
from jinshui_study.db import db, unit_of_work
from tests.console.office import BROWSER, Office, office_of
from tests.moments import MONDAY_NOON
from tests.world import Person, World

PACKAGE = Path(words.__file__).parents[2]
BANK = "bank-bank-bank-b"


@pytest.fixture
def admin(world: World, client: FlaskClient) -> Office:
    return office_of(world, client, "district_admin", world.district)


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(name="陈编审", role="editor", over=world.district)


def record(action: str, subject: str, who: Person | None = None, days: int = 0, **details: Any) -> None:
    with unit_of_work():
        audit.record(action, subject, MONDAY_NOON + timedelta(days=days), who and who.id, **details)


def shown(page: str) -> list[str]:
    """The acts on the page, top down."""
    return re.findall(r'<th class="whole" scope="row">(.*?)</th>', page)


def test_only_admins_of_the_whole_district_see_it(world: World, client: FlaskClient) -> None:
    people = {
        "secretary": world.branches[0],
        "unit_admin": world.district,
        "editor": world.district,
    }
    for role, over in people.items():
        office = office_of(world, client, role, over)
        assert "审计" not in office.read("/")
        assert office.get("/audit/").status_code == 403
        assert office.send("/audit/export", {"format": "csv"}).status_code == 403
    part = office_of(world, client, "district_admin", world.streets[0])
    assert part.get("/audit/").status_code == 403
    assert client.get("/console/audit/", headers=BROWSER).status_code == 403
    whole = office_of(world, client, "district_admin", world.district)
    assert 'href="/console/audit/"' in whole.read("/")


def test_it_says_in_words_who_did_what_to_what_and_when(admin: Office, editor: Person) -> None:
    record("bank.purpose", f"bank:{BANK}", editor, before="study", to="sealed")
    page = admin.read("/audit/")
    for text in ("陈编审", "改题库用途", "题库", BANK, "原来 练习，改为 密封", "11月23日 周一 12:00"):
        assert text in page
    assert f'href="/console/banks/{BANK}/"' in page
    assert "bank.purpose" not in shown(page)


def test_members_who_did_something_for_themselves_are_not_named(admin: Office, world: World) -> None:
    member = world.person(name="钱桂兰")
    record("ranking.choose", f"member:{member.public_id}", member, opted_in=True)
    page = admin.read("/audit/")
    assert "党员本人" in page
    assert "钱桂兰" not in page
    assert "钱*兰" not in page


def test_it_is_searched_by_person_action_object_and_time(admin: Office, editor: Person) -> None:
    record("bank.rename", f"bank:{BANK}", editor)
    record("bank.export", f"bank:{BANK}", None, days=1)
    record("quiz.create", "quiz:another", editor, days=2)

    def found(query: str) -> list[str]:
        return shown(admin.read(f"/audit/?{query}"))

    assert found("") == ["新建活动", "导出题库", "改题库名称"]
    assert found("who=陈编审") == ["新建活动", "改题库名称"]
    assert found(f"who={editor.public_id}&kind=quiz") == ["新建活动"]
    assert found("who=-") == ["导出题库"]
    assert found("who=没有这个人") == []
    assert found("action=bank.export") == ["导出题库"]
    assert found("kind=bank") == ["导出题库", "改题库名称"]
    assert found(f"object={BANK}") == ["导出题库", "改题库名称"]
    assert found(f"kind=quiz&object={BANK}") == []
    assert found("since=2026-11-24") == ["新建活动", "导出题库"]
    assert found("since=2026-11-24&until=2026-11-24") == ["导出题库"]
    assert found("until=2026-11-23") == ["改题库名称"]


@pytest.mark.parametrize("query", ["action=x", "kind=%27%25", "since=yesterday", "until=9999-12-31"])
def test_what_cannot_be_asked_for_is_left_out(admin: Office, editor: Person, query: str) -> None:
    record("bank.rename", f"bank:{BANK}", editor)
    assert shown(admin.read(f"/audit/?{query}")) == ["改题库名称"]


def test_pages_follow_each_other_without_gap_and_keep_the_filters(admin: Office, editor: Person) -> None:
    with unit_of_work():
        for number in range(120):
            audit.record("bank.edit_row", f"bank:{number}", MONDAY_NOON, editor.id)
            audit.record("bank.rename", f"bank:{number}", MONDAY_NOON, editor.id, row=number)
    address, rows = "/audit/?action=bank.rename", []
    while address:
        page = admin.read(address)
        rows += [int(number) for number in re.findall(r"第几题 (\d+)", page)]
        following = re.search(r'rel="next" href="/console([^"]+)"', page)
        address = following[1] if following else ""
        assert not address or "action=bank.rename" in address
    assert rows == list(range(119, -1, -1))
    assert admin.get("/audit/?cursor=nonsense").status_code == 422


def rows_of(office: Office, **form: str) -> list[dict[str, str]]:
    with office.send("/audit/export", {"format": "csv", **form}) as reply:
        assert reply.status_code == 200
        assert "attachment" in reply.headers["Content-Disposition"]
        assert reply.headers["Cache-Control"] == "no-store"
        text = reply.get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_an_export_holds_what_was_searched_for_oldest_first_with_its_hashes(
    admin: Office, editor: Person
) -> None:
    record("bank.rename", f"bank:{BANK}", editor, to="=cmd()")
    record("quiz.create", "quiz:another", editor, days=1)
    [first, second] = rows_of(admin)[-2:]
    assert (first["操作"], first["对象编号"], first["操作人"]) == ("改题库名称", BANK, "陈编审")
    assert int(second["行号"]) == int(first["行号"]) + 1
    assert len(first["指纹"]) == 64
    assert [row["操作"] for row in rows_of(admin, action="quiz.create")] == ["新建活动"]


def test_an_export_is_recorded_without_the_name_that_was_searched_for(admin: Office, editor: Person) -> None:
    record("bank.rename", f"bank:{BANK}", editor)
    rows_of(admin, who="陈编审", kind="bank")
    [line] = [row for row in rows_of(admin) if row["代码"] == "audit.export"]
    assert line["操作人"] == "林编辑"
    assert '"kind": "bank"' in line["详情"]
    assert "陈编审" not in line["详情"]


def test_no_cell_of_an_export_is_a_formula(admin: Office, world: World) -> None:
    bad = world.person(name="=HYPERLINK(1)", role="editor", over=world.district)
    record("bank.rename", "bank:=1+1", bad)
    row = rows_of(admin)[-1]
    assert (row["操作人"], row["对象编号"]) == ("'=HYPERLINK(1)", "'=1+1")
    with admin.send("/audit/export", {"format": "xlsx", "who": bad.public_id}) as reply:
        data = reply.get_data()
    assert b"<f>" not in data
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    [head, line] = book.get_sheet_by_name("审计日志").to_python()
    assert line[head.index("操作人")] == "=HYPERLINK(1)"


def test_others_may_write_while_an_export_is_made(
    admin: Office, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = exporting.write

    def watched(wanted: Wanted, format_name: str) -> BinaryIO:
        with pytest.raises(RuntimeError, match="a write outside"):
            db.session.execute(delete(LoginTries))
        return write(wanted, format_name)

    monkeypatch.setattr(exporting, "write", watched)
    record("bank.rename", f"bank:{BANK}", editor)
    assert [row["代码"] for row in rows_of(admin)] == ["bank.rename"]
    assert [row["代码"] for row in rows_of(admin)] == ["bank.rename", "audit.export"]


def test_a_format_there_is_not_is_refused_and_not_recorded(admin: Office) -> None:
    assert admin.send("/audit/export", {"format": "exe"}).status_code == 422
    assert [row for row in rows_of(admin) if row["代码"] == "audit.export"] == []


def test_an_officer_who_has_erased_their_data_is_told_as_such(admin: Office, editor: Person) -> None:
    record("bank.rename", f"bank:{BANK}", editor)
    with unit_of_work():
        erasure.forget(members.get(editor.id), MONDAY_NOON)
    page = admin.read("/audit/")
    assert "已注销" in page
    assert "党员本人" not in page


def literals() -> Iterator[str]:
    """Every action that the source records by name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text()
        for found in re.finditer(r'(?:record|_audit|note)\(\s*"([a-z_]+\.[a-z_]+)"', text):
            yield found[1]


def keywords() -> Iterator[str]:
    """Every name under which the source records a detail."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                yield from (word.arg for word in node.keywords if word.arg is not None)


def test_every_detail_has_its_words() -> None:
    found = set(keywords())
    assert len(found) > 25
    assert found <= set(words.DETAILS)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("role", ROLES),
        ("purpose", ("study", "sealed", *scans.PURPOSES)),
        ("cause", requests.CAUSES),
        ("way", ("phone", "invitation", "member", "approval")),
        ("kind", ("wechat", *words.KINDS)),
        ("action", words.ACTIONS),
        ("reason", statistics_words.FLAGS),
        ("verdict", rulings.VERDICTS),
        ("preset", ("daily", "topic", "survival", "weekly", "contest")),
    ],
)
def test_every_value_that_is_a_code_has_its_words(name: str, values: Iterable[str]) -> None:
    told = [words.details_of({name: value}) for value in values]
    assert [text for text in told if re.search("[A-Za-z_]", text)] == []
    assert words.details_of({"filters": {"kind": "member"}}) == "条件 （种类 党员）"


def test_every_action_has_its_words() -> None:
    found = set(literals())
    assert len(found) > 25
    assert found <= set(words.ACTIONS)
    assert not [text for text in words.ACTIONS.values() if re.search("[A-Za-z]", text)]
