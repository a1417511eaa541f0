"""Answers in the notations people use: letters, numbers, texts, judgements, gaps, orders and pairs."""

import ast
import re
import unicodedata

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.understanding import cleaning, option_marks

TRUE_WORDS = frozenset(
    [
        "√",
        "✓",
        "✔",
        "☑",
        "∨",
        "v",
        "对",
        "对的",
        "正确",
        "是",
        "是的",
        "真",
        "t",
        "true",
        "y",
        "yes",
        "1",
        "1.0",
        "ok",
        "right",
        "correct",
    ]
)
FALSE_WORDS = frozenset(
    [
        "×",
        "✗",
        "✘",
        "✕",
        "✖",
        "☒",
        "╳",
        "x",
        "х",
        "χ",
        "乂",
        "错",
        "错的",
        "错误",
        "不对",
        "不正确",
        "否",
        "不是",
        "假",
        "非",
        "f",
        "false",
        "n",
        "no",
        "0",
        "0.0",
        "wrong",
        "incorrect",
    ]
)
NONE_WORDS = frozenset(
    [
        "未作答",
        "未答",
        "无答案",
        "暂无答案",
        "暂无",
        "待定",
        "null",
        "none",
        "nan",
        "nil",
        "undefined",
        "n/a",
        "#n/a",
        "略",
        "从略",
        "答案略",
        "见解析",
        "详见解析",
    ]
)
SURE_JUDGEMENTS = (TRUE_WORDS | FALSE_WORDS) - frozenset(
    ["y", "yes", "n", "no", "1", "0", "1.0", "0.0", "ok", "真", "假", "非"]
)
"""Words that stand for a judgement even where nobody says that it is one."""

_LABEL = re.compile(
    r"^[【\[（(]?\s*(?:正确答案|参考答案|标准答案|答案|正确选项|答)\s*[】\]）)]?\s*(?:[是为]\s*)?[:：]\s*|^(?:正确|参考|标准)?答案\s*(?=[A-OＡ-Ｏ√×对错])|^【(?:正确|参考|标准)?答案】\s*"
)
_ENCLOSED = re.compile(r"^[【\[（({\"'“‘]\s*([^【\[（({\"'“‘】\]）)}”’]*?)\s*[】\]）)}\"'”’]$")
_ONLY_LETTERS = re.compile(r"[A-Z](?:(?:[\s,、;|/.+&\-和及与]|->|→)*[A-Z])*")
_NUMBER = r"\d{1,2}(?:\.0(?!\d))?+"
_NUMBER_LIST = re.compile(rf"{_NUMBER}(?:(?:[\s,、;|/.+&\-和及与]|->|→)+{_NUMBER})*")
_JUDGED = re.compile(
    r"[（(【\[]?\s*([√×✓✔✗✘ⅹ对错]|正确|错误|不正确|不对|是|否|[TFtf](?![A-Za-z]))\s*(?:[）)】\]]\s*(.*)|[的。．.，,;；:：、（(\s]+(.*))?",
    re.DOTALL,
)
_PAIR = re.compile(
    r"([A-Z])\s*(?:[-—–~:=→]|->)*\s*([A-Z]|\d{1,2})|(\d{1,2})\s*(?:[-—–~:=→]|->)+\s*([A-Z]|\d{1,2})"
)
_NUMBERED_PART = re.compile(
    r"(?:[（(](\d{1,2})[)）]|(?:^|(?<=[\s;；,，、。]))(\d{1,2})(?:[、)）:：]|[.．](?!\d))|([①-⑳]))\s*"
)
_JOINTS = ("|", "；", ";", "\n", "\t", "、", "，", ",", " ")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def bare(text: str) -> str:
    """The answer without the word 答案 and without what encloses it."""
    text = cleaning.tidy(_LABEL.sub("", cleaning.narrowed(text).strip()))
    enclosed = _ENCLOSED.match(text)
    return enclosed[1].strip() if enclosed is not None else text


