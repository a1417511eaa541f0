"""Dates that cannot be (31 June), and two that cannot both be right: one in the key, another in the explanation."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import Checked

SAME = 0.5
"""What share of the question's pairs of characters a sentence must repeat to speak of the same event."""
FEW = 4
"""Up to how many characters besides a date say nothing: the sentence is the date asked for."""

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELLED = re.compile("[一二][〇○零一二三四五六七八九]{3}(?=年)")
_YEAR = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d)(?!\d)")
_STATED = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d)(?=年)")
_SHORT = re.compile(r"(?<!\d)(\d\d)(?=年)")
_NUMERAL = re.compile(r"\s*(?:约|公元)?\s*[\d一二]")
_DATE = re.compile(
    r"(约|公元)?(1[0-9]\d\d|20\d\d)年?([01]?\d月)?([上中下]旬|[初底末中]|[0-3]?\d[日号])?[。.]?"
)
_DATE_IN_TEXT = re.compile(r"\d+年(\d+月)?(\d+[日号])?")
_ASKING = re.compile(r"哪一?[年天日]|什么时[候间]|何[年时]|[是于在的了由_()、,，。;；:：?？!！“”\"'《》]")
_ANY_DATE = re.compile(
    r"(?<![农阴旧夏]历)(?<!\d年)(?:(\d{4})年)?(?<!\d)(\d{1,3})月"
    r"(?:(\d{1,3})(?:[日号]|(?=[—–~至到-]+\d+日)))?(?:[—–~至到-]+(\d{1,3})[日号])?"
)
_EXACT = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d)年(\d{1,2})月(?:(\d{1,2})[日号])?(?![\d—–~至到-])")
_SOME_LEAP_YEAR = 2000
_SENTENCE = re.compile(r"[^。;；!！\n]+")


def impossible(text: str) -> Iterator[str]:
    """The dates in a text that no calendar has: month 13, 31 June, 29 February of 1921. Lunar ones are left out."""
    for match in _ANY_DATE.finditer(plain(text)) if "月" in text else ():
        year, month = int(match[1] or _SOME_LEAP_YEAR), int(match[2])
        days = [int(day) for day in (match[3], match[4]) if day]
        longest = monthrange(year, month)[1] if 1 <= month <= 12 else 0
        if not longest or any(not 1 <= day <= longest for day in days):
            yield match[0]


def impossible_in(item: Checked) -> list[str]:
    """The impossible dates anywhere in a question: a distractor that cannot be is none."""
    draft = item.draft
    texts = (draft.stem, *draft.options, *draft.left, *draft.right, *draft.answer, draft.explanation)
    return [found for text in (*texts, draft.source) for found in impossible(text)]


def contradiction(item: Checked) -> str | None:
    """A sentence where the key's year, or its month or day, is not the explanation's, else None."""
    return _of_years(item) or _of_days(item)


def _of_years(item: Checked) -> str | None:
    """Where a sentence of the explanation says the question's own words with another year (or nothing but another
    date), and the key's year stands nowhere in the explanation: most explanations tell of other years too.
    """
    key = _years(item) if "年" in item.draft.explanation else set()
    explained = plain(item.draft.explanation) if key else ""
    if not key or key & _mentioned(explained):
        return None
    asked = _pairs(plain(item.draft.stem))
    for sentence in _SENTENCE.findall(explained):
        years = _STATED.findall(sentence)
        if len(years) == 1 and _tells(asked, sentence):
            return f"答案里是{'、'.join(sorted(key))}年，解析里却是{years[0]}年，请核对哪个对。"
    return None


def _of_days(item: Checked) -> str | None:
    """The same of a month or a day within the key's year, where no date of the explanation agrees with the key's."""
    stated = _EXACT.findall(plain(_statement(item)))
    if len(stated) != 1:
        return None
    explained = plain(item.draft.explanation)
    if any(_agree(stated[0], other) for other in _EXACT.findall(explained)):
        return None
    asked = _pairs(plain(item.draft.stem))
    for sentence in _SENTENCE.findall(explained):
        dates = _EXACT.findall(sentence)
        if len(dates) == 1 and dates[0][0] == stated[0][0] and _tells(asked, sentence):
            return f"答案里是{_shown(stated[0])}，解析里却是{_shown(dates[0])}，请核对哪个对。"
    return None


def _statement(item: Checked) -> str:
    """The text a right answer says a date with."""
    content = item.content
    match item.draft.kind:
        case kinds.TRUE_FALSE:
            return item.draft.stem if content["key"] else ""
        case kinds.BLANK:
            return str(content["key"][0][0]) if kinds.gaps(content) == 1 else ""
        case kinds.SINGLE:
            return str(content["options"][content["key"][0]])
    return ""


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two dates may be the same, as far as both are told."""
    return all(int(a) == int(b) for a, b in zip(one, other, strict=True) if a and b)


def _shown(date: tuple[str, ...]) -> str:
    return "".join(f"{part}{unit}" for part, unit in zip(date, "年月日", strict=True) if part)


def _years(item: Checked) -> set[str]:
    """The year the answer consists of, or the one year of a true statement."""
    content = item.content
    match item.draft.kind:
        case kinds.TRUE_FALSE:
            years = set(_YEAR.findall(plain(item.draft.stem)))
            return years if content["key"] and len(years) == 1 else set()
        case kinds.BLANK:
            return _dates(variant for accepted in content["key"] for variant in accepted)
        case kinds.SINGLE:
            return _dates([content["options"][content["key"][0]]])
    return set()


def _dates(texts: Iterable[str]) -> set[str]:
    found = (_DATE.fullmatch(plain(text)) for text in texts if _NUMERAL.match(text))
    return {match[2] for match in found if match is not None}


def _mentioned(text: str) -> set[str]:
    """Every year that may be meant: `1921年`, `1921.7.23`, `1921—1949`, and `21年` for each century."""
    short = {century + year for year in _SHORT.findall(text) for century in ("18", "19", "20")}
    return set(_YEAR.findall(text)) | short


def _tells(asked: set[str], sentence: str) -> bool:
    """Whether a sentence with a date says of it what the question says."""
    said = _pairs(sentence)
    return len(said) < FEW or bool(asked) and len(asked & said) >= SAME * min(len(asked), len(said))


def _pairs(text: str) -> set[str]:
    """Its pairs of characters, without dates, marks and the words of asking."""
    bare = _ASKING.sub("", _DATE_IN_TEXT.sub("", text))
    return {bare[place : place + 2] for place in range(len(bare) - 1)}


def plain(text: str) -> str:
    """With years in digits: `一九二一年` and `１９２１年` as `1921年`."""
    narrow = unicodedata.normalize("NFKC", text)
    return _SPELLED.sub(lambda match: match[0].translate(_DIGITS), narrow).replace(" ", "")
