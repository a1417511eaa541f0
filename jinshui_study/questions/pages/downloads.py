"""The files that bank pages offer: templates, exports, and what could not be imported."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinshui_study import spreadsheets
from jinshui_study.questions.drafts import BankFile, Draft
from jinshui_study.questions.formats.writing import failed_rows, template, word_document
from jinshui_study.questions.formats.writing.exporting import WRITERS
from jinshui_study.questions.formats.writing.failed_rows import FailedRow

TEMPLATES = {"xlsx": "Excel 模板", "docx": "Word 模板"}
EXPORTS = {name: writer.name for name, writer in WRITERS.items()}


@dataclass(frozen=True)
class Download:
    name: str
    media_type: str
    data: bytes


def template_of(kind: str) -> Download:
    """One of TEMPLATES."""
    if kind == "docx":
        return Download("题库模板.docx", word_document.MEDIA_TYPE, template.docx())
    return Download("题库模板.xlsx", spreadsheets.XLSX, template.xlsx())


def export_of(file: BankFile, format_name: str) -> Download:
    """The bank in one of EXPORTS."""
    writer = WRITERS[format_name]
    return Download(f"{file.title}{writer.suffix}", writer.media_type, writer.write(file))


def failed_of(file: str, rows: Iterable[tuple[Draft, tuple[str, ...]]]) -> Download:
    """The rows with errors, each with its reasons, to be mended in a workbook and brought in again."""
    data = failed_rows.write(FailedRow(draft, reasons) for draft, reasons in rows)
    return Download(f"{file.rsplit('.', 1)[0]} 未导入的题.xlsx", spreadsheets.XLSX, data)
