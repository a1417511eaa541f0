"""A branch's sheets as Word documents."""

from collections.abc import Iterator, Sequence

from jinshui_study.branch import figures
from jinshui_study.branch.mistakes import Mistake
from jinshui_study.questions import kinds
from jinshui_study.questions.formats.writing import word_document
from jinshui_study.questions.pages.wording import Shown


def of_mistakes(branch: str, found: Sequence[Mistake]) -> bytes:
    """The questions with key, explanation and source, each kept together on its page."""
    title = f"{branch}错题讲义"
    document = word_document.begun(title)
    word_document.add_heading(document, title)
    if not found:
        word_document.add_block(document, ["还没有可以讲的错题。"])
    for number, one in enumerate(found, start=1):
        word_document.add_block(document, list(_lines(number, one)))
    return word_document.written(document)


def _lines(number: int, mistake: Mistake) -> Iterator[str]:
    shown = mistake.shown
    kind, share = kinds.CHINESE[shown.kind], figures.about(mistake.wrong, mistake.answers)
    yield f"{number}. {shown.fields['stem']}（{kind}，{share}）"
    yield from (f"{option.letter}. {option.text}" for option in shown.options)
    yield f"答案：{_answer(shown)}"
    for name, label in (("explanation", "解析"), ("source", "出处")):
        if shown.fields[name]:
            yield f"{label}：{shown.fields[name]}"


def _answer(shown: Shown) -> str:
    if shown.kind == kinds.MATCHING:
        return "；".join(f"{left} — {right}" for left, right in shown.pairs)
    return shown.answer
