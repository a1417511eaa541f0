"""The banks themselves: made, renamed, sealed, and listed with what they hold."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select

from jinshui_study.accounts import audit, organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.db import db, opaque_id
from jinshui_study.errors import Conflict, Invalid, NotFound
from jinshui_study.questions.check import LONGEST_BANK, LONGEST_TITLE
from jinshui_study.questions.models import STATES, Bank, Question

PURPOSES = ("study", "sealed")

_CODE = re.compile(rf"[^\s\x00-\x1f]{{1,{LONGEST_BANK}}}")


@dataclass(frozen=True)
class NewBank:
    """A bank that is still to be made; without a code it is given one."""

    title: str
    organization: Organization
    code: str = ""
    purpose: str = "study"


@dataclass(frozen=True)
class BankOverview:
    """A bank, whose it is, and how many questions it holds in each state."""

    bank: Bank
    organization: Organization
    counts: dict[str, int]


def in_reach(member_id: int, right: str = "bank.edit") -> Select[int]:
    """The ids of the organizations whose banks the member works on, or has another right to."""
    return organizations.within_reach(member_id, RIGHTS[right])


def get(public_id: str, member_id: int) -> Bank:
    """The bank, as far as the member works on it. Raises NotFound."""
    found = db.session.scalar(
        select(Bank).where(Bank.public_id == public_id, Bank.organization_id.in_(in_reach(member_id)))
    )
    if found is None:
        raise NotFound("没有找到这个题库。")
    return found


def overview(member_id: int) -> list[BankOverview]:
    """The banks the member works on, with their stock, by title."""
    counts = [func.count(case((Question.state == state, 1))).label(state) for state in STATES]
    rows = db.session.execute(
        select(Bank, Organization, *counts)
        .join(Organization, Organization.id == Bank.organization_id)
        .outerjoin(Question, Question.bank_id == Bank.id)
        .where(Bank.organization_id.in_(in_reach(member_id)))
        .group_by(Bank.id, Organization.id)
        .order_by(Bank.title, Bank.id)
    )
    return [
        BankOverview(bank, organization, dict(zip(STATES, stock, strict=True)))
        for bank, organization, *stock in rows
    ]


def create(new: NewBank, member_id: int, now: datetime) -> Bank:
    """Make a bank. Raises Forbidden; Invalid for a title, code or purpose that will not do; Conflict: code_taken."""
    rights.require(member_id, "bank.edit", new.organization)
    refuse_unfit(new)
    bank = Bank(
        code=new.code or f"bank-{opaque_id()}",
        title=_title(new.title),
        purpose=new.purpose,
        organization_id=new.organization.id,
        created_at=now,
    )
    db.session.add(bank)
    db.session.flush()
    audit.record("bank.create", f"bank:{bank.public_id}", now, member_id, purpose=bank.purpose)
    return bank


def refuse_unfit(new: NewBank) -> None:
    """Raise what `create` would raise about the bank itself."""
    _title(new.title)
    _refuse_purpose(new.purpose)
    if new.code and not _CODE.fullmatch(new.code):
        message = f"题库编号最多 {LONGEST_BANK} 字，不能有空白。"
        raise Invalid(message, errors={"code": [message]})
    if new.code and db.session.scalar(select(Bank.id).where(Bank.code == new.code)) is not None:
        raise Conflict(f"题库编号“{new.code}”已经用过，请换一个。", code="code_taken")


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        message = f"请填写题库名称，最多 {LONGEST_TITLE} 字。"
        raise Invalid(message, errors={"title": [message]})
    return title


def _refuse_purpose(purpose: str) -> None:
    if purpose not in PURPOSES:
        message = "用途只能是练习或密封。"
        raise Invalid(message, errors={"purpose": [message]})


def rename(bank: Bank, title: str, member_id: int, now: datetime) -> None:
    """Give the bank another title. Raises Forbidden, Invalid."""
    rights.require(member_id, "bank.edit", _home(bank))
    bank.title = _title(title)
    audit.record("bank.rename", f"bank:{bank.public_id}", now, member_id)


def change_purpose(bank: Bank, purpose: str, member_id: int, now: datetime) -> None:
    """Seal the bank or open it to practice; whoever reviews decides it. Raises Forbidden, Invalid."""
    rights.require(member_id, "bank.review", _home(bank))
    _refuse_purpose(purpose)
    before, bank.purpose = bank.purpose, purpose
    audit.record("bank.purpose", f"bank:{bank.public_id}", now, member_id, before=before, to=purpose)


def _home(bank: Bank) -> Organization:
    return db.session.get_one(Organization, bank.organization_id)
