"""Moodle's own XML: a `<quiz>` of `<question>`s by type, their texts HTML or plain, among them changes of category."""

from collections.abc import Callable

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import ERROR, BankFile, Draft, Finding
from jinshui_study.questions.formats.interchange import cloze, html_text, moodle_labels, xml_nodes
from jinshui_study.questions.formats.interchange.drafting import (
    Choice,
    Passed,
    choose,
    explain,
    fill,
    is_full,
    judge,
    notice_pictures,
    order,
    pair,
    refuse,
    shown,
    told,
)
from jinshui_study.questions.formats.interchange.gift_answers import NUMBER, ZERO, rendered
from jinshui_study.questions.formats.interchange.xml_nodes import Document, Node
from jinshui_study.questions.formats.interchange.yaml_nodes import Unreadable

FORMATS = {
    "plain_text": "plain",
    "moodle_auto_format": "moodle",
    "markdown": "markdown",
    "wiki_like": "markdown",
}
NAMES = {
    "calculated": "计算题",
    "calculatedsimple": "计算题",
    "calculatedmulti": "计算题",
    "ddwtos": "拖放填词",
    "gapselect": "下拉选词",
    "ddimageortext": "图上拖放",
    "ddmarker": "图上标记",
    "multichoiceset": "全对才得分的多选",
    "randomsamatch": "随机连线",
    "random": "随机抽题",
}


def recognises(data: bytes) -> bool:
    """Moodle XML, and whatever else calls itself XML and no other format knows, to say what it isn't."""
    return xml_nodes.root_name(data) == "quiz" or xml_nodes.says_xml(data)


def read(data: bytes, file: str) -> BankFile:
    """All questions; those before a place where the file is broken, too."""
    result = BankFile(file=file, layout="moodle", encoding="unknown")
    try:
        document = Document(data)
        result.encoding = document.encoding
        _read_quiz(document, result)
    except Unreadable as problem:
        result.findings.append(Finding(ERROR, problem.code, problem.where, problem.message))
    return result


def _read_quiz(document: Document, result: BankFile) -> None:
    quiz = document.root
    if quiz.name != "quiz":
        message = f"这个 XML 文件（<{quiz.name[:30]}>）既不是 Moodle XML 也不是 QTI，无法读取。"
        result.findings.append(Finding(ERROR, "xml_unknown", "行 1", message))
        return
    result.bank, result.title = quiz.attributes.get("bank", ""), quiz.attributes.get("title", "")
    result.purpose = "sealed" if quiz.attributes.get("purpose") == "sealed" else "study"
    passed = Passed("description_skipped", "是说明文字，不是试题")
    topic = ""
    questions = (part for part in document.parts() if isinstance(part, Node) and part.name == "question")
    for number, question in enumerate(questions, start=1):
        kind = question.attributes.get("type", "").strip().lower()
        where = f"行 {question.line} 第{number}题"
        if kind == "category":
            topic = moodle_labels.topic_of(_plain(question, "category"), result.title)
        elif kind == "description":
            passed.add(where, _text(question, "questiontext"))
        elif is_full(result, where):
            break
        else:
            result.drafts.append(_draft(question, kind, where, topic))
    passed.tell(result)


def _draft(question: Node, kind: str, where: str, topic: str) -> Draft:
    code = question.child("idnumber")
    draft = Draft(where=where, topic=topic, code=code.text.strip() if code else "")
    tags = question.child("tags")
    named = [_plain(tag) for tag in tags.children("tag")] if tags else []
    marks, draft.tags = moodle_labels.take([tag for tag in named if tag])
    draft.stem = _text(question, "questiontext") or _plain(question, "name")
    reader = _READERS.get(kind)
    if reader is None:
        refuse(draft, "other", NAMES.get(kind, kind[:30] or "没有写明类型"))
    else:
        right, wrong = reader(question, draft, moodle_labels.kind_in(marks))
        general, draft.source = moodle_labels.split_feedback(_text(question, "generalfeedback"))
        explain(draft, general, right, wrong)
    moodle_labels.restore(draft, marks)
    if _has_pictures(question):
        notice_pictures(draft)
    draft.raw = shown(draft)
    return draft


def _plain(node: Node, name: str = "") -> str:
    """The `<text>` of a part, or of the node itself, as it stands."""
    part = node.child(name) if name else node
    text = part.child("text") if part else None
    return (text.text if text else "").strip()


