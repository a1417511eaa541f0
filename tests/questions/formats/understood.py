"""Entries for the tests, and what was understood of them."""

from typing import Any

from jinshui_study.questions.check import mistakes_of
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.formats.understanding.entries import Entry
from jinshui_study.questions.formats.understanding.interpreting import interpret

OPTIONS = ["甲甲", "乙乙", "丙丙", "丁丁"]


def read(**fields: Any) -> Draft:
    return interpret(Entry(**{"where": "行 1", "stem": "下列哪项正确", "options": OPTIONS, **fields}))


def errors(draft: Draft) -> list[str]:
    said = [remark.code for remark in draft.remarks if remark.severity == "error"]
    return said or [code for code, _ in mistakes_of(draft) if code != "topic_missing"]
