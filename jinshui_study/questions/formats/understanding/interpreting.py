"""From a question in its writer's words to a draft: kind, options, stem and an answer in one notation.

Nothing is guessed silently: what was put right is a notice, what may be wrong a warning, what cannot be read
surely an error. What `check.mistakes_of` finds by itself is left to it.
"""

import re
from collections.abc import Callable

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, Draft
from jinshui_study.questions.formats.understanding import (
    answer_notation,
    choice_answers,
    cleaning,
    gaps,
    kind_words,
    option_marks,
    other_answers,
    stem_marks,
)
from jinshui_study.questions.formats.understanding.entries import Entry
from jinshui_study.questions.formats.understanding.reading import Reading

CHOICES = (kinds.SINGLE, kinds.MULTIPLE)
DIFFICULTIES = (
    (1, re.compile(r"1(?:\.0)?|[★☆]|.*(?:容易|简单|较易|基础|低|^易|easy).*", re.IGNORECASE)),
    (3, re.compile(r"[345](?:\.0)?|[★☆]{3,5}|.*(?:困难|较难|^难|高|hard|difficult).*", re.IGNORECASE)),
    (2, re.compile(r"2(?:\.0)?|[★☆]{2}|.*(?:中|一般|适中|普通|normal|medium).*|", re.IGNORECASE)),
)

_ORDER_WORDS = re.compile(r"排序|排列|先后|顺序|依次")
_LETTERED = re.compile(
    r"^(?:选项)?[A-H]\s*(?:[、，,和与及]?\s*[A-H])+\s*(?:[都均皆项两三]|$)|^[A-H]\s*项?[和与及]\s*[A-H]"
)
_LAST = re.compile(r"(?:以上|上述|前述)")


def interpret(entry: Entry) -> Draft:
    """The draft of an entry; what was noticed on the way stands in its `remarks`."""
    stem = stem_marks.unwrapped(entry.stem)
    draft = Draft(
        where=entry.where,
        raw=entry.raw,
        stem=cleaning.mended(stem.text),
        options=option_marks.options_of(entry.options),
        left=option_marks.options_of(entry.left),
        right=option_marks.options_of(entry.right),
        explanation=cleaning.clean(cleaning.narrowed(entry.explanation)),
        source=cleaning.clean(cleaning.narrowed(entry.source)) or stem.source,
        topic=cleaning.clean(cleaning.narrowed(entry.chapter)),
        code=entry.code.strip(),
        tags=[*entry.tags, *stem.tags],
    )
    reading = Reading(draft, _meaning(stem.kind, entry.kind), _given(entry.answers))
    _note_mends(reading, stem)
    _read_difficulty(reading, entry.difficulty)
    _read_explanation(reading)
    _read_answer(reading)
    draft.stem = cleaning.tidy(cleaning.narrowed(gaps.plain(draft.stem)))
    return draft


def _meaning(*words: str) -> str:
    """What the words for the kind say, the nearest first; a word nobody knows is as good as none."""
    return next(filter(None, map(kind_words.meaning_of, filter(None, words))), "")


def _given(answers: list[str]) -> list[str]:
    """The answers that say something."""
    bare = (answer_notation.bare(cleaning.unescaped(answer)) for answer in answers)
    return [answer for answer in bare if not answer_notation.is_none(answer)]


def _note_mends(reading: Reading, stem: stem_marks.Stem) -> None:
    draft = reading.draft
    if stem.removed:
        shown = "、".join(f"“{text}”" for text in stem.removed)
        reading.notice("prefix_removed", f"题干里的{shown}不是题干，已取出。")
    if draft.stem != stem.text:
        message = "题干里有文字识别的错字（如“o”当作句号、“l”当作 1），已改正，请核对。"
        reading.notice("slip_mended", message)
    if stem_marks.is_example(draft.stem) or any(map(stem_marks.is_example, draft.options)):
        reading.error("template_row", "这是模板自带的示例，没有导入；请删去这一题。")


def _read_difficulty(reading: Reading, text: str) -> None:
    word = text.strip()
    found = next((level for level, pattern in DIFFICULTIES if pattern.fullmatch(word)), None)
    reading.draft.difficulty = found or 2
    if found is None:
        message = f"难度“{word[:10]}”不认识，按中等处理；请写易、中或难。"
        reading.notice("difficulty_unknown", message)


