"""Comparing a checked question with what its bank holds already. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinshui_study.questions import kinds
from jinshui_study.questions.check import Checked
from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, Remark

IN_BANK = "in_bank"
REVISES = "revises"
CODES = frozenset(
    [IN_BANK, REVISES, "kind_differs", "duplicate_in_bank", "answers_differ_in_bank", "stem_in_bank"]
)
"""All that `compare` can say."""
FREED = "undone:"
"""What the fingerprint of a question begins with that an undone import left behind: its content is free for another."""
GIVEN_CODE = 32
"""How much of its fingerprint is the code of a question that came without one."""
STATES = {"draft": "草稿", "pending": "待审核", "ready": "已启用", "retired": "已停用"}


@dataclass(frozen=True)
class Held:
    """One wording of a question in the bank: the current one, unless `past`. The fingerprint is the question's."""

    code: str
    kind: str
    state: str
    fingerprint: str
    topic: str
    difficulty: int
    tags: list[Any]
    stem: str
    content: dict[str, Any]
    explanation: str
    source: str
    past: bool

    @property
    def wording(self) -> tuple[Any, ...]:
        return self.stem, self.content, self.explanation, self.source

    @property
    def labels(self) -> tuple[Any, ...]:
        return self.topic, self.difficulty, self.tags


class Holdings:
    """What a bank holds, by what a new question is compared with."""

    def __init__(self, wordings: Iterable[Held] = ()) -> None:
        self.by_code: dict[str, Held] = {}
        self.by_print: dict[str, Held] = {}
        self.past: dict[str, list[Held]] = {}
        self.past_prints: dict[str, Held] = {}
        for held in wordings:
            if held.past:
                self.past.setdefault(held.code, []).append(held)
                self.past_prints[kinds.fingerprint(held.kind, held.stem, held.content)] = held
            else:
                self.by_code[held.code] = held
                self.by_print[held.fingerprint] = held

    @cached_property
    def by_stem(self) -> dict[tuple[str, str], Held]:
        choices = (held for held in self.by_code.values() if held.kind in (kinds.SINGLE, kinds.MULTIPLE))
        return {(held.kind, kinds.fold(held.stem)): held for held in choices}


def compare(item: Checked, holdings: Holdings) -> Iterable[Remark]:
    """What the bank makes of a question: an error, `in_bank` (it is there already), `revises`, a warning, or nothing.

    A question is known by its code, else by its fingerprint. What is there already is left as it is, and so is what
    the bank has mended since: a file that is loaded again must not bring an old wording back.
    """
    known = holdings.by_code.get(item.draft.code)
    return _compare_print(item, holdings) if known is None else _compare_code(item, known, holdings)


def _compare_code(item: Checked, known: Held, holdings: Holdings) -> Iterable[Remark]:
    draft, same = item.draft, holdings.by_print.get(item.fingerprint)
    wording = (draft.stem, item.content, draft.explanation, draft.source)
    if known.kind != draft.kind:
        message = f"编号“{known.code}”在题库里是{kinds.CHINESE[known.kind]}：换题型要用新的编号。"
        yield Remark(ERROR, "kind_differs", message)
    elif same is not None and same.code != known.code:
        yield Remark(ERROR, "duplicate_in_bank", f"与题库里编号“{same.code}”的题相同，编号却不同。")
    elif wording == known.wording and (draft.topic, draft.difficulty, draft.tags) == known.labels:
        yield Remark(NOTICE, IN_BANK, f"题库里已有这道题（{_shown(known)}），不重复导入。")
    elif any(wording == past.wording for past in holdings.past.get(known.code, ())):
        yield Remark(NOTICE, IN_BANK, f"题库里的这道题（{_shown(known)}）后来修改过，保留修改后的。")
    else:
        yield Remark(NOTICE, REVISES, f"题库里已有这道题（{_shown(known)}），导入后更新它。")


def _compare_print(item: Checked, holdings: Holdings) -> Iterable[Remark]:
    draft, same = item.draft, holdings.by_print.get(item.fingerprint)
    if same is not None and _same_answer(same, item):
        yield Remark(NOTICE, IN_BANK, f"题库里已有这道题（{_shown(same)}），不重复导入。")
    elif same is not None:
        yield Remark(ERROR, "answers_differ_in_bank", f"与题库里的题（{_shown(same)}）相同，答案却不同。")
    elif past := holdings.past_prints.get(item.fingerprint) or holdings.by_code.get(_given_code(item)):
        yield Remark(NOTICE, IN_BANK, f"题库里的这道题（{_shown(past)}）后来修改过，保留修改后的。")
    elif alike := holdings.by_stem.get((draft.kind, kinds.fold(draft.stem))):
        message = f"与题库里的题（{_shown(alike)}）题干相同，选项不同。"
        yield Remark(WARNING, "stem_in_bank", message)


def _same_answer(held: Held, item: Checked) -> bool:
    kind = item.draft.kind
    return held.content == item.content or (
        kinds.answer_texts(kind, held.content) == kinds.answer_texts(kind, item.content)
    )


def _given_code(item: Checked) -> str:
    return item.fingerprint[:GIVEN_CODE]


def _shown(held: Held) -> str:
    return f"编号 {held.code}，{STATES[held.state]}"
