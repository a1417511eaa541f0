"""A month's figures as text that can be read out at a meeting. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from jinshui_study.branch import figures
from jinshui_study.branch.briefs.facts import Coming, Facts, Leading, Placed, Topic, Wrong
from jinshui_study.points import fairness
from jinshui_study.questions import kinds

STRONG, WEAK = 85, 60
"""From which percentage on a topic is called strong, and below which it needs work."""
MOST_NAMED = 3
FEWEST = 5
"""What fewer people answered is not told."""


@dataclass(frozen=True)
class Section:
    """A heading, sentences, what is listed below them, and which chart stands there."""

    title: str
    paragraphs: list[str]
    points: list[str] = field(default_factory=list)
    shows_trend: bool = False
    shows_topics: bool = False


@dataclass(frozen=True)
class Brief:
    title: str
    lead: str
    sections: list[Section]
    notes: list[str]

    @property
    def text(self) -> str:
        """All of it in one piece."""
        parts = [self.title, self.lead]
        for section in self.sections:
            parts += [section.title, *section.paragraphs, *section.points]
        return "\n".join([*parts, *self.notes])


def write(facts: Facts) -> Brief:
    return Brief(
        title=f"{facts.name}{facts.month.title}学习简报",
        lead=_lead(facts),
        sections=[
            Section("一、做了什么", list(_done(facts))),
            Section(
                "二、排在哪里",
                list(_standing(facts)),
                [_leading(one) for one in facts.leading],
                shows_trend=True,
            ),
            _mistakes(facts),
            Section("四、专题强弱", list(_topics(facts)), shows_topics=True),
            Section("五、接下来", list(_regular(facts)), [_coming(one) for one in facts.coming]),
        ],
        notes=list(_notes(facts)),
    )


def _span(facts: Facts) -> str:
    """How the month is called in the text."""
    return "本月到目前" if facts.running else "本月"


def _lead(facts: Facts) -> str:
    if not facts.held and facts.score is None and facts.mean is None:
        return f"{_span(facts)}没有开展活动，也没有新增积分。"
    if facts.is_district:
        return f"{_span(facts)}，全区人均 {figures.points(facts.mean)} 分。" if facts.mean is not None else ""
    if facts.score is None:
        return f"{_span(facts)}还没有名次：参加满 {fairness.FEWEST} 人后开始排名。"
    first = f"，{_place(facts.places[0])}" if facts.places else ""
    return f"{_span(facts)}得分 {figures.points(facts.score)} 分{first}。"


def _done(facts: Facts) -> Iterator[str]:
    if not facts.held:
        yield f"{_span(facts)}没有新开的答题活动。"
    else:
        whole = sum(one.number for one in facts.held)
        kinds_said = "、".join(f"{one.what} {one.number} 场" for one in facts.held)
        total = f" {whole} 场" if len(facts.held) > 1 else ""
        yield f"{_span(facts)}新开答题活动{total}：{kinds_said}。"
    if facts.taking is not None:
        share = fairness.share(facts.taking.participants, facts.taking.members)
        yield (
            f"共 {facts.taking.members} 名党员，{facts.taking.participants} 人参加，参与率 {round(100 * share)}%。"
        )


def _standing(facts: Facts) -> Iterator[str]:
    if facts.is_district:
        yield from _district(facts)
        return
    if facts.score is None:
        yield f"{_span(facts)}参加不满 {fairness.FEWEST} 人，没有名次。"
    else:
        places = "，".join(_place(place) for place in facts.places)
        yield f"得分 {figures.points(facts.score)} 分{'，' if places else ''}{places}。"
        yield from _moved(facts)
    if facts.mean is not None and facts.score is not None:
        yield f"全区人均 {figures.points(facts.mean)} 分，{_against(facts.score - facts.mean)}。"
    if facts.leading:
        yield "得分在前的支部："


def _district(facts: Facts) -> Iterator[str]:
    if facts.mean is None:
        yield f"{_span(facts)}还没有人得分。"
        return
    gap = None if facts.mean_before is None else facts.mean - facts.mean_before
    compared = (
        "上月没有得分" if gap is None else f"上月 {figures.points(facts.mean_before)} 分，{_change(gap)}"
    )
    yield f"全区人均 {figures.points(facts.mean)} 分；{compared}。"
    if facts.leading:
        yield "得分在前的街道："


def _place(place: Placed) -> str:
    return f"在{place.where}中排第 {place.rank} 名（共 {place.of} 个）"


def _moved(facts: Facts) -> Iterator[str]:
    if facts.score is None:
        return
    if facts.score_before is None:
        yield "上月没有名次，无从比较。"
        return
    gap = facts.score - facts.score_before
    moved = [said for place in facts.places if (said := _rank_change(place))]
    yield f"上月得分 {figures.points(facts.score_before)} 分，{'；'.join([_change(gap), *moved])}。"


def _change(gap: int) -> str:
    if gap == 0:
        return "与上月持平"
    return f"比上月{'提高' if gap > 0 else '降低'} {figures.points(abs(gap))} 分"


def _rank_change(place: Placed) -> str:
    if place.before is None:
        return ""
    if place.before == place.rank:
        return f"{place.where}名次没有变化"
    return f"{place.where}名次从第 {place.before} 名{'升' if place.rank < place.before else '降'}到第 {place.rank} 名"


def _against(gap: int) -> str:
    if gap == 0:
        return "与全区人均持平"
    return f"比全区人均{'高' if gap > 0 else '低'} {figures.points(abs(gap))} 分"


def _leading(one: Leading) -> str:
    return f"第 {one.rank} 名　{one.name}　{figures.points(one.score)} 分"


def _mistakes(facts: Facts) -> Section:
    title = "三、哪些题错得多"
    if facts.wrong is None:
        return Section(title, ["这一级的答题情况还没有汇总，请先看下属支部或所在街道的简报。"])
    if not facts.wrong:
        return Section(title, [f"没有可以列出的错题：活动结束、至少 {FEWEST} 位党员答过的题才列出。"])
    return Section(
        title,
        [f"答错比例最高的 {len(facts.wrong)} 道题，建议在党课上讲一讲："],
        [_wrong(number, one) for number, one in enumerate(facts.wrong, start=1)],
    )


def _wrong(number: int, one: Wrong) -> str:
    return f"{number}. {one.stem}（{kinds.CHINESE[one.kind]}，{figures.about(one.wrong, one.answers)}）"


def _topics(facts: Facts) -> Iterator[str]:
    if facts.topics is None:
        yield "专题成绩还没有汇总。"
        return
    if not facts.topics:
        yield f"没有可以列出的专题：至少 {FEWEST} 位党员答过才列出。"
        return
    strong = [topic for topic in reversed(facts.topics) if topic.percent >= STRONG][:MOST_NAMED]
    weak = [topic for topic in facts.topics if topic.percent < WEAK][:MOST_NAMED]
    if strong:
        yield f"掌握得好的专题：{_named(strong)}。"
    if weak:
        yield f"需要加强的专题：{_named(weak)}。"
    if not strong and not weak:
        yield f"各专题都在 {WEAK}% 到 {STRONG}% 之间，没有明显的强弱。"
    elif not weak:
        yield f"没有低于 {WEAK}% 的专题。"


def _named(topics: Sequence[Topic]) -> str:
    return "、".join(f"{topic.name}（答对约 {topic.percent}%）" for topic in topics)


def _regular(facts: Facts) -> Iterator[str]:
    if facts.regular:
        yield f"{'、'.join(facts.regular)}照常进行。"
    if facts.coming:
        yield "近期的活动："
    if not facts.regular and not facts.coming:
        yield "还没有安排新的答题活动。"


def _coming(one: Coming) -> str:
    if one.opens_on == one.closes_on:
        return f"{one.title}，{_day(one.opens_on)}当天"
    return f"{one.title}，{_day(one.opens_on)}开始，{_day(one.closes_on)}截止"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _notes(facts: Facts) -> Iterator[str]:
    yield (
        f"得分 =（累计分 + {fairness.WEIGHT} × 全区人均）÷（参加人数 + {fairness.WEIGHT}），大小支部公平比较；"
        f"参加不满 {fairness.FEWEST} 人的不排名。"
    )
    yield f"题目和专题至少 {FEWEST} 位党员答过才列出，比例取整，看不出个人成绩；没有公布答案的活动不计入。"
    if facts.taking is None:
        yield "按国家关于政务应用的规定，简报不含参与率、参加人数和学习时长。"
    if facts.counted_on is not None:
        yield f"答题统计截至 {_day(facts.counted_on)}。"
