"""A question of a bank as a card: its wording, what to look at before members see it, and what one may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinshui_study.accounts import rights
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.questions import check, fields
from jinshui_study.questions.catalogue import Listed
from jinshui_study.questions.imports import rows
from jinshui_study.questions.imports.verdicts import LACKING
from jinshui_study.questions.models import Bank, Question, Revision
from jinshui_study.questions.pages import wording
from jinshui_study.questions.pages.wording import Shown


@dataclass(frozen=True)
class Card:
    """`problems` are what its import warned of, without what it lacks before members may see it (`lacking`): the page
    shows that where it should stand."""

    question: Question
    revision: Revision
    bank: Bank
    shown: Shown
    problems: list[dict[str, Any]]
    lacking: bool
    may_review: bool


def of(listed: Sequence[Listed], member_id: int) -> list[Card]:
    """The cards of a page of questions, with one look at the rights to each bank."""
    banks = {item.bank.id: item.bank for item in listed}
    allowed = {bank_id: may_review(bank, member_id) for bank_id, bank in banks.items()}
    warnings = rows.warnings_of([item.question.id for item in listed])
    return [_card(item, warnings.get(item.question.id, []), allowed[item.bank.id]) for item in listed]


def may_review(bank: Bank, member_id: int) -> bool:
    return rights.may(member_id, "bank.review", db.session.get_one(Organization, bank.organization_id))


def _card(item: Listed, warnings: Sequence[dict[str, Any]], allowed: bool) -> Card:
    shown = wording.shown(fields.of_question(item.question, item.revision))
    doubts = {code for code, _ in check.doubts_of(fields.to_draft(shown.fields))}
    kept = [problem for problem in warnings if problem["code"] not in LACKING]
    return Card(item.question, item.revision, item.bank, shown, kept, bool(doubts), allowed)
