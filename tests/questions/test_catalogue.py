"""The catalogue: found by what is looked for, tagged, and only as far as one's own banks reach."""

from collections.abc import Callable
from typing import Any

import pytest

from jinshui_study.accounts.models import ROLES
from jinshui_study.errors import Invalid, NotFound
from jinshui_study.questions import catalogue, editing, registry, review
from jinshui_study.questions.catalogue import Filter
from jinshui_study.questions.imports import rows
from jinshui_study.questions.registry import NewBank
from tests.moments import TUESDAY_NOON
from tests.questions.desk import Desk, one_of_each
from tests.questions.samples import draft

Find = Callable[..., list[str]]


@pytest.fixture
def find(desk: Desk) -> Find:
    """The codes of what is found in the bank b, in order of code."""

    def act(who: int | None = None, **wanted: Any) -> list[str]:
        page = catalogue.search(
            who or desk.editor.id, Filter(**{"bank": desk.bank.public_id, **wanted}), 1, 200
        )
        return sorted(item.question.code for item in page.items)

    return act


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("哪一年", ["single"]),
        ("1921", ["blank", "single"]),
        ("1920年", ["single"]),
        ("1921年", ["blank", "single"]),
        ("一", ["matching", "single"]),
        ("史料", ["blank", "matching", "multiple", "ordering", "single", "true_false"]),
        ("《文献》", ["blank", "matching", "multiple", "ordering", "single", "true_false"]),
        (" 真的 ", ["true_false"]),
        ("TRUE_F", ["true_false"]),
        ("%", []),
        ("_", ["blank", "true_false"]),
        ("没有这样的字", []),
    ],
)
def test_texts_are_found_in_stem_options_explanation_source_and_code(
    desk: Desk, find: Find, text: str, codes: list[str]
) -> None:
    desk.load(*one_of_each())
    assert find(text=text) == codes


@pytest.mark.parametrize(
    "text", ["key", "options", "pinned", "left", "0", "2", "]", '"', ",", "], [", "true", "null"]
)
def test_what_stands_between_the_texts_is_not_found(desk: Desk, find: Find, text: str) -> None:
    desk.load(
        *[
            draft(kind, code=f"c{place}", source="文献")
            for place, kind in enumerate(("multiple", "true_false", "ordering"), 7)
        ]
    )
    assert find(text=text) == []


def test_texts_with_marks_are_found_inside_options(desk: Desk, find: Find) -> None:
    desk.load(draft(code="x", options=['他说"好"', "甲,乙", "a\\b", "《Key》"], answer=["A"]))
    for text in ('说"好', "甲,乙", "a\\b", "《key》", "KEY"):
        assert find(text=text) == ["x"], text


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({}, ["a", "b", "c", "d"]),
        ({"kind": "single"}, ["a", "b", "c"]),
        ({"topic": "建党"}, ["a", "d"]),
        ({"difficulty": 3}, ["b"]),
        ({"state": "ready"}, ["a"]),
        ({"state": "retired"}, ["d"]),
        ({"tag": "会议"}, ["a", "b"]),
        ({"tag": "会"}, []),
        ({"tag": '会"议'}, ["c"]),
        ({"flag": "lacking"}, ["b", "d"]),
        ({"flag": "returned"}, ["c"]),
        ({"flag": "warned"}, ["c"]),
        ({"flag": "nonsense"}, ["a", "b", "c", "d"]),
        ({"kind": "single", "topic": "建党", "tag": "会议"}, ["a"]),
        ({"bank": "nowhere"}, []),
    ],
)
def test_filters_narrow_what_is_found(
    desk: Desk, find: Find, wanted: dict[str, Any], codes: list[str]
) -> None:
    desk.bring(
        draft(code="a", topic="建党", tags=["会议", "人物"]),
        draft(code="b", stem="第二题？", source="", difficulty=3, tags=["会议"]),
        draft(code="c", options=["1921年", "1922年"], answer=["A"], tags=['会"议', "会议记录"]),
        draft("true_false", code="d", topic="建党", explanation=""),
    )
    review.approve([desk.question("a")], desk.editor.id, TUESDAY_NOON)
    review.send_back([desk.question("c")], "请改", desk.editor.id, TUESDAY_NOON)
    review.retire([desk.question("d")], desk.editor.id, TUESDAY_NOON)
    assert find(**wanted) == codes


