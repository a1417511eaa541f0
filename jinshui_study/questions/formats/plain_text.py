"""Question banks written as plain text, in any of the layouts people write them in."""

from collections.abc import Sequence

from jinshui_study.questions.drafts import BankFile
from jinshui_study.questions.formats import decoding
from jinshui_study.questions.formats.decoding import Text
from jinshui_study.questions.formats.prose import lines, papers
from jinshui_study.questions.formats.prose.answer_lists import KeyGroup

LAYOUT = "text"


def recognises(data: bytes) -> bool:
    return decoding.decode(data) is not None


def read(data: bytes, file: str, key: Sequence[KeyGroup] = ()) -> BankFile:
    """All questions in `data`; `key` holds answers that came in a file of their own."""
    text = decoding.decode(data) or Text("", "unknown")
    result = BankFile(file=file, layout=LAYOUT, encoding=text.encoding, findings=list(text.findings))
    return papers.read_into(result, lines.of_text(text.text), key)
