"""Reading the answers of judgements, blanks, orderings and matchings."""

import re

from jinshui_study.questions import kinds
from jinshui_study.questions.formats.understanding import (
    answer_notation,
    cleaning,
    gaps,
    option_marks,
    stem_marks,
)
from jinshui_study.questions.formats.understanding.gaps import Bracket
from jinshui_study.questions.formats.understanding.reading import Reading

_ASKS = re.compile(r"[？?：:]\s*$")
"""How a stem ends that wants its answer behind it."""
_ITEMS = re.compile(r"[①-⑳]")
_ARROWS = re.compile(r"\s*(?:→|->|—+|－+|＞|>|-)\s*")
_PAIR_TEXTS = re.compile(r"\s*(?:→|->|—+|－+|-|:|：|=)\s*")


def is_judgement(options: list[str]) -> bool:
    """Whether the options are the two words of a judgement."""
    verdicts = [answer_notation.judgement(text) for text in options]
    return len(options) == 2 and set(verdicts) == {True, False}


def read_judgement(reading: Reading) -> None:
    draft = reading.draft
    options, draft.options = draft.options, []
    if options and not is_judgement(options):
        draft.options = options
        reading.error("kind_contradicts", "写的是判断题，却有“对、错”以外的选项；请核对题型。")
        return
    found = [
        _verdict_in_stem(reading, options),
        *(_verdict(reading, text, options) for text in reading.answers),
    ]
    verdicts = {verdict for verdict in found if verdict is not None}
    if None in found[1:]:
        draft.answer = reading.answers[:1]
    elif len(verdicts) > 1:
        reading.error("answers_conflict", "几处答案不一致（有对有错），请核对后只留一个。")
    elif verdicts:
        draft.answer = ["true" if verdicts.pop() else "false"]


def _verdict(reading: Reading, text: str, options: list[str]) -> bool | None:
    """What an answer says; a letter only where the letters are explained."""
    letters = answer_notation.letters(text)
    if options and letters in (["A"], ["B"]):
        return answer_notation.judgement(options["AB".index(letters[0])])
    items = answer_notation.listed(text)
    judged = answer_notation.judged(items[0] if items is not None and len(items) == 1 else text)
    if judged is None:
        return None
    if judged[1]:
        reading.explain(judged[1])
    return judged[0]


def _verdict_in_stem(reading: Reading, options: list[str]) -> bool | None:
    draft = reading.draft
    lettered = stem_marks.lettered_brackets(draft.stem, len(options)) if options else []
    if len(lettered) == 1:
        draft.stem = stem_marks.emptied(draft.stem, lettered)
        return _verdict(reading, answer_notation.bare(lettered[0].text), options)
    bracket = stem_marks.judged_bracket(draft.stem)
    if bracket is not None:
        behind = draft.stem[bracket.end :]
        if len(behind.strip("。.，；？?!！ \n")) > 1 and bracket.start:
            reading.explain(behind.strip("。. \n").strip("（()）【】"))
            draft.stem = draft.stem[: bracket.end]
        draft.stem = stem_marks.emptied(draft.stem, [bracket]).strip()
        return answer_notation.judgement(answer_notation.bare(bracket.text))
    mark = None if reading.answers else stem_marks.verdict_at_end(draft.stem)
    if mark is None:
        return None
    draft.stem = draft.stem[: mark.start].rstrip()
    return answer_notation.judgement(mark.text)


def read_blank(reading: Reading) -> None:
    draft = reading.draft
    if draft.options:
        reading.error("kind_contradicts", "写的是填空题，却有选项；请核对题型。")
        return
    drawn = gaps.drawn(draft.stem, _pieces(reading.answers))
    is_filled = kinds.GAP not in drawn or bool(gaps.filled_lines(draft.stem))
    if not reading.answers and is_filled and _take_filled(reading):
        return
    if kinds.GAP not in drawn and reading.answers and _ASKS.search(drawn):
        drawn = f"{drawn}{kinds.GAP}"
        reading.warn("gap_added", "填空题的题干里没有空，已在末尾补上（____），请核对。")
    draft.stem = drawn
    wanted = drawn.count(kinds.GAP)
    found = [answer_notation.gap_texts(text, wanted) for text in reading.answers]
    if any(_folded(texts) != _folded(found[0]) for texts in found):
        reading.error("answers_conflict", "几处答案不一致，请核对后只留一个。")
    elif found:
        draft.answer = [cleaning.mended(_stopped(cleaning.tidy(text))) for text in found[0]]


def _pieces(answers: list[str]) -> int:
    if not answers:
        return 0
    items = answer_notation.listed(answers[0])
    return len(items if items is not None else re.split(r"[；;、\n]|\s{2,}", answers[0].strip()))


def _folded(texts: list[str]) -> list[list[str]]:
    return [[kinds.fold(variant) for variant in text.split("|")] for text in texts]


def _stopped(text: str) -> str:
    return text[:-1].rstrip() if text.endswith("。") else text


