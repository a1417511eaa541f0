"""What the console shows of questions: the list with its flags, and one question with all its figures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select

from jinshui_study.accounts import organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena.statistics import keeping
from jinshui_study.arena.statistics.models import OPEN, ItemFlag, ItemStatistic
from jinshui_study.arena.statistics.tallies import MARK_UNIT, ItemTally
from jinshui_study.db import db
from jinshui_study.errors import NotFound
from jinshui_study.questions import drafts, kinds, listing, statistics
from jinshui_study.questions.listing import Page
from jinshui_study.questions.models import Bank, Question, Revision
from jinshui_study.questions.statistics import FLAGS

ACTION = "statistics.see"
ANY_FLAG = "any"
SORTS = {
    "discrimination": ItemStatistic.discrimination,
    "facility": ItemStatistic.facility,
    "efficiency": ItemStatistic.efficiency,
    "seconds": ItemStatistic.median_seconds,
    "asked": ItemStatistic.asked,
}


@dataclass(frozen=True)
class Wanted:
    """What a list is to hold; empty means any. `sort` is one of SORTS, with a minus from high to low."""

    bank: str = ""
    topic: str = ""
    kind: str = ""
    flag: str = ""
    sort: str = "discrimination"
    old: bool = False


@dataclass(frozen=True)
class Listed:
    """A page of the list, with the open flags of its revisions."""

    page: Page[Any]
    flags: Mapping[int, list[str]]


def banks_of(member_id: int) -> Sequence[Any]:
    """The banks whose statistics the member may see."""
    query = select(Bank.public_id, Bank.title).where(reached(member_id)).order_by(Bank.title, Bank.id)
    return db.session.execute(query).all()


def topics_of(member_id: int) -> list[str]:
    query = (
        select(Question.topic)
        .join(Bank, Bank.id == Question.bank_id)
        .where(reached(member_id), Question.topic != "")
    )
    return sorted(db.session.scalars(query.distinct()))


def reached(member_id: int) -> Any:
    """The condition that a bank's statistics are the member's to see."""
    return Bank.organization_id.in_(organizations.within_reach(member_id, RIGHTS[ACTION]))


def listed(member_id: int, wanted: Wanted, page: int) -> Listed:
    """A page of the items in the member's reach that somebody was asked."""
    query = _filtered(
        select(
            ItemStatistic.revision_id,
            ItemStatistic.asked,
            ItemStatistic.facility,
            ItemStatistic.discrimination,
            ItemStatistic.efficiency,
            ItemStatistic.median_seconds,
            Revision.number,
            Revision.stem,
            Question.public_id,
            Question.kind,
            Question.topic,
            Bank.title.label("bank"),
        ),
        member_id,
        wanted,
    )
    column = SORTS[wanted.sort.removeprefix("-")]
    ordered = column.desc() if wanted.sort.startswith("-") else column.asc()
    query = query.order_by(column.is_(None), ordered, ItemStatistic.revision_id)
    found = listing.cut(query, page, listing.SIZE, lambda row: row)
    return Listed(found, open_flags([row.revision_id for row in found.items]))


def _filtered(query: Any, member_id: int, wanted: Wanted) -> Any:
    query = (
        query.select_from(ItemStatistic)
        .join(Revision, Revision.id == ItemStatistic.revision_id)
        .join(Question, Question.id == Revision.question_id)
        .join(Bank, Bank.id == Question.bank_id)
        .where(reached(member_id), ItemStatistic.asked > 0)
    )
    if not wanted.old:
        query = query.where(Question.current_revision_id == Revision.id, Question.state != "retired")
    for column, value in (
        (Bank.public_id, wanted.bank),
        (Question.topic, wanted.topic),
        (Question.kind, wanted.kind),
    ):
        if value:
            query = query.where(column == value)
    if wanted.flag:
        flagged = exists().where(ItemFlag.revision_id == Revision.id, ItemFlag.state == OPEN)
        query = query.where(
            flagged if wanted.flag == ANY_FLAG else flagged.where(ItemFlag.reason == wanted.flag)
        )
    return query