def _text(node: Node, name: str = "", form: str = "html") -> str:
    """The `<text>` of a part as plain text, by the format the part names."""
    part = node.child(name) if name else node
    if part is None:
        return ""
    own = part.attributes.get("format", "").strip()
    return rendered(_plain(part), FORMATS.get(own, "html") if own else form)


def _form_of(question: Node) -> str:
    part = question.child("questiontext")
    own = part.attributes.get("format", "").strip() if part else ""
    return FORMATS.get(own, "html")


def _has_pictures(question: Node) -> bool:
    return any(
        part.name != "text" or html_text.has_pictures(part.text)
        for part in question.descendants("text", "file", "image_base64")
    )


def _choices(question: Node, *, is_plain: bool = False) -> list[Choice]:
    form = _form_of(question)
    return [
        Choice(
            _plain(answer) if is_plain else _text(answer, form=form),
            _weight(answer.attributes.get("fraction", "0")),
            _text(answer, "feedback", form),
        )
        for answer in question.children("answer")
    ]


def _weight(text: str) -> float:
    return float(text) if NUMBER.fullmatch(text.strip()) else 0.0


Told = tuple[list[str], list[str]]
"""What is said to a right answer, and to a wrong one."""


def _read_choice(question: Node, draft: Draft, kind: str) -> Told:
    single = question.child("single")
    takes_one = single is None or single.text.strip().lower() in ("true", "1")
    choices = _choices(question)
    choose(draft, choices, takes_one=takes_one, kind=kind if kind in (kinds.SINGLE, kinds.MULTIPLE) else "")
    return told(choices)


def _read_judgement(question: Node, draft: Draft, kind: str) -> Told:
    """By the answers' words; where these are in some other language, the first is the true one, as in Moodle."""
    choices = _choices(question, is_plain=True)
    right = next((index for index, choice in enumerate(choices) if choice.weight > 0), None)
    if right is None:
        draft.kind = kinds.TRUE_FALSE
    else:
        word = choices[right].text.lower()
        judge(draft, word == "true" if word in ("true", "false") else right == 0)
    return told(choices)


def _read_short(question: Node, draft: Draft, kind: str) -> Told:
    choices = _choices(question, is_plain=True)
    fill(draft, [choices])
    return told(choices)


def _read_number(question: Node, draft: Draft, kind: str) -> Told:
    """An exact number can be typed into a gap; margins have no equal here."""
    right = [
        answer
        for answer in question.children("answer")
        if _weight(answer.attributes.get("fraction", "0")) > 0
    ]
    margins = [answer.child("tolerance") for answer in right]
    if any(margin is not None and not ZERO.fullmatch(margin.text.strip()) for margin in margins):
        refuse(draft, "range")
        return [], []
    return _read_short(question, draft, kind)


def _read_matching(question: Node, draft: Draft, kind: str) -> Told:
    form = _form_of(question)
    pairs = [(_text(node, form=form), _right(node)) for node in question.children("subquestion")]
    pair(draft, [(left, right) for left, right in pairs if left or right])
    return [], []


def _right(node: Node) -> str:
    """Moodle keeps it as plain text; files of others give it a format."""
    answer = node.child("answer")
    if answer is None:
        return ""
    own = answer.attributes.get("format", "")
    return _text(answer) if own == "html" else _plain(answer)


def _read_ordering(question: Node, draft: Draft, kind: str) -> Told:
    form = _form_of(question)
    order(draft, [_text(answer, form=form) for answer in question.children("answer")])
    return [], []


def _read_essay(question: Node, draft: Draft, kind: str) -> Told:
    refuse(draft, "essay")
    return [], []


def _read_cloze(question: Node, draft: Draft, kind: str) -> Told:
    cloze.read(_plain(question, "questiontext"), _form_of(question), draft)
    return [], []


def _read_gapfill(question: Node, draft: Draft, kind: str) -> Told:
    """Each gap is its own answer in the text, between `[` and `]` or what the question names."""
    marks = question.child("delimitchars")
    cloze.read_delimited(draft, marks.text.strip() if marks else "[]")
    return [], []


_READERS: dict[str, Callable[[Node, Draft, str], Told]] = {
    "multichoice": _read_choice,
    "truefalse": _read_judgement,
    "shortanswer": _read_short,
    "numerical": _read_number,
    "matching": _read_matching,
    "match": _read_matching,
    "ordering": _read_ordering,
    "essay": _read_essay,
    "cloze": _read_cloze,
    "multianswer": _read_cloze,
    "gapfill": _read_gapfill,
}
