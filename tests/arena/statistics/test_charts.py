"""Where the parts of charts stand: nothing outside the picture, and everything at its height."""

from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.arena.statistics import charts
from jinshui_study.arena.statistics.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH

FLOOR = HEIGHT - BOTTOM


@given(st.dictionaries(st.integers(0, 500), st.integers(1, 5000), max_size=20))
def test_every_attempt_stands_in_one_column(totals: dict[int, int]) -> None:
    chart = charts.histogram(totals, 500)
    assert sum(column.count for column in chart.columns) == sum(totals.values())
    highest = max((column.count for column in chart.columns), default=0)
    assert int(chart.ticks[2].label) >= highest
    for column in chart.columns:
        assert LEFT <= column.x <= column.x + column.width <= WIDTH - RIGHT
        assert column.y >= TOP - 0.1
        assert abs(column.y + column.height - FLOOR) < 0.2


def test_a_full_score_stands_in_the_last_column_and_none_in_the_first() -> None:
    chart = charts.histogram({0: 2, 500: 3, 49: 1, 50: 1}, 500)
    assert [column.count for column in chart.columns] == [3, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    assert [column.label for column in chart.columns][::9] == ["0%–10%", "90%–100%"]


def test_a_quiz_that_gives_nothing_still_has_a_chart() -> None:
    assert charts.histogram({0: 4}, 0).columns[0].count == 4
    assert [tick.label for tick in charts.histogram({}, 500).ticks] == ["0", "1", "2"]


items = st.lists(
    st.tuples(st.just("1"), st.just("第 1 题"), st.floats(0, 1), st.floats(-100, 100)), max_size=10
)


@given(items)
def test_every_item_stands_inside_the_picture(found: list[tuple[str, str, float, float]]) -> None:
    chart = charts.scatter(found, 15, 0.2, 0.95)
    assert len(chart.points) == len(found)
    for point in chart.points:
        assert LEFT <= point.x <= WIDTH - RIGHT
        assert TOP <= point.y <= FLOOR
    assert chart.up[0].at == FLOOR
    assert chart.hard_at < chart.easy_at


def test_what_discriminates_against_the_rest_stands_below_the_line_and_is_marked() -> None:
    chart = charts.scatter([("1", "", 0.5, -30.0), ("2", "", 0.5, 40.0)], 15, 0.2, 0.95)
    assert [point.bad for point in chart.points] == [True, False]
    assert chart.points[0].y > chart.weak_at > chart.points[1].y
    assert chart.up[0].label == "-40"


def test_the_number_of_an_item_gives_way_to_its_neighbour() -> None:
    chart = charts.scatter([("1", "", 0.5, 40.0), ("2", "", 0.54, 41.0), ("3", "", 1.0, 0.0)], 15, 0.2, 0.95)
    assert [point.turned for point in chart.points] == [True, False, True]
