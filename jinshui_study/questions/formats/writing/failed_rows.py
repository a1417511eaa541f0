"""The questions of a file that could not be imported, as a workbook to mend and load again."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinshui_study.questions.drafts import ERROR, Draft, Finding
from jinshui_study.questions.formats import limits
from jinshui_study.questions.formats.tables import sealed_rows
from jinshui_study.questions.formats.tables.sealed_rows import CODE, LEFT, RIGHT, TAGS
from jinshui_study.questions.formats.writing import workbook
from jinshui_study.questions.formats.writing.workbook import Sheet

REASON, WHERE, RAW = "错误原因", "原文位置", "原文"
SHEET = "未导入的题"
LONGEST_RAW = 2_000


@dataclass(frozen=True)
class FailedRow:
    """A question that was kept out, and why, in sentences."""

    draft: Draft
    reasons: tuple[str, ...]


def failed_in(drafts: Iterable[Draft], findings: Iterable[Finding]) -> list[FailedRow]:
    """The drafts that findings of a check keep out, in the order of the file."""
    reasons: dict[str, list[str]] = {}
    for finding in findings:
        if finding.severity == ERROR:
            reasons.setdefault(finding.where, []).append(finding.message)
    return [FailedRow(draft, tuple(reasons[draft.where])) for draft in drafts if draft.where in reasons]


def write(rows: Iterable[FailedRow]) -> bytes:
    """A workbook with the columns of the template; the reasons stand first, what the file said last."""
    rows = list(rows)
    columns = workbook.columns_of(row.draft for row in rows)
    codes = [CODE] if any(row.draft.code for row in rows) else []
    sheet = Sheet(
        SHEET,
        [REASON, *columns, *codes, WHERE, RAW],
        map(_cells, rows),
        choices=workbook.CHOICES,
        widths={RAW: 40},
    )
    return workbook.written([sheet])


def _cells(row: FailedRow) -> dict[str, str]:
    draft = row.draft
    lists = {TAGS: "、".join(draft.tags), LEFT: "\n".join(draft.left), RIGHT: "\n".join(draft.right)}
    cells = {
        REASON: "\n".join(row.reasons),
        **sealed_rows.cells_of(draft),
        **lists,
        WHERE: draft.where,
        RAW: draft.raw[:LONGEST_RAW],
    }
    return {name: text[: limits.LONGEST_CELL] for name, text in cells.items()}
