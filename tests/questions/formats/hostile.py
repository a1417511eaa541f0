"""Questions without fault whose texts are made to break a format that doesn't write them with care."""

from typing import Any

from hypothesis import strategies as st

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, BankFile, Draft, answer_of, content_of

PIECES = [
    "=1+1", "+86", "-5", "@SUM(A1)", "\t", "\n", "\n\n", "  ", "=", "~", "#", "####", "{", "}", "{}", ":",
    "::", "\\", "\\n", "\\:", "\\*", "*", "%", "%50%", "->", " -> ", "//", "[html]", "[plain]", "[tag:x]",
    "[id:y]", "]", "]]>", "$CATEGORY: x", "<b>", "</b>", "<br>", "<!--", "-->", "&amp;", "&lt;", "&nbsp;",
    "&", "<", ">", "\"", "'", "“”", "\xa0", "\u3000", "A、", "B. ", "C．", "１９２１", "（ ）", "( )",
    "（A）", "《》", "____________", "___", "答案：A", "出处：", "\n出处：甲", "解析：", "难度:3",
    "题型:单选题", "顺序:BA", "固定末位:A", "1. ", "1、", "一、", "对", "错", "正确", "TRUE", "F", "1999.0",
    "007", "1e5", "2021-07-01", "9:30", "_x000D_", "_x0041_", "🇨🇳", "😀", "é", "ｅ", "{1:SHORTANSWER:=x}",
    ">3 ALL", "第1空", ";", "；", ",", "，", "/", "//", "$course$", "top", "null", "~~", "#N/A",
]  # fmt: skip

LETTERS_ONLY = st.text("甲乙丙丁戊己庚辛ABCabc019", min_size=1, max_size=5)
ANY = st.text(st.characters(exclude_categories=["C"], include_characters="\n\t"), min_size=1, max_size=8)


def texts(most: int = 300, *, lines: bool = True, without: str = "") -> st.SearchStrategy[str]:
    """A text as a bank holds it: not empty, without blanks at its ends."""
    parts = st.lists(st.sampled_from(PIECES) | LETTERS_ONLY | ANY, min_size=1, max_size=6)

    def joined(found: list[str]) -> str:
        text = "".join(found).replace("\r", "")
        for mark in without:
            text = text.replace(mark, "")
        return (text if lines else " ".join(text.split("\n"))).strip()[:most].strip()

    return parts.map(joined).filter(kinds.fold)


LABELS = texts(60, lines=False)
OPTIONAL = st.just("") | texts()


def distinct(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(texts(), min_size=least, max_size=most, unique_by=kinds.fold)


@st.composite
def contents(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """The fields of a kind in which kinds differ."""
    if kind == kinds.TRUE_FALSE:
        return {"stem": draw(texts()), "answer": [draw(st.sampled_from(["true", "false"]))]}
    if kind == kinds.BLANK:
        return draw(blanks())
    if kind == kinds.ORDERING:
        options = draw(distinct(3, 6))
        answer = draw(st.permutations(list(LETTERS[: len(options)])))
        return {"stem": draw(texts()), "options": options, "answer": list(answer)}
    if kind == kinds.MATCHING:
        left = draw(distinct(2, 5))
        right = draw(distinct(len(left), len(left)))
        places = draw(st.permutations(range(len(left))))
        answer = [f"{LETTERS[index]}-{place + 1}" for index, place in enumerate(places)]
        return {"stem": draw(texts()), "left": left, "right": right, "answer": answer}
    options = draw(distinct(2, 8) if kind == kinds.SINGLE else distinct(3, 8))
    letters = st.sampled_from(LETTERS[: len(options)])
    least, most = (1, 1) if kind == kinds.SINGLE else (2, len(options))
    answer = sorted(draw(st.sets(letters, min_size=least, max_size=most)))
    return {
        "stem": draw(texts()),
        "options": options,
        "answer": answer,
        "pinned": sorted(draw(st.sets(letters, max_size=2))),
    }


@st.composite
def blanks(draw: st.DrawFn) -> dict[str, Any]:
    count = draw(st.integers(1, 3))
    fragments = draw(st.lists(texts(100), min_size=count + 1, max_size=count + 1))
    stem = kinds.GAP.join(fragment.replace("_", "") for fragment in fragments)
    variants = st.lists(texts(60, without="|"), min_size=1, max_size=3)
    return {"stem": stem.strip(), "answer": ["|".join(draw(variants)) for _ in range(count)]}


@st.composite
def drafts(draw: st.DrawFn, *wanted: str) -> Draft:
    kind = draw(st.sampled_from(wanted or kinds.KINDS))
    draft = Draft(
        where="",
        kind=kind,
        **draw(contents(kind)),
        explanation=draw(OPTIONAL),
        source=draw(st.just("") | LABELS),
        topic=draw(LABELS),
        difficulty=draw(st.sampled_from([1, 2, 3])),
        code=draw(st.just("") | LABELS),
        tags=draw(st.lists(LABELS, max_size=3, unique=True)),
    )
    draft.answer = answer_of(kind, content_of(draft))
    return draft


@st.composite
def bank_files(draw: st.DrawFn) -> BankFile:
    return BankFile(
        file="bank",
        layout="",
        encoding="utf-8",
        bank=draw(texts(40, lines=False)),
        title=draw(texts(80, lines=False)),
        purpose=draw(st.sampled_from(["study", "sealed"])),
        drafts=draw(st.lists(drafts(), min_size=1, max_size=4)),
    )


HELD = (
    "kind stem options left right answer pinned explanation source topic difficulty code tags".split()  # noqa: SIM905
)
"""All that a bank keeps of a question."""


def held(file: BankFile) -> list[dict[str, Any]]:
    return [{name: getattr(draft, name) for name in HELD} for draft in file.drafts]
