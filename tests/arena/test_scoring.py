"""Scores: whole tenths, never below 0, never above what a question is worth."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from jinshui_study.arena import scoring
from jinshui_study.arena.modes import Rules
from jinshui_study.questions import grading, kinds
from jinshui_study.questions.grading import Grade

worths = st.integers(1, 1000)
times = st.integers(-5_000, 100_000)


@st.composite
def any_rules(draw: st.DrawFn) -> Rules:
    seconds = draw(st.none() | st.integers(1, 60))
    speed = draw(st.integers(0, 25)) if seconds is not None else 0
    return Rules(
        20, "contest", seconds_per_question=seconds, speed_percent=speed, partial=draw(st.booleans())
    )


@st.composite
def any_grades(draw: st.DrawFn) -> Grade:
    parts = draw(st.integers(1, 8))
    right = draw(st.integers(0, parts))
    return Grade(correct=right == parts, right=right, parts=parts)


@given(any_rules(), any_grades(), worths, times)
def test_a_score_lies_between_nothing_and_the_worth(
    rules: Rules, grade: Grade, worth: int, elapsed: int
) -> None:
    assert 0 <= scoring.score(rules, grade, worth, elapsed) <= worth


@given(any_rules(), any_grades(), worths, times, times)
def test_taking_longer_never_earns_more(rules: Rules, grade: Grade, worth: int, one: int, other: int) -> None:
    fast, slow = sorted((one, other))
    assert scoring.score(rules, grade, worth, fast) >= scoring.score(rules, grade, worth, slow)


@given(any_rules(), worths, times)
def test_speed_is_worth_a_quarter_at_the_most(rules: Rules, worth: int, elapsed: int) -> None:
    right = Grade(correct=True, right=1, parts=1)
    score = scoring.score(rules, right, worth, elapsed)
    assert score >= worth - worth * 25 // 100
    assert scoring.score(rules, right, worth, 0) == worth


@given(any_rules(), any_grades(), worths, times)
def test_an_incomplete_answer_earns_a_share_only_where_the_rules_say_so(
    rules: Rules, grade: Grade, worth: int, elapsed: int
) -> None:
    assume(not grade.correct)
    assert scoring.score(replace(rules, partial=False), grade, worth, elapsed) == 0
    share = scoring.score(replace(rules, partial=True), grade, worth, elapsed)
    assert share <= worth * grade.right / grade.parts


@given(any_rules(), st.sets(st.integers(0, 4)), times)
def test_a_wrong_option_earns_nothing(rules: Rules, chosen: set[int], elapsed: int) -> None:
    content = {"options": ["甲", "乙", "丙", "丁", "戊"], "key": [0, 1, 2]}
    grade = grading.grade(kinds.MULTIPLE, content, {"options": sorted(chosen)})
    score = scoring.score(rules, grade, 100, elapsed)
    if chosen & {3, 4}:
        assert score == 0
    elif chosen == {0, 1, 2}:
        assert score >= 75
    elif chosen and rules.partial and not rules.speed_percent:
        assert score == 100 * len(chosen) // 3


def test_speed_points_shrink_in_proportion_to_the_time_left() -> None:
    rules = Rules(20, "contest", seconds_per_question=20, speed_percent=25)
    right = Grade(correct=True, right=1, parts=1)
    scores = [scoring.score(rules, right, 100, elapsed) for elapsed in (0, 4_000, 10_000, 20_000, 22_000)]
    assert scores == [100, 95, 87, 75, 75]


@given(st.lists(st.integers(-50, 150)), st.integers(0, 1000))
def test_a_total_stays_within_the_paper(scores: list[int], most: int) -> None:
    assert 0 <= scoring.total(scores, most) <= most
