"""Answers that are listed apart brought to their questions: by kind, section and number."""

from collections.abc import Sequence

from jinshui_study.questions.drafts import WARNING, Finding
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup, KeyItem
from jinshui_study.questions.formats.prose.raw_questions import Raw
from jinshui_study.questions.formats.understanding import kind_words

Run = list[Raw]
"""Questions whose numbers count up under one heading."""


def match(questions: Sequence[Raw], groups: Sequence[KeyGroup]) -> list[Finding]:
    """Add each listed answer to its question; answers that find none are warned of."""
    numbered = [raw for raw in questions if raw.number]
    if not groups or not numbered:
        return [_unused(group, group.items) for group in groups if group.items]
    runs = _runs(numbered)
    if len(groups) == 1 and len({raw.number for raw in numbered}) == len(numbered):
        pairs = [(groups[0], numbered)]
    else:
        pairs = _pairs(groups, runs)
    findings = []
    for group, run in pairs:
        left = _give(group, run)
        if left:
            findings.append(_unused(group, left))
    return findings


def _runs(questions: list[Raw]) -> list[Run]:
    runs: list[Run] = []
    for raw in questions:
        if runs and raw.run == runs[-1][-1].run and raw.number > runs[-1][-1].number:
            runs[-1].append(raw)
        else:
            runs.append([raw])
    return runs


def _pairs(groups: Sequence[KeyGroup], runs: list[Run]) -> list[tuple[KeyGroup, Run]]:
    """Each group with the questions it speaks of: those of its kind, else the next that it covers.

    Groups that name a kind choose first.
    """
    free = list(runs)
    pairs: list[tuple[KeyGroup, Run]] = []
    for group in sorted(groups, key=lambda one: not any(_is_of_kind(one, run) for run in runs)):
        fitting = [run for run in free if _is_of_kind(group, run)] or free
        chosen = next((run for run in fitting if _covers(group, run)), None) or next(iter(fitting), None)
        if chosen is None:
            pairs.append((group, []))
            continue
        together = _continued(group, chosen, free)
        free = [run for run in free if run not in together]
        pairs.append((group, [raw for run in together for raw in run]))
    return pairs


def _is_of_kind(group: KeyGroup, run: Run) -> bool:
    meaning = kind_words.meaning_of(group.kind)
    return bool(meaning) and meaning == kind_words.meaning_of(run[0].kind)


def _covers(group: KeyGroup, run: Run) -> bool:
    known = sum(raw.number in group.numbers for raw in run)
    return known * 2 >= len(run)


def _continued(group: KeyGroup, first: Run, free: list[Run]) -> list[Run]:
    """The run and those behind it whose numbers go on, as far as the group reaches."""
    together = [first]
    for run in free[free.index(first) + 1 :]:
        if run[0].number != together[-1][-1].number + 1 or not _covers(group, run):
            break
        together.append(run)
    return together


def _give(group: KeyGroup, run: Run) -> list[KeyItem]:
    """Add the answers; what is left over comes back."""
    wanted = {raw.number: raw for raw in run}
    items = {item.number: item for item in group.items}
    if not wanted.keys() & items.keys() and len(wanted) == len(items):
        wanted = dict(zip(items, run, strict=True))
    for number, item in items.items():
        raw = wanted.get(number)
        if raw is not None:
            raw.answers.append([item.answer])
            if item.explanation and not raw.explanation:
                raw.explanation.append(item.explanation)
    return [item for number, item in items.items() if number not in wanted]


def _unused(group: KeyGroup, items: Sequence[KeyItem]) -> Finding:
    numbers = "、".join(str(item.number) for item in items[:8]) + ("等" if len(items) > 8 else "")
    named = f"“{group.kind}”" if group.kind else ""
    message = f"答案表里{named}第 {numbers} 题的答案没有找到对应的题目，请核对题号。"
    return Finding(WARNING, "key_unused", items[0].where, message, items[0].answer[:20])
