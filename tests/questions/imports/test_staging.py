"""The dry run: everything that is in a file and wrong with it is kept, and no question changes."""

from typing import Any

import pytest

from jinshui_study.accounts.models import ROLES
from jinshui_study.errors import Conflict, Forbidden, Invalid, Problem
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.formats.writing import template
from jinshui_study.questions.imports import carrying, rows, staging, undoing
from jinshui_study.questions.models import Bank, Import, ImportRow, Question, Revision
from jinshui_study.questions.registry import NewBank
from tests.moments import TUESDAY_NOON
from tests.questions.desk import Desk, codes, data_of, everything, one_of_each, rows_of, states
from tests.questions.samples import draft
from tests.world import Person


def questions_of_all_banks() -> list[list[tuple[Any, ...]]]:
    return [rows_of(model) for model in (Bank, Question, Revision)]


def test_a_dry_run_keeps_every_question_of_the_file_and_changes_none(desk: Desk) -> None:
    before = questions_of_all_banks()
    batch = desk.stage(*one_of_each(), draft(stem="没有答案？", answer=[]))
    assert (batch.state, batch.file, batch.layout, batch.encoding) == ("staged", "题.yaml", "yaml", "utf-8")
    assert (batch.bank_id, batch.organization_id) == (desk.bank.id, desk.district.id)
    assert (batch.created_by, batch.created_at) == (desk.editor.id, TUESDAY_NOON)
    assert batch.summary == {
        "found": 7,
        "importable": 6,
        "skipped": 1,
        "duplicates": 0,
        "declared": None,
        "by_kind": dict.fromkeys(("single", "multiple", "true_false", "blank", "ordering", "matching"), 1),
        "repeat_of": None,
    }
    assert states(batch) == ["good"] * 6 + ["bad"]
    assert questions_of_all_banks() == before
    desk.assert_bystanders_untouched()
    (line,) = desk.audit("import.stage")[1:]
    assert (line.subject, line.member_id) == (f"import:{batch.public_id}", desk.editor.id)
    assert line.details == {"found": 7, "importable": 6, "skipped": 1}


def test_a_row_has_the_draft_its_place_and_its_problems(desk: Desk) -> None:
    row = rows.get(desk.stage(draft(code="x", explanation="", difficulty=3, tags=["会议"])), 1)
    assert row.fields == {
        "kind": "single",
        "stem": "哪一年？",
        "options": ["1919年", "1920年", "1921年", "1922年"],
        "left": [],
        "right": [],
        "answer": ["C"],
        "pinned": [],
        "explanation": "",
        "source": "《文献》",
        "topic": "专题",
        "difficulty": 3,
        "code": "x",
        "tags": ["会议"],
    }
    assert (row.where, row.kind, row.warned, row.mended) == ("行 5", "single", False, False)
    (problem,) = row.problems
    assert (problem["severity"], problem["code"]) == ("warning", "explanation_missing")


@pytest.mark.parametrize(
    ("second", "state", "code"),
    [
        (draft(), "duplicate", "duplicate"),
        (draft(answer=["D"]), "bad", "answers_differ"),
        (draft(options=["1921年", "1922年", "1923年"], answer=["A"]), "good", "stem_repeated"),
        (draft(code="x", stem="另一题？"), "bad", "id_repeated"),
    ],
)
def test_a_question_is_compared_with_those_before_it_in_the_file(
    desk: Desk, second: Draft, state: str, code: str
) -> None:
    batch = desk.stage(draft(code="x"), second)
    assert states(batch) == ["good", state]
    assert code in codes(rows.get(batch, 2))


TURNED: dict[str, Any] = {"options": ["1922年", "1921年", "1920年", "1919年"], "answer": ["B"]}


