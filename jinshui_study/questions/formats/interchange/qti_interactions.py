"""The interactions of a QTI item, names folded, as questions of our kinds."""

from collections.abc import Callable, Iterator
from functools import cached_property

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, LETTERS, Draft
from jinshui_study.questions.formats.interchange.cloze import notice_typed
from jinshui_study.questions.formats.interchange.drafting import (
    Choice,
    choose,
    fill,
    notice_uneven,
    refuse,
    remark,
)
from jinshui_study.questions.formats.interchange.gift_answers import NUMBER
from jinshui_study.questions.formats.interchange.html_text import Flow
from jinshui_study.questions.formats.interchange.xml_nodes import Node

INLINE = frozenset(["textentryinteraction", "inlinechoiceinteraction"])
NAMES = {
    "hotspotinteraction": "图上点选",
    "selectpointinteraction": "图上点选",
    "graphicorderinteraction": "图上排序",
    "graphicassociateinteraction": "图上连线",
    "graphicgapmatchinteraction": "图上拖放",
    "positionobjectinteraction": "图上放置",
    "hottextinteraction": "文中选词",
    "sliderinteraction": "滑块",
    "drawinginteraction": "绘图",
    "uploadinteraction": "上传文件",
    "custominteraction": "自定义",
    "portablecustominteraction": "自定义",
}
NOT_ANSWERED = frozenset(["mediainteraction", "endattemptinteraction"])
CHOICES = frozenset(
    ["simplechoice", "inlinechoice", "gaptext", "gapimg", "simpleassociablechoice", "simplematchset"]
)
ASIDE = frozenset(
    ["modalfeedback", "feedbackblock", "feedbackinline", "rubricblock", "templateblock", "templateinline"]
    + ["cataloginfo", "stylesheet", "responseprocessing", "templateprocessing"]
)
"""What stands in an item and is no part of its wording."""


