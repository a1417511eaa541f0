"""Headings of a paper: the kind, the chapter and the count of questions they announce."""

import re
from dataclasses import dataclass

from jinshui_study.questions.formats.understanding import kind_words

CHAPTER_LEVEL, SECTION_LEVEL, PART_LEVEL = 1, 2, 3

_HAN = "一二三四五六七八九十百"
_ORDINAL = (
    rf"(?P<chapter>第\s*(?:[{_HAN}]+|\d{{1,3}})\s*(?:部分|[章节篇编卷讲套期课周关]|单元|专题|模块|板块|大题)\s*[:：、.．]?)"
    rf"|(?P<section>(?:[{_HAN}]+|[ⅠⅡⅢⅣⅤⅥⅦⅧ]|[IVX]{{1,4}}|\d{{1,2}})\s*[、.．,，:：]|[{_HAN}]+\s+)"
    rf"|(?P<part>[（(]\s*(?:[{_HAN}]+|\d{{1,2}})\s*[）)]\s*[、.．]?)"
)
_LEAD = r"[\s★☆▲●■◆※*•·【\[（(《〈<]*"
_KIND = rf"(?P<kind>{kind_words.TYPE}\s*(?:题|(?=\s*(?:$|[（(【\[】\]）)》〉:：共\d]|部分|类))|(?<=简述)|(?<=论述)))"
_ALSO = rf"(?P<also>(?:\s*(?:[、,，和与及/+（(]|以及)\s*{kind_words.TYPE}题?[）)]?)*)"
_ORDERED_KIND = re.compile(
    rf"\s*(?:{_ORDINAL})\s*{_LEAD}(?:[\u4e00-\u9fff]{{0,8}}?)?{_KIND}{_ALSO}(?P<rest>.*)"
)
_KIND_ALONE = re.compile(
    rf"{_LEAD}(?:党史|知识|试题|题库|本卷|客观|主观|必考|竞赛|测试)*{_KIND}{_ALSO}\s*(?:部分|题库|试题|类|集)*\s*[】\]）)》〉>*]*"
    rf"(?P<rest>\s*(?:[（(【\[〔].{{0,60}}[）)】\]〕]|共?\s*\d+\s*[道个小题]+.{{0,30}}|[:：—-].{{0,40}})?\s*[*:：。]*)\s*"
)
_TITLE = re.compile(rf"\s*(?:{_ORDINAL})\s*(?P<rest>\S.*)?")
_COUNT = re.compile(
    r"(?:共|合计|总计|计|含|收录|[（(【])\s*(?:有)?\s*(\d{1,5})\s*(?:道|个|小)?\s*(?:小题|题|道)|(\d{1,5})\s*(?:道|小)题"
)
_QUESTIONLIKE = re.compile(r"[（(]\s*[A-Z√×对错]{0,6}\s*[）)]|[?？。；;_]|[A-D][.．、]")
_VERDICT = re.compile(r"[（(]\s*(?:[A-Z]{0,6}|[√×✓✗ⅹ对错]|正确|错误)\s*[）)]")
_INSTRUCTS = re.compile(r"[每各小]题|共|\d\s*分|答案|请|选项")
_STANDS_ALONE = re.compile(
    r"(?:单项|多项|不定项)选择|单选|多选|不定项|判断(?:对错|正误|是非)?|是非|填空|排序|连线|匹配|简答|论述|名词解释"
)
_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])[^\S\n]+(?=[\u4e00-\u9fff])")
_SAYS = r"(正确|错误|对|错|√|×)"
_LETTERED = re.compile(
    rf"{_SAYS}[^ABab]{{0,8}}A[^ABab]{{0,14}}B|A\s*[、.:：为是表示代]{{0,3}}\s*{_SAYS}[^AB]{{0,8}}B"
)
LONGEST_LINE = 300
LONGEST_CHAPTER = 40


