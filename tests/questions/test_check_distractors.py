"""Distractors of another sort than the key."""

from typing import Any

import pytest

from jinshui_study.questions import check
from jinshui_study.questions.checking import distractors
from jinshui_study.questions.drafts import checked
from tests.questions.samples import bank_file, draft


def stray(options: list[str], answer: str = "A", kind: str = "single", **changes: Any) -> str | None:
    return distractors.stray(checked(draft(kind, options=options, answer=list(answer), **changes)))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["1921年", "1922年", "嘉兴", "1924年"], "年份，选项“嘉兴”"),
        (["1921年", "1922年", "1923年", "1840年"], "“1840年”与答案相差 81 年"),
        (["一九二一年", "1937年", "1938年", "1939年"], "“1937年”与答案相差 16 年"),
        (["1921年", "1922年", "1923年7月", "1924年"], "“1923年7月”"),
        (["1921年7月", "1922年7月", "1923年", "1924年7月"], "某年某月，选项“1923年”"),
        (["7月", "8月", "9月", "10月10日"], "月份，选项“10月10日”"),
        (["9人", "12人", "13个", "15人"], "“人”计的数，选项“13个”"),
        (["三项", "四项", "五条", "六项"], "选项“五条”"),
        (["一年", "两年", "一年半", "永久"], "一段时间，选项“永久”"),
        (["57", "58", "59", "很多"], "选项“很多”"),
    ],
)
def test_an_option_of_another_sort_is_told(options: list[str], says: str) -> None:
    message = stray(options)
    assert message is not None
    assert says in message


@pytest.mark.parametrize(
    "options",
    [
        ["1921年", "1906年", "1936年", "1922年"],
        ["1921年7月1日", "1921年7月23日", "1921年8月1日", "1922年7月1日"],
        ["7月1日", "7月23日", "8月1日", "10月1日"],
        ["半年", "一年", "一年半", "18个月"],
        ["12人", "13人", "15人", "57人"],
        ["三项", "四项", "五项", "六项"],
        ["三湾", "古田", "遵义", "瓦窑堡"],
        ["八一南昌起义", "秋收起义", "广州起义", "百色起义"],
        ["毛泽东", "1921年", "周恩来", "朱德"],
    ],
)
def test_options_of_one_sort_are_not(options: list[str]) -> None:
    assert stray(options) is None


def test_only_single_choices_are_looked_at() -> None:
    assert stray(["1921年", "1949年", "嘉兴", "上海"], "AB", "multiple") is None


def test_it_is_a_warning_in_our_own_files_and_nothing_in_banks_that_come_as_they_are() -> None:
    odd = draft(options=["1919年", "嘉兴", "1921年", "1922年"])
    (finding,) = check.check(bank_file(odd)).findings
    assert (finding.severity, finding.code) == ("warning", "option_stray")
    assert check.check(bank_file(odd, layout="docx")).findings == []
