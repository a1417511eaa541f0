"""Tables for the tests, and what was read of them in short."""

from collections.abc import Iterable, Sequence

from jinshui_study.questions.drafts import BankFile, Draft, Finding
from jinshui_study.questions.formats.tables import question_rows
from jinshui_study.questions.formats.tables.question_rows import Reading, Row

Short = tuple[str, str, list[str], list[str]]

LETTERED = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案"]
YEAR = ["单选题", "中国共产党成立于哪一年？", "1919年", "1920年", "1921年", "1949年", "C"]
CITIES = ["多选题", "党的一大先后在哪两地举行？", "上海", "北京", "嘉兴南湖", "武汉", "AC"]
TRUE = ["判断题", "遵义会议于1935年1月召开。", "", "", "", "", "对"]
GAP = ["填空题", "中国共产党的最高理想是实现____。", "", "", "", "", "共产主义"]
ALL = [YEAR, CITIES, TRUE, GAP]

READ_YEAR: Short = ("single", YEAR[1], YEAR[2:6], ["C"])
READ_CITIES: Short = ("multiple", CITIES[1], CITIES[2:6], ["A", "C"])
READ_TRUE: Short = ("true_false", TRUE[1], [], ["true"])
READ_GAP: Short = ("blank", GAP[1], [], ["共产主义"])
READ_ALL = [READ_YEAR, READ_CITIES, READ_TRUE, READ_GAP]


def table(rows: Iterable[Sequence[str]], **words: str) -> Reading:
    """What is read of rows that stand on a sheet from row 1 on."""
    numbered = (Row(f"第{number}行", list(cells), number) for number, cells in enumerate(rows, start=1))
    return question_rows.read_rows(numbered, **words)  # type: ignore[arg-type]


def short(drafts: Reading | BankFile | Iterable[Draft]) -> list[Short]:
    """Kind, stem, options and answer of each draft that nothing keeps out."""
    listed = drafts.drafts if isinstance(drafts, Reading | BankFile) else drafts
    return [(draft.kind, draft.stem, draft.options, draft.answer) for draft in listed if not draft.has_errors]


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def remark_codes(draft: Draft) -> list[str]:
    return [remark.code for remark in draft.remarks]
