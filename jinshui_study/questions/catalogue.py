"""The questions of the banks one works on: searched, filtered, tagged."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Text, cast, exists, func, or_, select

from jinshui_study.accounts import audit, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.errors import Invalid, NotFound
from jinshui_study.questions import kinds, listing, registry
from jinshui_study.questions.check import LONGEST_LABEL
from jinshui_study.questions.listing import Page
from jinshui_study.questions.models import Bank, Import, ImportRow, Question, Revision

Q = TypeVar("Q", bound=Select[*tuple[Any, ...]])

MOST_AT_ONCE = 20_000
MOST_TAGS = 20

_CHOICES_AND_MORE = [kind for kind in kinds.KINDS if kind != kinds.TRUE_FALSE]
_SYNTAX = re.compile(r"\d?|[\d\s\[\]{},:\"]*[\s\[\]{},:\"][\d\s\[\]{},:\"]*")
"""What stands in the content of every question, between the texts."""
_NAMES = ('"options": ', '"key": ', '"pinned": ', '"left": ', '"right": ')


@dataclass(frozen=True)
class Filter:
    """What is looked for; what is left empty does not matter. `bank` and `batch` are public ids.

    `flag` is `lacking` (no explanation or source), `warned` (its import has warnings) or `returned` (sent back once).
    """

    text: str = ""
    bank: str = ""
    kind: str = ""
    topic: str = ""
    tag: str = ""
    difficulty: int = 0
    state: str = ""
    batch: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Listed:
    """A question in a list, in its current wording."""

    question: Question
    revision: Revision
    bank: Bank


def search(member_id: int, wanted: Filter, number: int = 1, size: int = listing.SIZE) -> Page[Listed]:
    """The questions of the banks the member works on, the newest first."""
    return page(member_id, wanted, "bank.edit", Question.id.desc(), number, size)


def page(
    member_id: int, wanted: Filter, right: str, order: ColumnElement[int], number: int, size: int
) -> Page[Listed]:
    """Part of what is looked for, in the banks the member has the right to; wordings are not counted in vain."""
    query = found(member_id, wanted, right).order_by(order)
    counted = query if wanted.text or wanted.flag else _within(select(Question.id), member_id, wanted, right)
    return listing.cut(query, number, size, lambda row: Listed(*row), counted)


def found(member_id: int, wanted: Filter, right: str = "bank.edit") -> Select[Question, Revision, Bank]:
    """The query for what is looked for, in the banks the member has the right to."""
    query = select(Question, Revision, Bank).join(Revision, Revision.id == Question.current_revision_id)
    return _within(query, member_id, wanted, right)


def _within(query: Q, member_id: int, wanted: Filter, right: str) -> Q:
    in_reach = Bank.organization_id.in_(registry.in_reach(member_id, right))
    return query.join(Bank, Bank.id == Question.bank_id).where(in_reach, *_conditions(wanted))


def _conditions(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    plain = {
        Bank.public_id: wanted.bank,
        Question.kind: wanted.kind,
        Question.topic: wanted.topic,
        Question.difficulty: wanted.difficulty,
        Question.state: wanted.state,
    }
    yield from (column == value for column, value in plain.items() if value)
    if wanted.text.strip():
        yield _has_text(wanted.text.strip())
    if wanted.tag:
        yield _has_tag(wanted.tag)
    if wanted.batch:
        yield exists().where(
            ImportRow.question_id == Question.id,
            ImportRow.import_id == Import.id,
            Import.public_id == wanted.batch,
        )
    if wanted.flag in _FLAGS:
        yield _FLAGS[wanted.flag]


_FLAGS: dict[str, ColumnElement[bool]] = {
    "lacking": or_(Revision.explanation == "", Revision.source == ""),
    "returned": Question.review_reason.is_not(None),
    "warned": exists().where(
        ImportRow.question_id == Question.id,
        ImportRow.revision_id == Question.current_revision_id,
        ImportRow.warned,
    ),
}


def _has_text(text: str) -> ColumnElement[bool]:
    """Stem, explanation, source, code, options or accepted texts contain it; the last two stand in JSON."""
    columns = (Revision.stem, Revision.explanation, Revision.source, Question.code)
    places = [column.icontains(text, autoescape=True) for column in columns]
    if not _SYNTAX.fullmatch(text):
        content: Any = cast(Revision.content, Text)
        for name in _NAMES:
            content = func.replace(content, name, "")
        inside = content.icontains(_in_json(text), autoescape=True)
        places.append(inside & Question.kind.in_(_CHOICES_AND_MORE))
    return or_(*places)


def _has_tag(tag: str) -> ColumnElement[bool]:
    return cast(Question.tags, Text).contains(f'"{_in_json(tag)}"', autoescape=True)


def _in_json(text: str) -> str:
    """The text as it stands inside a JSON text."""
    return json.dumps(text)[1:-1]


def get(public_id: str, member_id: int) -> Listed:
    """One question, as far as the member works on its bank. Raises NotFound."""
    row = db.session.execute(found(member_id, Filter()).where(Question.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound("没有找到这道题。")
    return Listed(*row)


def get_many(public_ids: Collection[str], member_id: int) -> list[Question]:
    """The questions with these ids. Raises NotFound where one is not there or lies outside the member's reach."""
    wanted = set(public_ids)
    questions = list(
        db.session.scalars(
            found(member_id, Filter())
            .with_only_columns(Question, maintain_column_froms=True)
            .where(Question.public_id.in_(wanted))
            .order_by(Question.id)
        )
    )
    if len(questions) < len(wanted):
        raise NotFound("有的题没有找到，可能已被撤销，请刷新后再试。")
    return questions


