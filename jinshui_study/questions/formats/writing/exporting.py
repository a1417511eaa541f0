"""A bank in the formats it can be written in."""

from collections.abc import Callable
from dataclasses import dataclass

from jinshui_study import spreadsheets
from jinshui_study.questions.drafts import BankFile
from jinshui_study.questions.formats import bank_yaml
from jinshui_study.questions.formats.writing import gift_export, moodle_export, workbook


@dataclass(frozen=True)
class Writer:
    """How a format is written: its name for people, the end of its files' names, their media type."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[BankFile], bytes]

    @property
    def is_text(self) -> bool:
        return self.suffix != ".xlsx"


WRITERS = {
    "yaml": Writer("本系统的 YAML", ".yaml", "application/yaml", lambda file: bank_yaml.write(file).encode()),
    "xlsx": Writer("Excel 表格", ".xlsx", spreadsheets.XLSX, workbook.write),
    "gift": Writer("GIFT", ".gift.txt", "text/plain", lambda file: gift_export.write(file).encode()),
    "moodle": Writer(
        "Moodle XML", ".xml", "application/xml", lambda file: moodle_export.write(file).encode()
    ),
}
"""Each reads back as the same questions."""
