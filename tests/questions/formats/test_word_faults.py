"""Word files that are damaged, hostile, old, or hold no bank."""

import io
import zipfile

from tests.questions.formats import workbooks
from tests.questions.formats.documents import FIRST_LINES, fault, paragraphs, read
from tests.questions.formats.papers import FIRST, shown


def test_an_old_word_file_says_how_to_save_it() -> None:
    code, message = fault(workbooks.compound("WordDocument", b"x" * 9000))
    assert code == "word_old"
    assert ".docx" in message
    assert "另存为" in message


def test_other_files_of_word_processors_say_so() -> None:
    assert fault(b"{\\rtf1\\ansi 1. a}")[0] == "word_rtf"


def test_a_damaged_word_file_is_one_finding() -> None:
    data = paragraphs(*FIRST_LINES)
    assert (
        fault(workbooks.with_part(data, "word/document.xml", lambda xml: xml[:-200]))[0] == "word_unreadable"
    )
    assert fault(data[: len(data) // 2])[0] == "zip_unreadable"
    entity = b'<!DOCTYPE d [<!ENTITY a "aaaa">]><w:document xmlns:w="x"><w:body><w:p/></w:body></w:document>'
    assert fault(workbooks.with_part(data, "word/document.xml", lambda _: entity))[0] == "word_unreadable"


def test_macros_are_ignored_and_told() -> None:
    stream = io.BytesIO(paragraphs(*FIRST_LINES))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    result = read(stream.getvalue())
    assert [shown(draft) for draft in result.drafts] == [FIRST]
    assert [(finding.severity, finding.code) for finding in result.findings] == [("notice", "macro_ignored")]


def test_a_zip_bomb_is_refused() -> None:
    stream = io.BytesIO(paragraphs("甲"))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.bin", bytes(200 * 1024 * 1024))
    assert fault(stream.getvalue())[0] == "zip_too_large"


def test_a_word_file_of_notes_has_no_question() -> None:
    assert fault(paragraphs("学习心得", "我认真学习。", "一、提高认识", "1．加强学习。"))[0] == "no_questions"
