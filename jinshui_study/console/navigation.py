"""The console's navigation by task: what there is, and what of it somebody may see. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A page in the navigation, by its endpoint, and the action one must be allowed somewhere to see it.

    `beside` are other blueprints whose pages belong to it. Who may do `unless` too is led there by another entry.
    """

    label: str
    endpoint: str
    action: str
    beside: tuple[str, ...] = ()
    unless: str = ""

    def leads_to(self, endpoint: str | None) -> bool:
        """Whether the page with this endpoint belongs here: it is the page itself, or one below it."""
        if endpoint is None or endpoint in _ENDPOINTS:
            return endpoint == self.endpoint
        return endpoint.split(".")[0] in (self.endpoint.split(".")[0], *self.beside)


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Entry, ...]


BRANCH = ("brief_pages", "branch_exports")
GROUPS = (
    Group("", (Entry("概览", "console.overview", "console.enter"),)),
    Group(
        "报表",
        (
            Entry("党组织情况", "branch_pages.show_home", "branch.compare", BRANCH),
            Entry("我的支部", "branch_pages.show_home", "branch.see", BRANCH, unless="branch.compare"),
        ),
    ),
    Group(
        "题库",
        (
            Entry("题库", "bank_pages.show_banks", "bank.edit"),
            Entry("导入试题", "import_pages.new_import", "bank.edit", ("row_pages", "check_pages")),
            Entry("审核", "review_pages.queue", "bank.review"),
            Entry("试题", "catalogue_pages.show_questions", "bank.edit", ("question_pages",)),
            Entry("导入记录", "batch_pages.show_batches", "bank.edit"),
            Entry("题目纠错", "rulings.list_disputes", "dispute.rule"),
            Entry("统计", "statistics_pages.show_items", "statistics.see"),
        ),
    ),
    Group(
        "活动",
        (
            Entry(
                "答题活动",
                "quiz_pages.show_quizzes",
                "quiz.create",
                ("contest_pages", "bracket_pages", "adjustment_pages"),
            ),
            Entry("异常线索", "integrity_pages.show_findings", "integrity.review"),
            Entry("大屏", "screen_pages.show_screens", "screen.open"),
        ),
    ),
    Group(
        "组织",
        (
            Entry("党员", "member_pages.show_members", "member.admit"),
            Entry("绑定申请", "binding_pages.show_requests", "member.admit"),
        ),
    ),
    Group(
        "设置",
        (
            Entry("试算积分规则", "trial_pages.show_trial", "rules.try"),
            Entry("合规", "console.show_compliance", "console.enter"),
            Entry("审计", "audit_pages.show_lines", "audit.see"),
        ),
    ),
)

_ENDPOINTS = frozenset(entry.endpoint for group in GROUPS for entry in group.entries)


def visible(actions: frozenset[str], endpoints: Iterable[str]) -> list[Group]:
    """The groups with those of their entries that exist in this application and the actions allow."""
    known = set(endpoints)
    kept = [
        Group(
            group.title,
            tuple(entry for entry in group.entries if entry.endpoint in known and _is_for(entry, actions)),
        )
        for group in GROUPS
    ]
    return [group for group in kept if group.entries]


def _is_for(entry: Entry, actions: frozenset[str]) -> bool:
    return entry.action in actions and entry.unless not in actions
