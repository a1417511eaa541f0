"""Dates that cannot be, and dates of the key that the explanation contradicts; and all that only look like it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jinshui_study
from jinshui_study.questions import banks, check
from jinshui_study.questions.checking import dates
from jinshui_study.questions.drafts import WARNING, checked
from tests.questions.samples import bank_file, draft

YEARS = ["1919年", "1920年", "1921年", "1922年"]
FOUNDED = "中国共产党成立于哪一年？"
FOLDER = Path(jinshui_study.__file__).parent.parent / "question_bank"


def said(kind: str = "single", **changes: Any) -> str | None:
    return dates.contradiction(checked(draft(kind, **changes)))


def of_choice(stem: str, explanation: str, options: list[str] = YEARS) -> str | None:
    return said(stem=stem, options=options, answer=["C"], explanation=explanation)


@pytest.mark.parametrize(
    "explanation",
    [
        "中国共产党成立于1922年。",
        "1922年7月，中国共产党成立",
        "中国共产党于１９２２年７月在上海成立，从此中国革命的面貌焕然一新。",
        "中国共产党成立于一九二二年七月。",
        "会议在上海举行。中国共产党成立于 1922 年。",
        "1922年",
        "1922年7月23日。",
    ],
)
def test_a_key_whose_year_the_explanation_contradicts_is_warned_of(explanation: str) -> None:
    message = of_choice(FOUNDED, explanation)
    assert message is not None
    assert "答案里是1921年，解析里却是1922年" in message


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (
            "single",
            {"stem": FOUNDED, "options": ["1919年5月", "1920年8月", "1921年7月23日"], "answer": ["C"]},
        ),
        ("single", {"stem": FOUNDED, "options": ["1919", "1920", "一九二一年"], "answer": ["C"]}),
        ("blank", {"stem": "中国共产党于____年成立。", "answer": ["1921|1921年"]}),
        ("true_false", {"stem": "中国共产党于1921年7月成立。", "answer": ["true"]}),
    ],
)
def test_each_way_of_writing_a_year_is_read(kind: str, changes: dict[str, Any]) -> None:
    assert said(kind, explanation="中国共产党成立于1922年7月。", **changes) is not None
    assert said(kind, explanation="中国共产党成立于1921年7月。", **changes) is None


@pytest.mark.parametrize(
    "explanation",
    [
        "",
        "大会通过了党的第一个纲领。",
        "中国共产党成立于1921年7月，1922年召开第二次全国代表大会。",
        "中国共产党成立于21年7月。1922年中国共产党成立一周年。",
        "中国共产党成立（1921.7.23）一年后，即1922年，召开了二大。",
        "1922年召开的第二次全国代表大会通过了第一部党章。",
        "1919年五四运动爆发，1920年各地建立早期组织。",
        "党成立一百周年大会于2021年7月1日在北京天安门广场隆重举行，这是全党全国的一件大事。",
        "电话 19220000 年审合格。",
    ],
)
def test_an_explanation_that_tells_of_other_years_is_none(explanation: str) -> None:
    assert of_choice(FOUNDED, explanation) is None


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("single", {"stem": "中国共产党成立于哪里？", "options": ["北京", "广州", "上海"], "answer": ["C"]}),
        (
            "single",
            {"stem": "哪句话对？", "options": ["甲", "乙", "中国共产党成立于1921年"], "answer": ["C"]},
        ),
        ("true_false", {"stem": "中国共产党于1921年7月成立。", "answer": ["false"]}),
        ("true_false", {"stem": "中国共产党1921年成立，1922年召开二大。", "answer": ["true"]}),
        ("ordering", {"stem": "中国共产党成立", "options": ["1921年", "1923年", "1924年"]}),
        ("multiple", {"stem": FOUNDED, "options": YEARS, "answer": ["B", "C"]}),
    ],
)
def test_what_has_no_year_for_its_key_cannot_contradict(kind: str, changes: dict[str, Any]) -> None:
    assert said(kind, explanation="中国共产党成立于1925年7月。", **changes) is None


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (
            "single",
            {"stem": "党的一大何时开幕？", "options": ["1921年7月1日", "1921年7月23日"], "answer": ["B"]},
        ),
        ("blank", {"stem": "党的一大开幕于____。", "answer": ["1921年7月23日"]}),
        ("true_false", {"stem": "党的一大1921年7月23日开幕。", "answer": ["true"]}),
    ],
)
def test_a_month_or_day_of_the_same_year_is_compared_too(kind: str, changes: dict[str, Any]) -> None:
    for other in ("8月23日", "7月25日", "6月"):
        message = said(kind, explanation=f"党的一大于1921年{other}开幕。", **changes)
        assert message is not None
        assert f"答案里是1921年7月23日，解析里却是1921年{other}" in message
    for agreeing in ("7月23日", "7月"):
        assert said(kind, explanation=f"党的一大1921年{agreeing}开幕。", **changes) is None
    later = "党的一大1921年7月23日开幕，最后一天转到嘉兴。1921年8月11日成立中国劳动组合书记部。"
    assert said(kind, explanation=later, **changes) is None
    assert said(kind, explanation="1921年8月11日成立中国劳动组合书记部。", **changes) is None
    assert said(kind, explanation="党的一大1921年8月1日—5日开幕。", **changes) is None


@pytest.mark.parametrize(
    "text",
    [
        "1921年13月",
        "1921年0月1日",
        "1927年6月31日",
        "2月30日",
        "1921年2月29日",
        "9月0日",
        "1937年9月25日—31日",
        "1937年9月31—32日",
        "１９２７年６月３１日",
        "1921年7月123日",
    ],
)
def test_a_date_no_calendar_has_is_told(text: str) -> None:
    assert list(dates.impossible(f"会议于{text}举行，通过了决议。")) == [dates.plain(text)]


@pytest.mark.parametrize(
    "text",
    [
        "1924年2月29日",
        "2月29日",
        "1935年1月15日—17日",
        "1945年4月23日—6月11日",
        "13个月",
        "经过34个月零8天",
        "农历2月30日",
        "农历1921年2月30日",
        "1921年",
        "2023年12月31日",
    ],
)
def test_a_date_of_the_calendar_is_not(text: str) -> None:
    assert list(dates.impossible(f"会议于{text}举行。")) == []


@given(st.integers(1840, 2100), st.integers(0, 20), st.integers(0, 40))
def test_what_the_calendar_refuses_is_impossible_and_nothing_else(year: int, month: int, day: int) -> None:
    text = f"{year}年{month}月{day}日"
    try:
        date(year, month, day)
    except ValueError:
        expected = [text]
    else:
        expected = []
    assert list(dates.impossible(f"会议于{text}举行。")) == expected


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("single", {"stem": "6月31日是哪一年的？"}),
        ("single", {"options": ["6月28日", "6月29日", "6月30日", "6月31日"]}),
        ("blank", {"stem": "____召开", "answer": ["6月31日"]}),
        ("matching", {"right": ["6月29日", "6月30日", "6月31日"]}),
        ("true_false", {"explanation": "在6月31日。"}),
        ("true_false", {"source": "《文献》（6月31日条）"}),
    ],
)
def test_it_is_read_in_every_text_of_a_question(kind: str, changes: dict[str, Any]) -> None:
    report = check.check(bank_file(draft(kind, **changes)))
    assert [(finding.severity, finding.code) for finding in report.findings] == [(WARNING, "date_impossible")]
    assert "“6月31日”不是一个可能的日期" in report.findings[0].message


def test_it_is_a_warning_and_the_question_is_imported() -> None:
    wrong = draft(stem=FOUNDED, options=YEARS, answer=["C"], explanation="中国共产党成立于1922年。")
    report = check.check(bank_file(wrong))
    assert [(finding.severity, finding.code) for finding in report.findings] == [
        (WARNING, "year_contradicts")
    ]
    assert len(report.checked) == 1


def test_no_question_that_comes_with_the_service_is_suspected() -> None:
    items = [item for report in banks.check_path(FOLDER) for item in report.checked]
    assert len(items) > 200
    assert [item.draft.stem for item in items if dates.contradiction(item)] == []
