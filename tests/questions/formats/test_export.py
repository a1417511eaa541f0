"""What is written reads back as the same questions, whatever stands in their texts."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from jinshui_study.questions import check, formats, kinds
from jinshui_study.questions.drafts import ERROR, BankFile
from jinshui_study.questions.formats import bank_yaml, gift, moodle_xml, spreadsheet
from jinshui_study.questions.formats.writing import exporting, gift_export, moodle_export, workbook
from tests.questions.formats.hostile import bank_files, drafts, held
from tests.questions.samples import bank_file, draft

BANKS = Path(__file__).parents[3] / "question_bank"


@settings(deadline=None)
@given(drafts())
def test_the_questions_of_these_tests_are_without_fault(draft: object) -> None:
    assert not list(check.mistakes_of(draft))


@settings(max_examples=200, deadline=None)
@given(bank_files())
def test_yaml_reads_back_as_it_was_written(file: BankFile) -> None:
    data = bank_yaml.write(file).encode()
    again = bank_yaml.read(data, "a.yaml")
    assert bank_yaml.recognises(data)
    assert held(again) == held(file)
    assert (again.bank, again.title, again.purpose) == (file.bank, file.title, file.purpose)
    assert again.findings == []


@settings(max_examples=200, deadline=None)
@given(bank_files())
def test_gift_reads_back_as_it_was_written(file: BankFile) -> None:
    data = gift_export.write(file).encode()
    again = gift.read(data, "a.txt")
    assert gift.recognises(data)
    assert held(again) == held(file)
    assert (again.bank, again.title, again.purpose) == (file.bank, file.title, file.purpose)
    assert not [remark for draft in again.drafts for remark in draft.remarks if remark.severity == ERROR]


@settings(max_examples=200, deadline=None)
@given(bank_files())
def test_moodle_xml_reads_back_as_it_was_written(file: BankFile) -> None:
    data = moodle_export.write(file).encode()
    again = moodle_xml.read(data, "a.xml")
    assert moodle_xml.recognises(data)
    assert held(again) == held(file)
    assert (again.bank, again.title, again.purpose) == (file.bank, file.title, file.purpose)
    assert not [remark for draft in again.drafts for remark in draft.remarks if remark.severity == ERROR]


@settings(max_examples=60, deadline=None)
@given(bank_files())
def test_a_workbook_reads_back_as_it_was_written(file: BankFile) -> None:
    data = workbook.write(file)
    again = spreadsheet.read(data, "a.xlsx")
    assert spreadsheet.recognises(data)
    assert held(again) == held(file)
    assert again.findings == []
    assert not [remark for draft in again.drafts for remark in draft.remarks if remark.severity == ERROR]


@pytest.mark.parametrize(
    ("name", "layout"), [("yaml", "yaml"), ("xlsx", "xlsx"), ("gift", "gift"), ("moodle", "moodle")]
)
def test_every_export_is_known_by_its_bytes(name: str, layout: str) -> None:
    file = bank_file(*(draft(kind, code=kind, tags=["标签"], difficulty=3) for kind in kinds.KINDS))
    again = formats.read(exporting.WRITERS[name].write(file), "a")
    assert again.layout == layout
    assert held(again) == held(file)


@pytest.mark.parametrize("name", list(exporting.WRITERS))
def test_our_own_banks_read_back_from_every_format(name: str) -> None:
    for path in sorted(BANKS.glob("[a-z0-9]*.yaml")):
        file = bank_yaml.read(path.read_bytes(), path.name)
        again = formats.read(exporting.WRITERS[name].write(file), "a")
        assert held(again) == held(file)
        assert [finding for finding in again.findings if finding.severity == ERROR] == []