def test_questions_are_found_by_their_import(desk: Desk, find: Find) -> None:
    desk.load(draft(code="old", stem="早就在？"))
    first = desk.bring(draft(code="x"), draft(code="y", stem="第二题？"))
    second = desk.bring(draft(code="x", stem="究竟哪一年？"))
    assert find(batch=first.public_id) == ["x", "y"]
    assert find(batch=second.public_id) == ["x"]
    assert find(batch=desk.bystanding.public_id) == []


def test_a_warning_goes_with_the_wording_it_was_about(desk: Desk, find: Find) -> None:
    desk.bring(draft(code="w"), draft(code="x", options=["1921年", "1922年"], answer=["A"]))
    assert find(flag="warned") == ["x"]
    (problem,) = rows.warnings_of([question.id for question in desk.questions()])[desk.question("x").id]
    assert problem["code"] == "stem_repeated"
    editing.edit(desk.question("x"), {"stem": "究竟哪一年？"}, desk.editor.id, TUESDAY_NOON, base=1)
    assert find(flag="warned") == []
    assert rows.warnings_of([question.id for question in desk.questions()]) == {}


def test_only_the_current_wording_is_found(desk: Desk, find: Find) -> None:
    desk.load(draft(code="x"))
    desk.load(draft(code="x", stem="究竟何时？"))
    assert (find(text="哪一年"), find(text="究竟")) == ([], ["x"])


def test_the_newest_comes_first_page_by_page(desk: Desk) -> None:
    desk.load(*[draft(code=f"c{number}", stem=f"第{number}题？") for number in range(5)])
    wanted = Filter(bank=desk.bank.public_id)
    pages = [catalogue.search(desk.editor.id, wanted, number, 2) for number in (1, 2, 3, 4)]
    assert [[item.question.code for item in page.items] for page in pages] == [
        ["c4", "c3"],
        ["c2", "c1"],
        ["c0"],
        ["c0"],
    ]
    item = pages[0].items[0]
    assert (item.revision.stem, item.bank, pages[0].total) == ("第4题？", desk.bank, 5)
    assert [question.code for question in catalogue.all_of(desk.editor.id, wanted)] == [
        f"c{number}" for number in range(5)
    ]


def test_a_list_costs_the_same_whatever_its_length(desk: Desk, statements: list[str]) -> None:
    def count(size: int) -> int:
        statements.clear()
        page = catalogue.search(desk.editor.id, Filter(text="哪", tag="会议", flag="warned"), 1, size)
        assert all(item.revision.stem and item.bank.title and item.question.code for item in page.items)
        return len(statements)

    desk.bring(
        *[draft(options=["1921年", f"19{number}年"], answer=["A"], tags=["会议"]) for number in range(22, 83)]
    )
    assert count(2) == count(60) == 3


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_the_questions_of_their_own_banks_alone(desk: Desk, role: str) -> None:
    desk.load(draft(code="x"))
    bank = registry.create(NewBank("街道题库", desk.street, code="street"), desk.editor.id, TUESDAY_NOON)
    desk.stage_and_carry(draft(code="s", tags=["街"], topic="街"), target=bank, who=desk.editor)
    (own,) = catalogue.all_of(desk.editor.id, Filter(bank=bank.public_id))
    here = desk.world.person(role=role, over=desk.street)
    elsewhere = desk.world.person(role=role, over=desk.world.streets[1])
    seen = [] if role == "secretary" else [own]
    assert catalogue.all_of(here.id, Filter()) == seen
    assert catalogue.all_of(elsewhere.id, Filter()) == []
    assert catalogue.topics(here.id) == [("街", 1)] * len(seen)
    assert catalogue.tags(here.id) == [("街", 1)] * len(seen)
    for who in (elsewhere, here)[: 2 - len(seen)]:
        with pytest.raises(NotFound):
            catalogue.get(own.public_id, who.id)
        with pytest.raises(NotFound):
            catalogue.get_many([own.public_id], who.id)
    if seen:
        assert catalogue.get(own.public_id, here.id).question == own
        with pytest.raises(NotFound):
            catalogue.get_many([own.public_id, desk.question("x").public_id], here.id)


