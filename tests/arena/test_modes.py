"""Rules as data: presets, time limits, which try counts, how many tries are left."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena import modes
from jinshui_study.arena.modes import CONTEST_PRESETS, PRESETS, Result, Rules, Tried
from tests.moments import MONDAY_NOON, TUESDAY_NOON

SECOND = timedelta(seconds=1)
MILLISECOND = timedelta(milliseconds=1)

durations = st.integers(0, 3)
"""Few values, so that equals are common."""


@st.composite
def histories(draw: st.DrawFn) -> list[Tried]:
    """Tries at one quiz in their order, over some days."""
    tries: list[Tried] = []
    for size in draw(st.lists(st.integers(1, 4), max_size=4)):
        for ordinal_of_day in range(1, size + 1):
            correct = draw(st.integers(0, 5))
            result = Result(draw(st.integers(0, 4)), draw(durations))
            tries.append(Tried(result, correct, 5, ordinal_of_day))
    return tries


def brute_force(rules: Rules, tries: list[Tried]) -> Result | None:
    """What counts, by the words of the rules instead of step by step."""
    counting = [tried for tried in tries if tried.correct / tried.questions * 100 >= rules.pass_percent]
    if rules.counts == "first":
        counting = counting[:1]
    elif rules.counts == "last":
        counting = counting[-1:]
    elif rules.counts == "first_k":
        counting = [tried for tried in counting if tried.ordinal_of_day <= rules.first_k]
    results = [tried.result for tried in counting]
    return min(results, key=lambda result: (-result.score, result.duration_ms)) if results else None


@given(
    counts=st.sampled_from(modes.COUNTS),
    first_k=st.integers(1, 3),
    pass_percent=st.sampled_from([0, 1, 20, 60, 80, 100]),
    tries=histories(),
)
def test_what_counts_step_by_step_is_what_counts_by_the_whole_history(
    counts: str, first_k: int, pass_percent: int, tries: list[Tried]
) -> None:
    rules = Rules(5, "contest", counts=counts, first_k=first_k, pass_percent=pass_percent)
    standing: Result | None = None
    for tried in tries:
        standing = modes.counted(rules, standing, tried)
    assert standing == brute_force(rules, tries)


def test_equal_scores_go_to_the_faster() -> None:
    assert Result(300, 1000).beats(Result(300, 1001))
    assert not Result(300, 1000).beats(Result(300, 1000))
    assert not Result(300, 1).beats(Result(301, 10**6))


@given(
    total=st.none() | st.integers(1, 5),
    daily=st.none() | st.integers(1, 5),
    used=st.integers(0, 9),
    share=st.integers(0, 9),
)
def test_tries_left_are_what_both_limits_allow(
    total: int | None, daily: int | None, used: int, share: int
) -> None:
    today = min(used, share)
    rules = Rules(5, "topic", tries_total=total, tries_per_day=daily)
    left = modes.tries_left(rules, used, today)
    more = 0
    while more < 10 and not (
        (total is not None and used + more >= total) or (daily is not None and today + more >= daily)
    ):
        more += 1
    assert left == (None if total is None and daily is None else more)


def test_the_presets_are_those_of_the_programme() -> None:
    daily = PRESETS["daily"]
    assert (daily.questions, daily.tries_total, daily.seconds_per_question) == (5, 1, None)
    assert (daily.feedback, daily.must_finish, daily.seconds_total) == ("end", True, None)
    topic = PRESETS["topic"]
    assert (topic.questions, topic.feedback, topic.pays) == (10, "each", "each")
    assert (topic.tries_per_day, topic.tries_total) == (None, None)
    survival = PRESETS["survival"]
    assert (survival.seconds_per_question, survival.revives) == (45, 1)
    assert (survival.stops_when_wrong, survival.sequential) == (True, True)
    weekly = PRESETS["weekly"]
    assert (weekly.questions, weekly.counts, weekly.sequential) == (20, "best", False)
    assert (weekly.tries_per_day, weekly.tries_total) == (None, None)


def test_the_contest_presets_are_those_of_the_provinces() -> None:
    henan_2021 = CONTEST_PRESETS["henan-2021"][1]
    assert (henan_2021.questions, henan_2021.seconds_per_question, henan_2021.speed_percent) == (20, 20, 25)
    assert (henan_2021.counts, henan_2021.first_k) == ("first_k", 2)
    henan_2023 = CONTEST_PRESETS["henan-2023"][1]
    assert (henan_2023.questions, henan_2023.seconds_total) == (30, 15 * 60)
    assert (henan_2023.tries_per_day, henan_2023.counts) == (5, "best")
    shanxi_2021 = CONTEST_PRESETS["shanxi-2021"][1]
    assert (shanxi_2021.questions, shanxi_2021.seconds_per_question, shanxi_2021.tries_total) == (100, 10, 1)
    assert CONTEST_PRESETS["beijing-2021"][1].pass_percent == 80
    assert PRESETS["contest"] == henan_2021


@pytest.mark.parametrize("rules", [*PRESETS.values(), *(rules for _, rules in CONTEST_PRESETS.values())])
def test_rules_survive_being_kept_as_data(rules: Rules) -> None:
    assert Rules.from_data(rules.as_data()) == rules
    assert Rules.from_data({**rules.as_data(), "a later rule": 1}) == rules
    assert rules.speed_percent <= 25


@pytest.mark.parametrize(
    "changes",
    [
        {"questions": 0},
        {"questions": 201},
        {"seconds_total": 0},
        {"seconds_per_question": -1},
        {"tries_per_day": 0},
        {"tries_total": 0},
        {"counts": "median"},
        {"counts": "first_k", "first_k": 0},
        {"feedback": "never"},
        {"pays": "double"},
        {"speed_percent": 26, "seconds_per_question": 20},
        {"speed_percent": -1, "seconds_per_question": 20},
        {"speed_percent": 25},
        {"revives": -1},
        {"pass_percent": 101},
        {"stops_when_wrong": True, "feedback": "end"},
    ],
)
def test_rules_that_cannot_be_are_refused_with_a_sentence(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="。$"):
        modes.preset("daily", **changes)


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(KeyError):
        modes.preset("tomorrow")


@given(
    per_question=st.none() | st.integers(1, 60),
    total=st.none() | st.integers(1, 3600),
    open_for=st.integers(1, 200_000),
)
def test_an_attempt_ends_with_its_quiz_at_the_latest(
    per_question: int | None, total: int | None, open_for: int
) -> None:
    rules = Rules(20, "contest", seconds_per_question=per_question, seconds_total=total)
    closes_at = MONDAY_NOON + open_for * SECOND
    expires_at = rules.expires_at(MONDAY_NOON, closes_at)
    assert MONDAY_NOON < expires_at <= closes_at
    if total is not None:
        assert expires_at <= MONDAY_NOON + total * SECOND
    if per_question is not None and total is None and expires_at < closes_at:
        slowest = 20 * (per_question * SECOND + modes.QUESTION_GRACE)
        assert expires_at >= MONDAY_NOON + slowest


def test_a_paper_has_a_grace_of_thirty_seconds() -> None:
    assert not modes.overdue(MONDAY_NOON, MONDAY_NOON + 30 * SECOND)
    assert modes.overdue(MONDAY_NOON, MONDAY_NOON + 30 * SECOND + MILLISECOND)


def test_a_question_has_a_grace_of_two_seconds() -> None:
    rules = Rules(5, "contest", seconds_per_question=20)
    assert rules.question_ends_at(MONDAY_NOON) == MONDAY_NOON + 20 * SECOND
    assert not rules.question_over(MONDAY_NOON, MONDAY_NOON + 22 * SECOND)
    assert rules.question_over(MONDAY_NOON, MONDAY_NOON + 22 * SECOND + MILLISECOND)


def test_a_question_without_a_limit_is_never_over() -> None:
    rules = Rules(5, "daily")
    assert rules.question_ends_at(MONDAY_NOON) is None
    assert not rules.question_over(MONDAY_NOON, TUESDAY_NOON)


def test_an_attempt_finishes_within_its_own_time_and_its_quiz() -> None:
    ends_at = MONDAY_NOON + 60 * SECOND
    assert modes.finish_moment(ends_at, TUESDAY_NOON, MONDAY_NOON) == MONDAY_NOON
    assert modes.finish_moment(ends_at, TUESDAY_NOON, ends_at + 20 * SECOND) == ends_at
    assert modes.finish_moment(ends_at, ends_at, ends_at + 20 * SECOND) == ends_at - MILLISECOND
