"""A paper cut into its pieces: headings, the lines of each question, the lists of answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jinshui_study.questions import kinds
from jinshui_study.questions.formats.prose import answer_lists, labels, numbering, option_lines
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.prose.numbering import Candidate, Number
from jinshui_study.questions.formats.understanding import gaps, headings, kind_words
from jinshui_study.questions.formats.understanding.headings import CHAPTER_LEVEL, Heading

_SIGNS = re.compile(
    r"[（(【\[]\s*(?:[A-OＡ-Ｏa-o][A-OＡ-Ｏa-o、,，|\s]{0,12}|[√×✓✔✗✘ⅹxXTF对错]|正确|错误|_*)\s*[）)】\]]|__"
    r"|[-—–]\s*[A-O]{1,6}\s*[:：]|《\s*》|“\s*”"
    "|(?<=\\S)[\xa0\u3000]{4,}(?=\\S)|(?<=[\u4e00-\u9fff《“]) {4,}(?=[\u4e00-\u9fff，。》”])"
)
_ROW_OF_NUMBERS = re.compile(r"\s*(?:题\s*号|序\s*号)?[\s\d.、．]+")
_LABEL = re.compile(r"\W*\w+")
SHORTEST_STATEMENT = 6
FURTHEST = 40
"""How many lines above its empty answer the number of a question may stand."""


@dataclass
class Segment:
    """The lines of one question (with its number) or of several without numbers, under the headings in force."""

    lines: list[Line]
    number: Number | None = None
    kind: str = ""
    chapter: str = ""
    run: int = 0
    verdicts: tuple[str, ...] = ()


@dataclass
class Scope:
    """Segments, and the answers that are listed after them."""

    segments: list[Segment] = field(default_factory=list)
    groups: list[answer_lists.KeyGroup] = field(default_factory=list)


@dataclass
class Cut:
    """A paper in pieces; `declared` are the counts that its headings of kinds state."""

    scopes: list[Scope] = field(default_factory=list)
    declared: list[int | None] = field(default_factory=list)


class Scan:
    """What each line looks like, before anything is decided."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.options = [option_lines.begin(lines, index) for index in range(len(lines))]
        self.numbers = option_lines.without_numbers(lines, [numbering.number_of(line.text) for line in lines])
        self.lists = self._lists()
        self.options = [
            begins and known is None for begins, known in zip(self.options, self.lists, strict=True)
        ]
        self.headings = [self._heading(index) for index in range(len(lines))]
        self._drop_doubtful_headings()
        self.labels = {
            self.label_of(index)
            for index, line in enumerate(lines)
            if self.lists[index] is None and labels.parts_of(line.text)[0].text.strip()
        }
        self._questions = _distances([self._is_question(index) for index in range(len(lines))])
        self._answers = _distances(
            [
                known is not None or answer_lists.is_title(line.text)
                for known, line in zip(self.lists, lines, strict=True)
            ]
        )

    def label_of(self, index: int) -> str:
        """The label of the answer that begins this line, in the writer's words; empty where none does."""
        text = self.lines[index].text.strip()
        word = _LABEL.match(text) if labels.parts_of(text)[0].field == labels.ANSWER else None
        return "" if word is None else word[0]

    def _is_question(self, index: int) -> bool:
        return self.options[index] or _SIGNS.search(self.lines[index].text) is not None

    def leads_to_questions(self, index: int) -> bool:
        """Whether below this heading a question comes before any list of answers."""
        return self._questions[index + 1] < self._answers[index + 1]

    def _heading(self, index: int) -> Heading | None:
        if self.lists[index] is not None:
            return None
        found = headings.heading_of(self.lines[index].text, self.lines[index].heading)
        if self.options[index]:
            if found is None or not found.verdicts:
                return None
            self.options[index] = False
        number = self.numbers[index]
        is_numbered = number is not None and number.manner != numbering.CHINESE
        return None if found is not None and not found.kind and is_numbered else found

    def _lists(self) -> list[answer_lists.KeyLine | None]:
        found = [answer_lists.key_line(line) for line in self.lines]
        for index, line in enumerate(self.lines[:-1]):
            if found[index] is None and _ROW_OF_NUMBERS.fullmatch(line.text):
                items = answer_lists.rows_of(line, self.lines[index + 1])
                if items is not None:
                    found[index] = found[index + 1] = answer_lists.KeyLine("", items)
        return found

    def _drop_doubtful_headings(self) -> None:
        """A chapter's name is one only where a question or another heading follows at once."""
        for index in range(len(self.lines) - 1, -1, -1):
            found = self.headings[index]
            if found is None or found.is_sure:
                continue
            below = self.next_line(index)
            if below is None or (self.numbers[below] is None and self.headings[below] is None):
                self.headings[index] = None

    def next_line(self, index: int) -> int | None:
        """The next line that isn't blank."""
        for below in range(index + 1, min(len(self.lines), index + 6)):
            if not self.lines[below].is_blank:
                return below
        return None


