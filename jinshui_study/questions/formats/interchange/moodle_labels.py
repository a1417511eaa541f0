"""What Moodle has no field for, as tags and in the feedback, where Moodle keeps it and we find it again.

A question's first tags are `题型:单选题` and `难度:2`, and where there is something to say `固定末位:D` (options that
stay last) and `顺序:…` (the order in which an ordering's options, or a matching's right column, are listed). The
source is the last paragraph of the general feedback, `出处：…`. Bank and topic are the category's path.
"""

import re

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, Draft, pairs_of

NOTHING = "-"
SOURCE = "出处："
TOP = ("$course$", "top")

_KINDS = {name: kind for kind, name in kinds.CHINESE.items()}
_MARKS = {
    "题型": re.compile("题型:(" + "|".join(_KINDS) + ")"),
    "难度": re.compile("难度:([123])"),
    "固定末位": re.compile("固定末位:(-|[A-Z]{1,26})"),
    "顺序": re.compile("顺序:(-|[A-Z]{1,26}|[1-9]{1,9})"),
}
_SEPARATOR = re.compile(r"(?<!/)/(?!/)")
_CONTEXT = re.compile(r"\$\w+\$")


def tags_of(draft: Draft) -> list[str]:
    """The marks, then the question's own tags."""
    marks = {
        "题型": kinds.CHINESE[draft.kind],
        "难度": str(draft.difficulty),
        "固定末位": "".join(draft.pinned),
        "顺序": _order_of(draft),
    }
    for name, mark in _MARKS.items():
        if not marks[name] and any(mark.fullmatch(tag) for tag in draft.tags):
            marks[name] = NOTHING  # so that the tag isn't taken for the mark
    return [*(f"{name}:{value}" for name, value in marks.items() if value), *draft.tags]


def _order_of(draft: Draft) -> str:
    if draft.kind == kinds.ORDERING:
        return "".join(draft.answer)
    if draft.kind == kinds.MATCHING:
        return "".join(str(right + 1) for _, right in pairs_of(draft.answer))
    return ""


def take(tags: list[str]) -> tuple[dict[str, str], list[str]]:
    """The marks among the tags by their names, and the other tags."""
    marks: dict[str, str] = {}
    rest = []
    for tag in tags:
        name = tag.partition(":")[0]
        found = _MARKS[name].fullmatch(tag) if name in _MARKS and name not in marks else None
        if found is None:
            rest.append(tag)
        else:
            marks[name] = found[1]
    return marks, rest


def kind_in(marks: dict[str, str]) -> str:
    """The kind a question of ours says it is of, or empty."""
    return _KINDS.get(marks.get("题型", ""), "")


def restore(draft: Draft, marks: dict[str, str]) -> None:
    """Give the draft what the marks say of it."""
    draft.difficulty = int(marks.get("难度", draft.difficulty))
    pinned = marks.get("固定末位", NOTHING)
    if pinned != NOTHING:
        draft.pinned = [letter for letter in pinned if letter in LETTERS[: len(draft.options)]]
    order = marks.get("顺序", NOTHING)
    if draft.kind == kinds.ORDERING and sorted(order) == list(LETTERS[: len(draft.options)]):
        listed = dict(zip(order, draft.options, strict=True))
        draft.options, draft.answer = [listed[letter] for letter in sorted(order)], list(order)
    places = [str(place + 1) for place in range(len(draft.right))]
    if draft.kind == kinds.MATCHING and sorted(order) == places:
        listed = dict(zip(order, draft.right, strict=True))
        draft.right = [listed[place] for place in places]
        draft.answer = [f"{LETTERS[left]}-{place}" for left, place in enumerate(order)]


def feedback_of(draft: Draft) -> str:
    """Explanation and source as one text."""
    explanation, source = draft.explanation, draft.source.replace("\n" + SOURCE, " " + SOURCE)
    is_ambiguous = explanation.startswith(SOURCE) or "\n" + SOURCE in explanation
    if not source and not is_ambiguous:
        return explanation
    return f"{explanation}\n{SOURCE}{source}".strip()


def split_feedback(feedback: str) -> tuple[str, str]:
    """Explanation and source."""
    before, mark, after = ("\n" + feedback).rpartition("\n" + SOURCE)
    return (before.strip(), after.strip()) if mark else (feedback, "")


def path_of(title: str, topic: str) -> str:
    """The category of a question, escaped as Moodle does."""
    return "/".join(_escaped(name) for name in (*TOP, title, topic) if name)


def _escaped(name: str) -> str:
    escaped = name.replace("/", "//")
    before = " " if escaped.startswith("/") else ""
    after = " " if escaped.endswith("/") else ""
    return f"{before}{escaped}{after}"


def topic_of(path: str, title: str) -> str:
    """The topic a category's path names: its last name, unless that is the bank's title or Moodle's default."""
    names = [name.replace("//", "/").strip() for name in _SEPARATOR.split(path)]
    if names and _CONTEXT.fullmatch(names[0]):
        names = names[1:]
    if names and names[0] == "top":
        names = names[1:]
    if title and names[:1] == [title]:
        names = names[1:]
    topic = names[-1] if names else ""
    return "" if not title and topic.startswith("Default for ") else topic
