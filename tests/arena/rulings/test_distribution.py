"""How a question was answered, in the words an editor reads."""

import pytest

from jinshui_study.arena.models import Answer
from jinshui_study.arena.rulings import distribution
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import corrections
from tests.arena.rulings.affairs import RIGHT_KEYS, Affair
from tests.moments import MONDAY_NOON
from tests.world import World


def shares(affair: Affair) -> list[tuple[str, int, int, bool]]:
    _, question, revision = corrections.get_by_id(affair.revision_id)
    found = distribution.of(question, revision)
    return [(share.text, share.times, share.percent, share.in_key) for share in found.shares]


def test_every_option_is_counted_chosen_or_not(world: World) -> None:
    affair = Affair(world)
    for chosen in (["乙对"], ["乙对"], ["甲错"], None):
        affair.play(world.person(), doubtful=chosen)
    assert shares(affair) == [
        ("A. 甲错", 1, 33, True),
        ("B. 乙对", 2, 67, False),
        ("C. 丙错", 0, 0, False),
        ("D. 丁错", 0, 0, False),
    ]
    _, question, revision = corrections.get_by_id(affair.revision_id)
    found = distribution.of(question, revision)
    assert (found.answers, found.right, found.right_percent) == (3, 1, 33)
    affair.rule()
    db.session.expire_all()
    after = distribution.of(question, revision)
    assert (after.right, after.right_percent) == (2, 67)


def test_options_of_a_multiple_choice_are_counted_one_by_one(world: World) -> None:
    affair = Affair(world, "multiple")
    affair.play(world.person(), doubtful=["乙对", "丙对"])
    affair.play(world.person(), doubtful=["乙对"])
    assert [times for _, times, _, _ in shares(affair)] == [0, 2, 1, 0]


def test_a_response_is_the_same_whoever_wrote_its_json(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    affair = Affair(world)
    for _ in range(2):
        affair.play(world.person(), doubtful=["乙对"])
    with unit_of_work() as session:
        place = f"revision_id = {affair.revision_id} AND attempt_id = '{affair.last_id}'"
        session.connection().exec_driver_sql(
            f"UPDATE answers SET response = '{{\"options\":[1]}}' WHERE {place}"
        )
    monkeypatch.setattr(distribution, "MOST_RESPONSES", 1)
    assert [times for _, times, _, _ in shares(affair)] == [0, 2, 0, 0]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("true_false", "正确"),
        ("blank", "对；对"),
        ("ordering", "B. 1月 → C. 2月 → A. 3月"),
        ("matching", "左1—右1；左2—右2；左3—右3"),
    ],
)
def test_other_kinds_are_shown_in_words(world: World, kind: str, text: str) -> None:
    affair = Affair(world, kind)
    affair.play(world.person())
    assert (text, 1, 100, False) in shares(affair)


def test_texts_that_read_alike_are_one_and_twenty_are_shown(world: World) -> None:
    affair = Affair(world, "blank")
    texts = [["错", "错"], [" 错", "错 "], ["对", "正 确"], *([f"答{n}", "错"] for n in range(30))]
    with unit_of_work() as session:
        session.add_all(
            Answer(
                member_id=number,
                attempt_id="x",
                number=1,
                revision_id=affair.revision_id,
                response={"texts": given},
                answered_at=MONDAY_NOON,
                elapsed_ms=1,
                locked=True,
                correct=False,
                score=0,
            )
            for number, given in enumerate(texts, start=1)
        )
    found = shares(affair)
    assert len(found) == 20
    assert found[0][1:] == (2, 6, True)


def test_drafts_do_not_count(world: World) -> None:
    affair = Affair(world)
    me = world.person()
    attempt = world.start(me, affair.quiz)
    number = affair.number_in(attempt)
    path = f"/attempts/{attempt['id']}/answers/{number}"
    world.call(me, "PUT", path, {"response": affair.answers(attempt)[number - 1]["response"]})
    assert [times for _, times, _, _ in shares(affair)] == [0, 0, 0, 0]


@pytest.mark.parametrize("kind", list(RIGHT_KEYS))
def test_a_key_is_shown_in_words(world: World, kind: str) -> None:
    affair = Affair(world, kind)
    _, question, revision = corrections.get_by_id(affair.revision_id)
    content = corrections.corrected(question, revision, RIGHT_KEYS[kind], revision.content)
    shown = distribution.shown(kind, content, distribution.kinds.key_response(kind, content))
    assert (
        shown
        == {
            "single": "B. 乙对",
            "multiple": "B. 乙对；C. 丙对",
            "true_false": "正确",
            "blank": "对；对",
            "ordering": "B. 1月 → C. 2月 → A. 3月",
            "matching": "左1—右1；左2—右2；左3—右3",
        }[kind]
    )