def _distances(flags: list[bool]) -> list[int]:
    """For each place where the next flag is set, at the place itself or behind it."""
    nearest = [len(flags) + 1] * (len(flags) + 1)
    for index in range(len(flags) - 1, -1, -1):
        nearest[index] = index if flags[index] else nearest[index + 1]
    return nearest


def cut(lines: Sequence[Line]) -> Cut:
    """The paper in pieces."""
    scan = Scan(lines)
    listed = _listed(scan)
    begun = {chosen.line: chosen for chosen in numbering.starts(_candidates(scan, listed))}
    return _Cutter(scan, listed, begun).run()


def _listed(scan: Scan) -> list[bool]:
    """The lines that belong to lists of answers, headings between them included."""
    listed = [known is not None for known in scan.lists]
    index = 0
    seen = False
    while index < len(scan.lines):
        seen = seen or scan.options[index] or scan.numbers[index] is not None
        if seen and not listed[index] and _opens_list(scan, index):
            end = _end_of_list(scan, index)
            listed[index:end] = [True] * (end - index)
            index = end
        else:
            index += 1
    for index in range(len(scan.lines) - 2, -1, -1):
        below = scan.next_line(index)
        if scan.headings[index] is not None and below is not None and listed[below]:
            listed[index] = True
    return listed


def _opens_list(scan: Scan, index: int) -> bool:
    """A title of answers is one when numbers follow; `答案：` with its answer below is not."""
    line = scan.lines[index]
    if scan.numbers[index] is not None or not answer_lists.is_title(line.text):
        return False
    below = scan.next_line(index)
    if below is None or _is_left_empty(scan, index, below):
        return False
    return any(found[below] is not None for found in (scan.numbers, scan.headings, scan.lists))


def _is_left_empty(scan: Scan, index: int, below: int) -> bool:
    """Whether `答案：` is the label of a question without an answer: others have one behind it, and no list follows."""
    if not scan.label_of(index) or scan.label_of(index) not in scan.labels:
        return False
    first = scan.next_line(below) if scan.headings[below] is not None else below
    if first is None or scan.lists[first] is not None or answer_lists.is_verdict(scan.lines[first].text):
        return False
    number, above = (
        scan.numbers[first],
        next(
            (one for one in reversed(scan.numbers[max(0, index - FURTHEST) : index]) if one is not None), None
        ),
    )
    return number is not None and (first != below or above is None or number.value == above.value + 1)


def _end_of_list(scan: Scan, start: int) -> int:
    """Where questions begin again: at the number and the headings above the next options, or at a new chapter."""
    for index in range(start + 1, len(scan.lines)):
        if _begins_questions(scan, index):
            return index
        if scan.options[index]:
            return _above(scan, index, start)
    return len(scan.lines)


def _begins_questions(scan: Scan, index: int) -> bool:
    """Whether this heading within a list is one of questions again: a new chapter, or a kind whose questions need no
    options and whose first line below is no answer."""
    heading, below = scan.headings[index], scan.next_line(index)
    if heading is None or below is None:
        return False
    if heading.level == CHAPTER_LEVEL and heading.chapter:
        return scan.leads_to_questions(index)
    number, text = scan.numbers[below], scan.lines[below].text
    if number is None or scan.lists[below] is not None or answer_lists.is_verdict(text):
        return False
    meaning = kind_words.meaning_of(heading.kind)
    if meaning == kinds.BLANK:
        return gaps.has_gap(text)
    plain = labels.parts_of(text[number.end :])[0]
    return meaning == kinds.TRUE_FALSE and not plain.field and len(plain.text.strip()) >= SHORTEST_STATEMENT


