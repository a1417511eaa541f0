"""Rows of a table that are no question: headings of sections and chapters, notes, examples of a template."""

import re

from jinshui_study.questions.formats.understanding import headings, kind_words

LONGEST_HEADING = 60

_BEGINS_WITH_KIND = re.compile(
    rf"[【\[\s]*(?P<kind>{kind_words.TYPE}题|单项?选择?|多项?选择?|判断|填空)[^，。？?；;]*"
)
_KIND_IN_BRACKETS = re.compile(rf"[（(【\[]\s*(?P<kind>{kind_words.TYPE}题?)\s*[）)】\]]")
_NUMBERED_CHAPTER = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+(?:章|节|讲|课|单元|编|篇|部分|专题|模块|板块)|专题[一二三四五六七八九十\d]+)"
)
_SENTENCE = re.compile("[，。？?；_（(]")
_NOTE = re.compile(
    r"^[【\[（(*※★\s]*(?:注意事项|填写说明|填表说明|使用说明|导入说明|模板说明|操作说明|温馨提示|特别提示|注意|备注|说明|注)[】\]）)]*\s*[:：\d、.\n]"
    r"|^[【\[（(]?(?:注意事项|填写说明|填表说明|使用说明|导入说明|模板说明|温馨提示)|请勿(?:删除|修改|改动|更改)|导入时|批量导入"
)
_EXAMPLE = re.compile(
    r"【[^】]*(?:示例|样例|范例|举例)[^】]*】|[（(\[](?:示例|样例|范例)[^）)\]]*[）)\]]|(?:示例|样例).{0,6}(?:删除|删掉|可删)"
    r"|^(?:示例|样例|范例|举例|例如?|例子|例题)\s*\d*\s*[:：]|^(?:示例|样例|范例)(?:题目?|试题|数据|行)?\s*\d*$"
)
_INSTRUCTION = re.compile(
    r"^[【\[（(*]*(?:必填|选填|非必填|可选填?[，。）)]|可不填|可为空|不能为空|不可为空|请(?:输入|填写|在此)|请按.{0,10}填写)|^[（(]?(?:此|该|本)列"
    r"|不超过\s*\d+\s*个?字|最多\s*\d+\s*个?字|\d+\s*个?字(?:符)?以内"
)
_MAY_INSTRUCT = re.compile("[填请空列]|个字|字以内|字符")


def section_of(text: str) -> str:
    """The kind a heading such as `一、单项选择题（每题1分，共20分）` names; empty for any other text."""
    heading = headings.heading_of(text)
    if heading is not None and heading.kind:
        return heading.kind
    match = _BEGINS_WITH_KIND.fullmatch(text) if len(text) <= LONGEST_HEADING else None
    return match["kind"] if match is not None else ""


def kind_in_name(name: str) -> str:
    """The kind the name of a column of stems says (`单选题`, `题目（单选）`); empty where it says none."""
    match = _KIND_IN_BRACKETS.search(name)
    return match["kind"] if match is not None else section_of(name)


def chapter_of(text: str) -> str:
    """The chapter a heading names; empty for any other text."""
    if len(text) <= LONGEST_HEADING and _NUMBERED_CHAPTER.match(text):
        return text
    heading = headings.heading_of(text)
    return heading.chapter if heading is not None else ""


def is_surely_chapter(text: str) -> bool:
    """Whether it is one even where questions stand: `第二章 …`, no sentence."""
    return len(text) <= LONGEST_HEADING and bool(_NUMBERED_CHAPTER.match(text)) and not _SENTENCE.search(text)


def is_note(text: str) -> bool:
    return _NOTE.search(text) is not None


def is_example(texts: list[str]) -> bool:
    """Whether a filled row is the template's own example."""
    return "例" in "".join(texts) and any(_EXAMPLE.search(text) is not None for text in texts)


def is_instruction(stem: str, texts: list[str]) -> bool:
    """Whether a filled row tells how to fill in the columns."""
    if _INSTRUCTION.search(stem):
        return True
    if not _MAY_INSTRUCT.search("".join(texts)):
        return False
    told = sum(_INSTRUCTION.search(text) is not None for text in texts)
    return told > 1 and told * 2 >= len(texts)
