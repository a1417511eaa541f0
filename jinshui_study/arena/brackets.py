"""The brackets (组别) of a contest: sets of organizations whose boards are asked for by themselves.

In the rules they are `{"code": "g1", "title": "街道组", "organizations": [public ids]}`. They move no score: a branch's
score still goes by the mean of all, so that it is the same on every board.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from jinshui_study.accounts import audit, organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.organizations import Area
from jinshui_study.arena.models import Quiz
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Invalid, NotFound

MOST = 8
LONGEST_TITLE = 12


def find_area(quiz: str, rules: Mapping[str, Any], code: str | None) -> Area | None:
    """The organizations of a bracket together, None where none is asked for. Raises NotFound for one there is not."""
    if not code:
        return None
    for bracket in rules.get("brackets", ()):
        if bracket["code"] == code:
            nodes = tuple(organizations.get_node(one) for one in bracket["organizations"])
            return Area(f"{quiz}:{code}:{'+'.join(node.key for node in nodes)}", bracket["title"], nodes)
    raise NotFound("这个活动没有这个组别。")


def choices(quiz: Quiz) -> Sequence[Organization]:
    """What can be put into brackets: what lies right below the contest's organization."""
    return organizations.children_of(db.session.get_one(Organization, quiz.organization_id))


def title_of(rules: Mapping[str, Any], organization: str) -> str:
    """The bracket an organization stands in, an empty text for none."""
    found = (one["title"] for one in rules.get("brackets", ()) if organization in one["organizations"])
    return next(found, "")


def change(
    quiz: Quiz, titles: Mapping[str, str], *, is_published: bool, member_id: int, now: datetime
) -> None:
    """Divide the organizations anew, by the title of the bracket each is in; an empty title is none.

    Raises Conflict, published, once the results are signed; Invalid for too many brackets or too long a title.
    """
    if is_published:
        raise Conflict("成绩已经公布，不能再改组别。", code="published")
    query = select(Quiz).where(Quiz.id == quiz.id).with_for_update()
    quiz = db.session.scalars(query.execution_options(populate_existing=True)).one()
    sets: dict[str, list[str]] = {}
    for one in choices(quiz):
        title = titles.get(one.public_id, "").strip()
        if len(title) > LONGEST_TITLE:
            raise Invalid(errors={"brackets": [f"组别名称最多 {LONGEST_TITLE} 个字。"]})
        if title:
            sets.setdefault(title, []).append(one.public_id)
    if len(sets) > MOST:
        raise Invalid(errors={"brackets": [f"最多分 {MOST} 个组。"]})
    made = [
        {"code": f"g{place}", "title": title, "organizations": ids}
        for place, (title, ids) in enumerate(sets.items(), start=1)
    ]
    quiz.rules = {**quiz.rules, "brackets": made}
    db.session.flush()
    audit.record("quiz.brackets", f"quiz:{quiz.public_id}", now, member_id, brackets=len(made))
