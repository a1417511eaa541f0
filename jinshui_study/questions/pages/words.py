"""The Chinese words of the bank pages: states, kinds, layouts, severities. Pure."""

from jinshui_study.questions.checking.copies import STATES as QUESTION_STATES
from jinshui_study.questions.drafts import SEVERITIES
from jinshui_study.questions.kinds import CHINESE as KINDS

ROW_STATES = {
    "good": "可以导入",
    "bad": "有错误",
    "duplicate": "重复",
    "dropped": "不导入",
    "imported": "已导入",
}
IMPORT_STATES = {"staged": "等待确认", "imported": "已导入", "undone": "已撤销", "discarded": "已放弃"}
PURPOSES = {"study": "练习", "sealed": "密封"}
PURPOSE_HINTS = {
    "study": "练习：党员平时可以反复练习",
    "sealed": "密封：只用于竞赛，练习里抽不到",
}
DIFFICULTIES = {1: "容易", 2: "中等", 3: "较难"}
FLAGS = {"lacking": "缺解析或出处", "warned": "导入时有警告", "returned": "曾被退回"}
TONES = {
    "pending": "",
    "ready": "good",
    "draft": "bad",
    "retired": "quiet",
    "good": "good",
    "bad": "bad",
    "duplicate": "",
    "dropped": "quiet",
    "imported": "good",
    "staged": "",
    "undone": "quiet",
    "discarded": "quiet",
}
"""The class of a state's tag."""
LAYOUTS = {
    "aiken": "Aiken 文本",
    "csv": "CSV 表格",
    "gift": "GIFT 文本",
    "html": "网页表格",
    "json": "JSON 文件",
    "markdown": "Markdown 文本",
    "moodle": "Moodle XML 文件",
    "ndjson": "JSON 文件",
    "qti2": "QTI 试题包",
    "qti3": "QTI 试题包",
    "text": "文本",
    "word": "Word 文件",
    "xls": "Excel 表格",
    "xlsx": "Excel 表格",
    "yaml": "本系统的题库文件",
}
SIGNS = {"error": "wrong", "warning": "look", "notice": "note"}
"""The icon of a severity."""


def layout(name: str) -> str:
    """A layout as people call it."""
    return LAYOUTS.get(name, "其他格式的文件")


__all__ = ["KINDS", "QUESTION_STATES", "SEVERITIES"]
