"""1EdTech's QTI 2.x (`assessmentItem`) and 3.0 (`qti-assessment-item`): one XML file with one question, seldom more."""

import re
from collections.abc import Callable

from jinshui_study.questions.drafts import ERROR, WARNING, BankFile, Draft, Finding
from jinshui_study.questions.formats.interchange import qti_interactions, xml_nodes
from jinshui_study.questions.formats.interchange.drafting import (
    explain,
    notice_pictures,
    refuse,
    remark,
    shown,
)
from jinshui_study.questions.formats.interchange.qti_interactions import Item
from jinshui_study.questions.formats.interchange.xml_nodes import Node
from jinshui_study.questions.formats.interchange.yaml_nodes import Unreadable

ITEM = "assessmentitem"
TEST = "assessmenttest"
OLD = frozenset(["questestinterop", "assessment", "section", "item"])
"""Roots of QTI 1.2, whose questions are built in another way."""

OLD_MESSAGE = (
    "这是 QTI 1.2 的文件，目前只能读取 QTI 2.x 和 3.0；请在原系统里选择 QTI 2.2、3.0 或 Moodle XML 导出。"
)

_WRONG = re.compile(r"incorrect|wrong|false|error|\bno\b|notcorrect|错", re.IGNORECASE)


def folded(name: str) -> str:
    """`qti-choice-interaction` and `choiceInteraction` as one."""
    return name.removeprefix("qti-").replace("-", "").lower()


def recognises(data: bytes) -> bool:
    return folded(xml_nodes.root_name(data)) in (ITEM, TEST, "questestinterop")


def read(data: bytes, file: str) -> BankFile:
    result = BankFile(file=file, layout="qti2", encoding="unknown")
    read_into(result, data)
    return result


def read_into(result: BankFile, data: bytes, path: str = "") -> None:
    """Add the items of one XML file; `path` is its name in a package."""
    try:
        root, result.encoding = xml_nodes.parse(data)
    except Unreadable as problem:
        where = f"{path} {problem.where}".strip() if problem.where != "全文" or not path else path
        result.findings.append(Finding(ERROR, problem.code, where, problem.message))
        return
    if root.name.startswith("qti-"):
        result.layout = "qti3"
    _fold(root)
    items = [root] if root.name == ITEM else list(root.descendants(ITEM))
    for item in items:
        place = f"行 {item.line}"
        result.drafts.append(
            _draft(item, place if not path else path if len(items) == 1 else f"{path} {place}")
        )
    if not items:
        result.findings.append(_no_items(root, path or "全文"))


def _no_items(root: Node, where: str) -> Finding:
    if root.name in OLD:
        return Finding(ERROR, "qti_version", where, OLD_MESSAGE)
    if root.name == TEST:
        message = "这是 QTI 的试卷结构，里面没有题目；请导入整个压缩包（zip）。"
        return Finding(ERROR, "no_questions", where, message)
    return Finding(ERROR, "no_questions", where, f"这个 XML 文件（<{root.name[:30]}>）里没有 QTI 试题。")


def _fold(node: Node) -> None:
    for part in (node, *node.descendants()):
        part.name = folded(part.name)
        part.attributes = {folded(name): value.strip() for name, value in part.attributes.items()}


def _draft(node: Node, where: str) -> Draft:
    item = Item(node)
    draft = Draft(where=where, stem=item.stem or node.attributes.get("title", ""))
    reader = _reader_of(item, draft)
    if reader is not None:
        reader(item, draft)
    right, wrong = _told(item)
    explain(draft, "", right, wrong)
    if node.child("assessmentstimulusref") is not None:
        remark(draft, WARNING, "stimulus_dropped", "题目的材料在另一个文件里，没有导入，请检查题目是否完整。")
    if item.pictures:
        notice_pictures(draft)
    draft.raw = shown(draft)
    return draft


def _reader_of(item: Item, draft: Draft) -> Callable[[Item, Draft], None] | None:
    """How the item's interactions are read; None after saying why they can't be."""
    kinds = {interaction.name for interaction in item.interactions}
    if item.is_drawn_by_chance:
        refuse(draft, "other", "带随机参数或自适应")
    elif not kinds:
        remark(draft, ERROR, "interaction_missing", "这一题没有作答的部分，没有导入。")
    elif "extendedtextinteraction" in kinds:
        refuse(draft, "essay")
    elif unknown := next(iter(sorted(kinds - qti_interactions.READ)), None):
        refuse(draft, "other", qti_interactions.NAMES.get(unknown, unknown))
    elif kinds <= qti_interactions.INLINE:
        return qti_interactions.read_inline
    elif len(item.interactions) > 1:
        remark(draft, ERROR, "several_parts", "一道题里有几个作答部分，请拆成几道题。")
    else:
        return qti_interactions.READERS[kinds.pop()]
    return None


def _told(item: Item) -> tuple[list[str], list[str]]:
    """What the item says to those who are right, and to the others."""
    right: list[str] = []
    wrong: list[str] = []
    choices = {
        node.attributes.get("identifier", "")
        for node in item.node.descendants("simplechoice", "inlinechoice")
    }
    key = {value for values in item.correct.values() for value in values}
    for feedback in item.node.descendants("modalfeedback", "feedbackblock", "feedbackinline"):
        name = feedback.attributes.get("identifier", "")
        is_wrong = name not in key if name in choices else _WRONG.search(name) is not None
        if feedback.attributes.get("showhide") != "hide":
            (wrong if is_wrong else right).append(item.text_of(feedback))
    return right, wrong