@pytest.mark.parametrize(
    ("held", "new", "state", "code"),
    [
        (draft(code="x"), draft(), "duplicate", "in_bank"),
        (draft(code="x"), draft(**TURNED), "duplicate", "in_bank"),
        (draft(code="x"), draft(code="y"), "duplicate", "in_bank"),
        (draft(code="x"), draft(answer=["A"]), "bad", "answers_differ_in_bank"),
        (draft(code="x"), draft(options=["1921年", "1931年"], answer=["A"]), "good", "stem_in_bank"),
        (draft(code="x"), draft(code="x"), "duplicate", "in_bank"),
        (draft(code="x"), draft(code="x", answer=["A"]), "good", "revises"),
        (draft(code="x"), draft(code="x", difficulty=3), "good", "revises"),
        (draft(code="x"), draft("true_false", code="x"), "bad", "kind_differs"),
    ],
)
def test_a_question_is_compared_with_what_the_bank_holds(
    desk: Desk, held: Draft, new: Draft, state: str, code: str
) -> None:
    desk.load(held)
    batch = desk.stage(new)
    assert (states(batch), codes(rows.get(batch, 1))) == ([state], [code])
    desk.assert_bystanders_untouched()


def test_two_codes_must_not_come_to_be_the_same_question(desk: Desk) -> None:
    desk.load(draft(code="x"), draft(code="y", stem="另一题？"))
    batch = desk.stage(draft(code="x", stem="另一题？"))
    assert (states(batch), codes(rows.get(batch, 1))) == (["bad"], ["duplicate_in_bank"])


@pytest.mark.parametrize("code", ["x", ""])
def test_a_wording_the_bank_has_mended_since_does_not_come_back(desk: Desk, code: str) -> None:
    desk.load(draft(code=code))
    (question,) = desk.questions()
    desk.load(draft(code=question.code, stem="究竟是哪一年？"))
    batch = desk.stage(draft(code=code))
    assert (states(batch), codes(rows.get(batch, 1))) == (["duplicate"], ["in_bank"])


def test_what_another_bank_holds_does_not_matter(desk: Desk) -> None:
    batch = desk.stage(*one_of_each())
    assert states(batch) == ["good"] * 6
    assert [codes(row) for row in rows.page(batch).items] == [[]] * 6


def test_a_pasted_text_is_staged_like_a_file(desk: Desk) -> None:
    text = data_of(draft(), bank="b").decode()
    batch = staging.stage(text.encode(), staging.PASTED, desk.bank, desk.editor.id, TUESDAY_NOON)
    assert (batch.file, states(batch)) == ("粘贴的文字", ["good"])


def test_a_text_without_a_question_says_why(desk: Desk) -> None:
    batch = staging.stage("会议纪要".encode(), staging.PASTED, desk.bank, desk.editor.id, TUESDAY_NOON)
    assert (batch.summary["found"], states(batch)) == (0, [])
    assert [finding["severity"] for finding in batch.findings] == ["error"]


def test_a_question_without_a_topic_gets_the_one_that_was_chosen(desk: Desk) -> None:
    data = data_of(draft(topic=""), draft(stem="别的？", topic="建党"), bank="b")
    batch = staging.stage(data, "a", desk.bank, desk.editor.id, TUESDAY_NOON, topic=" 党的 创立 ")
    assert [row.fields["topic"] for row in rows.page(batch).items] == ["党的 创立", "建党"]
    assert states(batch) == ["good", "good"]
    assert "有 1 道题没有写专题，归入“党的 创立”。" in [finding["message"] for finding in batch.findings]


def test_a_question_without_a_source_gets_the_one_that_was_chosen(desk: Desk) -> None:
    data = data_of(draft(source=""), draft(stem="别的？"), bank="b")
    batch = staging.stage(data, "a", desk.bank, desk.editor.id, TUESDAY_NOON, source=" 《党史\x00 问答》\n")
    assert [row.fields["source"] for row in rows.page(batch).items] == ["《党史 问答》", "《文献》"]
    assert [finding["code"] for finding in batch.findings] == ["source_given"]
    assert states(batch) == ["good", "good"]