def _above(scan: Scan, index: int, start: int) -> int:
    at = index
    while at > start + 1 and scan.numbers[at] is None:
        at -= 1
    if scan.numbers[at] is None:
        return index
    while at > start + 1 and (scan.headings[at - 1] is not None or scan.lines[at - 1].is_blank):
        at -= 1
    return at


def _candidates(scan: Scan, listed: list[bool]) -> list[Candidate]:
    """Every line that begins with a number and isn't known to be something else."""
    found: list[tuple[int, Number, int]] = []
    signs: list[bool] = []
    run = 0
    for index, line in enumerate(scan.lines):
        if scan.headings[index] is not None or listed[index]:
            run += not (index and listed[index] and listed[index - 1])
            continue
        number = scan.numbers[index]
        if number is not None:
            found.append((index, number, run))
            signs.append(False)
        elif found and not signs[-1] and option_lines.begins_later(line.text):
            del found[-1], signs[-1]  # a line among the options of another question
        if found and _has_sign(scan, index):
            signs[-1] = True
    return _with_signs_of_doubtful(found, signs)


def _with_signs_of_doubtful(found: list[tuple[int, Number, int]], signs: list[bool]) -> list[Candidate]:
    """What follows a doubtful number may as well belong to the sure one above it."""
    sure = -1
    given = list(signs)
    for place, (_, number, _) in enumerate(found):
        if number.manner == numbering.DELIMITED:
            sure = place
        elif signs[place] and sure >= 0:
            given[sure] = True
    return [Candidate(*one, sign) for one, sign in zip(found, given, strict=True)]


def _has_sign(scan: Scan, index: int) -> bool:
    text = scan.lines[index].text
    if scan.options[index] or _SIGNS.search(text):
        return True
    number = scan.numbers[index]
    parts = labels.parts_of(text if number is None else text[number.end :])
    return any(part.field == labels.ANSWER for part in parts) or bool(number and number.answer)


class _Cutter:
    """Walks through the lines and hands each to the piece it belongs to."""

    def __init__(self, scan: Scan, listed: list[bool], begun: dict[int, Candidate]) -> None:
        self.scan = scan
        self.listed = listed
        self.begun = begun
        self.cut = Cut([Scope()])
        self.above: list[Heading] = []
        self.run_number = 0
        self.last = 0

    def run(self) -> Cut:
        index = 0
        while index < len(self.scan.lines):
            if self.listed[index]:
                index = self._take_list(index)
                continue
            heading = self.scan.headings[index]
            if heading is not None and index not in self.begun:
                self._take_heading(heading)
            else:
                self._take_line(index)
            index += 1
        return self.cut

    def _take_list(self, start: int) -> int:
        end = start
        while end < len(self.scan.lines) and (self.listed[end] or self.scan.lines[end].is_blank):
            end += 1
        self.cut.scopes[-1].groups.extend(answer_lists.groups_of(self.scan.lines[start:end]))
        return end

    def _take_heading(self, heading: Heading) -> None:
        self.above = [one for one in self.above if one.level < heading.level]
        self.above.append(heading)
        self.run_number += 1
        if heading.kind:
            self.cut.declared.append(heading.declared)
        self._open(None)

    def _take_line(self, index: int) -> None:
        line = self.scan.lines[index]
        chosen = self.begun.get(index)
        if chosen is not None:
            self._open(chosen.number)
            line = replace(line, text=line.text[chosen.number.end :])
        elif not self.cut.scopes[-1].segments or self._is_behind_list(line):
            self._open(None)
        self.cut.scopes[-1].segments[-1].lines.append(line)

    def _is_behind_list(self, line: Line) -> bool:
        scope = self.cut.scopes[-1]
        return bool(scope.groups and scope.segments and not line.is_blank)

    def _open(self, number: Number | None) -> None:
        scope = self.cut.scopes[-1]
        if scope.groups and scope.segments and number is not None:
            scope = Scope()
            self.cut.scopes.append(scope)
        if number is not None:
            if number.value <= self.last:
                self.run_number += 1
            self.last = number.value
        above = next((heading for heading in reversed(self.above) if heading.kind), Heading(0))
        chapter = next((heading.chapter for heading in reversed(self.above) if heading.chapter), "")
        scope.segments.append(Segment([], number, above.kind, chapter, self.run_number, above.verdicts))
