"""The form of a quiz: its presets filled in, what it means, and what is wrong with it."""

from dataclasses import replace
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from jinshui_study.arena import modes
from jinshui_study.arena.desk import forms, words
from jinshui_study.arena.desk.forms import Form
from jinshui_study.arena.modes import CONTEST_PRESETS, PRESETS, Rules
from jinshui_study.errors import Invalid, NotFound
from tests.moments import MONDAY_NOON, at

CHOICES = [(choice.name, choice.contest) for choice in words.CHOICES]


def sent(form: Form, **changes: Any) -> MultiDict[str, Any]:
    """What a browser sends of a form as it is shown."""
    fields: MultiDict[str, Any] = MultiDict()
    for name in ("preset", "contest", *forms.TEXTS, "counts", "feedback"):
        fields[name] = getattr(form, name)
    fields.update(form.limits)
    for name in form.ticks:
        fields[name] = "yes"
    for name in ("same_for_all", "repeats"):
        if getattr(form, name):
            fields[name] = "yes"
    for number, row in enumerate(form.rows, start=1):
        fields.add("row", str(number))
        for name in forms.LISTS:
            fields.setlist(f"{name}-{number}", list(getattr(row, name)))
        fields[f"count-{number}"], fields[f"score-{number}"] = row.count, row.score
    for name, value in changes.items():
        fields.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return fields


def contest(**changes: Any) -> Form:
    fresh = forms.fresh("contest", "henan-2021", ["b"], MONDAY_NOON)
    return forms.read(sent(fresh, **{"title": "七一竞赛", **changes}))


def mistakes(**changes: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as raised:
        forms.plan_of(contest(**changes))
    return raised.value.errors or {}


def test_the_choices_are_all_presets_and_all_contests() -> None:
    assert {name for name, _ in CHOICES} == set(PRESETS)
    assert {key for _, key in CHOICES if key} == set(CONTEST_PRESETS)


@pytest.mark.parametrize(("preset", "key"), CHOICES)
def test_a_form_sent_as_it_comes_is_the_preset(preset: str, key: str) -> None:
    fresh = forms.fresh(preset, key, ["b"], MONDAY_NOON)
    form = forms.read(sent(fresh, title="活动"))
    assert form.limits == fresh.limits
    plan = forms.plan_of(form)
    assert plan.rules == (CONTEST_PRESETS[key][1] if key else PRESETS[preset])
    assert [(rule.banks, rule.count, rule.score) for rule in plan.draw] == [
        (("b",), plan.rules.questions, 100)
    ]
    assert plan.opens_at == (at(24, 9) if preset == "contest" else MONDAY_NOON)
    assert plan.closes_at > plan.opens_at


def test_a_daily_quiz_ends_with_its_day_and_is_named_by_it() -> None:
    form = forms.fresh("daily", "", ["b", "c"], MONDAY_NOON)
    assert (form.title, form.closes_at) == ("每日答题（11月23日）", "2026-11-24T00:00")
    assert form.rows[0].banks == ()
    assert forms.programme_title(form) == "每日答题（{date}）"
    other = replace(form, title="学党章（第二期）")
    assert forms.programme_title(other) == "学党章（第二期）（{date}）"


def test_times_are_those_of_the_district_and_points_have_a_decimal() -> None:
    plan = forms.plan_of(contest(opens_at="2026-11-24T09:30", score__1="2.5", count__1="4"))
    assert plan.opens_at.isoformat() == "2026-11-24T09:30:00+08:00"
    assert (plan.draw[0].score, plan.rules.questions) == (25, 4)


def test_limits_are_as_typed_and_nothing_means_none() -> None:
    form = contest(
        seconds_per_question="", minutes_total="1.5", tries_per_day="", tries_total="3", speed_percent="",
        partial="yes", counts="last", feedback="end",
    )  # fmt: skip
    rules = forms.plan_of(form).rules
    assert (rules.seconds_per_question, rules.seconds_total) == (None, 90)
    assert (rules.tries_per_day, rules.tries_total, rules.speed_percent) == (None, 3, 0)
    assert (rules.partial, rules.counts, rules.feedback) == (True, "last", "end")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"opens_at": ""}, "opens_at"),
        ({"closes_at": "明天"}, "closes_at"),
        ({"freezes_at": "x"}, "freezes_at"),
        ({"opens_at": "0001-01-01T00:00"}, "opens_at"),
        ({"closes_at": "9999-12-31T23:59-12:00"}, "closes_at"),
        ({"count__1": "零"}, "row-1"),
        ({"count__1": "201"}, "row-1"),
        ({"score__1": "2.55"}, "row-1"),
        ({"score__1": "NaN"}, "row-1"),
        ({"score__1": "9e999999"}, "row-1"),
        ({"banks__1": []}, "row-1"),
        ({"kinds__1": ["essay"]}, "row-1"),
        ({"difficulties__1": ["9"]}, "row-1"),
        ({"row": []}, "draw"),
        ({"tries_total": "-1"}, "tries_total"),
        ({"seconds_per_question": "²"}, "seconds_per_question"),
        ({"minutes_total": "1e9"}, "minutes_total"),
        ({"minutes_total": "9e999999"}, "minutes_total"),
        ({"speed_percent": "26"}, "speed_percent"),
        ({"counts": "median"}, "counts"),
        ({"feedback": "never"}, "feedback"),
        ({"seconds_per_question": ""}, "rules"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert set(mistakes(**changes)) == {field}


def test_there_is_no_other_preset() -> None:
    for preset, key in (("duel", ""), ("contest", "henan-1999")):
        with pytest.raises(NotFound):
            forms.fresh(preset, key, [], MONDAY_NOON)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_the_rules_are_told_in_sentences(preset: str) -> None:
    told = list(words.rules_of(modes.preset(preset)))
    assert 3 <= len(told) <= 9
    assert not any("None" in sentence for sentence in told)


def test_sentences_name_what_differs() -> None:
    rules = Rules(5, "contest", seconds_total=90, tries_per_day=2, tries_total=6, counts="first_k", first_k=2)
    assert list(words.rules_of(rules)) == [
        "全卷限时 90 秒",
        "每天最多 2 次，一共最多 6 次",
        "成绩取每天前 2 次里最好的",
        "解析交卷后公布",
    ]