def _take_filled(reading: Reading) -> bool:
    """A blank question without gaps whose brackets hold the answers already."""
    draft = reading.draft
    brackets = (
        gaps.underlined(draft.stem)
        or gaps.filled_lines(draft.stem)
        or _padded(_without_numbers(draft.stem, gaps.filled(draft.stem)))
    )
    if not brackets:
        return False
    draft.stem = stem_marks.emptied(draft.stem, brackets, kinds.GAP)
    draft.answer = [_stopped(cleaning.tidy(cleaning.narrowed(bracket.text))) for bracket in brackets]
    shown = "、".join(draft.answer)
    reading.warn("answer_from_bracket", f"题干里已填好的“{shown[:40]}”当作答案，并改成了空，请核对。")
    return True


def _without_numbers(stem: str, brackets: list[Bracket]) -> list[Bracket]:
    """Without the brackets that only number parts: `（1）甲（2）乙`, or a number the stem begins with."""
    numbers: list[Bracket] = []
    for bracket in brackets:
        if bracket.text == str(len(numbers) + 1):
            numbers.append(bracket)
    if len(numbers) == 1 and stem[: numbers[0].start].strip():
        return brackets
    return [bracket for bracket in brackets if bracket not in numbers]


def _padded(brackets: list[Bracket]) -> list[Bracket]:
    """Of several brackets those with blanks inside are the gaps, where any has."""
    return [bracket for bracket in brackets if bracket.is_padded] or brackets


def read_ordering(reading: Reading) -> None:
    draft = reading.draft
    if not draft.options:
        _take_items(reading)
    found = [_order(text, draft.options) for text in reading.answers]
    if None in found:
        shown = reading.answers[found.index(None)]
        reading.error("answer_unknown", f"答案“{shown[:20]}”看不懂；排序题的答案请按先后写字母，如 BDAC。")
    elif any(order != found[0] for order in found):
        reading.error("answers_conflict", "几处答案不一致，请核对后只留一个。")
    elif found:
        draft.answer = found[0] or []


def _take_items(reading: Reading) -> None:
    """The things to order, when they stand in the stem as ① ② ③."""
    draft = reading.draft
    marks = list(_ITEMS.finditer(draft.stem))
    if [ord(mark[0]) for mark in marks] != list(range(ord("①"), ord("①") + len(marks))) or len(marks) < 3:
        return
    ends = [mark.start() for mark in marks[1:]] + [len(draft.stem)]
    draft.options = [
        cleaning.tidy(draft.stem[mark.end() : end]).strip(" ；;，,、。\n")
        for mark, end in zip(marks, ends, strict=True)
    ]
    draft.stem = draft.stem[: marks[0].start()].rstrip()


def _order(text: str, options: list[str]) -> list[str] | None:
    found = answer_notation.order(text, len(options))
    return found or answer_notation.by_texts(_ARROWS.sub("\n", text), options)


def read_matching(reading: Reading) -> None:
    draft = reading.draft
    draft.options = []
    found = [_pairs(text, draft.left, draft.right) for text in reading.answers]
    if None in found:
        shown = reading.answers[found.index(None)]
        reading.error("answer_unknown", f"答案“{shown[:20]}”看不懂；连线题的答案请写成 A-2、B-1 这样。")
    elif any(pairs != found[0] for pairs in found):
        reading.error("answers_conflict", "几处答案不一致，请核对后只留一个。")
    elif found:
        draft.answer = found[0] or []


def _pairs(text: str, left: list[str], right: list[str]) -> list[str] | None:
    items = answer_notation.listed(text)
    text = "；".join(items) if items is not None else text
    found = answer_notation.pairs(text, max(len(left), 1))
    if found is not None:
        return found
    lefts, rights = ({kinds.fold(word): place for place, word in enumerate(words)} for words in (left, right))
    pairs = []
    for part in re.split(r"[；;，,、|\n]", text):
        sides = [kinds.fold(side) for side in _PAIR_TEXTS.split(part.strip())]
        if len(sides) != 2 or sides[0] not in lefts or sides[1] not in rights:
            return None
        pairs.append(f"{'ABCDEFGHIJ'[lefts[sides[0]] % 10]}-{rights[sides[1]] + 1}")
    return sorted(pairs)


def take_options_from(reading: Reading) -> None:
    """Options that stand in the stem: taken from it when there are no others, dropped when they say the same."""
    draft = reading.draft
    before, found = option_marks.split(draft.stem)
    if len(found) < 2 or not before.strip():
        return
    texts = [cleaning.tidy(cleaning.narrowed(text)).rstrip("；;") for text in found]
    folded = [kinds.fold(text) for text in texts]
    if not draft.options:
        draft.stem, draft.options = before.rstrip(), texts
    elif folded == [kinds.fold(text) for text in draft.options] or _ends_alike(folded, draft.options):
        draft.stem = before.rstrip()
        reading.notice("options_in_stem", "题干里又写了一遍选项，已去掉。")


def _ends_alike(folded: list[str], options: list[str]) -> bool:
    """All equal but for the last, behind which the stem may go on."""
    others = [kinds.fold(text) for text in options]
    return len(folded) == len(others) and folded[:-1] == others[:-1] and folded[-1].startswith(others[-1])
