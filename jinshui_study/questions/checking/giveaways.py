"""What a set of questions gives away: keys that stand at one position too often or are longer than the others, …

Shares are measured over the whole set. A share may lie 5 points off what is even, and beyond that as far as chance
takes a set of this size (one-sided 95 %).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, WARNING, Checked, Finding

FEW = 20
"""From how many questions of a sort on skew is measured."""
LONGER = 1.10
SLACK = 0.05
SURE = 1.65
HABIT = 0.05
"""Up to which share of the choices an easy way out (“以上都是”, “不属于”) is no habit."""

ALL_OF_THEM = re.compile(
    r"(?:以上|上述|前述)(?:选项|各项|说法|答案|[二两三四五六]项|[二两三四五六]者)?"
    r"(?:都|均|皆|全部?|全都)?(?:是|对|有|正确|不是|不对|不正确)?|[A-H、和]{2,}(?:都|均|皆)(?:是|对|正确)"
)
NEGATION = re.compile("不属于|不是|不包括|不包含|不正确|不符合|不对的|错误的|有误的|除外")

Contents = Sequence[dict[str, Any]]


def giveaways(checked: Iterable[Checked]) -> list[Finding]:
    """Warnings about a set as a whole."""
    items = list(checked)
    of_kind = {kind: [item for item in items if item.draft.kind == kind] for kind in kinds.KINDS}
    found: list[Finding] = []
    for kind in (kinds.SINGLE, kinds.MULTIPLE):
        contents = [item.content for item in of_kind[kind]]
        for size in (3, 4, 5, 6):
            found += _position_skew([c for c in contents if len(c["options"]) == size], size, kind)
        found += _longer_keys(contents, kind)
    found += _one_sided([item.content["key"] for item in of_kind[kinds.TRUE_FALSE]])
    found += _habits(of_kind[kinds.SINGLE] + of_kind[kinds.MULTIPLE])
    return found


def _allowed(even: float, number: int) -> float:
    return SLACK + SURE * math.sqrt(even * (1 - even) / number)


def _position_skew(group: Contents, size: int, kind: str) -> Iterator[Finding]:
    if len(group) < FEW:
        return
    even = 1 / size
    for position, share in enumerate(key_shares(group, size)):
        if abs(share - even) > _allowed(even, len(group)):
            message = f"答案落在 {LETTERS[position]} 的占 {share:.0%}，平均应为 {even:.0%}，请调整选项顺序。"
            where = f"全部 {size} 选项{kinds.CHINESE[kind]}"
            yield Finding(WARNING, "key_position", where, message)


def key_shares(group: Contents, size: int) -> list[float]:
    """Which share of the key options of choices with `size` options stands at each position."""
    counts = Counter(position for content in group for position in content["key"])
    return [counts[position] / counts.total() for position in range(size)]


def _longer_keys(contents: Contents, kind: str) -> Iterator[Finding]:
    ratio = key_length_ratio(contents)
    if len(contents) >= FEW and ratio > LONGER:
        message = f"正确选项平均比其他选项长 {ratio - 1:.0%}，容易被猜中，请把各选项改得长短相近。"
        yield Finding(WARNING, "key_longer", f"全部{kinds.CHINESE[kind]}", message)


def key_length_ratio(choices: Contents) -> float:
    """Mean length of key options over mean length of the others; 1 for none."""
    keys: list[int] = []
    others: list[int] = []
    for content in choices:
        for index, text in enumerate(content["options"]):
            (keys if index in content["key"] else others).append(len(text))
    return (sum(keys) / len(keys)) / (sum(others) / len(others)) if keys and sum(others) else 1.0


def _one_sided(keys: Sequence[bool]) -> Iterator[Finding]:
    if len(keys) < FEW:
        return
    share = sum(keys) / len(keys)
    if abs(share - 0.5) > _allowed(0.5, len(keys)):
        message = f"判断题里答案为“对”的占 {share:.0%}，平均应为 50%，请补充或改写另一种。"
        yield Finding(WARNING, "judgements_one_sided", "全部判断题", message)


def _habits(choices: Sequence[Checked]) -> Iterator[Finding]:
    if len(choices) < FEW:
        return
    where, most = "全部选择题", HABIT * len(choices)
    if (number := sum(map(has_all_of_them, choices))) > most:
        message = f"有 {number} 道题用了“以上都是”一类的选项，请少用，换成具体的内容。"
        yield Finding(WARNING, "all_of_them", where, message)
    if (number := sum(map(asks_in_the_negative, choices))) > most:
        message = f"有 {number} 道题问的是“不属于”“错误的是”，容易看错，请改成正面提问。"
        yield Finding(WARNING, "negations", where, message)


def has_all_of_them(item: Checked) -> bool:
    """Whether an option stands for others."""
    return any(ALL_OF_THEM.fullmatch(text.strip(" 。")) for text in item.draft.options)


def asks_in_the_negative(item: Checked) -> bool:
    """Whether the stem asks for what is not so."""
    asked = re.split("[，,。；;]", item.draft.stem.strip("？?（）()。：: _"))[-1]
    return NEGATION.search(asked) is not None