def test_several_questions_are_got_each_once(desk: Desk) -> None:
    desk.load(draft(code="x"), draft(code="y", stem="第二题？"))
    ids = [question.public_id for question in desk.questions()]
    assert catalogue.get_many([ids[1], *ids], desk.editor.id) == desk.questions()
    with pytest.raises(NotFound):
        catalogue.get_many([*ids, "nowhere"], desk.editor.id)


def test_topics_and_tags_are_counted_without_what_is_retired(desk: Desk) -> None:
    desk.load(
        draft(code="a", topic="建党", tags=["会议", "人物"]),
        draft(code="b", stem="第二题？", topic="建党", tags=["会议"]),
        draft(code="c", stem="第三题？", topic="长征", tags=["人物", "会议"]),
        draft(code="d", stem="第四题？", topic="抗战", tags=["抗战"]),
    )
    review.retire([desk.question("d")], desk.editor.id, TUESDAY_NOON)
    bank = desk.bank.public_id
    assert catalogue.topics(desk.editor.id, bank) == [("建党", 2), ("长征", 1)]
    assert catalogue.tags(desk.editor.id, bank) == [("会议", 3), ("人物", 2)]
    assert ("专题", 6) in catalogue.topics(desk.editor.id)


def test_tags_are_put_on_many_and_taken_off_again(desk: Desk) -> None:
    desk.load(
        draft(code="x", tags=["会议"]), draft(code="y", stem="第二题？"), draft(code="z", stem="第三题？")
    )
    questions = [desk.question("x"), desk.question("y")]
    assert catalogue.add_tag(questions, " 会议 ", desk.admin.id, TUESDAY_NOON) == 1
    assert [question.tags for question in desk.questions()] == [["会议"], ["会议"], []]
    assert catalogue.remove_tag(desk.questions(), "会议", desk.admin.id, TUESDAY_NOON) == 2
    assert [question.tags for question in desk.questions()] == [[], [], []]
    assert [question.state for question in desk.questions()] == ["ready"] * 3
    lines = [*desk.audit("question.tag"), *desk.audit("question.untag")]
    assert [line.details for line in lines] == [
        {"questions": [questions[1].public_id], "tag": "会议"},
        {"questions": [question.public_id for question in questions], "tag": "会议"},
    ]
    desk.assert_bystanders_untouched()


@pytest.mark.parametrize("tag", ["", " \n", "签" * 61])
def test_a_tag_has_a_name_that_is_not_too_long(desk: Desk, tag: str) -> None:
    desk.load(draft(code="x"))
    with pytest.raises(Invalid):
        catalogue.add_tag(desk.questions(), tag, desk.editor.id, TUESDAY_NOON)


def test_a_question_has_no_more_than_twenty_tags(desk: Desk) -> None:
    desk.load(draft(code="x", tags=[f"标签{number}" for number in range(20)]))
    assert catalogue.add_tag(desk.questions(), "标签3", desk.editor.id, TUESDAY_NOON) == 0
    with pytest.raises(Invalid):
        catalogue.add_tag(desk.questions(), "会议", desk.editor.id, TUESDAY_NOON)
