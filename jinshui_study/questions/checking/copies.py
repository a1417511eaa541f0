"""What stands already: the same question in a file or a bank, with the same answer or, worse, with another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, Checked, Draft, Finding, Remark

CHOICES = (kinds.SINGLE, kinds.MULTIPLE)
STATES = {"pending": "待审核", "ready": "已启用", "draft": "已退回", "retired": "已停用"}

IN_BANK, REVISES = "in_bank", "revises"
SAME_IN_BANK = frozenset([IN_BANK, "answers_differ_in_bank"])
UPDATES = frozenset([REVISES, "same_in_bank"])
"""Codes that say that loading would bring a question of the bank up to date."""
OF_BANKS = UPDATES | SAME_IN_BANK | {"kind_differs", "duplicate_in_bank", "stem_in_bank"}
"""All that is said about a question because of what its bank holds."""
MENDED = Remark(NOTICE, "in_bank", "题库里的这道题后来修改过，保留修改后的，不再导入。")
"""What is said of a wording the bank once had, so that a file loaded again does not bring it back."""
SAME = SAME_IN_BANK | {"duplicate", "answers_differ"}
ALIKE = frozenset(["answers_differ", "stem_repeated", "stem_in_bank", "same_in_bank", "in_another_bank"])
"""Codes that already send a person to another question, which need not be told again as similar."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A question a bank holds, in its current wording."""

    bank: str
    title: str
    code: str
    kind: str
    state: str
    stem: str
    content: dict[str, Any]
    fingerprint: str

    @property
    def place(self) -> str:
        return f"题库“{self.title}”里的“{self.stem[:20]}”（{STATES[self.state]}）"


@dataclass
class Stock:
    """What the banks hold: title and purpose of each by its code, and all questions."""

    banks: dict[str, tuple[str, str]] = field(default_factory=dict)
    questions: list[Kept] = field(default_factory=list)


@dataclass(slots=True)
class Met:
    """A question of a file met before, and the findings that take a word about it."""

    bank: str
    file: str
    content: dict[str, Any]
    draft: Draft
    findings: list[Finding]
    doubted: bool = False

    @property
    def place(self) -> str:
        return f"“{self.file}”{self.draft.where}"


@dataclass(frozen=True)
class Here:
    """The file a question stands in, and the bank it goes to; `ids_count` says that its ids are meant for that bank."""

    file: str
    bank: str
    ids_count: bool
    findings: list[Finding]

    def place(self, draft: Draft) -> str:
        return f"“{self.file}”{draft.where}"


