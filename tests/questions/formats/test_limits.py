import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions.formats import limits


def a_zip(compression: int = zipfile.ZIP_DEFLATED, **entries: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(limits.Refused) as caught:
        limits.check_zip(data)
    assert caught.value.finding.message.endswith("。")
    return caught.value.code


def test_a_plain_zip_gives_its_names() -> None:
    assert limits.check_zip(a_zip(one=b"1", two=b"22")) == {"one", "two"}


def test_a_small_zip_that_unpacks_to_much_is_refused() -> None:
    bomb = a_zip(sheet=bytes(limits.RATIO_FROM + 1))
    assert len(bomb) < 20_000
    assert code_of(bomb) == "zip_too_large"


def test_a_small_zip_may_unpack_to_many_times_its_size() -> None:
    assert limits.check_zip(a_zip(sheet=bytes(limits.RATIO_FROM)))


def test_what_a_zip_unpacks_to_is_added_up() -> None:
    with pytest.raises(limits.Refused, match="最多 1 MB"):
        limits.check_zip(a_zip(one=bytes(600_000), two=bytes(600_000)), most_unpacked=limits.MEGABYTE)


def test_too_many_entries_are_refused() -> None:
    names = {f"n{number}": b"" for number in range(limits.MOST_ENTRIES + 1)}
    assert code_of(a_zip(**names)) == "zip_too_many_entries"


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(a_zip(one=b"1"))
    data[data.index(b"PK\x01\x02") + 8] |= limits.ENCRYPTED
    assert code_of(bytes(data)) == "file_encrypted"


def test_other_compressions_are_refused() -> None:
    assert code_of(a_zip(zipfile.ZIP_BZIP2, one=bytes(1000))) == "zip_unreadable"


def test_a_cut_off_zip_is_refused() -> None:
    assert code_of(a_zip(one=b"1" * 500)[:-30]) == "zip_unreadable"


@given(st.binary(max_size=60), st.integers(0, 200), st.binary(min_size=1, max_size=8))
def test_whatever_stands_in_a_zip_it_is_checked_or_refused(noise: bytes, at: int, change: bytes) -> None:
    data = a_zip(one=b"1" * 50)
    mutated = data[:at] + change + data[at + len(change) :]
    for candidate in (noise, b"PK\x03\x04" + noise, mutated):
        with contextlib.suppress(limits.Refused):
            assert all(isinstance(name, str) for name in limits.check_zip(candidate))
