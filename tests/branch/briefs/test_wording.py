"""A brief says its figures, all of them and no others; and reads well where there are none."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.branch import figures
from jinshui_study.branch.briefs import wording
from jinshui_study.branch.briefs.facts import Coming, Facts, Held, Leading, Placed, Taking, Topic, Wrong
from jinshui_study.branch.briefs.months import Month
from jinshui_study.points import fairness

MONTH = Month(2026, 11)
tenths = st.none() | st.integers(1, 99_999)
ranks = st.integers(1, 3000)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    kind = draw(st.sampled_from(["branch", "street", "district"]))
    score = None if kind == "district" else draw(tenths)
    placed = st.builds(Placed, st.sampled_from(["全区支部", "各街道"]), ranks, ranks, st.none() | ranks)
    topics = st.lists(
        st.builds(Topic, st.sampled_from(["大革命", "建党"]), st.sampled_from(range(5, 100, 5))), max_size=6
    )
    return Facts(
        name="第一支部",
        kind=kind,
        month=MONTH,
        running=draw(st.booleans()),
        held=draw(st.lists(st.builds(Held, st.just("每日答题"), st.integers(1, 31)), max_size=3)),
        score=score,
        score_before=draw(tenths),
        mean=draw(tenths),
        mean_before=draw(tenths),
        places=draw(st.lists(placed, max_size=2)) if score is not None else [],
        leading=draw(
            st.lists(st.builds(Leading, st.just("某街道"), ranks, st.integers(1, 9999)), max_size=3)
        ),
        wrong=draw(
            st.none()
            | st.lists(
                st.builds(Wrong, st.just("哪一年？"), st.just("single"), st.integers(1, 9), st.just(9)),
                max_size=10,
            )
        ),
        topics=draw(st.none() | topics.map(lambda found: sorted(found, key=lambda topic: topic.percent))),
        coming=draw(
            st.lists(
                st.builds(Coming, st.just("竞赛"), st.just(date(2026, 11, 16)), st.just(date(2026, 12, 3))),
                max_size=2,
            )
        ),
        regular=draw(st.sampled_from([[], ["每日答题"]])),
        taking=draw(st.none() | st.builds(Taking, st.integers(0, 50), st.just(50))),
    )


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def figures_of(told: Facts) -> set[str]:
    """Every number the facts could put into the text, as text."""
    found = {"2026", "11", "16", "12", "3", str(fairness.WEIGHT), str(fairness.FEWEST), str(wording.FEWEST)}
    found |= {str(wording.STRONG), str(wording.WEAK), *(str(number) for number in range(1, 11))}
    found |= {str(one.number) for one in told.held} | {str(sum(one.number for one in told.held))}
    points = [
        told.score,
        told.score_before,
        told.mean,
        told.mean_before,
        *(one.score for one in told.leading),
    ]
    pairs = [(told.score, told.score_before), (told.score, told.mean), (told.mean, told.mean_before)]
    points += [abs(a - b) for a, b in pairs if a is not None and b is not None]
    found |= {figures.points(point) for point in points if point is not None}
    for place in told.places:
        found |= {str(place.rank), str(place.of), str(place.before)}
    found |= {str(one.rank) for one in told.leading} | {str(topic.percent) for topic in told.topics or []}
    if told.taking:
        share = round(100 * told.taking.participants / told.taking.members)
        found |= {str(told.taking.participants), str(told.taking.members), str(share)}
    return found


@given(facts())
def test_a_brief_tells_no_number_that_is_not_among_its_facts(told: Facts) -> None:
    assert numbers(wording.write(told).text) <= figures_of(told)


@given(facts())
def test_a_brief_tells_the_figures_that_matter(told: Facts) -> None:
    said = wording.write(told).text
    if told.score is not None:
        assert f"得分 {figures.points(told.score)} 分" in said
        for place in told.places:
            assert f"{place.where}中排第 {place.rank} 名（共 {place.of} 个）" in said
    if told.is_district and told.mean is not None:
        assert f"全区人均 {figures.points(told.mean)} 分" in said
    for one in told.held:
        assert f"{one.what} {one.number} 场" in said
    assert said.count("哪一年？") == len(told.wrong or [])
    assert ("还没有汇总" in said) is (told.wrong is None or told.topics is None)


@given(facts())
def test_sentences_end_once_and_none_is_empty(told: Facts) -> None:
    brief = wording.write(told)
    for section in brief.sections:
        assert section.paragraphs
        for paragraph in section.paragraphs:
            assert paragraph[-1] in "。："
            assert not re.search(r"[，。；：、]{2}|None|，。|（）", paragraph), paragraph
            assert (paragraph[-1] == "：") <= bool(section.points)


@given(facts())
def test_who_may_not_know_reads_nothing_about_taking_part(told: Facts) -> None:
    if told.taking is None:
        said = "".join(p for section in wording.write(told).sections for p in section.paragraphs)
        assert "参与率" not in said
        assert "人参加，" not in said


@pytest.mark.parametrize("kind", ["branch", "street", "district"])
def test_a_month_without_activity_reads_well(kind: str) -> None:
    quiet = Facts(name="第一支部", kind=kind, month=MONTH, running=False, wrong=[], topics=[])
    brief = wording.write(quiet)
    assert brief.lead == "本月没有开展活动，也没有新增积分。"
    said = brief.text
    assert "没有新开的答题活动" in said
    assert "没有可以列出的错题" in said
    assert "没有可以列出的专题" in said
    assert "还没有安排新的答题活动。" in said


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [(400, 453, "比上月提高 5.3 分"), (453, 400, "比上月降低 5.3 分"), (400, 400, "与上月持平")],
)
def test_a_brief_says_how_the_score_and_the_ranks_moved(before: int, now: int, words: str) -> None:
    places = [Placed("全区支部", 5, 70, 9), Placed("经八路街道", 2, 6, 1), Placed("其他", 3, 6, 3)]
    told = Facts("第一支部", "branch", MONTH, False, score=now, score_before=before, mean=400, places=places)
    said = wording.write(told).text
    assert words in said
    assert "全区支部名次从第 9 名升到第 5 名" in said
    assert "经八路街道名次从第 1 名降到第 2 名" in said
    assert "其他名次没有变化" in said


def test_a_quiz_of_one_day_has_one_date() -> None:
    day = date(2026, 12, 4)
    told = Facts("第一支部", "branch", MONTH, False, coming=[Coming("专题测试", day, day)])
    assert wording.write(told).sections[-1].points == ["专题测试，12月4日当天"]
