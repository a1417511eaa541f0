"""The organizations a new bank may belong to: those one has been given a role over."""

from jinshui_study.accounts import members, organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.errors import Forbidden


def of(member_id: int) -> list[Organization]:
    """From the top down, each once; whoever works for a whole street makes its banks in the street's name."""
    roles = RIGHTS["bank.edit"]
    found = {home.id: home for role, home in members.roles_of(member_id) if role in roles}
    return list(found.values())


def chosen(public_id: str | None, member_id: int) -> Organization:
    """The organization a form names, else the first one's own. Raises NotFound, and Forbidden for who has none."""
    if public_id:
        return organizations.get_by_public_id(public_id)
    homes = of(member_id)
    if not homes:
        raise Forbidden
    return homes[0]
