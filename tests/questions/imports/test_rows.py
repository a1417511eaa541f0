"""Rows of an import: leafed through, mended on the spot, left out, and always compared with their like."""

from collections.abc import Callable
from typing import Any

import pytest

from jinshui_study.errors import Conflict, Forbidden, NotFound
from jinshui_study.questions.imports import carrying, rows
from jinshui_study.questions.models import Import, ImportRow
from tests.moments import TUESDAY_NOON
from tests.questions.desk import Desk, codes, rows_of, states
from tests.questions.samples import draft


def mend(desk: Desk, batch: Import, number: int, **form: Any) -> ImportRow:
    return rows.mend(rows.get(batch, number), form, desk.editor.id, TUESDAY_NOON)


@pytest.fixture
def mixed(desk: Desk) -> Import:
    """A good row, one with a warning, one that is wrong, a copy, and one left out."""
    batch = desk.stage(
        draft(),
        draft("single", options=["1921年", "1922年"], answer=["A"]),
        draft("blank", answer=[]),
        draft(),
        draft("single", options=["1921年", "1923年"], answer=["A"]),
    )
    rows.drop(rows.get(batch, 5), desk.editor.id, TUESDAY_NOON)
    return batch


@pytest.mark.parametrize(
    ("show", "numbers"),
    [
        ("all", [1, 2, 3, 4, 5]),
        ("problems", [2, 3, 4]),
        ("errors", [3]),
        ("duplicates", [4]),
        ("good", [1, 2]),
        ("warned", [2]),
        ("mended", []),
        ("dropped", [5]),
        ("nonsense", [1, 2, 3, 4, 5]),
    ],
)
def test_rows_are_shown_by_what_is_the_matter_with_them(mixed: Import, show: str, numbers: list[int]) -> None:
    page = rows.page(mixed, show)
    assert [row.number for row in page.items] == numbers
    assert page.total == len(numbers)


def test_rows_are_shown_page_by_page(desk: Desk) -> None:
    batch = desk.stage(*[draft(stem=f"第{number}题？") for number in range(1, 8)])
    pages = [rows.page(batch, "all", number, 3) for number in (0, 1, 2, 3, 99)]
    assert [[row.number for row in page.items] for page in pages] == [
        [1, 2, 3],
        [1, 2, 3],
        [4, 5, 6],
        [7],
        [7],
    ]
    assert [(page.number, page.pages, page.total) for page in pages[-2:]] == [(3, 3, 7)] * 2


def test_rows_are_counted_by_state_and_the_good_ones_by_kind(mixed: Import) -> None:
    assert rows.counts(mixed) == {
        **{"good": 2, "bad": 1, "duplicate": 1, "dropped": 1, "imported": 0},
        **{"all": 5, "problems": 3, "warned": 1, "mended": 0},
    }
    assert rows.by_kind(mixed) == {"single": 2}


def test_what_cannot_be_imported_comes_back_with_its_reasons(desk: Desk) -> None:
    unread = draft("blank", answer=[], stem="没有空", code="x", tags=["会议"])
    batch = desk.stage(draft(), unread, draft(), draft("single", answer=["X", "X"]))
    (first, why), (_, whys) = rows.failed(batch)
    assert (first.stem, first.code, first.tags, first.where) == (
        "没有空",
        "x",
        ["会议"],
        rows.get(batch, 2).where,
    )
    assert why == tuple(problem["message"] for problem in rows.get(batch, 2).problems)
    assert len(whys) == 3


def test_a_row_that_is_not_there_is_not_found(mixed: Import, desk: Desk) -> None:
    with pytest.raises(NotFound):
        rows.get(mixed, 6)
    assert rows.get(desk.bystanding, 1).fields["stem"] == "旁的？"


def test_a_row_is_mended_and_good(desk: Desk) -> None:
    batch = desk.stage(draft(answer=[]), draft(stem="别的？"))
    row = mend(desk, batch, 1, answer="Ｃ", explanation=" 史料\x00如此。 ", difficulty="3")
    assert (row.state, row.mended, codes(row)) == ("good", True, [])
    assert (row.fields["answer"], row.fields["difficulty"]) == (["C"], 3)
    assert (row.fields["stem"], row.fields["explanation"]) == ("哪一年？", "史料如此。")
    assert [row.number for row in rows.page(batch, "mended").items] == [1]
    assert rows.counts(batch)["mended"] == 1
    (line,) = desk.audit("import.mend")
    assert (line.subject, line.details) == (f"import:{batch.public_id}", {"row": 1})
    desk.assert_bystanders_untouched()


def test_a_row_may_be_mended_into_another_kind(desk: Desk) -> None:
    batch = desk.stage(draft(answer=["A", "C"]))
    assert codes(rows.get(batch, 1)) == ["single_many"]
    row = mend(desk, batch, 1, kind="多选题")
    assert (row.state, row.kind, row.fields["kind"]) == ("good", "multiple", "multiple")


def test_what_is_still_wrong_is_said_anew(desk: Desk) -> None:
    batch = desk.stage(draft(answer=[]))
    row = mend(desk, batch, 1, answer="X")
    assert (row.state, codes(row), row.fingerprint) == ("bad", ["letter_unknown"], None)


