"""Loading a roster from a spreadsheet."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import func, select

from jinshui_study import clock
from jinshui_study.accounts import members, roster
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.accounts.roster import Imported
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Invalid, Problem, TooLarge
from tests.world import World

HEADER = ("姓名", "手机号", "街道", "党委/党总支", "支部")
ZHANG = ("张三", "13700000001", "经八路街道", "", "第1支部")
LI = ("李四", "13700000002", "经八路街道", "社区党委", "楼院党支部")
WANG = ("王五", "13700000003", "花园路街道", "", "新建党支部")


def workbook(*rows: Sequence[Any], shape: Callable[[Any], None] | None = None) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if shape is not None:
            shape(sheet)
    return file.getvalue()


def load(world: World, data: bytes) -> Imported:
    with unit_of_work():
        return roster.load(data, db.session.get_one(Organization, world.district.id), clock.now())


def refused(world: World, data: bytes) -> Problem:
    with pytest.raises((Invalid, TooLarge)) as caught:
        load(world, data)
    assert db.session.scalar(select(func.count()).select_from(Member)) == 1
    return caught.value


def branch_of(phone: str) -> Organization:
    member = members.find_by_identity("phone", phone)
    assert member is not None
    return db.session.get_one(Organization, member.branch_id)


def test_everybody_is_put_on_the_roster_and_missing_branches_are_made(world: World) -> None:
    assert load(world, workbook(HEADER, ZHANG, LI, WANG)) == Imported(added=3, unchanged=0)
    assert branch_of("13700000001").id == world.branches[0].id
    made = branch_of("13700000002")
    assert (made.name, made.depth, made.street_id, made.member_count) == (
        "楼院党支部",
        4,
        world.streets[0].id,
        1,
    )
    assert branch_of("13700000003").street_id == world.streets[1].id
    counts = select(Organization.member_count).where(Organization.name == "第1支部").order_by(Organization.id)
    assert db.session.scalars(counts).all() == [1, 0]


def test_the_same_file_twice_adds_nobody(world: World) -> None:
    data = workbook(HEADER, ZHANG, LI)
    load(world, data)
    assert load(world, data) == Imported(added=0, unchanged=2)
    assert branch_of("13700000002").member_count == 1
    assert db.session.scalar(select(func.count()).select_from(Member)) == 3


def test_the_header_may_stand_under_a_title_and_in_any_order(world: World) -> None:
    header = ("序号", "所在 支部*", "联系电话", "党员姓名", "所属街道")
    data = workbook(
        ("金水区党员名册", "", ""), (), header, (1, "第1支部", "13700000001", "张三", "经八路街道")
    )
    assert load(world, data).added == 1

    def merge(sheet: Any) -> None:
        sheet.merge_range("A1:E1", "金水区党员名册")

    assert load(world, workbook((), HEADER, LI, shape=merge)).added == 1


@pytest.mark.parametrize(
    "phone",
    [
        "+86 137-0000-0001",
        "137 0000 0001",
        13700000001,
        13700000001.0,
        "0086 13700000001",
        "\u202d13700000001\u202c",
    ],
)
def test_a_phone_may_be_written_as_offices_write_it(world: World, phone: object) -> None:
    load(world, workbook(HEADER, ("张三", phone, *ZHANG[2:])))
    assert branch_of("13700000001").id == world.branches[0].id


def test_every_bad_row_is_named_by_its_number_and_nothing_is_loaded(world: World) -> None:
    problem = refused(
        world,
        workbook(
            ("名册",),
            HEADER,
            ZHANG,
            ("", "13700000004", "经八路街道", "", "第1支部"),
            ("赵六", "1370000000", "没有的街道", "", "第1支部"),
            (),
            ("钱七", "13700000001", "经八路街道", "", ""),
            ("孙八", world.bystander.phone, "经八路街道", "", "第1支部"),
        ),
    )
    assert problem.code == "roster_has_errors"
    assert problem.errors == {
        "第 4 行": ["姓名为空或过长。"],
        "第 5 行": ["没有名为“没有的街道”的街道。", "手机号不正确。"],
        "第 7 行": ["支部为空，或组织名称过长。", "手机号与第 3 行重复。"],
        "第 8 行": ["手机号已登记在另一位党员名下。"],
    }
    assert world.bystander.phone not in str(problem.errors)


def test_rows_are_numbered_as_the_sheet_shows_them_below_empty_ones(world: World) -> None:
    problem = refused(world, workbook((), (), HEADER, ("", *ZHANG[1:])))
    assert list(problem.errors or {}) == ["第 4 行"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((), "roster_header_missing"),
        ((("姓名", "手机号"), ("张三", "13700000001")), "roster_header_missing"),
        ((*[("说明",)] * 5, HEADER, ZHANG), "roster_header_missing"),
        ((HEADER,), "roster_has_errors"),
    ],
)
def test_a_sheet_without_a_list_is_refused(world: World, rows: Sequence[Sequence[str]], code: str) -> None:
    assert refused(world, workbook(*rows)).code == code


def packed(name: str, content: bytes) -> bytes:
    """A workbook with one part put in place of the real one."""
    file, real = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook(HEADER, ZHANG)))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in real.infolist():
            archive.writestr(item.filename, content if item.filename == name else real.read(item))
        if name not in archive.namelist():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a workbook",
        "姓名,手机号".encode(),
        b"PK\x03\x04" + b"\x00" * 40,
        packed("xl/worksheets/sheet1.xml", b"<broken"),
    ],
    ids=["empty", "text", "csv", "torn", "broken"],
)
def test_what_is_no_workbook_is_refused(world: World, data: bytes) -> None:
    assert refused(world, data).code in ("not_a_workbook", "roster_header_missing")


def test_a_torn_workbook_is_refused(world: World) -> None:
    data = workbook(HEADER, ZHANG)
    for cut in range(0, len(data), 97):
        refused(world, data[:cut])


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "CV200000", "CW2"])
def test_a_far_cell_is_refused_before_room_is_made_for_it(world: World, cell: str) -> None:
    data = workbook(HEADER, ZHANG, shape=lambda sheet: sheet.write(cell, "远"))
    assert refused(world, data).status == 413


@pytest.mark.parametrize("attribute", ["r='XFD1048576'", 'r = "XFD1048576"', 'r="xfd1048576"'])
def test_a_far_cell_is_found_however_the_file_spells_it(world: World, attribute: str) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1"><v>1</v></c></row><row><c {attribute}><v>1</v></c></row></sheetData></worksheet>'
    )
    assert refused(world, packed("xl/worksheets/sheet1.xml", sheet.encode())).status == 413


def test_a_zip_bomb_is_refused_by_what_it_would_unpack_to(world: World) -> None:
    bomb = packed("xl/media/big.bin", bytes(roster.MOST_UNPACKED + 1))
    assert len(bomb) < 200_000
    assert refused(world, bomb).status == 413


def test_a_branch_may_not_have_the_name_of_a_committee_beside_it(world: World) -> None:
    load(world, workbook(HEADER, LI))
    with pytest.raises(Invalid) as caught:
        load(world, workbook(HEADER, ("赵六", "13700000009", "经八路街道", "", "社区党委")))
    assert caught.value.code == "not_a_branch"