def test_what_all_questions_lack_is_said_once_of_the_file(desk: Desk) -> None:
    batch = desk.stage(
        *[draft(stem=f"第{number}题？", source="") for number in range(3)],
        draft(explanation=""),
        draft(stem="没有答案？", answer=[], source=""),
    )
    (finding,) = batch.findings
    assert (finding["severity"], finding["code"]) == ("notice", "lacking")
    assert finding["message"] == "有 1 道题没有解析、3 道题没有出处，审核时补上才能启用。"
    assert rows.counts(batch)["warned"] == 0
    assert codes(rows.get(batch, 1)) == ["source_missing"]


def test_a_file_that_names_another_bank_goes_where_it_was_told_to_with_a_warning(desk: Desk) -> None:
    data = data_of(draft(code="single"), bank="bystander")
    batch = staging.stage(data, "a", desk.bank, desk.editor.id, TUESDAY_NOON)
    assert batch.bank_id == desk.bank.id
    assert states(batch) == ["good"]
    assert [finding["code"] for finding in batch.findings] == ["another_bank"]


def test_a_file_that_names_no_bank_goes_where_it_was_told_to(desk: Desk) -> None:
    data = data_of(draft(), bank="x", title="y", purpose="z")
    for header in (b"bank: x\n", b"title: y\n"):
        data = data.replace(header, b"")
    batch = staging.stage(data, "a", desk.bank, desk.editor.id, TUESDAY_NOON)
    assert (states(batch), batch.findings) == (["good"], [])


def test_answers_may_come_in_a_file_of_their_own(desk: Desk) -> None:
    text = "1. 哪一年？\nA. 1919年\nB. 1921年\n\n2. 哪一月？\nA. 5月\nB. 7月\n".encode()
    batch = staging.stage(
        text, "题.txt", desk.bank, desk.editor.id, TUESDAY_NOON, key=(b"1.B 2.A\n", "答案.txt")
    )
    assert [row.fields["answer"] for row in rows.page(batch).items] == [["B"], ["A"]]
    assert states(batch) == ["good", "good"]
    assert batch.sha256 != staging.stage(text, "题.txt", desk.bank, desk.editor.id, TUESDAY_NOON).sha256
    unread = staging.stage(
        text, "题.txt", desk.bank, desk.editor.id, TUESDAY_NOON, key=("会议纪要".encode(), "答\x00案.txt")
    )
    assert states(unread) == ["bad", "bad"]
    assert "答案文件“答案.txt”" in next(
        finding["where"] for finding in unread.findings if finding["code"] == "key_unreadable"
    )


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_the_templates_are_staged_with_every_question_in_them(desk: Desk, name: str) -> None:
    data = {"xlsx": template.xlsx, "docx": template.docx}[name]()
    batch = staging.stage(data, f"模板.{name}", desk.bank, desk.editor.id, TUESDAY_NOON)
    assert set(states(batch)) == {"good"}
    assert set(rows.by_kind(batch)) >= {"single", "multiple", "true_false", "blank"}
    assert all(row.raw for row in rows.page(batch).items)
    carrying.carry_out(batch, desk.editor.id, TUESDAY_NOON)
    assert len(desk.questions()) == batch.summary["found"]


def test_a_question_read_with_doubts_keeps_what_the_reader_said_when_its_neighbour_is_mended(
    desk: Desk,
) -> None:
    text = "1. 哪一年？\nA. 1919年\nB. 1921年\n答案：A\n答案：B\n\n2. 哪一月？\nA. 5月\nB. 7月\n答案：B\n"
    batch = staging.stage(text.encode(), staging.PASTED, desk.bank, desk.editor.id, TUESDAY_NOON)
    said = rows.get(batch, 1).problems
    assert states(batch) == ["bad", "good"]
    assert any(problem["reader"] for problem in said)
    rows.mend(
        rows.get(batch, 2), {"stem": "哪一年？", "options": "1919年\n1921年"}, desk.editor.id, TUESDAY_NOON
    )
    assert rows.get(batch, 1).problems == said
    assert rows.mend(rows.get(batch, 1), {"answer": "B"}, desk.editor.id, TUESDAY_NOON).state == "good"


