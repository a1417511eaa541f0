"""Drafts, contents and bank files for the tests of questions."""

from typing import Any

from hypothesis import strategies as st

from jinshui_study.questions import check, kinds
from jinshui_study.questions.check import Report
from jinshui_study.questions.drafts import BankFile, Draft

WORDS = st.text("甲乙丙丁戊己庚辛ABCabc019", min_size=1, max_size=5)
"""Texts that differ after folding when they differ in `casefold`."""

FIELDS: dict[str, dict[str, Any]] = {
    kinds.SINGLE: {"stem": "哪一年？", "options": ["1919年", "1920年", "1921年", "1922年"], "answer": ["C"]},
    kinds.MULTIPLE: {"stem": "哪几项？", "options": ["甲", "乙", "丙", "丁"], "answer": ["A", "C", "D"]},
    kinds.TRUE_FALSE: {"stem": "这句话是真的。", "answer": ["true"]},
    kinds.BLANK: {"stem": "____年至____年", "answer": ["1921|1921年", "1949"]},
    kinds.ORDERING: {"stem": "排列先后。", "options": ["丙", "甲", "乙"], "answer": ["B", "C", "A"]},
    kinds.MATCHING: {
        "stem": "连线。",
        "left": ["甲", "乙", "丙"],
        "right": ["一", "二", "三"],
        "answer": ["A-2", "B-3", "C-1"],
    },
}


def draft(kind: str = kinds.SINGLE, /, **changes: Any) -> Draft:
    """A question without fault of the kind, with the fields in `changes` otherwise."""
    shared = {"where": "行 5", "explanation": "史料如此。", "source": "《文献》", "topic": "专题"}
    return Draft(**{**shared, "kind": kind, **FIELDS[kind], **changes})


def bank_file(*drafts: Draft, **changes: Any) -> BankFile:
    known = {"file": "a.yaml", "layout": "yaml", "encoding": "utf-8", "bank": "b", "title": "题库"}
    return BankFile(**{**known, **changes}, drafts=list(drafts))


def codes(report: Report, severity: str | None = None) -> list[str]:
    return [f.code for f in report.findings if severity is None or f.severity == severity]


def check_all(*drafts: Draft, **changes: Any) -> Report:
    return check.check(bank_file(*drafts, **changes))


@st.composite
def contents(draw: st.DrawFn, *wanted: str) -> tuple[str, dict[str, Any]]:
    """A kind (one of `wanted`, if given) and a content of it."""
    kind = draw(st.sampled_from(wanted or kinds.KINDS))
    texts = draw(st.lists(WORDS, min_size=3, max_size=6, unique_by=kinds.fold))
    places = list(range(len(texts)))
    if kind == kinds.TRUE_FALSE:
        return kind, {"key": draw(st.booleans())}
    if kind == kinds.BLANK:
        return kind, {"key": draw(st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=4))}
    if kind == kinds.ORDERING:
        return kind, {"options": texts, "key": draw(st.permutations(places))}
    if kind == kinds.MATCHING:
        rights = draw(st.permutations(places))
        return kind, {"left": texts, "right": texts, "key": [list(pair) for pair in enumerate(rights)]}
    most = 1 if kind == kinds.SINGLE else len(texts)
    least = 1 if kind == kinds.SINGLE else 2
    key = draw(st.sets(st.sampled_from(places), min_size=least, max_size=most))
    return kind, {"options": texts, "key": sorted(key), "pinned": []}


@st.composite
def responses(draw: st.DrawFn, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Any response a client may have stored, right or wrong."""
    if kind == kinds.TRUE_FALSE:
        return {"value": draw(st.booleans())}
    if kind == kinds.BLANK:
        accepted = [variant for variants in content["key"] for variant in variants]
        texts = st.sampled_from(accepted) | WORDS | st.just("")
        return {"texts": draw(st.lists(texts, max_size=len(content["key"]) + 1))}
    if kind == kinds.MATCHING:
        places = st.sampled_from(range(len(content["left"])))
        return {"pairs": draw(st.lists(st.lists(places, min_size=2, max_size=2), max_size=12))}
    return {"options": draw(st.lists(st.sampled_from(range(len(content["options"]))), max_size=8))}