class Known:
    """What the banks hold and the files of one set have held so far; codes and questions are told apart by bank."""

    def __init__(self, stock: Stock | None = None, codes: Iterable[tuple[str, str]] = ()) -> None:
        """`codes` are bank and id of the questions the files bring: those of the banks give way to them."""
        brought = set(codes)
        self.purposes: dict[str, tuple[str, str]] = {}
        self.kept: list[Kept] = []
        self._places: dict[tuple[str, str], str] = {}
        self._replaced: dict[tuple[str, str], Kept] = {}
        self._codes: set[tuple[str, str]] = set()
        self._prints: dict[str, list[Kept | Met]] = {}
        self._stems: dict[tuple[str, str, str], Kept | Met] = {}
        for kept in stock.questions if stock is not None else ():
            if (kept.bank, kept.code) in brought:
                self._replaced[kept.bank, kept.code] = kept
            else:
                self._keep(kept)

    def _keep(self, kept: Kept) -> None:
        self.kept.append(kept)
        self._codes.add((kept.bank, kept.code))
        self._prints.setdefault(kept.fingerprint, []).append(kept)
        if kept.kind in CHOICES:
            self._stems.setdefault(_stem(kept.bank, kept.kind, kept.stem), kept)

    def first_place(self, draft: Draft, here: Here) -> str | None:
        """Where the draft's id was used first, if it was."""
        place = here.place(draft)
        first = self._places.setdefault((here.bank, draft.code), place) if draft.code else place
        return None if first == place else first

    def compare(self, item: Checked, here: Here) -> Iterator[Remark]:
        """What was met before that this question is, or is like. The first of two that differ is warned of too."""
        yield from self._against_its_id(item, here)
        before = self._prints.get(item.fingerprint, ())
        same = next((one for one in before if one.bank == here.bank), None)
        if isinstance(same, Met):
            yield from _repeated(item, same, here)
        elif same is not None:
            yield from self._kept_already(item, same)
        elif not item.draft.code and (here.bank, item.code) in self._codes:
            yield MENDED
        else:
            yield from self._alike(item, here.bank)

    def take(self, item: Checked, here: Here) -> None:
        """Remember a question that will be imported."""
        draft = item.draft
        met = Met(here.bank, here.file, item.content, draft, here.findings)
        self._prints.setdefault(item.fingerprint, []).append(met)
        if draft.kind in CHOICES:
            self._stems.setdefault(_stem(here.bank, draft.kind, draft.stem), met)

    def _against_its_id(self, item: Checked, here: Here) -> Iterator[Remark]:
        """Ids of files that were not written for this bank may mean other questions."""
        replaced = self._replaced.get((here.bank, item.draft.code))
        if replaced is None:
            return
        if replaced.kind != item.draft.kind:
            kind = kinds.CHINESE[replaced.kind]
            message = f"编号“{item.draft.code}”在题库里是{kind}：换题型要用新的编号。"
            yield Remark(ERROR, "kind_differs", message)
        elif replaced.fingerprint != item.fingerprint:
            message = f"题库里编号“{item.draft.code}”的题是“{replaced.stem[:20]}”，导入后改成这道题。"
            yield Remark(NOTICE if here.ids_count else WARNING, "revises", message)

    def _kept_already(self, item: Checked, same: Kept) -> Iterator[Remark]:
        """A question with an id brings the bank's up to date, unless the bank has both."""
        if not item.draft.code:
            yield of_copy(item, same)
        elif (same.bank, item.draft.code) in self._replaced:
            message = f"{same.place}与这道题相同，编号却不是“{item.draft.code}”，请删去其中一道。"
            yield Remark(ERROR, "duplicate_in_bank", message)
        else:
            message = f"{same.place}与这道题相同，导入后更新它，编号不变。"
            yield Remark(NOTICE, "same_in_bank", message)

    def _alike(self, item: Checked, bank: str) -> Iterator[Remark]:
        """The same question in another bank, or the same stem of a choice with other options."""
        elsewhere = next(iter(self._prints.get(item.fingerprint, ())), None)
        if elsewhere is not None:
            message = f"另一个题库里有相同的题（{elsewhere.place}），请核对要不要两处都用。"
            yield Remark(WARNING, "in_another_bank", message)
        draft = item.draft
        if draft.kind not in CHOICES:
            return
        first = self._stems.get(_stem(bank, draft.kind, draft.stem))
        if first is not None:
            code = "stem_in_bank" if isinstance(first, Kept) else "stem_repeated"
            yield Remark(WARNING, code, f"与{first.place}的题题干相同，选项不同，请核对要不要两道都留。")


class Copied(Protocol):
    """A question that is there already: where, and its content."""

    @property
    def place(self) -> str: ...

    @property
    def content(self) -> dict[str, Any]: ...


def of_copy(item: Checked, same: Copied) -> Remark:
    """What becomes of a question that a bank holds already: it is left out, or contradicts the bank's."""
    if _same_answer(item, same):
        return Remark(NOTICE, "in_bank", f"{same.place}与这道题相同，不再导入。")
    return Remark(ERROR, "answers_differ_in_bank", f"{same.place}与这道题相同，答案却不同，请核对哪个对。")


def _same_answer(item: Checked, same: Copied) -> bool:
    """Whether two questions of one fingerprint, and so of one kind, have the same answer."""
    kind = item.draft.kind
    return kinds.answer_texts(kind, item.content) == kinds.answer_texts(kind, same.content)


def _stem(bank: str, kind: str, stem: str) -> tuple[str, str, str]:
    return bank, kind, kinds.folded_stem(kind, stem)


def _repeated(item: Checked, first: Met, here: Here) -> Iterator[Remark]:
    """A plain copy is left out quietly, except where both have an id that counts: then one of the two is a mistake."""
    if not _same_answer(item, first):
        yield Remark(ERROR, "answers_differ", f"与{first.place}的题相同，答案却不同，请核对哪个对。")
        _doubt(first, item.draft)
    elif here.ids_count and first.draft.code and item.draft.code:
        message = f"与{first.place}的题相同（题干和选项一致），请删去其中一道。"
        yield Remark(ERROR, "duplicate", message)
    else:
        yield Remark(NOTICE, "duplicate", f"与{first.place}的题相同（题干和选项一致），只导入一次。")


def _doubt(first: Met, other: Draft) -> None:
    if not first.doubted:
        first.doubted = True
        message = f"后面还有相同的题（{other.where}），答案却不同，请核对哪个对。"
        excerpt = first.draft.excerpt
        first.findings.append(Finding(WARNING, "answers_differ", first.draft.where, message, excerpt))