def all_of(member_id: int, wanted: Filter, right: str = "bank.edit") -> list[Question]:
    """All questions that are looked for in the banks the member has the right to, at most 20,000."""
    query = found(member_id, wanted, right).with_only_columns(Question, maintain_column_froms=True)
    return list(db.session.scalars(query.order_by(Question.id).limit(MOST_AT_ONCE)))


def topics(member_id: int, bank: str = "") -> list[tuple[str, int]]:
    """The topics of the banks, or of one, with how many questions each has; the retired ones apart."""
    query = (
        select(Question.topic, func.count())
        .join(Bank, Bank.id == Question.bank_id)
        .where(*_in_use(member_id, bank))
        .group_by(Question.topic)
        .order_by(func.count().desc(), Question.topic)
    )
    return [(topic, count) for topic, count in db.session.execute(query)]


def tags(member_id: int, bank: str = "") -> list[tuple[str, int]]:
    """The tags in use with how many questions have each, the most frequent first."""
    written = cast(Question.tags, Text)
    query = (
        select(written, func.count())
        .join(Bank, Bank.id == Question.bank_id)
        .where(*_in_use(member_id, bank))
        .group_by(written)
    )
    counts: Counter[str] = Counter()
    for text, count in db.session.execute(query):
        counts.update(dict.fromkeys(json.loads(text), count))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _in_use(member_id: int, bank: str) -> Iterable[ColumnElement[bool]]:
    yield Bank.organization_id.in_(registry.in_reach(member_id))
    yield Question.state != "retired"
    if bank:
        yield Bank.public_id == bank


def add_tag(questions: Sequence[Question], tag: str, member_id: int, now: datetime) -> int:
    """Tag the questions; how many did not have the tag. Raises Forbidden, Invalid."""
    tag = " ".join(tag.split())
    if not tag or len(tag) > LONGEST_LABEL:
        raise Invalid(f"标签应有 1 至 {LONGEST_LABEL} 个字。", errors={"tag": ["请填写标签。"]})
    without = [question for question in questions if tag not in question.tags]
    if any(len(question.tags) >= MOST_TAGS for question in without):
        raise Invalid(f"一道题最多 {MOST_TAGS} 个标签。", errors={"tag": ["标签太多。"]})
    require(questions, "bank.edit", member_id)
    for question in without:
        question.tags = [*question.tags, tag]
    note("question.tag", without, member_id, now, tag=tag)
    return len(without)


def remove_tag(questions: Sequence[Question], tag: str, member_id: int, now: datetime) -> int:
    """Take a tag off the questions; how many had it. Raises Forbidden."""
    require(questions, "bank.edit", member_id)
    tagged = [question for question in questions if tag in question.tags]
    for question in tagged:
        question.tags = [kept for kept in question.tags if kept != tag]
    note("question.untag", tagged, member_id, now, tag=tag)
    return len(tagged)


def require(questions: Sequence[Question], right: str, member_id: int) -> None:
    """Raise Forbidden unless the member has the right over the organizations of all their banks."""
    homes = db.session.scalars(
        select(Organization)
        .distinct()
        .join(Bank, Bank.organization_id == Organization.id)
        .where(Bank.id.in_({question.bank_id for question in questions}))
    )
    for home in homes:
        rights.require(member_id, right, home)


def note(action: str, questions: Sequence[Question], member_id: int, now: datetime, **details: Any) -> None:
    """One audit line per bank, with the ids of its questions."""
    by_bank: dict[int, list[str]] = {}
    for question in questions:
        by_bank.setdefault(question.bank_id, []).append(question.public_id)
    names = dict(db.session.execute(select(Bank.id, Bank.public_id).where(Bank.id.in_(by_bank))).all())
    for bank_id, ids in sorted(by_bank.items()):
        audit.record(action, f"bank:{names[bank_id]}", now, member_id, questions=ids, **details)
