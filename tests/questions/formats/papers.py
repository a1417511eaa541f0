"""Short papers for the tests, and what was read of them in short."""

from jinshui_study.questions import formats
from jinshui_study.questions.drafts import BankFile, Draft

Shown = tuple[str, str, list[str], list[str]]


def read(text: str) -> BankFile:
    return formats.read(text.encode(), "题库.txt")


def shown(draft: Draft) -> Shown:
    return draft.kind, draft.stem, draft.options, draft.answer


def questions(text: str) -> list[Shown]:
    """What is read, where nothing is said against it."""
    result = read(text)
    assert [finding for finding in result.findings if finding.severity == "error"] == []
    assert [remark for draft in result.drafts for remark in draft.remarks if remark.severity == "error"] == []
    return [shown(draft) for draft in result.drafts]


FIRST = ("single", "党的一大召开于（ ）。", ["1920年", "1921年", "1922年", "1923年"], ["B"])
SECOND = ("single", "遵义会议召开于（ ）。", ["1934年", "1935年", "1936年", "1937年"], ["B"])
BOTH = [FIRST, SECOND]
BARE = """1、党的一大召开于（ ）。
A、1920年
B、1921年
C、1922年
D、1923年
2、遵义会议召开于（ ）。
A、1934年
B、1935年
C、1936年
D、1937年
"""
