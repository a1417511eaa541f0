"""Loading checked files: all or nothing, and a second time changes nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.errors import Forbidden, Invalid, NotFound
from jinshui_study.questions import banks, check, formats
from jinshui_study.questions.banks import Loaded
from jinshui_study.questions.check import Report
from jinshui_study.questions.drafts import ERROR, Finding
from jinshui_study.questions.formats import bank_yaml
from jinshui_study.questions.models import Bank, Question, Revision
from tests.moments import TUESDAY_NOON
from tests.questions.desk import one_of_each
from tests.questions.loading import REVISION_COLUMNS, everything, load, question, refusal, revisions
from tests.questions.samples import FIELDS, bank_file, draft

NO_BANK = Finding(ERROR, "bank_missing", "行 1", "文件开头要写明 bank 和 title。")


def test_a_new_bank_is_made_with_its_questions(district: Organization) -> None:
    assert load(district, *one_of_each()) == Loaded(added=6)
    bank = banks.get_by_code("b")
    assert (bank.title, bank.purpose, bank.organization_id) == ("题库", "study", district.id)
    assert bank.created_at == TUESDAY_NOON
    single = question("single")
    (revision,) = revisions("single")
    assert (single.kind, single.topic, single.difficulty, single.tags) == ("single", "专题", 2, [])
    assert single.current_revision_id == revision.id
    assert (revision.number, revision.stem, revision.explanation) == (1, "哪一年？", "史料如此。")
    assert revision.content == {"options": FIELDS["single"]["options"], "key": [2], "pinned": []}
    assert (revision.source, revision.created_at) == ("《文献》", TUESDAY_NOON)


def test_the_same_files_a_second_time_change_nothing(district: Organization) -> None:
    load(district, *one_of_each(), draft(stem="没有编号？"))
    before = everything()
    assert load(district, *one_of_each(), draft(stem="没有编号？")) == Loaded(unchanged=7)
    assert everything() == before


DEALS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 6), min_size=1).filter(
    lambda deal: len(set(deal.values())) == len(deal)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(DEALS)
def test_wordings_may_be_dealt_anew_unless_two_questions_get_the_same(
    district: Organization, deal: dict[str, int]
) -> None:
    """Swaps, chains and moves of every sort: a to f have wordings 0 to 5; then some get others, and g may be new."""
    wanted = {**{code: number for number, code in enumerate("abcdef")}, **deal}
    report = check.check(
        bank_file(*[draft(code=code, stem=f"第{number}题？") for code, number in deal.items()], bank="dealt")
    )
    with db.session.begin_nested() as example:
        load(
            district, *[draft(code=code, stem=f"第{n}题？") for n, code in enumerate("abcdef")], bank="dealt"
        )
        keepers = {wanted[code] for code in "abcdef" if code not in deal}
        if deal.get("g") in keepers:  # then it is that question, and stays under its old id
            del wanted["g"], deal["g"]
        if len(set(wanted.values())) < len(wanted):
            with pytest.raises(Invalid, match="重复"):
                banks.load([report], district, TUESDAY_NOON, state="ready")
        else:
            banks.load([report], district, TUESDAY_NOON, state="ready")
            assert banks.load([report], district, TUESDAY_NOON) == Loaded(unchanged=len(report.checked))
            assert {code: revisions(code, "dealt")[-1].stem for code in deal} == {
                code: f"第{number}题？" for code, number in deal.items()
            }
        example.rollback()


def test_questions_without_an_id_are_known_by_their_content(district: Organization) -> None:
    load(district, draft())
    assert load(district, draft()) == Loaded(unchanged=1)
    turned = draft(stem=" 哪一年？", options=["1922年", "1921年", "1920年", "1919年"], answer=["B"])
    assert load(district, turned) == Loaded(revised=1)
    assert load(district, draft(stem="哪一月？")) == Loaded(added=1)


@pytest.mark.parametrize(
    "change",
    [
        {"stem": "究竟哪一年？"},
        {"options": ["1919年", "1920年", "1921年", "1923年"]},
        {"answer": ["D"]},
        {"explanation": "讲得更细。"},
        {"source": "《另一文献》"},
        {"pinned": ["D"]},
    ],
)
def test_another_wording_makes_revision_2_and_keeps_revision_1(
    district: Organization, change: dict[str, Any]
) -> None:
    load(district, draft(code="q"), draft("blank", code="other"))
    (first,) = revisions("q")
    kept = {column: getattr(first, column) for column in REVISION_COLUMNS}
    assert load(district, draft(code="q", **change), draft("blank", code="other")) == Loaded(
        revised=1, unchanged=1
    )
    db.session.expire_all()
    old, new = revisions("q")
    assert {column: getattr(old, column) for column in kept} == kept
    assert new.number == 2
    assert question("q").current_revision_id == new.id
    assert question("q").fingerprint == check.check(bank_file(draft(**change))).checked[0].fingerprint
    assert len(revisions("other")) == 1


@pytest.mark.parametrize("change", [{"topic": "别的"}, {"difficulty": 3}, {"tags": ["标签"]}])
def test_other_labels_make_no_revision(district: Organization, change: dict[str, Any]) -> None:
    load(district, draft(code="q"))
    assert load(district, draft(code="q", **change)) == Loaded(revised=1)
    db.session.expire_all()
    assert len(revisions("q")) == 1
    assert {name: getattr(question("q"), name) for name in change} == change
    assert load(district, draft(code="q", **change)) == Loaded(unchanged=1)


def test_other_banks_stay_as_they_are(district: Organization) -> None:
    before = [
        (one.stem, one.number, question(kind, "bystander").state)
        for kind in FIELDS
        for one in revisions(kind, "bystander")
    ]
    load(district, *[draft(kind, code=kind, explanation="讲得更细。") for kind in FIELDS], state="pending")
    load(district, draft(code="single", stem="哪一月？"))
    db.session.expire_all()
    assert before == [
        (one.stem, one.number, question(kind, "bystander").state)
        for kind in FIELDS
        for one in revisions(kind, "bystander")
    ]


def test_two_questions_may_swap_their_wordings(district: Organization) -> None:
    load(district, draft(code="a", stem="甲？"), draft(code="b", stem="乙？"))
    assert load(district, draft(code="a", stem="乙？"), draft(code="b", stem="甲？")) == Loaded(revised=2)
    assert [one.stem for one in revisions("a")] == ["甲？", "乙？"]
    assert [one.stem for one in revisions("b")] == ["乙？", "甲？"]


def test_one_may_take_the_wording_another_gives_up(district: Organization) -> None:
    load(district, draft(code="a", stem="甲？"), draft(code="b", stem="乙？"))
    assert load(district, draft(code="a", stem="乙？"), draft(code="b", stem="丙？")) == Loaded(revised=2)
    assert [revisions(code)[-1].stem for code in "ab"] == ["乙？", "丙？"]


def test_a_new_question_may_take_the_wording_another_gives_up(district: Organization) -> None:
    load(district, draft(code="b", stem="乙？"))
    assert load(district, draft(code="new", stem="乙？"), draft(code="b", stem="丙？")) == Loaded(
        added=1, revised=1
    )
    assert [one.stem for one in revisions("new")] == ["乙？"]
    assert [one.stem for one in revisions("b")] == ["乙？", "丙？"]


def test_wordings_may_move_between_files_of_one_bank(district: Organization) -> None:
    load(district, draft(code="a", stem="甲？"), draft(code="b", stem="乙？"))
    reports = [
        check.check(bank_file(draft(code=code, stem=stem))) for code, stem in (("a", "乙？"), ("b", "甲？"))
    ]
    assert banks.load(reports, district, TUESDAY_NOON, state="ready") == Loaded(revised=2)


def test_a_wording_another_question_of_the_bank_keeps_is_refused(district: Organization) -> None:
    load(district, draft(code="a", stem="甲？"), draft(code="b", stem="乙？"))
    assert refusal(lambda: load(district, draft(code="a", stem="乙？"))) == "duplicate_in_bank"


def test_files_checked_apart_are_still_compared(district: Organization) -> None:
    same = [check.check(bank_file(draft(code=code))) for code in "ab"]
    assert refusal(lambda: banks.load(same, district, TUESDAY_NOON)) == "duplicate_in_bank"
    same_id = [check.check(bank_file(draft(code="a", stem=stem))) for stem in ("甲？", "乙？")]
    assert refusal(lambda: banks.load(same_id, district, TUESDAY_NOON)) == "duplicate_in_bank"


def test_a_question_never_changes_its_kind(district: Organization) -> None:
    load(district, draft(code="q"))
    assert refusal(lambda: load(district, draft("blank"), draft("multiple", code="q"))) == "kind_differs"


def test_a_bank_never_changes_its_purpose(district: Organization) -> None:
    load(district, draft(code="q"))
    assert refusal(lambda: load(district, draft("blank"), purpose="sealed")) == "purpose_differs"


def test_a_bank_of_another_organization_is_out_of_reach(district: Organization) -> None:
    street = organizations.create("street", "经八路街道", district)
    load(district, draft(code="q"))
    assert refusal(lambda: load(street, draft("blank")), Forbidden) == "bank_elsewhere"


def test_one_error_in_one_file_loads_nothing_of_any(district: Organization) -> None:
    reports = [check.check(bank_file(draft())), check.check(bank_file(draft(answer=[]), bank="c"))]
    assert refusal(lambda: banks.load(reports, district, TUESDAY_NOON)) == "bank_has_errors"


def test_a_refusal_in_the_second_file_leaves_nothing_of_the_first(district: Organization) -> None:
    load(district, draft(code="q"), bank="c")

    def reports() -> list[Report]:
        return [
            check.check(bank_file(draft(), bank="new")),
            check.check(bank_file(draft("blank", code="q"), bank="c")),
        ]

    assert refusal(lambda: banks.load(reports(), district, TUESDAY_NOON)) == "kind_differs"


def test_looking_again_takes_as_many_statements_however_large_the_file(
    district: Organization, statements: list[str]
) -> None:
    drafts = [draft(code=f"q-{number}", stem=f"第{number}题？") for number in range(300)]
    load(district, *drafts)
    before = len(statements)
    assert load(district, *drafts) == Loaded(unchanged=300)
    assert len(statements) - before <= 3


def test_a_bank_is_found_by_its_code(district: Organization) -> None:
    assert banks.get_by_code("bystander").title == "题库"
    with pytest.raises(NotFound):
        banks.get_by_code("nowhere")


def test_a_bank_that_was_written_to_a_file_loads_without_a_change(district: Organization) -> None:
    traps = draft(
        "single",
        code="1921-07-23",
        stem="“No”：1.10 与 9:30？\n第二行 # 不是注释",
        options=["true", "null", "- 甲", "{乙}", "'丙'"],
        pinned=["E"],
        tags=["*标签"],
        difficulty=3,
    )
    load(district, *one_of_each(), traps, draft(stem="没有编号？"))
    load(district, draft(code="retired", stem="已经停用？"))
    question("retired").state = "retired"
    written = bank_yaml.write(banks.export(banks.get_by_code("b")))
    report = check.check(formats.read(written.encode(), "b.yaml"))
    assert report.findings == []
    assert "已经停用" not in written
    assert banks.load([report], district, TUESDAY_NOON) == Loaded(unchanged=8)


def test_a_load_says_which_questions_it_added(district: Organization) -> None:
    load(district, draft(code="old"))
    loaded = load(district, draft(code="old", explanation="讲得更细。"), draft("blank"), draft("multiple"))
    added = [db.session.get_one(Question, question_id) for question_id in loaded.question_ids]
    assert [one.kind for one in added] == ["blank", "multiple"]
    assert [one.current_revision_id for one in added] == [
        db.session.scalars(db.select(Revision.id).where(Revision.question_id == one.id)).one()
        for one in added
    ]


def test_a_new_question_of_a_large_file_costs_no_statement_of_its_own(
    district: Organization, statements: list[str]
) -> None:
    drafts = [draft(code=f"q-{number}", stem=f"第{number}题？") for number in range(300)]
    before = len(statements)
    assert load(district, *drafts) == Loaded(added=300)
    assert len(statements) - before <= 12
    assert [one.stem for one in revisions("q-299")] == ["第299题？"]
    assert question("q-0").current_revision_id == revisions("q-0")[0].id
    assert len({one.public_id for one in db.session.query(Question)}) == db.session.query(Question).count()


def test_questions_without_a_topic_get_one(district: Organization) -> None:
    load(district, draft(topic=""), layout="table")
    assert [one.topic for one in db.session.query(Question).filter_by(topic=check.TOPIC)] == ["综合"]
    assert load(district, draft(topic=""), layout="table") == Loaded(unchanged=1)


def test_the_good_questions_of_a_bad_file_can_be_loaded_alone(district: Organization) -> None:
    report = check.check(bank_file(draft("blank", code="good"), draft(code="bad", answer=[])))
    unread = check.check(formats.unread("b.docx", "file_empty", "文件是空的。"))
    loaded = banks.load([report, unread], district, TUESDAY_NOON, only_good=True)
    assert loaded == Loaded(added=1)
    assert question("good").state == "pending"
    assert db.session.query(Bank).count() == 2


@pytest.mark.parametrize("changes", [{"title": "题" * 81}, {"findings": [NO_BANK]}])
def test_a_file_that_does_not_say_where_it_goes_is_refused_whole(
    district: Organization, changes: dict[str, Any]
) -> None:
    report = check.check(bank_file(draft(), **changes))
    assert len(report.checked) == 1
    assert refusal(lambda: banks.load([report], district, TUESDAY_NOON, only_good=True)) == "bank_has_errors"
