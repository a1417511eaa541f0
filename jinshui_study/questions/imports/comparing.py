"""What a bank that is imported into says of a question, beyond the check. Pure.

The check compares with what a bank holds now (`checking/copies`, where the rules of copies stand). Here stand the
wordings it once held, so that a file loaded again brings none back that has been mended since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jinshui_study.questions import kinds
from jinshui_study.questions.check import Checked, Kept, Stock
from jinshui_study.questions.checking import copies
from jinshui_study.questions.checking.copies import IN_BANK, MENDED, REVISES
from jinshui_study.questions.drafts import NOTICE, Remark

FREED = "undone:"
"""What the fingerprint of a question begins with that an undone import left behind: its content is free for another."""


@dataclass(frozen=True)
class Held:
    """One wording of a question in the bank: the current one, unless `past`."""

    kept: Kept
    topic: str
    difficulty: int
    tags: list[Any]
    explanation: str
    source: str
    past: bool

    @property
    def wording(self) -> tuple[Any, ...]:
        return self.kept.stem, self.kept.content, self.explanation, self.source

    @property
    def labels(self) -> tuple[Any, ...]:
        return self.topic, self.difficulty, self.tags


class Holdings:
    """What a bank holds and has held."""

    def __init__(self, wordings: Iterable[Held] = ()) -> None:
        self.stock = Stock()
        self._by_code: dict[str, Held] = {}
        self._by_print: dict[str, Held] = {}
        self._past: dict[str, list[Held]] = {}
        self._past_prints: set[str] = set()
        for held in wordings:
            kept = held.kept
            if held.past:
                self._past.setdefault(kept.code, []).append(held)
                self._past_prints.add(kinds.fingerprint(kept.kind, kept.stem, kept.content))
            else:
                self.stock.questions.append(kept)
                self._by_code[kept.code] = self._by_print[kept.fingerprint] = held

    def remark(self, item: Checked) -> Remark | None:
        """What becomes of a question the check would load: None for one that is new.

        Known by its code it brings the bank's up to date, unless nothing changed or the bank has mended it since.
        With a code the bank does not know it is a copy of what is there, or contradicts it.
        """
        known = self._by_code.get(item.draft.code)
        if known is not None:
            return self._of_known(item, known)
        same = self._by_print.get(item.fingerprint)
        if same is None:
            return MENDED if item.fingerprint in self._past_prints else None
        return copies.of_copy(item, same.kept)

    def _of_known(self, item: Checked, known: Held) -> Remark:
        draft = item.draft
        wording = (draft.stem, item.content, draft.explanation, draft.source)
        if wording == known.wording and (draft.topic, draft.difficulty, draft.tags) == known.labels:
            return Remark(NOTICE, IN_BANK, f"{known.kept.place}与这道题一样，不再导入。")
        if any(wording == past.wording for past in self._past.get(draft.code, ())):
            return MENDED
        return Remark(NOTICE, REVISES, f"编号“{draft.code}”是{known.kept.place}的，导入后更新它。")