def is_none(text: str) -> bool:
    folded = text.strip(" 。.-—－/\\_（）()【】[]《》\t\n").casefold()
    return not folded or folded in NONE_WORDS


def listed(text: str) -> list[str] | None:
    """The texts of a list literal (`['A', 'C']`), or None."""
    text = text.strip()
    if not (text.startswith("[") and text.endswith("]")) or len(text) > 5000:
        return None
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(value, list) or any(isinstance(item, list | dict | tuple | set) for item in value):
        return None
    return [str(item).strip() for item in value]


def narrow(text: str) -> str:
    """For comparing signs: widths and case gone, and no full stop at the end."""
    return unicodedata.normalize("NFKC", text).strip().upper().strip("。.,、; \t\n")


def judgement(text: str) -> bool | None:
    """What one word says, or None."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold().rstrip("。. ")
    return True if folded in TRUE_WORDS else False if folded in FALSE_WORDS else None


def judged(text: str) -> tuple[bool, str] | None:
    """A judgement with what follows it (`错。应为1921年`), or None."""
    alone = judgement(text)
    if alone is not None:
        return alone, ""
    match = _JUDGED.fullmatch(text.strip())
    value = None if match is None else judgement(match[1])
    if match is None or value is None:
        return None
    rest = (match[2] or match[3] or "").strip().lstrip("，,。（(")
    return value, rest if "（" in rest or "(" in rest else rest.rstrip("）)")


def is_sure_judgement(text: str) -> bool:
    """Whether the answer can only be a judgement, also where nobody says that the question is one."""
    match = _JUDGED.fullmatch(text.strip())
    word = text if match is None else match[1]
    return unicodedata.normalize("NFKC", word).strip("。. \n").casefold() in SURE_JUDGEMENTS


def letters(text: str) -> list[str] | None:
    """`A,C` `AC` `A、C` `[A][C]` as ["A", "C"]; None when it is anything but letters up to O."""
    narrowed = re.sub(r"[\[\]'\"]", " ", narrow(text)).strip()
    if not _ONLY_LETTERS.fullmatch(narrowed):
        return None
    found = re.findall("[A-Z]", narrowed)
    known = LETTERS[: option_marks.MOST]
    return found if all(letter in known for letter in found) and len(found) <= option_marks.MOST else None


def numbers(text: str, most: int) -> list[int] | None:
    """`1,2,4` `③①②` `3-1-2` as numbers from 1 to `most`; None when it is anything else."""
    circled = re.sub(f"([{_CIRCLED}])", lambda match: f" {_CIRCLED.index(match[1]) + 1} ", text)
    narrowed = re.sub(r"[\[\]'\"()（）]", " ", narrow(circled)).strip()
    if re.fullmatch(r"\d{3,9}", narrowed) or (re.fullmatch(r"\d\d", narrowed) and int(narrowed) > most):
        found = [int(digit) for digit in narrowed]
    elif _NUMBER_LIST.fullmatch(narrowed):
        found = [int(number) for number in re.findall(r"(?<!\.)\d+", re.sub(r"\.0(?!\d)", "", narrowed))]
    else:
        return None
    return found if all(1 <= number <= most for number in found) else None


def of_numbers(found: list[int] | None) -> list[str] | None:
    return None if found is None else [LETTERS[number - 1] for number in found]


def by_texts(text: str, options: list[str]) -> list[str] | None:
    """The letters of the options whose texts stand in the answer, alone or joined; None if any part is none of them."""
    places: dict[str, str] = {}
    for place, option in enumerate(options):
        if places.setdefault(kinds.fold(option), LETTERS[place]) != LETTERS[place]:
            return None
    whole = places.get(kinds.fold(text))
    if whole is not None:
        return [whole]
    for joint in _JOINTS:
        parts = [part for part in text.split(joint) if part.strip()]
        found = [places.get(kinds.fold(part)) for part in parts]
        if len(parts) > 1 and all(found):
            return [letter for letter in found if letter is not None]
    return None


def several_with_texts(text: str, options: list[str]) -> list[str] | None:
    """The letters of `A.甲；C.丙` when each letter stands before its own option's text."""
    rest = text.translate(option_marks.WIDE)
    found: list[str] = []
    for place, option in enumerate(options):
        letter = LETTERS[place]
        mark = re.search(
            rf"(?<![A-Za-z]){letter}\s*[、.．:：)）\s]?\s*{re.escape(option.rstrip('。'))}", rest
        )
        if mark is not None:
            found.append(letter)
            rest = rest[: mark.start()] + rest[mark.end() :]
    return found if found and not re.sub(r"[\s,，、;；。|]", "", rest) else None