def test_what_the_set_gives_away_is_said_of_the_file(desk: Desk) -> None:
    batch = desk.stage(*[draft(stem=f"第{number}题？", answer=["A"]) for number in range(30)])
    assert "key_position" in [finding["code"] for finding in batch.findings]


def test_a_name_no_database_keeps_is_put_right(desk: Desk) -> None:
    batch = staging.stage(b"x", "a\x00\ud800\n.yaml", desk.bank, desk.editor.id, TUESDAY_NOON)
    assert batch.file == "a .yaml"
    assert len(staging.stage(b"x", "a" * 999, desk.bank, desk.editor.id, TUESDAY_NOON).file) == 200
    assert staging.stage(b"x", "\x00", desk.bank, desk.editor.id, TUESDAY_NOON).file == "粘贴的文字"


def test_the_same_bytes_are_known_again_once_they_are_imported(desk: Desk) -> None:
    first = desk.stage(draft())
    assert desk.stage(draft()).summary["repeat_of"] is None
    carrying.carry_out(first, desk.editor.id, TUESDAY_NOON)
    repeat = desk.stage(draft()).summary["repeat_of"]
    assert repeat == {
        "id": first.public_id,
        "at": TUESDAY_NOON.astimezone(first.created_at.tzinfo).isoformat(),
    }
    assert desk.stage(draft(), draft(stem="多一题？")).summary["repeat_of"] is None
    elsewhere = staging.stage(data_of(draft(), bank="b"), "a", desk.bystander, desk.editor.id, TUESDAY_NOON)
    assert elsewhere.summary["repeat_of"] is None
    undoing.undo(first, (), desk.editor.id, TUESDAY_NOON)
    assert desk.stage(draft()).summary["repeat_of"] is None


def test_a_bank_still_to_be_made_is_not_made_by_the_dry_run(desk: Desk) -> None:
    before = rows_of(Bank)
    batch = desk.stage(draft(), target=NewBank("街道题库", desk.street, code="street"))
    assert rows_of(Bank) == before
    assert (batch.bank_id, batch.bank_code, batch.bank_title) == (None, "street", "街道题库")
    assert batch.organization_id == desk.street.id


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        ({"title": " "}, Invalid),
        ({"title": "题" * 81}, Invalid),
        ({"code": "a b"}, Invalid),
        ({"code": "x" * 41}, Invalid),
        ({"purpose": "secret"}, Invalid),
        ({"code": "b"}, Conflict),
    ],
)
def test_a_bank_that_cannot_be_made_is_refused_before_reading(
    desk: Desk, new: dict[str, Any], kind: type[Problem]
) -> None:
    before = everything()
    with pytest.raises(kind):
        desk.stage(draft(), target=NewBank(**{"title": "新题库", "organization": desk.district, **new}))
    assert everything() == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_new", [True, False])
def test_only_who_edits_a_bank_may_stage_for_it(desk: Desk, role: str, is_new: bool) -> None:
    here = desk.world.person(role=role, over=desk.district)
    below = desk.world.person(role=role, over=desk.street)
    target = NewBank("新题库", desk.district) if is_new else desk.bank

    def may(who: Person) -> bool:
        try:
            desk.stage(draft(), target=target, who=who)
        except Forbidden:
            return False
        return True

    assert may(here) == (role in ("unit_admin", "editor", "district_admin"))
    assert not may(below)
    assert not may(desk.world.bystander)


def test_the_number_of_statements_does_not_grow_with_the_rows(desk: Desk, statements: list[str]) -> None:
    def count(size: int) -> int:
        statements.clear()
        desk.stage(*[draft(stem=f"第{number}题？") for number in range(size)])
        return len(statements)

    assert count(3) == count(300) <= 8


def test_an_import_with_the_same_questions_lies_beside_it_untouched(desk: Desk) -> None:
    first, second = desk.stage(draft()), desk.stage(draft())
    assert states(first) == states(second) == ["good"]
    assert first.id != second.id
    assert len(rows_of(ImportRow, ImportRow.import_id.in_([first.id, second.id]))) == 2
    assert len(rows_of(Import, Import.state == "staged")) == 3
    desk.assert_bystanders_untouched()
