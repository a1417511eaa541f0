"""QTI packages: what the manifest lists is read, whatever else lies in the zip."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinshui_study.questions.drafts import BankFile
from jinshui_study.questions.formats import limits, qti_package
from tests.questions.formats.test_qti import as_qti_3, choice, declared, item

FIRST = item("<p>第一题</p>" + choice("甲", "乙"), declared("A"))
SECOND = as_qti_3(item("<p>第二题</p>" + choice("丙", "丁"), declared("B")))


def manifest(*resources: tuple[str, str]) -> str:
    listed = "".join(
        f'<resource identifier="r{number}" type="{kind}" href="{href}"><file href="{href}"/></resource>'
        for number, (kind, href) in enumerate(resources)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m">'
        f"<resources>{listed}</resources></manifest>"
    )


LISTED = manifest(
    ("imsqti_test_xmlv2p2", "test.xml"),
    ("imsqti_item_xmlv3p0", "items/%E7%AC%AC%E4%BA%8C.xml"),
    ("imsqti_item_xmlv2p2", "items/first.xml"),
    ("associatedcontent/learning-application-resource", "a.png"),
)


def package(**files: str | bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


WHOLE = {
    "imsmanifest.xml": LISTED,
    "items/first.xml": FIRST,
    "items/第二.xml": SECOND,
    "items/unlisted.xml": FIRST,
    "test.xml": "<assessmentTest/>",
    "a.png": b"\x89PNG",
}


def read(data: bytes) -> BankFile:
    assert qti_package.recognises(data)
    return qti_package.read(data, "a.zip")


def codes(read_file: BankFile) -> list[str]:
    return [finding.code for finding in read_file.findings]


def test_the_items_of_the_manifest_are_read_in_its_order() -> None:
    read_file = read(package(**WHOLE))
    assert [draft.stem.split("\n")[0] for draft in read_file.drafts] == ["第二题", "第一题"]
    assert [draft.where for draft in read_file.drafts] == ["items/第二.xml", "items/first.xml"]
    assert codes(read_file) == []


def test_a_manifest_in_a_folder_is_found() -> None:
    read_file = read(package(**{f"导出/{name}": content for name, content in WHOLE.items()}))
    assert [draft.where for draft in read_file.drafts] == ["导出/items/第二.xml", "导出/items/first.xml"]


def test_a_listed_file_that_is_missing_is_an_error() -> None:
    read_file = read(
        package(**{name: content for name, content in WHOLE.items() if name != "items/first.xml"})
    )
    assert codes(read_file) == ["file_missing"]
    assert (len(read_file.drafts), read_file.unread) == (1, 1)


def test_without_a_manifest_every_item_is_read() -> None:
    read_file = read(package(**{"a.xml": FIRST, "b.xml": "<other/>"}))
    assert [draft.where for draft in read_file.drafts] == ["a.xml"]
    assert codes(read_file) == ["manifest_missing", "file_skipped"]


def test_a_zip_without_questions_says_so() -> None:
    assert codes(read(package(**{"imsmanifest.xml": manifest(("webcontent", "a.html")), "a.html": "x"}))) == [
        "no_questions"
    ]


def test_qti_1_2_is_named() -> None:
    files = {"imsmanifest.xml": manifest(("imsqti_xmlv1p2", "q/q.xml")), "q/q.xml": "<questestinterop/>"}
    assert "qti_version" in codes(read(package(**files)))


def test_a_reference_out_of_the_zip_finds_nothing() -> None:
    files = {"imsmanifest.xml": manifest(("imsqti_item_xmlv2p2", "../../etc/passwd"))}
    assert codes(read(package(**files))) == ["file_missing"]


def test_a_bomb_is_refused() -> None:
    files = {"imsmanifest.xml": LISTED, "items/first.xml": b" " * (limits.MOST_UNPACKED + 1)}
    assert codes(read(package(**files))) == ["zip_too_large"]


def test_more_xml_than_questions_need_is_refused() -> None:
    noise = bytes(range(256)) * 16
    files = {"imsmanifest.xml": LISTED, "items/first.xml": noise * (qti_package.MOST_XML // len(noise) + 1)}
    data = package(**files)
    assert codes(read(data)) == ["zip_too_large"]


@pytest.mark.parametrize("name", ["imsmanifest.xml", "items/first.xml"])
def test_declarations_are_refused_in_any_file(name: str) -> None:
    hostile = '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    assert "xml_forbidden" in codes(read(package(**{**WHOLE, name: hostile})))


def test_office_documents_are_left_to_others() -> None:
    data = package(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
    assert not qti_package.recognises(data)


@settings(deadline=None)
@given(st.data())
def test_no_mutation_raises(data: st.DataObject) -> None:
    content = bytearray(package(**WHOLE))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    qti_package.recognises(bytes(content))
    qti_package.read(bytes(content), "a.zip")


@settings(deadline=None)
@given(st.binary().map(lambda data: b"PK\x03\x04" + data))
def test_no_bytes_raise(data: bytes) -> None:
    qti_package.recognises(data)
    qti_package.read(data, "a.zip")
