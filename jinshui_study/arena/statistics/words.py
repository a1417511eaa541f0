"""Figures in plain Chinese: what a number means for a question. Pure."""

from collections.abc import Sequence

from jinshui_study.questions.statistics import NEGATIVE, TOO_EASY, TOO_HARD, WEAK

FLAGS = {NEGATIVE: "答案可能有误", TOO_HARD: "偏难", TOO_EASY: "偏易", WEAK: "区分度低"}
WHY = {
    NEGATIVE: "其他题答得好的人，这道题反而更容易答错。可能是标准答案有误，也可能题意不清，请核对。",
    TOO_HARD: "平均得分率不到 20%。请看是否超出学习范围，或标准答案有误。",
    TOO_EASY: "平均得分率超过 95%，几乎人人都会，测不出差别。",
    WEAK: "答对与否和其他题答得好不好几乎没有关系，请看选项是否有歧义。",
}

_FACILITY = (
    (0.05, "极难，或者题目有误"),
    (0.10, "很难"),
    (0.20, "难"),
    (0.35, "较难"),
    (0.65, "适中"),
    (0.80, "较易"),
    (0.90, "易"),
    (0.95, "很易"),
)
_DISCRIMINATION = (
    (0.0, "可能有误：学得好的人反而答错"),
    (5.0, "几乎不能区分"),
    (20.0, "很弱"),
    (30.0, "弱"),
    (50.0, "合格"),
)


def facility(value: float) -> str:
    """How hard a question is, by the bands Moodle's manual gives."""
    return _band(value, _FACILITY, "极易")


def discrimination(value: float) -> str:
    """How well a question tells apart who knows from who does not, by the bands Moodle's manual gives."""
    return _band(value, _DISCRIMINATION, "很好")


def _band(value: float, bands: Sequence[tuple[float, str]], above: str) -> str:
    return next((word for limit, word in bands if value < limit), above)


def consistency(value: float) -> str:
    """What a coefficient of internal consistency says, in %."""
    return _band(
        value,
        ((64.0, "偏低：题目之间不太一致，或题数太少"), (75.0, "尚可")),
        "良好：各题测的是同一件事",
    )


def percent(part: float | None, places: int = 0) -> str:
    """A part of 1 as per cent: 73%; a dash for none."""
    return "—" if part is None else f"{100 * part:.{places}f}%"


def number(value: float | None, places: int = 1) -> str:
    """A figure to so many places, without a minus before nothing; a dash for none."""
    if value is None:
        return "—"
    text = f"{value:.{places}f}"
    return text.removeprefix("-") if not text.strip("-0.") else text
