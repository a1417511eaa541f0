"""The lines of one question, or of several without numbers, as entries."""

import re

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.prose import labels, option_lines
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.prose.raw_questions import Raw
from jinshui_study.questions.formats.prose.segments import Segment
from jinshui_study.questions.formats.understanding import (
    answer_notation,
    cleaning,
    columns,
    gaps,
    kind_words,
    option_marks,
    stem_marks,
)

_BULLET = re.compile(r"^\s*(?:[*•●·▪-]\s+)?(?:选项\s*(?=[A-OＡ-Ｏ]))?")
BULLETS = " \t\u3000*•●·▪-"
_ASKS = re.compile(
    r"[（(]\s*[A-OＡ-Ｏ、,，\s]{0,12}\s*[）)]|_{2,}|[?？:：]\s*$|(?:是|为|有|包括|在于|的)\s*[。]?\s*$"
)
_ENDS_ALONE = re.compile(r"[。？?！!）)：:”’》；;]\s*$")
_PAIRS = re.compile(r"(?:[A-HＡ-Ｈ]\s*[-—–－]\s*[1-8①-⑧][\s,，、;；]*){2,}")


def questions_of(segment: Segment) -> list[Raw]:
    """The questions of a segment: one if it is numbered, as a rule."""
    return _Block(segment).run()


class _Block:
    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.lines = segment.lines
        self.is_numbered = segment.number is not None
        self.is_matching = kind_words.meaning_of(segment.kind) == kinds.MATCHING
        self.done: list[Raw] = []
        self.raw: Raw | None = None
        self.after_blank = False
        self.options_at = self._options_at()
        self.last_options = max((place for place, begins in enumerate(self.options_at) if begins), default=-1)

    def _options_at(self) -> list[bool]:
        return [option_lines.begin(self.lines, index) for index in range(len(self.lines))]

    def run(self) -> list[Raw]:
        for index, line in enumerate(self.lines):
            if line.is_blank:
                self.after_blank = self.after_blank or index > 0
                continue
            if self.raw is None or self._is_next(index):
                self._begin(line)
            self._take(index)
            self.after_blank = False
        self._end()
        return self.done

    def _begin(self, line: Line) -> None:
        self._end()
        segment = self.segment
        self.raw = Raw(line.where, segment.kind, segment.chapter, run=segment.run, verdicts=segment.verdicts)
        if segment.number is not None and not self.done:
            self.raw.number = segment.number.value
            if segment.number.answer:
                self.raw.answers.append([segment.number.answer])

    def _end(self) -> None:
        raw = self.raw
        if raw is None:
            return
        if not raw.answers and not raw.options and len(raw.stem) > 1:
            _take_last_line(raw)
        self.done.append(raw)
        self.raw = None

    def _is_next(self, index: int) -> bool:
        """Whether an unnumbered question begins on this line."""
        raw = self.raw
        assert raw is not None
        text = self.lines[index].text
        parts = labels.parts_of(text)
        if parts[0].field == labels.STEM:
            return bool(raw.stem or raw.options or raw.answers)
        if parts[0].field == labels.KIND and not self.is_numbered:
            return bool(raw.answers) and (self.after_blank or labels.KIND in raw.facts)
        if parts[0].field:
            return False
        if self._begins_with_options(index) or _is_due(text, raw):
            return False
        if len(raw.options) > 1 and self._leads_to_options(index):
            return not self.is_numbered or self._asks_near(index)
        return not self.is_numbered and self._is_apart(text)

    def _begins_with_options(self, index: int) -> bool:
        return self.options_at[index] and not _before_options(self.lines[index].text).strip(BULLETS)

    def _leads_to_options(self, index: int) -> bool:
        """Whether options begin on this line or within a few below, with words and nothing else between."""
        words = 0
        for below in range(index, min(len(self.lines), index + 12)):
            if self.lines[below].is_blank:
                continue
            if self.options_at[below]:
                return True
            words += 1
            if words > 4 or (below > index and labels.parts_of(self.lines[below].text)[0].field):
                return False
        return False

    def _asks_near(self, index: int) -> bool:
        """Whether what stands before those options reads like a question (explanations list options, too)."""
        for below in range(index, len(self.lines)):
            text = self.lines[below].text
            if self.options_at[below]:
                return bool(_ASKS.search(_before_options(text)))
            if _ASKS.search(text):
                return True
        return False

    def _is_apart(self, text: str) -> bool:
        """Of questions without numbers and options: a blank line, an answer or a verdict ends the one before."""
        raw = self.raw
        assert raw is not None
        if raw.field == labels.ANSWER:
            return bool(raw.answers and any(raw.answers[-1])) and not _is_answer(text, raw)
        if self.after_blank:
            return not _is_answer(text, raw)
        stem = raw.stem[-1] if raw.stem and not raw.options else ""
        return bool(stem and not raw.answers and _has_verdict(stem) and not _is_answer(text, raw))

    def _take(self, index: int) -> None:
        raw = self.raw
        assert raw is not None
        line = self.lines[index]
        raw.lines.append(line.text.strip())
        for part in labels.parts_of(line.text):
            if not part.field:
                self._take_plain(raw, part.text, index)
            elif part.field == labels.ANSWER and raw.field == labels.EXPLANATION and raw.answers:
                raw.explanation.append(part.text)
            else:
                _take_field(raw, part)

    def _take_plain(self, raw: Raw, text: str, index: int) -> None:
        if not text.strip():
            return
        if self.is_matching and not _PAIRS.fullmatch(text.strip()) and _take_columns(raw, text):
            return
        if raw.field == labels.STEM and not raw.options:
            self._take_stem(raw, text, index)
        elif raw.field in (labels.STEM, labels.OPTIONS):
            _take_option(raw, text)
        elif raw.field == labels.ANSWER:
            self._take_behind_answer(raw, text, index)
        else:
            raw.explanation.append(text)

    def _take_stem(self, raw: Raw, text: str, index: int) -> None:
        if self.options_at[index]:
            before, found = option_marks.split(text)
            if before.strip(BULLETS):
                raw.stem.append(before)
            raw.options.extend(found)
            raw.field = labels.OPTIONS
        elif raw.stem and _is_answer(text, raw):
            raw.answers.append([text.strip()])
        elif raw.stem and _has_verdict(raw.stem[-1]) and index > self.last_options:
            raw.explanation.append(text)
            raw.field = labels.EXPLANATION
        else:
            raw.stem.append(text)

    def _take_behind_answer(self, raw: Raw, text: str, index: int) -> None:
        if not raw.options and self.options_at[index]:
            raw.field = labels.STEM
            self._take_stem(raw, text, index)
        elif not raw.answers[-1] or _goes_on(raw, text):
            raw.answers[-1].append(text.strip())
        else:
            raw.explanation.append(text)
            raw.field = labels.EXPLANATION


