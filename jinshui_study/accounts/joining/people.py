"""The members somebody may let in, page by page: how each can be reached and how they log in."""

from dataclasses import dataclass

from sqlalchemy import func, select

from jinshui_study import compliance
from jinshui_study.accounts import members, sealing
from jinshui_study.accounts.joining import admission
from jinshui_study.accounts.models import Identity, Member, Organization
from jinshui_study.db import db

PAGE = 50


@dataclass(frozen=True)
class Person:
    """A member with the branch, the masked phone number (empty without one) and the WeChat identities."""

    member: Member
    branch: Organization
    phone: str
    wechat: list[Identity]


@dataclass(frozen=True)
class Page:
    items: list[Person]
    number: int
    pages: int
    total: int


def page(decider_id: int, number: int, search: str = "") -> Page:
    """Active members in reach, by branch and name; `search` is part of a name, or a whole phone number."""
    chosen = [Member.active, Member.branch_id.in_(admission.reach(decider_id))]
    if search:
        phone = members.normalise_phone(search)
        of_phone = select(Identity.member_id).where(
            Identity.kind == "phone", Identity.subject_hash == sealing.blind("phone", phone or "")
        )
        chosen.append(Member.id.in_(of_phone) if phone else Member.name.contains(search, autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(Member).where(*chosen)) or 0
    pages = max(1, -(-total // PAGE))
    number = min(number, pages)
    rows = db.session.execute(
        select(Member, Organization)
        .join(Organization, Organization.id == Member.branch_id)
        .where(*chosen)
        .order_by(Organization.path, Member.name, Member.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    known = _identities([row.Member.id for row in rows])
    return Page([_person(*row, known.get(row.Member.id, [])) for row in rows], number, pages, total)


def _identities(member_ids: list[int]) -> dict[int, list[Identity]]:
    found: dict[int, list[Identity]] = {}
    for identity in db.session.scalars(
        select(Identity).where(Identity.member_id.in_(member_ids)).order_by(Identity.id)
    ):
        found.setdefault(identity.member_id, []).append(identity)
    return found


def _person(member: Member, branch: Organization, identities: list[Identity]) -> Person:
    phones = [sealing.unseal(one.subject_sealed) for one in identities if one.kind == "phone"]
    wechat = [one for one in identities if one.kind == "wechat"]
    return Person(member, branch, compliance.mask_phone(phones[0]) if phones else "", wechat)
