"""The rules that find, and the states a finding goes through."""

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena.integrity import bursts, reading, states, twins
from jinshui_study.arena.integrity.bursts import Newcomer
from jinshui_study.arena.integrity.reading import Timed
from jinshui_study.arena.integrity.twins import Rhythm
from tests.moments import MONDAY_NOON

SECOND = timedelta(seconds=1)
timed = st.builds(
    Timed,
    number=st.integers(1, 40),
    revision=st.integers(1, 99),
    characters=st.integers(1, 200),
    elapsed_ms=st.integers(0, 60_000),
    correct=st.booleans(),
)


@given(st.lists(timed, max_size=30), st.integers(5, 60))
def test_too_fast_are_right_answers_above_the_limit_or_none(answers: list[Timed], limit: int) -> None:
    found = reading.too_fast(answers, limit)
    assert all(one.correct and one.characters * 1000 > limit * one.elapsed_ms for one in found)
    assert len(found) == 0 or len(found) >= reading.FEWEST
    slower = [Timed(a.number, a.revision, a.characters, a.elapsed_ms + 10**6, a.correct) for a in answers]
    assert reading.too_fast(slower, limit) == []
    wrong = [Timed(a.number, a.revision, a.characters, a.elapsed_ms, False) for a in answers]
    assert reading.too_fast(wrong, limit) == []


def test_a_few_quick_ones_among_many_are_no_finding() -> None:
    quick, calm = Timed(1, 1, 60, 900, True), Timed(2, 2, 60, 9000, True)
    assert len(reading.too_fast([quick] * 5 + [calm] * 5, 30)) == 5
    assert reading.too_fast([quick] * 4 + [calm] * 1, 30) == []
    assert reading.too_fast([quick] * 5 + [calm] * 6, 30) == []
    short = Timed(3, 3, 12, 200, True)
    assert reading.too_fast([short] * 20, 30) == []


def test_what_is_shown_is_counted_by_characters() -> None:
    assert reading.length_of("题干四字", {"options": ["甲乙", "丙"], "key": [0]}) == 7
    assert reading.length_of("连线", {"left": ["甲"], "right": ["乙丙"], "key": []}) == 5
    usual = reading.usual([float(speed) for speed in range(1, 101)])
    assert usual is not None
    assert (usual.median, usual.ninety) == (50.5, 90.9)
    assert reading.usual([1.0]) is None


def rhythm(member: int, times: list[int], name: str = "") -> Rhythm:
    steps = tuple((revision, elapsed) for revision, elapsed in enumerate(times, start=1))
    return Rhythm(member, name or f"a{member:05}", steps)


@given(
    st.lists(st.integers(1000, 20_000), min_size=8, max_size=30),
    st.data(),
)
def test_a_copied_rhythm_is_found_however_it_wavers_a_little(times: list[int], data: st.DataObject) -> None:
    most = twins.NEAR_MS // 4
    waver = data.draw(st.lists(st.integers(-most, most), min_size=len(times), max_size=len(times)))
    one, other = rhythm(1, times), rhythm(2, [a + b for a, b in zip(times, waver, strict=True)])
    assert twins.is_suspicious(twins.compare(one, other))
    assert twins.compare(one, other) == twins.compare(other, one)
    assert not twins.is_suspicious(twins.compare(one, rhythm(1, times, "again")))
    exact = twins.find([one, rhythm(2, times)])
    assert [(pair.shared, pair.near) for pair in exact] == [(len(times), len(times))]


@given(st.lists(st.integers(1000, 20_000), min_size=1, max_size=7))
def test_few_shared_questions_tell_nothing(times: list[int]) -> None:
    assert twins.find([rhythm(1, times), rhythm(2, times)]) == []


@given(st.integers(0, 10**6))
def test_people_who_answer_on_their_own_are_no_twins(number: int) -> None:
    dice = Random(number)
    people = [
        rhythm(member, [max(800, int(dice.gauss(7000, 3000))) for _ in range(20)]) for member in range(60)
    ]
    assert twins.find(people) == []
    usual = twins.usual(people)
    assert usual is not None
    assert usual.hundredth <= usual.most < twins.FEWEST
    assert twins.usual(people[:3]) is None


def test_another_order_is_another_rhythm() -> None:
    times = [5000, 6100, 7200, 4100, 9000, 3300, 8050, 2500, 6600, 7700]
    one = rhythm(1, times)
    turned = Rhythm(2, "z", tuple(reversed(one.steps)))
    assert twins.find([one, turned]) == []
    assert twins.find([one, rhythm(2, times)], fresh=["nobody"]) == []


newcomers = st.lists(
    st.builds(
        lambda member, branch, seconds, wait: Newcomer(
            member,
            branch,
            MONDAY_NOON + seconds * SECOND,
            f"a{member}",
            MONDAY_NOON + (seconds + wait) * SECOND,
        ),
        st.integers(1, 10**6),
        st.integers(1, 3),
        st.integers(0, 3000),
        st.integers(-100, 9000),
    ),
    max_size=40,
    unique_by=lambda one: one.member,
)


@given(newcomers)
def test_a_burst_is_many_of_one_branch_within_minutes(people: list[Newcomer]) -> None:
    found = bursts.find(people)
    seen = [one.member for burst in found for one in burst]
    assert len(seen) == len(set(seen))
    for burst in found:
        assert len(burst) >= bursts.FEWEST
        assert len({one.branch for one in burst}) == 1
        assert burst[-1].joined_at - burst[0].joined_at <= bursts.WITHIN
        assert all(one.came_for_it for one in burst)


def test_six_within_minutes_are_a_burst_and_five_are_not() -> None:
    people = [
        Newcomer(number, 1, MONDAY_NOON + number * 20 * SECOND, f"a{number}", MONDAY_NOON + 600 * SECOND)
        for number in range(6)
    ]
    assert [len(burst) for burst in bursts.find(people)] == [6]
    assert bursts.find(people[:5]) == []


@given(st.lists(st.sampled_from(sorted(states.ACTIONS)), max_size=12))
def test_a_walk_ends_and_voids_and_appeals_at_most_once(walk: list[str]) -> None:
    state, done = states.OPEN, []
    for action in walk:
        following = states.after(state, action)
        if following is not None:
            assert following in states.STATES
            state = following
            done.append(action)
    assert len(done) == len(set(done)) <= 3
    assert (state in states.VOID) == ("void" in done and "restore" not in done)
    if state in (states.DISMISSED, states.KEPT, states.RESTORED):
        assert all(states.after(state, action) is None for action in states.ACTIONS)