def _before_options(text: str) -> str:
    return option_marks.split(text)[0]


def _is_due(text: str, raw: Raw) -> bool:
    """Whether a line begins with the option that is due."""
    before, found = option_marks.split(text, len(raw.options))
    return bool(raw.options and found) and not before.strip(BULLETS)


def _take_field(raw: Raw, part: labels.Part) -> None:
    raw.field = part.field
    if part.field == labels.STEM:
        raw.stem.append(part.text)
    elif part.field == labels.ANSWER:
        raw.answers.append([part.text] if part.text else [])
    elif part.field == labels.EXPLANATION:
        raw.explanation.append(part.text)
    elif part.field == labels.OPTIONS:
        _take_option(raw, part.text)
    else:
        raw.facts[part.field] = part.text


def _take_option(raw: Raw, text: str) -> None:
    """Options that go on from the letter that is due; a line without one goes on with the last option."""
    raw.field = labels.OPTIONS
    text = _BULLET.sub("", text)
    before, found = option_marks.split(text, len(raw.options))
    if found and (not before.strip(BULLETS) or raw.options):
        if before.strip(BULLETS):
            raw.options[-1] = cleaning.joined([raw.options[-1], before])
        raw.options.extend(found)
    elif _is_answer(text, raw) or _repeats_option(raw, text):
        raw.answers.append([text.strip()])
        raw.field = labels.ANSWER
    elif not _take_misnumbered(raw, text) and text.strip():
        if raw.options:
            raw.options[-1] = cleaning.joined([raw.options[-1], text])
        else:
            raw.options.append(text.strip())


def _take_misnumbered(raw: Raw, text: str) -> bool:
    """A line with another letter than the one that is due: one repeated by mistake, or one left out before it."""
    mark = re.match(r"\s*[（(]?([A-OＡ-Ｏ])\s?[、.．:：)）]\s*(?=\S)", text)
    if mark is None or len(raw.options) < 2:
        return False
    place = LETTERS.index(mark[1].translate(option_marks.WIDE))
    due = len(raw.options)
    if place == due - 1:
        raw.options.append(text[mark.end() :].strip())
        return True
    if due < place <= due + 2:
        raw.skipped.extend(LETTERS[due:place])
        raw.options.extend([""] * (place - due))
        raw.options.extend(option_marks.split(text, place)[1])
        return True
    return False


def _repeats_option(raw: Raw, text: str) -> bool:
    """`B.1921年` under the options: a letter with its own option's text is the answer."""
    return (
        answer_notation.several_with_texts(text.strip(), [option.strip() for option in raw.options])
        is not None
    )


def _is_answer(text: str, raw: Raw) -> bool:
    """Whether a line without a label is an answer and nothing else."""
    if len(text) > 40 or raw.answers:
        return False
    bare = answer_notation.bare(text)
    found = answer_notation.letters(bare)
    if _PAIRS.fullmatch(bare) and (raw.left or raw.options):
        return True
    if raw.options:
        return bool(found) and len(set(found or ())) == len(found or ())
    return (
        bool(raw.stem)
        and answer_notation.judgement(bare) is not None
        and answer_notation.is_sure_judgement(bare)
    )


def _has_verdict(stem: str) -> bool:
    return stem_marks.judged_bracket(stem) is not None or stem_marks.verdict_at_end(stem) is not None


def _goes_on(raw: Raw, text: str) -> bool:
    """Whether the answer of a blank takes another line: as long as there are gaps without a text."""
    wanted = gaps.drawn("\n".join(raw.stem), 0).count(kinds.GAP)
    is_item = re.match(r"\s*(?:[（(]?\d{1,2}[)）、.．]|[①-⑳])", text) is not None
    return not raw.options and wanted > len(raw.answers[-1]) and (is_item or wanted > 1)


def _take_last_line(raw: Raw) -> None:
    """The answer of a blank may simply stand below it."""
    above, last = "\n".join(raw.stem[:-1]), raw.stem[-1]
    is_blank = kind_words.meaning_of(raw.kind) in ("", kinds.BLANK)
    asks = kind_words.meaning_of(raw.kind) == kinds.BLANK and above.rstrip().endswith(("？", "?", "：", ":"))
    if is_blank and (gaps.has_gap(above) or asks) and not gaps.has_gap(last) and _ENDS_ALONE.search(above):
        raw.answers.append([raw.stem.pop()])


def _take_columns(raw: Raw, text: str) -> bool:
    """Whether a line belongs to the two columns of a matching; what it holds is taken."""
    sides = columns.sides_of(text, len(raw.left))
    if sides is not None:
        raw.left.extend(sides.left)
        raw.right.extend(sides.right)
    return sides is not None
