"""From the lines of a file to the questions of a bank: cut, read, joined with listed answers, understood."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jinshui_study.questions.drafts import ERROR, WARNING, BankFile, Draft, Finding, Remark
from jinshui_study.questions.formats.prose import (
    answer_lists,
    answer_matching,
    bare_letters,
    blocks,
    checked_options,
    labels,
    numbering,
    option_lines,
    run_on,
    segments,
)
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup
from jinshui_study.questions.formats.prose.lines import Line, without_noise
from jinshui_study.questions.formats.prose.raw_questions import Raw
from jinshui_study.questions.formats.tables import question_rows
from jinshui_study.questions.formats.tables.question_rows import Row
from jinshui_study.questions.formats.understanding import headings, interpreting, kind_words, stem_marks

_TITLE_WORDS = re.compile(r"题库|试题|试卷|题目|测试|竞赛|知识|问答|题|大全|汇编")
_QUESTIONLIKE = re.compile(r"[?？。；;_]|[（(]\s*[A-Z√×对错]{0,6}\s*[）)]|[A-D][.．、]")
LONGEST_TITLE = 60
MOSTLY = 0.6
"""The share of blank lines between lines that is a habit, not a division."""
WANTED = "每题请写题号、题干、以 A. B. C. D. 开头的选项和“答案：B”这样的一行"
NO_QUESTIONS = f"未识别到题目：文件里没有选项或答案标记。{WANTED}。"


@dataclass
class Table:
    """A table between lines: its rows as cells, and as lines for when it only serves the layout."""

    rows: list[Row]
    lines: list[Line]
    place: str = "表格"

    @property
    def is_grid(self) -> bool:
        """Whether it may be a table of questions; a list of answers is not."""
        if len(self.rows) < 2 or max(len(row.cells) for row in self.rows) < 2:
            return False
        return not any(
            answer_lists.rows_of(numbers, answers)
            for numbers, answers in zip(self.lines, self.lines[1:], strict=False)
        )


def read_into(result: BankFile, pieces: Iterable[Line | Table], key: Sequence[KeyGroup] = ()) -> BankFile:
    """Add the questions of the lines and tables, and what is to be said of them, to `result`.

    `key` are answers that came in a file of their own.
    """
    lines = _lines_of(pieces, result)
    order = {line.where: place for place, line in enumerate(lines)}
    lines = run_on.apart(checked_options.apart(_single_spaced(without_noise(lines))))
    lines = bare_letters.delimited(lines)
    lines = _take_title(lines, result)
    cut = segments.cut(lines)
    _name_kind(cut, result.title)
    everything: list[Raw] = []
    for scope in cut.scopes:
        raws = [raw for segment in scope.segments for raw in blocks.questions_of(segment)]
        result.findings.extend(answer_matching.match(raws, scope.groups))
        everything.extend(raws)
    result.findings.extend(answer_matching.match(everything, key))
    questions = _only_questions(everything, result)
    from_tables = bool(result.drafts)
    result.drafts.extend(map(_draft, questions))
    if from_tables:
        result.drafts.sort(key=lambda draft: order.get(draft.where, 0))
    if result.declared is None and cut.declared and None not in cut.declared:
        result.declared = sum(count or 0 for count in cut.declared)
    if not result.drafts:
        result.findings.append(Finding(ERROR, "no_questions", "全文", NO_QUESTIONS))
    return result


def _lines_of(pieces: Iterable[Line | Table], result: BankFile) -> list[Line]:
    """The lines, those of tables that are no grid of questions among them; the others are read on the way.

    A blank line stands for each row that was read, so that the order of all is known.
    """
    lines: list[Line] = []
    kind = chapter = ""
    for piece in pieces:
        if isinstance(piece, Line):
            lines.append(piece)
            heading = headings.heading_of(piece.text, piece.heading)
            kind = heading.kind if heading is not None else kind
            chapter = heading.chapter or chapter if heading is not None else chapter
            continue
        reading = (
            question_rows.read_rows(piece.rows, kind=kind, chapter=chapter, place=piece.place)
            if piece.is_grid
            else None
        )
        if reading is None or not reading.is_table or not reading.drafts:
            lines.extend(piece.lines)
            continue
        result.drafts.extend(reading.drafts)
        result.findings.extend(reading.findings)
        lines.extend(Line("", row.where) for row in piece.rows)
    return lines


def _name_kind(cut: segments.Cut, title: str) -> None:
    """Where no heading names a kind, the title may (`党史判断题 200 道`)."""
    every = [segment for scope in cut.scopes for segment in scope.segments]
    if kind_words.meaning_of(title) and not any(segment.kind for segment in every):
        for segment in every:
            segment.kind = title


def _single_spaced(lines: list[Line]) -> list[Line]:
    """Without the blank lines of a file that has one behind every line."""
    gaps = [0]
    for line in lines:
        if line.is_blank:
            gaps[-1] += 1
        else:
            gaps.append(0)
    between = gaps[1:-1]
    if sum(count == 1 for count in between) < MOSTLY * len(between):
        return lines
    kept: list[Line] = []
    for index, line in enumerate(lines):
        is_alone = (
            0 < index < len(lines) - 1 and not lines[index - 1].is_blank and not lines[index + 1].is_blank
        )
        if not (line.is_blank and is_alone):
            kept.append(line)
    return kept


def _take_title(lines: list[Line], result: BankFile) -> list[Line]:
    """The lines without the title above them; a count in it or near it is what the file declares."""
    first = next((index for index, line in enumerate(lines) if not line.is_blank), None)
    if first is None or not _is_title(lines, first):
        return lines
    result.title = result.title or lines[first].text.strip().strip("*#《》 ")
    for line in lines[first : first + 4]:
        if numbering.number_of(line.text) is None and headings.heading_of(line.text, line.heading) is None:
            result.declared = result.declared or headings.declared_in(line.text)
    return lines[:first] + lines[first + 1 :]


def _is_title(lines: list[Line], index: int) -> bool:
    text = lines[index].text.strip()
    if len(text) > LONGEST_TITLE or numbering.number_of(text) is not None or _QUESTIONLIKE.search(text):
        return False
    heading = headings.heading_of(text, lines[index].heading)
    if heading is not None and (heading.kind or heading.level > 1):
        return False
    if option_lines.begin(lines, index) or labels.parts_of(text)[0].field:
        return False
    return _TITLE_WORDS.search(text) is not None or lines[index].heading == 1


def _only_questions(raws: list[Raw], result: BankFile) -> list[Raw]:
    """Without what is only text; numbered text that may have been meant as a question is warned of."""
    is_numbered = any(raw.number and raw.has_signs for raw in raws)
    questions = []
    signed_runs = {raw.run for raw in raws if raw.number and raw.has_signs}
    for raw in raws:
        if _is_question(raw, is_numbered, signed_runs):
            questions.append(raw)
        elif raw.number and is_numbered:
            message = "这一段有编号，却没有选项、答案和空，没有当作题目；如果是题目，请补上。"
            result.findings.append(
                Finding(WARNING, "text_unread", raw.where, message, "".join(raw.stem)[:20])
            )
    return questions if any(raw.has_signs for raw in questions) else []


def _is_question(raw: Raw, is_numbered: bool, signed_runs: set[int]) -> bool:
    if raw.number:
        return raw.has_signs or raw.run in signed_runs or bool(kind_words.meaning_of(raw.kind))
    if is_numbered:
        return len(raw.options) > 1 or bool(raw.answers)
    return raw.has_signs or bool(raw.stem and stem_marks.verdict_at_end(raw.stem[-1]))


def _draft(raw: Raw) -> Draft:
    draft = interpreting.interpret(raw.entry())
    missing = [*raw.skipped, *raw.empty_options]
    if missing:
        shown = "、".join(sorted(set(missing)))
        message = f"选项里缺少 {shown}，答案的字母可能对不上；请补上缺少的选项。"
        draft.remarks.append(Remark(ERROR, "option_missing", message))
    return draft
