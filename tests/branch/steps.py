"""A branch's page as its people see it, and what must have happened before there is anything to see."""

import re
from typing import Any

from flask.testing import FlaskClient

from jinshui_study import cache
from jinshui_study.accounts.models import Organization
from tests.console.office import Office
from tests.points.deeds import award
from tests.world import PASSWORD, Person, World

ROLES = ("secretary", "elsewhere", "unit_admin", "editor", "district_admin")


def fill(world: World, *points: list[int]) -> None:
    """People of the first, second … branch with so many points each, now."""
    for branch, given in enumerate(points):
        for worth in given:
            award(world.person(name=f"党员{branch}", branch=branch, opted_in=False), worth)


def officer(world: World, client: FlaskClient, role: str, over: Organization | None = None) -> Office:
    """Somebody of the first branch with a role, at the console; their own points are none."""
    who = world.person(name="王秀英", role=role, over=over, password=PASSWORD)
    return Office(client, who)


def appoint(world: World, client: FlaskClient, role: str) -> Office:
    """One of ROLES, seen from the first branch of the first street: `elsewhere` is secretary of another branch."""
    over = {
        "secretary": world.branches[0],
        "elsewhere": world.branches[1],
        "unit_admin": world.streets[0],
        "editor": world.district,
        "district_admin": world.district,
    }[role]
    return officer(world, client, "secretary" if role == "elsewhere" else role, over)


def page(office: Office, organization: Organization, rest: str = "") -> str:
    """What a page says, without its marks."""
    cache.forget_all()
    return plain(office.read(f"/branch/{organization.public_id}/{rest}"))


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def cells(html: str, heading: str) -> list[str]:
    """The words in the cells of the table row that begins with `heading`."""
    for row in re.findall(r"<tr>(.*?)</tr>", html, re.S):
        found = [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        if found and found[0] == heading:
            return found[1:]
    raise AssertionError(heading)


def play(world: World, quiz: str, branch: int, rights: list[int], **more: Any) -> list[Person]:
    """Somebody new for each, with the first questions right, as many as told."""
    people = [world.person(name=f"党员{branch}", branch=branch, **more) for _ in rights]
    for who, right in zip(people, rights, strict=True):
        world.play(who, quiz, right=right)
    return people
