"""The Chinese words of the quiz pages: presets, states, choices, and a quiz's rules as sentences. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinshui_study.arena.modes import Rules
from jinshui_study.questions.kinds import CHINESE as KINDS


@dataclass(frozen=True)
class Preset:
    """A preset as somebody chooses it; a contest's `contest` is one of CONTEST_PRESETS."""

    name: str
    title: str
    about: str
    contest: str = ""


PRESETS = {
    "daily": "每日答题",
    "topic": "专项答题",
    "survival": "挑战答题",
    "weekly": "每周答题",
    "contest": "竞赛",
}
_ABOUT = {
    "daily": "每天 5 题，每人一次，交卷后看解析。适合天天练。",
    "topic": "围绕一个专题，每题答完就看解析，次数不限。适合配合学习。",
    "survival": "一题接一题，答错就停，可复活一次，每题限时 45 秒。",
    "weekly": "一周 20 题，可以多次答，取最好的一次。",
}
_CONTESTS = {
    "henan-2021": ("竞赛：逐题限时", "20 题，每题 20 秒，答得快加分，每天前两次里取最好的。"),
    "henan-2023": ("竞赛：整卷限时", "30 题 15 分钟，每天 5 次取最好的，同分看用时。"),
    "shanxi-2021": ("竞赛：百题一次", "100 题，每题 10 秒，每人只有一次机会。"),
    "beijing-2021": ("竞赛：达标计分", "20 题 20 分钟，每天 3 次，答对八成以上才计成绩。"),
}
CHOICES = (
    *(Preset(name, PRESETS[name], about) for name, about in _ABOUT.items()),
    *(Preset("contest", title, about, key) for key, (title, about) in _CONTESTS.items()),
)

STATES = {"coming": "未开始", "running": "进行中", "over": "已结束"}
TONES = {"coming": "", "running": "good", "over": "quiet"}
COUNTS = {
    "best": "取最好的一次",
    "first": "取第一次",
    "last": "取最后一次",
    "first_k": "取每天前几次里最好的",
}
FEEDBACK = {
    "each": "每题答完就公布",
    "end": "交卷后公布",
    "after_close": "活动结束后公布",
}
DIFFICULTIES = {"1": "容易", "2": "中等", "3": "较难"}


def span(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} 分钟" if not rest and minutes else f"{seconds} 秒"


def rules_of(rules: Rules) -> Iterator[str]:
    """What holds in a quiz, a sentence each."""
    if rules.stops_when_wrong:
        yield f"答错就停{f'，可复活 {rules.revives} 次' if rules.revives else ''}"
    if rules.seconds_per_question is not None:
        yield f"每题限时 {span(rules.seconds_per_question)}"
    if rules.seconds_total is not None:
        yield f"全卷限时 {span(rules.seconds_total)}"
    if rules.seconds_per_question is None and rules.seconds_total is None:
        yield "不限时"
    yield _tries(rules)
    counted = COUNTS[rules.counts]
    yield f"成绩{counted}" if rules.counts != "first_k" else f"成绩取每天前 {rules.first_k} 次里最好的"
    yield f"解析{FEEDBACK[rules.feedback]}"
    if rules.partial:
        yield "多选题少选给部分分"
    if rules.speed_percent:
        yield f"答得快加分，最多占一题的 {rules.speed_percent}%"
    if rules.pass_percent:
        yield f"答对 {rules.pass_percent}% 以上才计成绩"
    if rules.must_finish:
        yield "全部答完才得积分"


def _tries(rules: Rules) -> str:
    if rules.tries_total is None and rules.tries_per_day is None:
        return "次数不限"
    limits = ((rules.tries_per_day, "每天"), (rules.tries_total, "一共"))
    return "，".join(f"{name}最多 {limit} 次" for limit, name in limits if limit is not None)


def draw_of(rule: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """A draw rule in words, banks by their titles."""
    parts = [
        "、".join(f"“{titles.get(code, code)}”" for code in rule["banks"]),
        _any_of("题型", (KINDS[kind] for kind in rule["kinds"])),
        _any_of("专题", rule["topics"]),
        _any_of("难度", (DIFFICULTIES[str(level)] for level in rule["difficulties"])),
    ]
    return "，".join(part for part in parts if part)


def _any_of(name: str, chosen: Iterable[str]) -> str:
    found = "、".join(chosen)
    return f"{name}：{found}" if found else ""
