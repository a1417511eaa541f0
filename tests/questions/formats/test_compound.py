from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions.formats.office import compound
from tests.questions.formats import workbooks


def test_the_names_at_the_top_are_told() -> None:
    assert compound.names(workbooks.compound("WordDocument", b"x" * 9000)) == {"WordDocument"}


def test_a_large_file_has_its_table_in_many_sectors() -> None:
    assert compound.names(workbooks.compound("Workbook", bytes(3_000_000))) == {"Workbook"}


def test_other_files_have_no_names() -> None:
    assert compound.names(b"PK\x03\x04" + bytes(600)) == frozenset()
    assert compound.names(compound.MAGIC) == frozenset()


@given(st.lists(st.tuples(st.integers(8, 2048), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_file_has_names_or_none(changes: list[tuple[int, int]]) -> None:
    data = bytearray(workbooks.compound("Workbook", b"x"))
    for at, value in changes:
        data[at] = value
    assert all(isinstance(name, str) for name in compound.names(bytes(data)))