def test_a_row_mended_into_a_copy_is_one(desk: Desk) -> None:
    batch = desk.stage(draft(), draft(stem="另一题？"))
    assert mend(desk, batch, 2, stem="哪 一 年？").state == "duplicate"
    assert mend(desk, batch, 2, answer="A").state == "bad"
    assert mend(desk, batch, 2, stem="另一题？").state == "good"
    assert states(batch) == ["good", "good"]


def test_mending_an_original_frees_its_copies(desk: Desk) -> None:
    batch = desk.stage(draft(), draft(), draft(answer=["A"]))
    assert states(batch) == ["good", "duplicate", "bad"]
    mend(desk, batch, 1, stem="究竟哪一年？")
    assert states(batch) == ["good", "good", "bad"]
    mend(desk, batch, 2, stem="到底哪一年？")
    assert states(batch) == ["good", "good", "good"]


def test_a_mended_row_is_compared_with_the_bank(desk: Desk) -> None:
    desk.load(draft(code="x"), draft(code="y", stem="另一题？"))
    batch = desk.stage(draft(stem="第三题？"))
    assert codes(mend(desk, batch, 1, stem="哪一年？")) == ["in_bank"]
    assert codes(mend(desk, batch, 1, answer="A")) == ["answers_differ_in_bank"]
    assert codes(mend(desk, batch, 1, options="甲\n乙", answer="A")) == ["stem_in_bank"]
    assert codes(mend(desk, batch, 1, code="y")) == ["stem_in_bank", "revises"]


def test_what_the_bank_says_of_a_neighbour_stays_when_a_row_is_mended(desk: Desk) -> None:
    desk.load(draft(code="x"))
    batch = desk.stage(draft(code="x", answer=["A"]), draft(stem="另一题？"))
    mend(desk, batch, 2, code="x")
    assert [codes(row) for row in rows.page(batch).items] == [["revises"], ["id_repeated"]]
    mend(desk, batch, 2, code="z")
    assert [codes(row) for row in rows.page(batch).items] == [["revises"], []]


def test_what_is_like_another_stays_marked_until_its_text_changes(desk: Desk) -> None:
    stem = "中国共产党第一次全国代表大会于哪一年在上海召开"
    batch = desk.stage(draft(stem=f"{stem}？"), draft(stem=f"{stem}呢？"), draft(stem="另一题？", answer=[]))
    assert codes(rows.get(batch, 2)) == ["near_duplicate"]
    assert codes(mend(desk, batch, 2, explanation="更细。", answer="C")) == ["near_duplicate"]
    rows.drop(rows.get(batch, 2), desk.editor.id, TUESDAY_NOON)
    rows.take_back(rows.get(batch, 2), desk.editor.id, TUESDAY_NOON)
    assert codes(rows.get(batch, 2)) == ["near_duplicate"]
    mend(desk, batch, 3, stem=f"{stem}呢？", options="甲\n乙", answer="A")
    assert codes(rows.get(batch, 2)) == ["near_duplicate"]
    assert codes(mend(desk, batch, 2, stem="第三题？")) == []


def test_a_row_left_out_makes_room_for_its_copy_and_may_be_taken_back(desk: Desk) -> None:
    batch = desk.stage(draft(), draft())
    rows.drop(rows.get(batch, 1), desk.editor.id, TUESDAY_NOON)
    assert states(batch) == ["dropped", "good"]
    rows.take_back(rows.get(batch, 1), desk.editor.id, TUESDAY_NOON)
    assert states(batch) == ["good", "duplicate"]
    assert [len(desk.audit(action)) for action in ("import.drop", "import.take_back")] == [1, 1]
    desk.assert_bystanders_untouched()


def test_rows_of_another_import_are_no_copies(desk: Desk) -> None:
    first, second = desk.stage(draft()), desk.stage(draft(stem="另一题？"))
    assert mend(desk, second, 1, stem="哪一年？").state == "good"
    rows.drop(rows.get(second, 1), desk.editor.id, TUESDAY_NOON)
    assert states(first) == ["good"]


ACTS: list[Callable[[ImportRow, int], object]] = [
    lambda row, who: rows.mend(row, {"stem": "改了？"}, who, TUESDAY_NOON),
    lambda row, who: rows.drop(row, who, TUESDAY_NOON),
    lambda row, who: rows.take_back(row, who, TUESDAY_NOON),
]


@pytest.mark.parametrize("act", ACTS)
def test_rows_change_only_in_a_dry_run_and_by_those_who_edit(
    desk: Desk, act: Callable[[ImportRow, int], object]
) -> None:
    batch = desk.stage(draft())
    before = rows_of(ImportRow)
    for who in (desk.world.bystander, desk.world.person(role="unit_admin", over=desk.street)):
        with pytest.raises(Forbidden):
            act(rows.get(batch, 1), who.id)
    carrying.carry_out(batch, desk.editor.id, TUESDAY_NOON)
    with pytest.raises(Conflict) as raised:
        act(rows.get(batch, 1), desk.editor.id)
    assert raised.value.code == "import_state"
    assert [row[5] for row in rows_of(ImportRow)] == [row[5] for row in before]