def open_flags(revision_ids: Sequence[int]) -> dict[int, list[str]]:
    """The reasons of the open flags of each revision that has any, the most urgent first."""
    query = select(ItemFlag.revision_id, ItemFlag.reason).where(
        ItemFlag.revision_id.in_(revision_ids), ItemFlag.state == OPEN
    )
    found: dict[int, list[str]] = defaultdict(list)
    for revision_id, reason in db.session.execute(query):
        found[revision_id].append(reason)
    return {revision_id: sorted(reasons, key=FLAGS.index) for revision_id, reasons in found.items()}


@dataclass(frozen=True)
class Choice:
    """What may be answered: how many chose it, as a part of those asked, and whether it is right."""

    label: str
    text: str
    count: int
    share: float | None
    right: bool


@dataclass(frozen=True)
class Sheet:
    """A revision of a question with what is known of it; `choices` only where there are options."""

    question: Question
    revision: Revision
    bank: Bank
    numbers: list[int]
    tally: ItemTally
    choices: list[Choice]
    outcomes: list[Choice]
    flags: Sequence[ItemFlag]
    may_dismiss: bool


def sheet(member_id: int, question_id: str, number: int | None) -> Sheet:
    """A question in the member's reach, by its public id: one revision, the current one if none is said.

    Raises NotFound.
    """
    query = select(Question, Bank).join(Bank, Bank.id == Question.bank_id)
    found = db.session.execute(query.where(reached(member_id), Question.public_id == question_id)).first()
    if found is None:
        raise NotFound("没有找到这道题。")
    question, bank = found
    revisions = list(
        db.session.scalars(
            select(Revision).where(Revision.question_id == question.id).order_by(Revision.number)
        )
    )
    revision = next((one for one in revisions if _is_wanted(one, question, number)), None)
    if revision is None:
        raise NotFound("没有找到这道题的这个版本。")
    kept = db.session.get(ItemStatistic, revision.id)
    tally = keeping.item_of(kept) if kept is not None else ItemTally()
    home = db.session.get_one(Organization, bank.organization_id)
    return Sheet(
        question=question,
        revision=revision,
        bank=bank,
        numbers=[one.number for one in revisions],
        tally=tally,
        choices=_choices(question.kind, revision.content, tally),
        outcomes=_outcomes(tally),
        flags=db.session.scalars(
            select(ItemFlag).where(ItemFlag.revision_id == revision.id).order_by(ItemFlag.id)
        ).all(),
        may_dismiss=rights.may(member_id, "bank.review", home),
    )


def _is_wanted(revision: Revision, question: Question, number: int | None) -> bool:
    if number is None:
        return revision.id == question.current_revision_id
    return revision.number == number


def _choices(kind: str, content: Mapping[str, Any], tally: ItemTally) -> list[Choice]:
    if kind == kinds.TRUE_FALSE:
        key = content["key"]
        named = [("true", "", "正确", key is True), ("false", "", "错误", key is False)]
    elif kind in (kinds.SINGLE, kinds.MULTIPLE):
        named = [
            (str(index), drafts.LETTERS[index], text, index in content["key"])
            for index, text in enumerate(content["options"])
        ]
    else:
        return []
    shares = statistics.shares({name: tally.choices[name] for name, *_ in named}, tally.figures.asked)
    return [
        Choice(label, text, tally.choices[name], shares[name], right) for name, label, text, right in named
    ]


def _outcomes(tally: ItemTally) -> list[Choice]:
    """How many had it all right, some of it, nothing, and how many did not answer."""
    marks = tally.pairs.marks + tally.lone
    asked = sum(marks.values())
    unanswered = asked - tally.answered
    full, nothing = marks[MARK_UNIT], marks[0] - unanswered
    counts = {
        "全部得分": full,
        "部分得分": asked - full - nothing - unanswered,
        "没有得分": nothing,
        "没有作答": unanswered,
    }
    shares = statistics.shares(counts, asked)
    return [Choice("", text, count, shares[text], text == "全部得分") for text, count in counts.items()]
