"""What a set of questions gives away: keys that stand at one position too often, or are longer than the others."""

import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, WARNING, Checked, Finding

FEW = 20
"""From how many choice questions on skew is measured."""
LONGER = 1.10
POSITION_SLACK = 0.05
SURE = 1.65


def giveaways(checked: Iterable[Checked]) -> list[Finding]:
    """Warnings about the single choices of a set."""
    singles = [item.content for item in checked if item.draft.kind == kinds.SINGLE]
    by_size = {size: [c for c in singles if len(c["options"]) == size] for size in (3, 4, 5)}
    found = [finding for size, group in by_size.items() for finding in _position_skew(group, size)]
    ratio = key_length_ratio(singles)
    if len(singles) >= FEW and ratio > LONGER:
        message = f"正确选项平均比其他选项长 {ratio - 1:.0%}，容易被猜中，请把各选项改得长短相近。"
        found.append(Finding(WARNING, "key_longer", "全部单选题", message))
    return found


def _position_skew(group: list[dict[str, Any]], size: int) -> Iterable[Finding]:
    """More than 5 points off even, beyond what chance gives a set of this size (one-sided 95 %)."""
    if len(group) < FEW:
        return
    even = 1 / size
    allowed = POSITION_SLACK + SURE * math.sqrt(even * (1 - even) / len(group))
    counts = Counter(content["key"][0] for content in group)
    for position in range(size):
        share = counts[position] / len(group)
        if abs(share - even) > allowed:
            message = f"答案落在 {LETTERS[position]} 的占 {share:.0%}，平均应为 {even:.0%}，请调整选项顺序。"
            yield Finding(WARNING, "key_position", f"全部 {size} 选项单选题", message)


def key_length_ratio(singles: list[dict[str, Any]]) -> float:
    """Mean length of key options over mean length of the others; 1 for none."""
    keys = [len(content["options"][content["key"][0]]) for content in singles]
    others = [
        len(text)
        for content in singles
        for index, text in enumerate(content["options"])
        if index != content["key"][0]
    ]
    return (sum(keys) / len(keys)) / (sum(others) / len(others)) if keys and sum(others) else 1.0
