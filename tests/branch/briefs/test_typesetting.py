"""Lines of Chinese text, and dashes of a line."""

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.branch.briefs import drawing, typesetting
from jinshui_study.branch.briefs.typesetting import NOT_FIRST, NOT_LAST

texts = st.text(st.sampled_from("党史学习得分、，。（）《》“”0123456789.% abc"), max_size=80)


@given(texts, st.integers(1, 20))
def test_nothing_of_a_text_is_lost_but_the_blanks_at_a_break(text: str, width: int) -> None:
    lines = typesetting.lines(text, width, len)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(texts, st.integers(1, 20))
def test_a_line_is_too_wide_only_where_it_cannot_be_broken(text: str, width: int) -> None:
    for line in typesetting.lines(text, width, len):
        assert len(line) <= width or len(list(typesetting.pieces(line.strip()))) == 1


@given(texts, st.integers(1, 20))
def test_no_line_begins_or_ends_with_what_may_not(text: str, width: int) -> None:
    lines = typesetting.lines("党" + "".join(text.split()), width, len)
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


def test_a_number_stays_whole() -> None:
    assert typesetting.lines("排第17名，得66.2分", 6, len) == ["排第17名，", "得66.2分"]


corners = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 200)), min_size=2, max_size=8)


@given(corners)
def test_dashes_cover_five_parts_of_nine_of_a_line(points: list[tuple[int, int]]) -> None:
    found = drawing.dashes([(float(x), float(y)) for x, y in points])
    whole = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in zip(points, points[1:], strict=False))
    drawn = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in found)
    on, off = drawing.DASH
    full, rest = divmod(whole, on + off)
    assert abs(drawn - (full * on + min(rest, on))) < 1e-6 * max(1.0, whole) or abs(rest) < 1e-6
