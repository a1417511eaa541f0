"""What a bank that is imported into says of a question, beyond the check. Pure.

The check compares with what a bank holds now (`checking/copies`). Here stand the wordings it once held, so that a file
loaded again brings none back that has been mended since, and what becomes of a question that is there already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jinshui_study.questions import kinds
from jinshui_study.questions.check import Checked, Kept, Stock
from jinshui_study.questions.drafts import ERROR, NOTICE, Remark

IN_BANK = "in_bank"
REVISES = "revises"
ANSWERS_DIFFER = "answers_differ_in_bank"
UPDATES = frozenset([REVISES, "same_in_bank"])
"""Codes by which the check says that loading would bring a question of the bank up to date."""
CODES = UPDATES | {IN_BANK, ANSWERS_DIFFER, "kind_differs", "duplicate_in_bank", "stem_in_bank"}
"""All that is said about a question because of what its bank holds."""
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
            return _MENDED if item.fingerprint in self._past_prints else None
        kind = item.draft.kind
        if kinds.answer_texts(kind, same.kept.content) == kinds.answer_texts(kind, item.content):
            return Remark(NOTICE, IN_BANK, f"{same.kept.place}与这道题相同，不再导入。")
        return Remark(ERROR, ANSWERS_DIFFER, f"{same.kept.place}与这道题相同，答案却不同，请核对哪个对。")

    def _of_known(self, item: Checked, known: Held) -> Remark:
        draft = item.draft
        wording = (draft.stem, item.content, draft.explanation, draft.source)
        if wording == known.wording and (draft.topic, draft.difficulty, draft.tags) == known.labels:
            return Remark(NOTICE, IN_BANK, f"{known.kept.place}与这道题一样，不再导入。")
        if any(wording == past.wording for past in self._past.get(draft.code, ())):
            return _MENDED
        return Remark(NOTICE, REVISES, f"编号“{draft.code}”是{known.kept.place}的，导入后更新它。")


_MENDED = Remark(NOTICE, IN_BANK, "题库里的这道题后来修改过，保留修改后的，不再导入。")