@dataclass(frozen=True)
class Heading:
    """A heading: how deep it is, the word for a kind (or empty), a chapter's name (or empty), a declared count.

    `is_sure` is False for a line that is one only where a question follows at once. `verdicts` is what A and B
    stand for in the judgements below, where the heading says so (`正确的选A，错误的选B`).
    """

    level: int
    kind: str = ""
    chapter: str = ""
    declared: int | None = None
    is_sure: bool = True
    verdicts: tuple[str, ...] = ()


def heading_of(text: str, level: int = 0) -> Heading | None:
    """The heading a line is; `level` is what the file's own format says (0: nothing)."""
    line = text.strip()
    if not line or len(line) > LONGEST_LINE:
        return None
    joined = _SPREAD.sub("", line) if len(line) <= LONGEST_CHAPTER else line
    ordered = _ORDERED_KIND.fullmatch(joined)
    if ordered is not None and _is_kind_heading(ordered):
        return Heading(
            level or _level(ordered), _word(ordered), declared=declared_in(line), verdicts=_verdicts(line)
        )
    alone = _KIND_ALONE.fullmatch(joined)
    if alone is not None and len(line) <= 80 and _is_kind_line(alone):
        return Heading(
            level or SECTION_LEVEL, _word(alone), declared=declared_in(line), verdicts=_verdicts(line)
        )
    return _chapter(line, level)


def _is_kind_heading(match: re.Match[str]) -> bool:
    """A line that numbers with figures is a heading only when it holds the kind and a bracket, nothing more."""
    rest = match["rest"].strip()
    number = match["section"] or match["part"] or ""
    if re.match(r"[（(]?\s*\d", number) and _VERDICT.search(rest):
        return False
    if re.match(r"[（(]?\s*\d", number):
        return not re.sub(r"[（(【\[].*?[）)】\]]|[:：。]", "", rest).strip() and match["kind"].endswith("题")
    if not match["kind"].endswith("题"):
        return len(rest) <= 40
    return not _QUESTIONLIKE.search(rest[:20]) or rest[:1] in "（(【[。.:：,，" or bool(declared_in(rest))


def _is_kind_line(match: re.Match[str]) -> bool:
    """Not a question that begins with the word for its kind, nor a word of another meaning (`分析`)."""
    rest = match["rest"].strip()
    if rest[:1] in tuple(":：—-") and _QUESTIONLIKE.search(rest) and not _INSTRUCTS.search(rest):
        return False
    return match["kind"].endswith("题") or _STANDS_ALONE.fullmatch(match["kind"].strip()) is not None


def _word(match: re.Match[str]) -> str:
    return f"{match['kind']}{match['also'] or ''}"


def _level(match: re.Match[str]) -> int:
    if match["chapter"]:
        return CHAPTER_LEVEL
    return SECTION_LEVEL if match["section"] else PART_LEVEL


def _chapter(line: str, level: int) -> Heading | None:
    title = _TITLE.fullmatch(line)
    is_short = len(line) <= LONGEST_CHAPTER and not _QUESTIONLIKE.search(line)
    if title is None:
        return Heading(level, chapter=line, declared=declared_in(line)) if level and is_short else None
    if not is_short or re.match(r"[（(]?\s*\d", title["section"] or title["part"] or ""):
        return None
    found = _level(title)
    name = (title["rest"] or line).strip() if found != CHAPTER_LEVEL else line
    return Heading(level or found, chapter=name, declared=declared_in(line), is_sure=bool(level))


def _verdicts(line: str) -> tuple[str, ...]:
    match = _LETTERED.search(line)
    if match is None:
        return ()
    return ("错误", "正确") if (match[1] or match[2])[0] in "错误×" else ("正确", "错误")


def declared_in(text: str) -> int | None:
    """How many questions a heading says there are (`共20题`, `50道`)."""
    match = _COUNT.search(text)
    return None if match is None else int(match[1] or match[2])