def gap_texts(text: str, gaps: int) -> list[str]:
    """The text of each gap; one gap takes the whole. What cannot be cut into `gaps` stays as it is."""
    items = listed(text)
    if items is not None and (len(items) == gaps or gaps == 0):
        return items
    if gaps == 1:
        cut = _numbered_parts(text)
        return cut if cut is not None and len(cut) == 1 else [_variants(text)]
    return _numbered_parts(text, gaps) or _separated(text, gaps) or [_variants(text)]


def _numbered_parts(text: str, gaps: int = 1) -> list[str] | None:
    marks = list(_NUMBERED_PART.finditer(text))
    if not marks or marks[0].start() > 0:
        return None
    numbers_found = [int(m[1] or m[2]) if m[1] or m[2] else _CIRCLED.index(m[3]) + 1 for m in marks]
    if numbers_found != list(range(1, len(marks) + 1)) or len(marks) != gaps:
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [_variants(text[m.end() : end]) for m, end in zip(marks, ends, strict=True)]


def _separated(text: str, gaps: int) -> list[str] | None:
    for pattern in (
        r"[；;]",
        r"\n",
        r"\t",
        r"\|",
        r"、",
        r"[，,]",
        r"[^\S\n]{2,}",
        r"\s+",
        r"[；;，,]",
        r"[；;，,、\s]+",
        "/",
    ):
        parts = [part.strip() for part in re.split(pattern, text.strip(" ；;，,、。\n"))]
        if gaps and len(parts) == gaps and all(parts):
            return [_variants(part) for part in parts]
    return None


def _variants(text: str) -> str:
    parts = [part.strip(" \t\n；;，,、") for part in text.split("|")]
    return "|".join(part for part in parts if part)


def order(text: str, count: int) -> list[str] | None:
    """`DBAC` `④②①③` `3-1-2` as letters in the right order."""
    found = letters(text)
    return found if found is not None else of_numbers(numbers(text, count))


def pairs(text: str, count: int) -> list[str] | None:
    """`A-1,B-3` as pairs of a letter and a number, in the order of the letters; None when it is anything else."""
    narrowed = narrow(re.sub(f"[{_CIRCLED}]", lambda match: str(_CIRCLED.index(match[0]) + 1), text))
    found = _PAIR.findall(narrowed)
    rest = re.sub(r"[\s,、;|。()\[\]'\"]", "", _PAIR.sub("", narrowed))
    if not found or rest or len(found) > count:
        return None
    pairs_found = [_pair(left or number, right or other) for left, right, number, other in found]
    return sorted(pair for pair in pairs_found if pair) if all(pairs_found) else None


def _pair(left: str, right: str) -> str:
    """Letter first, whichever way round it was written; two numbers are left and right."""
    if left.isdigit() and right.isalpha():
        left, right = right, left
    if left.isdigit():
        left = LETTERS[int(left) - 1] if 1 <= int(left) <= len(LETTERS) else ""
    if right.isalpha():
        right = str(LETTERS.index(right.upper()) + 1)
    return f"{left}-{right}" if left and right.isdigit() and int(right) > 0 else ""