def _read_explanation(reading: Reading) -> None:
    cleaned = cleaning.without_rate(reading.draft.explanation)
    if cleaned != reading.draft.explanation:
        reading.notice("rate_removed", "解析里混有错误率，已去掉。")
        reading.draft.explanation = cleaned


def _read_answer(reading: Reading) -> None:
    draft = reading.draft
    if reading.meaning == kind_words.SUBJECTIVE:
        message = "主观题（简答、论述、材料等）不能自动判分，没有导入；可改写成选择、判断或填空题。"
        reading.error("kind_subjective", message)
        return
    if reading.meaning != kinds.BLANK:
        other_answers.take_options_from(reading)
    draft.kind = _kind_of(reading)
    if draft.kind:
        READERS[draft.kind](reading)
    else:
        _explain_no_kind(reading)
    if draft.kind in CHOICES:
        pin(draft)
    if draft.kind in (*CHOICES, kinds.TRUE_FALSE):
        draft.stem = gaps.settled(draft.stem)


def _kind_of(reading: Reading) -> str:
    """The kind the file names, else the one its options and answers show; empty when they don't."""
    draft, meaning = reading.draft, reading.meaning
    if meaning and meaning != kind_words.CHOICE:
        return meaning
    if draft.left and draft.right:
        return kinds.MATCHING
    if meaning != kind_words.CHOICE:
        if other_answers.is_judgement(draft.options):
            return kinds.TRUE_FALSE
        if draft.options and _is_ordering(reading):
            return kinds.ORDERING
        if not draft.options:
            return _kind_without_options(reading)
    return _kind_of_choice(reading)


def _kind_of_choice(reading: Reading) -> str:
    draft = reading.draft
    read = [choice_answers.letters_of(text, draft.options) for text in reading.answers]
    counts = [len(found.letters) for found in read if found is not None]
    brackets = stem_marks.lettered_brackets(draft.stem, len(draft.options))
    counts += [len(answer_notation.letters(bracket.text) or "") for bracket in brackets]
    return kinds.MULTIPLE if max(counts, default=1) > 1 else kinds.SINGLE


def _is_ordering(reading: Reading) -> bool:
    """The stem asks for an order and the answer names every option once, not simply A to the last."""
    count = len(reading.draft.options)
    if count < 3 or not _ORDER_WORDS.search(reading.draft.stem) or not reading.answers:
        return False
    orders = [answer_notation.order(text, count) for text in reading.answers]
    return all(order is not None and sorted(order) == list(LETTERS[:count]) for order in orders)


def _kind_without_options(reading: Reading) -> str:
    stem, answers = reading.draft.stem, reading.answers
    if answers and all(map(answer_notation.is_sure_judgement, answers)) and not gaps.has_inner_gap(stem):
        return kinds.TRUE_FALSE
    if not answers and (stem_marks.judged_bracket(stem) or stem_marks.verdict_at_end(stem)):
        return kinds.TRUE_FALSE
    if not answers and gaps.filled_lines(stem) and not gaps.filled(stem):
        return kinds.BLANK
    if any(choice_answers.letters_of(text, []) for text in answers):
        return _kind_of_choice(reading)
    is_blank = gaps.has_gap(stem) or (answers and kinds.GAP in gaps.drawn(stem, 0))
    return kinds.BLANK if is_blank else ""


def _explain_no_kind(reading: Reading) -> None:
    if reading.answers:
        message = "看不出题型：没有选项，题干里没有空，答案也不是对错；请写明题型，或补上选项或空（____）。"
        reading.error("kind_unknown", message)
    else:
        reading.error("answer_missing", "没有答案，也没有选项；请补上答案和选项。")


def pin(draft: Draft) -> None:
    """Options that speak of the others keep their place when options are shuffled."""
    if any(_LETTERED.search(text) for text in draft.options):
        draft.pinned = list(LETTERS[: len(draft.options)])
    else:
        draft.pinned = [LETTERS[place] for place, text in enumerate(draft.options) if _LAST.match(text)]


READERS: dict[str, Callable[[Reading], None]] = {
    kinds.SINGLE: choice_answers.read,
    kinds.MULTIPLE: choice_answers.read,
    kinds.TRUE_FALSE: other_answers.read_judgement,
    kinds.BLANK: other_answers.read_blank,
    kinds.ORDERING: other_answers.read_ordering,
    kinds.MATCHING: other_answers.read_matching,
}
