"""党史上的今天: the file's rules, and the file that comes with the product."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from jinshui_study.news import almanac
from jinshui_study.news.almanac import Entry
from jinshui_study.questions import bank_folder

TODAY = date(2026, 11, 24)
TEXT = "中国共产党第一次全国代表大会在上海法租界望志路106号开幕，党由此诞生。"


def written(*entries: dict[str, str]) -> str:
    lines = ["entries:"]
    for entry in entries:
        first, *others = [f'{name}: "{value}"' for name, value in entry.items()]
        lines += [f"  - {first}", *(f"    {other}" for other in others)]
    return "\n".join(lines) + "\n"


def one(**changes: str) -> dict[str, str]:
    return {"date": "1921-07-23", "text": TEXT, "source": "《大事记》1921年7月条", **changes}


def faults(*entries: dict[str, str]) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in almanac.read(written(*entries), TODAY)[1]]


def test_an_entry_is_found_by_its_day_of_the_year() -> None:
    found, wrong = almanac.read(written(one(), one(date="1949-10-01")), TODAY)
    assert wrong == []
    assert almanac.on(date(2026, 7, 23), found) == Entry(date(1921, 7, 23), TEXT, "《大事记》1921年7月条")
    assert almanac.on(date(2026, 7, 24), found) is None
    assert almanac.months(found) == [0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0]


def test_it_is_told_with_its_date() -> None:
    found, _ = almanac.read(written(one()), TODAY)
    entry = almanac.on(date(2026, 7, 23), found)
    assert entry is not None
    assert entry.told == f"1921年7月23日，{TEXT}"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"date": "1921-02-30"}, "date_impossible"),
        ({"date": "七月一日"}, "date_impossible"),
        ({"date": "2026-11-25"}, "date_out_of_range"),
        ({"date": "1800-01-01"}, "date_out_of_range"),
        ({"text": "开幕。"}, "text_length"),
        ({"text": TEXT * 5}, "text_length"),
        ({"text": TEXT.rstrip("。")}, "text_unfinished"),
        ({"text": "1921年" + TEXT}, "date_repeated"),
        ({"text": "大会原定于1921年6月31日举行。" + TEXT}, "date_impossible"),
        ({"text": "大会原定于13月举行。" + TEXT}, "date_impossible"),
        ({"source": ""}, "field_missing"),
        ({"picture": "x.png"}, "field_unknown"),
    ],
)
def test_a_fault_is_named_with_its_line(changes: dict[str, str], code: str) -> None:
    assert faults(one(date="1949-10-01"), one(**changes)) == [(5, code)]


def test_a_day_has_one_entry() -> None:
    assert faults(one(), one(date="1928-07-23")) == [(5, "day_repeated")]


@pytest.mark.parametrize("text", ["", "entries: none", "a: [b", "- date: 1921-07-23"])
def test_a_file_of_another_form_is_a_fault(text: str) -> None:
    found, wrong = almanac.read(text, TODAY)
    assert found == {}
    assert len(wrong) == 1


def test_the_products_own_file_is_without_fault_and_has_most_days() -> None:
    text = (bank_folder.find() / almanac.NAME).read_text("utf-8")
    found, wrong = almanac.read(text, TODAY)
    assert wrong == []
    assert len(found) >= 250
    assert min(almanac.months(found)) >= 20
    assert almanac.bundled() == found


def test_without_a_file_there_are_no_entries(tmp_path: Path) -> None:
    assert almanac.bundled(tmp_path) == {}


def test_the_command_says_what_is_wrong_and_where(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "TODAY.yaml"
    path.write_text(written(one(), one(date="1921-02-30")), "utf-8")
    result = app.test_cli_runner().invoke(args=["almanac", "check", str(path)])
    assert result.exit_code == 1
    assert "TODAY.yaml 行 5" in result.output
    assert "共 1 天有条目" in result.output


def test_the_command_can_ask_for_a_number_of_days(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "TODAY.yaml"
    path.write_text(written(one()), "utf-8")
    runner = app.test_cli_runner()
    assert runner.invoke(args=["almanac", "check", str(path), "--least", "1"]).exit_code == 0
    few = runner.invoke(args=["almanac", "check", str(path), "--least", "2"])
    assert few.exit_code == 1
    assert "应至少 2 天" in few.output
