"""A sealed bank for the demo's contest: some of the bank's questions, set apart from those to practise. Pure.

They are moved, not copied: what could be practised next door would not be sealed. A real sealed bank is loaded in the
console and never lies in the repository.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from jinshui_study.questions.check import Checked, Report

CODE = "demo-sealed"
TITLE = "党史知识竞赛题库（演示，密封）"
LEAST_OF_ALL = 4
"""A bank gives up at most every so manyth question of a kind: else it keeps them all."""


def set_apart(reports: Sequence[Report], wanted: Mapping[str, int]) -> list[Report]:
    """The reports without the questions `wanted` of each kind, and one more that has these, for a sealed bank.

    They are taken evenly over files and topics, always the same ones. Unchanged where a kind has too few to spare,
    or where a sealed bank is there already.
    """
    items = [item for report in reports for item in report.checked]
    chosen: list[Checked] = []
    for kind, number in wanted.items():
        of_kind = [item for item in items if item.draft.kind == kind]
        if len(of_kind) < LEAST_OF_ALL * number:
            return list(reports)
        chosen += _evenly(of_kind, number)
    if any(report.purpose == "sealed" for report in reports):
        return list(reports)
    taken = {id(item) for item in chosen}
    kept = [replace(report, checked=_without(report.checked, taken)) for report in reports]
    return [*kept, _sealed(reports[0], [item for item in items if id(item) in taken])]


def _evenly(items: Sequence[Checked], number: int) -> list[Checked]:
    return [items[place * len(items) // number] for place in range(number)]


def _without(items: Iterable[Checked], taken: set[int]) -> list[Checked]:
    return [item for item in items if id(item) not in taken]


def _sealed(like: Report, items: list[Checked]) -> Report:
    return Report(
        file=like.file,
        layout=like.layout,
        encoding=like.encoding,
        bank=CODE,
        title=TITLE,
        purpose="sealed",
        found=len(items),
        checked=items,
    )
