"""Writing GIFT that Moodle takes and that reads back as the same questions."""

import re
from collections.abc import Iterator

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, BankFile, Draft, pairs_of
from jinshui_study.questions.formats.interchange import html_text, moodle_labels
from jinshui_study.questions.formats.interchange.drafting import weights

LONGEST_NAME = 30

_MARK = re.compile(r"[\\:#={}~\n]")
_BRACE = re.compile(r"[\\{}\n]")
_BRACKET = re.compile(r"[\\\]\n]")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")


def write(file: BankFile) -> str:
    """The file as GIFT; Moodle lacks questions of several gaps here, so they come out as a matching."""
    header = [f"// {name}: {_line(value)}" for name, value in _header_of(file) if value]
    blocks = ["\n".join(header)] if header else []
    topic: str | None = None
    for draft in file.drafts:
        if draft.topic != topic:
            blocks.append(f"$CATEGORY: {_line(moodle_labels.path_of(file.title, draft.topic))}")
            topic = draft.topic
        blocks.append(_block(draft))
    return "\n\n".join(blocks) + "\n"


def _header_of(file: BankFile) -> list[tuple[str, str]]:
    return [("bank", file.bank), ("title", file.title), ("purpose", file.purpose)]


def _line(text: str) -> str:
    return " ".join(text.split("\n"))


def _block(draft: Draft) -> str:
    labels = [("id", draft.code)] if draft.code else []
    labels += [("tag", tag) for tag in moodle_labels.tags_of(draft)]
    comment = "// " + " ".join(f"[{name}:{_escape(_BRACKET, text)}]" for name, text in labels)
    name = _marked(_line(draft.code or draft.stem[:LONGEST_NAME]))
    feedback = moodle_labels.feedback_of(draft)
    lines = [*_answers(draft), *([f"####{_formatted(feedback)}"] if feedback else [])]
    return "\n".join([comment, f"::{name}::[plain]{_marked(draft.stem)}{{{_joined(lines)}}}"])


def _joined(lines: list[str]) -> str:
    """Answers on lines of their own; what starts with a word (`TRUE`, `>3 ALL`) stays beside the brace."""
    first, *rest = lines
    start = first if first[:1] not in ("=", "~") else f"\n\t{first}"
    return start + "".join(f"\n\t{line}" for line in rest) + "\n"


def _escape(marks: re.Pattern[str], text: str) -> str:
    return marks.sub(lambda found: "\\n" if found[0] == "\n" else "\\" + found[0], text)


def _marked(text: str) -> str:
    return _escape(_MARK, text)


def _formatted(text: str) -> str:
    """A text that stands where Moodle looks for a format at its start."""
    return ("[plain]" if _FORMAT.match(text) else "") + _marked(text)


def _answers(draft: Draft) -> Iterator[str]:
    if draft.kind == kinds.TRUE_FALSE:
        yield "TRUE" if draft.answer == ["true"] else "FALSE"
    elif draft.kind == kinds.BLANK:
        yield from _gaps(draft.answer)
    elif draft.kind == kinds.ORDERING:
        yield f">{len(draft.options)} ALL VERTICAL ABSOLUTE_POSITION SHOW none"
        yield from (_item(draft.options[LETTERS.index(letter)]) for letter in draft.answer)
    elif draft.kind == kinds.MATCHING:
        yield from _pairs(draft)
    else:
        yield from _choices(draft)


def _choices(draft: Draft) -> Iterator[str]:
    for text, weight in zip(draft.options, weights(draft), strict=True):
        if draft.kind == kinds.SINGLE and weight > 0:
            yield f"={_formatted(text)}"
        elif draft.kind == kinds.SINGLE:
            yield f"~{'%0%' if text.startswith('%') else ''}{_formatted(text)}"
        else:
            yield f"~%{weight:.7g}%{_formatted(text)}"


def _gaps(answers: list[str]) -> Iterator[str]:
    if len(answers) > 1:
        yield from (f"=第{number}空 -> {_marked(text)}" for number, text in enumerate(answers, start=1))
        return
    for variant in answers[0].split("|"):
        yield f"=%100%{_formatted(variant.replace('*', chr(92) + '*'))}"


def _pairs(draft: Draft) -> Iterator[str]:
    for left, right in pairs_of(draft.answer):
        text = draft.left[left]
        shown = f"[html]{_marked(html_text.written(text))}" if "->" in text else _formatted(text)
        yield f"={shown} -> {_marked(draft.right[right])}"


def _item(text: str) -> str:
    """An item of an ordering: Moodle takes it as it stands, so only what would end it is escaped."""
    escaped = _escape(_BRACE, text)
    if "####" in text:
        escaped = escaped.replace("#", "\\#")
    return f"\\n{escaped}" if text.startswith("//") else escaped
