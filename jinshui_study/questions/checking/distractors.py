"""Options that give a key away by being of another sort: a year among names, a century off, another unit."""

import re

from jinshui_study.questions import kinds
from jinshui_study.questions.checking import dates
from jinshui_study.questions.drafts import Checked

FAR = 15
"""How many years a distractor may lie off."""

_YEAR = re.compile(r"(?:约|公元)?(1[0-9]\d\d|20\d\d)年?(\d{1,2}月)?(上旬|中旬|下旬|\d{1,2}[日号])?")
_DAY = re.compile(r"(?:每年)?\d{1,2}月(\d{1,2}[日号])?")
_SPAN = re.compile(r"第?[\d.〇零一二三四五六七八九十百两半]+(?:年|个?月|天|日|周|小时|分钟|周年)半?")
_NUMBER = re.compile(
    r"(?:第|约|近|超过|不少于)?(?:[\d.]+[十百千万亿]*余?(\D{0,3})|[〇零一二三四五六七八九十百千万亿两半]+余?"
    r"([人名位个条项次届种类级册卷章里米亩元岁票省县]|公里))"
)


def stray(item: Checked) -> str | None:
    """What sets an option of a single choice apart from the key, else None."""
    if item.draft.kind != kinds.SINGLE:
        return None
    options, key = item.draft.options, item.content["key"][0]
    sort, year = _sort(options[key])
    for option in options:
        other, other_year = _sort(option)
        if sort is not None and other != sort:
            return f"答案是{sort}，选项“{option}”却不是，容易被排除，请换成同类的。"
        if year is not None and other_year is not None and abs(year - other_year) > FAR:
            return f"选项“{option}”与答案相差 {abs(year - other_year)} 年，容易被排除，请换成相近的年份。"
    return None


def _sort(option: str) -> tuple[str | None, int | None]:
    """The sort of an option in words, None for what is no date or number; and the year it names."""
    text = dates.plain(option)
    if match := _YEAR.fullmatch(text):
        name = "某年某月某日" if match[3] else "某年某月" if match[2] else "年份"
        return name, int(match[1])
    if match := _DAY.fullmatch(text):
        return "几月几日" if match[1] else "月份", None
    if _SPAN.fullmatch(text):
        return "一段时间", None
    if match := _NUMBER.fullmatch(text):
        return f"以“{match[1] or match[2] or '数字'}”计的数", None
    return None, None