class Item:
    """An item: its wording, what is to be answered, and what its declarations say is right."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.pictures = 0
        body = node.child("itembody") or Node("itembody", {}, node.line)
        found = [part for part in body.descendants() if part.name.endswith("interaction")]
        self.interactions = [part for part in found if part.name not in NOT_ANSWERED]
        self.pictures += len(found) - len(self.interactions)
        self.declared = {
            part.attributes.get("identifier", ""): part for part in node.children("responsedeclaration")
        }
        self.stem = self.text_of(body)

    @property
    def is_drawn_by_chance(self) -> bool:
        made = next(self.node.descendants("templatedeclaration", "printedvariable"), None)
        return made is not None or self.node.attributes.get("adaptive") == "true"

    @cached_property
    def has_margin(self) -> bool:
        """Whether an answer is compared as a number that may be off by something."""
        equal = self.node.descendants("equal", "equalrounded")
        return any(
            part.attributes.get("tolerancemode", "exact") != "exact" or part.name != "equal" for part in equal
        )

    @cached_property
    def correct(self) -> dict[str, list[str]]:
        """The values of each right response."""
        return {
            name: [
                value.text.strip()
                for right in part.children("correctresponse")
                for value in right.children("value")
            ]
            for name, part in self.declared.items()
        }

    def declaration_of(self, interaction: Node) -> Node | None:
        return self.declared.get(interaction.attributes.get("responseidentifier", ""))

    def right_of(self, interaction: Node) -> list[str]:
        """The right response: as declared, else what its mapping pays most, or pays at all where several may be."""
        name = interaction.attributes.get("responseidentifier", "")
        if self.correct.get(name):
            return self.correct[name]
        paid = {key: value for key, value in self.mapped(interaction) if value > 0}
        most = max(paid.values(), default=0.0)
        declared = self.declaration_of(interaction)
        takes_one = declared is not None and declared.attributes.get("cardinality") == "single"
        return [key for key, value in paid.items() if value == most or not takes_one]

    def mapped(self, interaction: Node) -> Iterator[tuple[str, float]]:
        """What each response pays."""
        declared = self.declaration_of(interaction)
        for mapping in declared.children("mapping") if declared else ():
            for entry in mapping.children("mapentry"):
                value = entry.attributes.get("mappedvalue", "")
                yield entry.attributes.get("mapkey", ""), float(value) if NUMBER.fullmatch(value) else 0.0

    def text_of(self, node: Node) -> str:
        """Its wording as plain text, a gap where something is to be filled in."""
        flow = Flow()
        self._write(node, flow)
        self.pictures += flow.pictures
        return flow.result()

    def _write(self, node: Node, flow: Flow) -> None:
        for part in node.parts:
            if isinstance(part, str):
                flow.text(part)
            elif part.name in INLINE or part.name == "gap":
                flow.text(kinds.GAP)
            elif part.name.endswith("interaction") or part.name == "prompt":
                flow.block()
                self._write(part, flow)
                flow.block()
            elif part.name not in CHOICES and part.name not in ASIDE:
                flow.open(part.name)
                self._write(part, flow)
                flow.close(part.name)


def _choices(item: Item, interaction: Node, right: list[str], name: str = "simplechoice") -> list[Choice]:
    nodes = interaction.descendants(name)
    return [
        Choice(item.text_of(node), 100.0 if node.attributes.get("identifier", "") in right else 0.0)
        for node in nodes
    ]


def _takes_one(item: Item, interaction: Node) -> bool:
    declared = item.declaration_of(interaction)
    if declared is not None and declared.attributes.get("cardinality"):
        return declared.attributes["cardinality"] == "single"
    return interaction.attributes.get("maxchoices", "1") == "1"


def read_choice(item: Item, draft: Draft) -> None:
    (interaction,) = item.interactions
    choose(
        draft,
        _choices(item, interaction, item.right_of(interaction)),
        takes_one=_takes_one(item, interaction),
    )
    nodes = list(interaction.descendants("simplechoice"))
    fixed = [node.attributes.get("fixed") == "true" for node in nodes]
    first = fixed.index(True) if True in fixed else len(fixed)
    if draft.options and 0 < first < len(fixed) <= len(LETTERS) and all(fixed[first:]):
        draft.pinned = list(LETTERS[first : len(fixed)])


def read_order(item: Item, draft: Draft) -> None:
    (interaction,) = item.interactions
    nodes = list(interaction.descendants("simplechoice"))
    names = [node.attributes.get("identifier", "") for node in nodes]
    draft.kind, draft.options = kinds.ORDERING, [item.text_of(node) for node in nodes]
    draft.answer = [
        LETTERS[names.index(name)] for name in item.right_of(interaction) if name in names[: len(LETTERS)]
    ]


def read_match(item: Item, draft: Draft) -> None:
    (interaction,) = item.interactions
    sets = interaction.children("simplematchset")
    if len(sets) != 2:
        remark(draft, ERROR, "matching_uneven", "连线题没有左右两栏。")
        return
    left, right = (list(each.descendants("simpleassociablechoice")) for each in sets)
    _pair(item, draft, left, right, [value.split() for value in item.right_of(interaction)])


def read_associate(item: Item, draft: Draft) -> None:
    """Pairs within one list: of each pair the one that is listed first stands left."""
    (interaction,) = item.interactions
    nodes = {
        node.attributes.get("identifier", ""): node
        for node in interaction.descendants("simpleassociablechoice")
    }
    places = {name: place for place, name in enumerate(nodes)}
    values = [value.split() for value in item.right_of(interaction)]
    pairs = [
        sorted(names, key=lambda name: places[name])
        for names in values
        if all(name in places for name in names)
    ]
    first = {names[0] for names in pairs}
    left = [node for name, node in nodes.items() if name in first]
    right = [node for name, node in nodes.items() if name not in first]
    _pair(item, draft, left, right, pairs)


def _pair(item: Item, draft: Draft, left: list[Node], right: list[Node], pairs: list[list[str]]) -> None:
    draft.kind = kinds.MATCHING
    draft.left, draft.right = ([item.text_of(node) for node in side] for side in (left, right))
    lefts, rights = ([node.attributes.get("identifier", "") for node in side] for side in (left, right))
    found = [(lefts.index(a), rights.index(b)) for a, b in _both(pairs) if a in lefts[:26] and b in rights]
    draft.answer = [f"{LETTERS[a]}-{b + 1}" for a, b in sorted(found)]
    uses = sorted(a for a, _ in found), sorted(b for _, b in found)
    if found and uses != (list(range(len(lefts))), list(range(len(rights)))):
        notice_uneven(draft)


def _both(pairs: list[list[str]]) -> Iterator[tuple[str, str]]:
    return ((names[0], names[1]) for names in pairs if len(names) == 2)


def read_gaps(item: Item, draft: Draft) -> None:
    """Words to be put into gaps; with us they are typed."""
    (interaction,) = item.interactions
    words = {
        node.attributes.get("identifier", ""): item.text_of(node)
        for node in interaction.children("gaptext", "gapimg")
    }
    placed: dict[str, list[Choice]] = {
        node.attributes.get("identifier", ""): [] for node in interaction.descendants("gap")
    }
    for word, gap in _both([value.split() for value in item.right_of(interaction)]):
        if gap in placed:
            placed[gap].append(Choice(words.get(word, ""), 100.0))
    _fill(draft, list(placed.values()))
    notice_typed(draft)


def read_inline(item: Item, draft: Draft) -> None:
    """Gaps in the running text; one alone that lets choose is a choice."""
    if item.has_margin:
        refuse(draft, "range")
        return
    names = [interaction.name for interaction in item.interactions]
    if names == ["inlinechoiceinteraction"]:
        (interaction,) = item.interactions
        choose(draft, _choices(item, interaction, item.right_of(interaction), "inlinechoice"), takes_one=True)
        return
    _fill(draft, [_accepted(item, interaction) for interaction in item.interactions])
    if "inlinechoiceinteraction" in names:
        notice_typed(draft)


def _fill(draft: Draft, accepted: list[list[Choice]]) -> None:
    for choices in accepted:
        for choice in choices:
            choice.text = choice.text.replace("*", "\\*")  # no wildcard here
    fill(draft, accepted)


def _accepted(item: Item, interaction: Node) -> list[Choice]:
    right = item.right_of(interaction)
    if interaction.name == "inlinechoiceinteraction":
        return [choice for choice in _choices(item, interaction, right, "inlinechoice") if choice.weight]
    found = {text: 100.0 for text in right if text}
    mapped = {text.strip(): value for text, value in item.mapped(interaction) if text.strip()}
    most = max(mapped.values(), default=0.0)
    for text, value in mapped.items():
        found.setdefault(text, 100.0 * value / most if most > 0 else 0.0)
    return [Choice(text, weight) for text, weight in found.items()]


READERS: dict[str, Callable[[Item, Draft], None]] = {
    "choiceinteraction": read_choice,
    "orderinteraction": read_order,
    "matchinteraction": read_match,
    "associateinteraction": read_associate,
    "gapmatchinteraction": read_gaps,
}
READ = INLINE | READERS.keys()
