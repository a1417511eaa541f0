"""What the demo is made of, without a database: places, names, answers, runs."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinshui_study.arena import modes
from jinshui_study.cli.demo import knowledge, names, places, sealing, season, walking
from jinshui_study.cli.demo.walking import Walker
from jinshui_study.errors import NotFound
from jinshui_study.questions import bank_folder, banks, check, kinds
from jinshui_study.questions.kinds import Wording
from tests.moments import MONDAY_NOON


def test_the_default_size_has_at_least_seventy_two_branches() -> None:
    assert len(places.plan(2160, Random(1))) >= 72


@settings(deadline=None, max_examples=40)
@given(number=st.integers(100, 20_000), seed=st.integers())
def test_a_plan_places_everybody_in_branches_of_bearable_size(number: int, seed: int) -> None:
    plan = places.plan(number, Random(seed))
    assert sum(branch.size for branch in plan) == number
    assert all(5 <= branch.size <= 80 for branch in plan)
    assert {branch.node for branch in plan} == set(range(len(places.NODES)))
    assert len({(branch.node, branch.committee, branch.name) for branch in plan}) == len(plan)
    assert all(len(branch.name) <= 80 for branch in plan)


@given(seed=st.integers())
def test_a_drawn_name_is_new_and_nobody_well_known_bears_it(seed: int) -> None:
    dice, taken = Random(seed), {"张晓明"}
    drawn = [names.draw(dice, taken) for _ in range(50)]
    assert not set(drawn) & names.AVOIDED
    assert set(drawn) < taken
    assert len(taken) == 51
    assert all(2 <= len(name) <= 4 for name in drawn)


def test_names_run_out_into_namesakes_not_into_known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "SURNAMES", "方")
    monkeypatch.setattr(names, "DOUBLE_SURNAMES", ("方",))
    monkeypatch.setattr(names, "SINGLE", "琳")
    monkeypatch.setattr(names, "GENERATIONS", (("志", "敏琴"),))
    dice, taken = Random(1), set[str]()
    assert {names.draw(dice, taken) for _ in range(40)} == {"方志琴", "方琳"}


WANTED = {kind: 2 * count for kind, count in season.CONTEST_KINDS}


def codes_of(reports: list[check.Report]) -> list[str]:
    return sorted(item.draft.code for report in reports for item in report.checked)


def test_forty_questions_of_the_bank_are_set_apart_and_no_longer_to_practise() -> None:
    reports = banks.check_path(bank_folder.find())
    before = codes_of(reports)
    *kept, sealed = sealing.set_apart(reports, WANTED)
    assert (sealed.bank, sealed.purpose, len(sealed.checked)) == (sealing.CODE, "sealed", 40)
    assert Counter(item.draft.kind for item in sealed.checked) == WANTED
    assert not {*codes_of(kept)} & {*codes_of([sealed])}
    assert codes_of([*kept, sealed]) == before == codes_of(reports)
    assert len({item.draft.topic for item in sealed.checked}) >= 15
    assert min(len(report.checked) for report in kept) >= modes.preset("topic").questions
    assert codes_of(sealing.set_apart(reports, WANTED)[-1:]) == codes_of([sealed])


def test_a_small_bank_keeps_its_questions_and_a_sealed_one_needs_no_other() -> None:
    reports = banks.check_path(bank_folder.find())
    assert sealing.set_apart(reports[:1], WANTED) == reports[:1]
    assert sealing.set_apart([], WANTED) == []
    with_sealed = [*reports, replace(reports[0], bank="own", purpose="sealed")]
    assert sealing.set_apart(with_sealed, WANTED) == with_sealed


def test_the_right_response_is_right_and_mistakes_are_mistakes() -> None:
    checked = [item for report in banks.check_path(bank_folder.find()) for item in report.checked]
    wordings = [
        Wording(number, number, item.draft.kind, item.draft.stem, item.content, "", "")
        for number, item in enumerate(checked)
    ]
    texts = knowledge.texts_of(wordings)
    met = set()
    for wording in wordings:
        exercise = knowledge.exercise(wording, 2, texts, Random(wording.revision_id))
        met.add(wording.kind)
        assert exercise.right.grade.correct
        assert not any(mistake.grade.correct for mistake in exercise.mistakes)
    assert met == set(kinds.KINDS)


def test_who_knows_more_answers_more_rightly() -> None:
    wording = Wording(1, 1, kinds.TRUE_FALSE, "判断", {"key": True}, "", "")
    exercise = knowledge.exercise(wording, 2, [], Random(1))
    dice = Random(2)
    right = {
        ability: sum(exercise.answer(ability, dice) is exercise.right for _ in range(300))
        for ability in (-2.0, 0.0, 2.0)
    }
    assert right[-2.0] < right[0.0] < right[2.0]


@settings(deadline=None)
@given(seed=st.integers(), ability=st.floats(-4, 8), pace=st.floats(0.2, 8))
def test_a_run_never_goes_on_after_its_last_life(seed: int, ability: float, pace: float) -> None:
    dice, rules = Random(seed), modes.preset("survival")
    wording = Wording(1, 1, kinds.TRUE_FALSE, "判断", {"key": True}, "", "")
    walker = Walker(lambda _: ability, pace, {1: knowledge.exercise(wording, 2, [], dice)})
    walk = walking.walk([{"revision": 1, "question": 1}] * 50, rules, walker, MONDAY_NOON, dice)
    right = {given_.number for given_ in walk.given if given_.choice.grade.correct}
    mistakes = [number for number in range(1, len(walk.opened_at) + 1) if number not in right]
    assert len(mistakes) <= walk.revives + 1 <= rules.revives + 1
    assert len(mistakes) == walk.revives or mistakes[-1] == len(walk.opened_at)
    assert walk.opened_at == sorted(walk.opened_at)
    assert not any(rules.question_over(walk.opened_at[g.number - 1], g.answered_at) for g in walk.given)


def test_the_bank_is_found_in_the_package_before_the_folder_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    with pytest.raises(NotFound, match="--bank"):
        bank_folder.find(package)
    beside, within = tmp_path / "question_bank", package / "question_bank"
    beside.mkdir()
    assert bank_folder.find(package) == beside
    within.mkdir()
    assert bank_folder.find(package) == within
    assert list(bank_folder.find().glob("*.yaml"))
