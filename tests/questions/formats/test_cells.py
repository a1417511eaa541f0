import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions.formats.tables import cells


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  甲 \n", "甲"),
        ("实现\xa0\xa0\xa0", "实现\xa0\xa0\xa0"),
        ("", ""),
        (None, ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (1999, "1999"),
        (1999.0, "1999"),
        (-0.5, "-0.5"),
        (1e-05, "0.00001"),
        (0.1 + 0.2, "0.3"),
        (123456789012.0, "123456789012"),
        (1e300, "1" + "0" * 300),
        ([0.0473, "0.00%"], "4.73%"),
        ([0.5, "0%"], "50%"),
        ([1.0, "0%"], "100%"),
        ([0.123456, "0%"], "12.3456%"),
        ([0.5, "# ?/?"], "1/2"),
        ([2 / 3, "# ??/??"], "2/3"),
        ([3.0, "# ?/?"], "3"),
        ([7.0, "000"], "007"),
        (["1997-07-01", ""], "1997-07-01"),
        (["1997-07-01", "yyyy/m/d"], "1997-07-01"),
        (["1997-07-01", 'yyyy"年"m"月"d"日"'], "1997年7月1日"),
        (["1997-07-01", "yyyy年m月d日"], "1997年7月1日"),
        (["1997-07-01", '[$-804]yyyy"年"m"月"'], "1997年7月"),
        (["1997-07-01", 'm"月"d"日"'], "7月1日"),
        (["1997-07-01T00:00:00", ""], "1997-07-01"),
        (["1997-07-01T08:30:00", ""], "1997-07-01 8:30"),
        (["1997-07-01T08:30:15", ""], "1997-07-01 8:30:15"),
        (["T08:30:02", "h:mm"], "8:30"),
        (["T08:30:02", "h:mm:ss"], "8:30:02"),
        (["T36:05:00", "[h]:mm"], "36:05"),
        (["T00:00:00", "h:mm"], "0:00"),
    ],
)
def test_a_cell_has_the_text_a_person_sees(value: cells.Value, text: str) -> None:
    assert cells.text(value) == text


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_have_no_point(number: int) -> None:
    assert cells.text(float(number)) == str(number)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_has_an_exponent(number: float) -> None:
    assert "e" not in cells.text(number).replace("inf", "")


@given(st.dates(dt.date(1927, 6, 1), dt.date(2060, 1, 1)))
def test_days_kept_as_numbers_are_days_beside_other_days(day: dt.date) -> None:
    serial = str((day - cells.EXCEL_DAY_ZERO).days)
    assert cells.with_dates("哪一天？", [serial, "1949-10-01"]) == [day.isoformat(), "1949-10-01"]
    assert cells.with_dates("哪个数？", [serial, "12"]) == [serial, "12"]


def test_numbers_alone_are_days_only_where_the_stem_asks_for_one() -> None:
    assert cells.with_dates("香港回归的日期是？", ["35612", "35613"]) == ["1997-07-01", "1997-07-02"]
    assert cells.with_dates("下列哪个数最大？", ["35612", "35613"]) == ["35612", "35613"]
    assert cells.with_dates("哪一天？", ["1921", "1949"]) == ["1921", "1949"]
