"""The navigation: what exists and what one may, and which entry a page belongs to."""

import pytest

from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.console import navigation
from jinshui_study.console.navigation import GROUPS, Entry

EVERYTHING = [entry.endpoint for group in GROUPS for entry in group.entries]


def labels(actions: set[str], endpoints: list[str]) -> list[str]:
    groups = navigation.visible(frozenset(actions), endpoints)
    return [entry.label for group in groups for entry in group.entries]


def test_nobody_sees_what_they_may_not_do() -> None:
    assert labels({"console.enter"}, EVERYTHING) == ["概览", "合规"]
    assert "审核" not in labels({"console.enter", "bank.edit"}, EVERYTHING)
    assert "审核" in labels({"console.enter", "bank.review"}, EVERYTHING)


def test_a_secretary_keeps_a_branch_and_those_above_see_organizations() -> None:
    assert labels({"branch.see"}, EVERYTHING) == ["我的支部"]
    assert labels({"branch.see", "branch.compare"}, EVERYTHING) == ["党组织情况"]


def test_pages_that_do_not_exist_are_not_offered_and_leave_no_empty_group() -> None:
    groups = navigation.visible(frozenset(RIGHTS), ["console.overview"])
    assert [group.title for group in groups] == [""]


def test_every_entry_asks_for_a_right_there_is() -> None:
    assert {entry.action for group in GROUPS for entry in group.entries} <= set(RIGHTS)


@pytest.mark.parametrize(
    ("endpoint", "belongs"),
    [
        ("a.list", True),
        ("a.item", True),
        ("b.item", True),
        ("c.item", False),
        (None, False),
        ("console.overview", False),
    ],
)
def test_a_page_belongs_to_the_entry_of_its_blueprint(endpoint: str | None, belongs: bool) -> None:
    assert Entry("甲", "a.list", "bank.edit", ("b",)).leads_to(endpoint) is belongs


def test_pages_that_are_entries_themselves_belong_to_no_other() -> None:
    marked = [
        entry.label for group in GROUPS for entry in group.entries if entry.leads_to("bank_pages.show_banks")
    ]
    assert marked == ["题库"]
