"""The tree, and the one answer to “whose data may I see”."""

import pytest

from jinshui_study.accounts import members, organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Invalid, NotFound
from tests.world import World


def reached(member_id: int, roles: tuple[str, ...] | None = None) -> set[int]:
    return set(db.session.scalars(organizations.within_reach(member_id, roles)))


def test_a_path_holds_the_ids_from_the_root_and_a_street_is_its_own_street(world: World) -> None:
    branch, street, district = world.branches[0], world.streets[0], world.district
    assert branch.path == f"/{district.id}/{street.id}/{branch.id}/"
    assert organizations.path_ids(branch) == [district.id, street.id, branch.id]
    assert [node.id for node in organizations.path_of(branch)] == [district.id, street.id, branch.id]
    assert (district.street_id, street.street_id, branch.street_id) == (None, street.id, street.id)
    assert (district.depth, street.depth, branch.depth) == (1, 2, 3)


@pytest.mark.parametrize(
    ("parent", "allowed"),
    [
        ("district", {"street", "committee"}),
        ("street", {"committee", "branch"}),
        ("committee", {"committee", "branch"}),
        ("branch", set()),
    ],
)
def test_each_kind_has_its_kinds_below(world: World, parent: str, allowed: set[str]) -> None:
    with unit_of_work():
        parents = {
            "district": world.district,
            "street": world.streets[0],
            "committee": organizations.create("committee", "机关党委", world.streets[0]),
            "branch": world.branches[0],
        }
        made = set()
        for kind in ("district", "street", "committee", "branch", "galaxy"):
            try:
                organizations.create(kind, f"新的{kind}", parents[parent])
            except Invalid:
                continue
            made.add(kind)
    assert made == allowed


def test_only_the_district_stands_alone(world: World) -> None:
    for kind in ("street", "committee", "branch"):
        with unit_of_work(), pytest.raises(Invalid):
            organizations.create(kind, "无上级")


def test_the_tree_is_at_most_six_deep(world: World) -> None:
    with unit_of_work():
        node = world.streets[0]
        for depth in (3, 4, 5):
            node = organizations.create("committee", f"第{depth}级", node)
        assert organizations.create("branch", "第六级支部", node).depth == 6
        sixth = organizations.create("committee", "第六级", node)
        with pytest.raises(Invalid):
            organizations.create("branch", "第七级支部", sixth)


def test_a_street_s_committees_and_branches_belong_to_it(world: World) -> None:
    with unit_of_work():
        committee = organizations.create("committee", "社区党委", world.streets[1])
        branch = organizations.create("branch", "楼院党支部", committee)
    assert branch.street_id == world.streets[1].id


@pytest.mark.parametrize("role", ["secretary", "unit_admin", "editor", "district_admin"])
def test_a_role_reaches_its_organization_and_what_lies_below(world: World, role: str) -> None:
    own = world.person(role=role)
    street = world.person(role=role, over=world.streets[0])
    district = world.person(role=role, over=world.district)
    below_street = {world.streets[0].id, world.branches[0].id, world.branches[1].id}
    everything = {node.id for node in (world.district, *world.streets, *world.branches)}
    assert reached(own.id) == {world.branches[0].id}
    assert reached(street.id) == below_street
    assert reached(district.id) == everything


def test_without_a_role_nothing_is_reached(world: World) -> None:
    world.person(role="district_admin", over=world.district)
    assert reached(world.person().id) == set()


def test_several_roles_reach_the_sum_and_may_be_asked_for_apart(world: World) -> None:
    person = world.person(role="secretary")
    with unit_of_work():
        members.grant_role(members.get(person.id), "editor", world.streets[1])
    second = {world.streets[1].id, world.branches[2].id, world.branches[3].id}
    assert reached(person.id) == second | {world.branches[0].id}
    assert reached(person.id, ("secretary",)) == {world.branches[0].id}
    assert reached(person.id, ("editor", "district_admin")) == second
    assert reached(person.id, ("district_admin",)) == set()


def test_a_sibling_whose_id_begins_with_the_same_digits_is_not_below(world: World) -> None:
    """`/1/4/` is no prefix of `/1/40/`, which it would be without the last slash."""
    street = world.streets[0]
    with unit_of_work():
        twin = Organization(
            id=street.id * 10,
            kind="street",
            name="相似街道",
            parent_id=world.district.id,
            street_id=street.id * 10,
            path=f"{street.path[:-1]}0/",
            depth=2,
        )
        db.session.add(twin)
        db.session.flush()
        inside = organizations.create("branch", "相似支部", twin)
    person = world.person(role="unit_admin", over=street)
    assert not {twin.id, inside.id} & reached(person.id)
    assert organizations.branches_below(street) == 2
    assert organizations.branches_below(world.district) == 5


def test_a_child_is_found_by_its_name_below_its_own_parent(world: World) -> None:
    assert organizations.find_child(world.streets[0], "第1支部") == world.branches[0]
    assert organizations.find_child(world.streets[1], "第1支部") == world.branches[2]
    assert organizations.find_child(world.streets[0], "第9支部") is None


def test_an_organization_that_is_not_there_is_not_found(world: World) -> None:
    for ask in (organizations.get_by_public_id, organizations.get_node):
        with pytest.raises(NotFound):
            ask("nowhere")
    assert organizations.get_node(None).id == world.district.id
