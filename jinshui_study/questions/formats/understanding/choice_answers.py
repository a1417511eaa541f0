"""Reading the answer of a choice: letters, numbers or texts, in the bracket of the stem or beside it."""

import re
from dataclasses import dataclass, field

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.understanding import answer_notation, option_marks, stem_marks
from jinshui_study.questions.formats.understanding.reading import Reading

_LEADING = re.compile(
    r"\s*[（(【\[]?\s*([A-Oa-o](?:[\s,，、;；]*[A-Oa-o](?![A-Za-z]))*)(?:\s*[、.．:：)）】\]。,，;；]|\s|(?=[（(]))\s*(\S.*)",
    re.DOTALL,
)
_AT_END = re.compile(r"(?:(?<=[\s。．？?：:，,_）)])|(?<=[-—]))([A-O](?:[、,，\s]*[A-O]){0,14})\s*[。.]?\s*$")
_EXPLAINS = re.compile(
    r"^[【\[（(]?\s*(?:答案|试题)?(?:解析|分析|说明)\s*[】\]）)]?\s*[:：]?\s*|^[（(]\s*[多单]选题?\s*[）)]\s*"
)
_CIRCLED = re.compile("[①-⑳]")
"""Numbers of a list in the stem: an answer of them that is the text of an option is no number of one."""
_DASH = re.compile(r"[\s\-—]+$")


@dataclass
class Letters:
    """What one place says: the letters, the words that came with them, the letters of the option these words are."""

    letters: list[str]
    rest: str = ""
    other: list[str] = field(default_factory=list)


def read(reading: Reading) -> None:
    """Fill in the answer of a single or multiple choice and empty the bracket it stood in."""
    draft = reading.draft
    if not draft.options and not _explain_no_options(reading):
        return
    found = _from_stem(reading)
    for text in reading.answers:
        read_one = letters_of(text, draft.options)
        if read_one is None:
            reading.error("answer_unknown", _unknown(text, draft.options))
            return
        if read_one.rest:
            _use_rest(reading, read_one)
        found.append(read_one.letters)
        if read_one.other:
            found.append(read_one.other)
    found = [sorted(letters) for letters in found]
    if any(letters != found[0] for letters in found):
        shown = "、".join(dict.fromkeys("".join(letters) for letters in found))
        reading.error("answers_conflict", f"几处答案不一致（{shown}），请核对后只留一个。")
    elif found:
        draft.answer = found[0]


def _explain_no_options(reading: Reading) -> bool:
    """Say what an answer without options lacks; True where that is left to be found by checking."""
    if reading.answers and all(map(answer_notation.is_sure_judgement, reading.answers)):
        reading.error("kind_contradicts", "写的是选择题，却没有选项，答案是对错；请核对题型是不是判断题。")
    elif reading.answers:
        reading.error("answer_without_options", "有答案却没有选项；请补上选项，每个选项以 A. B. C. D. 开头。")
    else:
        return True
    return False


def _unknown(text: str, options: list[str]) -> str:
    if not options:
        return f"答案“{text[:20]}”看不懂，也没有选项。"
    return f"答案“{text[:20]}”既不是选项的字母，也不是选项的文字；请写字母，如 A 或 ABD。"


def _from_stem(reading: Reading) -> list[list[str]]:
    draft = reading.draft
    count = len(draft.options)
    brackets = stem_marks.lettered_brackets(draft.stem, count)
    letters = [answer_notation.letters(answer_notation.bare(bracket.text)) or [] for bracket in brackets]
    if reading.answers and len({"".join(found) for found in letters}) > 1:
        return []
    if brackets:
        draft.stem = stem_marks.emptied(draft.stem, brackets)
        return letters
    return [] if reading.answers or not count else _at_end(reading)


def _at_end(reading: Reading) -> list[list[str]]:
    """Letters that simply end the stem, where the question has no other answer."""
    draft = reading.draft
    match = _AT_END.search(draft.stem)
    letters = None if match is None else answer_notation.letters(match[1])
    if match is None or not letters or letters != sorted(set(letters)):
        return []
    if any(LETTERS.index(letter) >= len(draft.options) for letter in letters):
        return []
    draft.stem = _DASH.sub("", draft.stem[: match.start(1)])
    reading.warn("answer_at_end", f"题干末尾的“{match[1]}”当作答案，请核对。")
    return [letters]


def letters_of(text: str, options: list[str]) -> Letters | None:
    """The letters an answer names, whatever way it names them; None when it can't be read surely."""
    items = answer_notation.listed(text)
    if items is not None:
        parts = [letters_of(item, options) for item in items]
        known = [part for part in parts if part is not None]
        return (
            Letters([letter for part in known for letter in part.letters])
            if len(known) == len(parts)
            else None
        )
    letters = answer_notation.letters(text)
    if letters is not None and len(letters) == 1:
        return Letters(letters)
    texts = answer_notation.by_texts(text, options)
    numbers = answer_notation.of_numbers(answer_notation.numbers(text, len(options)))
    if texts is not None and _CIRCLED.search(text):
        return Letters(texts)
    if texts is not None and numbers is not None and texts != numbers:
        return None
    found = texts or letters or numbers or answer_notation.several_with_texts(text, options)
    return _with_text(text, options) if found is None else Letters(found)


def _with_text(text: str, options: list[str]) -> Letters | None:
    """`B、text`: the text may be the option's own, an explanation, or contradict the letter."""
    match = _LEADING.fullmatch(text.translate(option_marks.WIDE))
    letters = None if match is None else answer_notation.letters(match[1])
    if (
        match is None
        or not letters
        or any(LETTERS.index(letter) >= max(len(options), 4) for letter in letters)
    ):
        return None
    rest = match[2].strip()
    named = answer_notation.by_texts(rest, options)
    if named is not None:
        return Letters(letters, other=[] if named == letters else named)
    return Letters(letters, rest)


def _use_rest(reading: Reading, found: Letters) -> None:
    """Words behind the letter: a part of the option, or an explanation; other words deserve a look."""
    places = [LETTERS.index(letter) for letter in found.letters]
    own = [kinds.fold(text) for place, text in enumerate(reading.draft.options) if place in places]
    rest = kinds.fold(found.rest)
    if any(text and (rest in text or text in rest) for text in own):
        return
    explanation = _EXPLAINS.sub("", found.rest)
    reading.explain(explanation)
    if explanation == found.rest:
        message = f"答案字母后面的“{found.rest[:20]}”与选项不同，当作解析，请核对。"
        reading.warn("answer_text_differs", message)
