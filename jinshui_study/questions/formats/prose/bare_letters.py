"""Options with bare letters before words that begin with letters, too (`BC919`): only letters that run on tell them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.prose.lines import Line
from jinshui_study.questions.formats.understanding import option_marks

FEWEST = 3
"""Letters in order that can be no accident."""

_WIDELY = re.compile(r"\s{2,}|[\t\u3000]")
_NARROWLY = re.compile(r"\s+")
_MARK = re.compile(r"\s*(?:[（(【\[]\s?)?(?P<letter>[A-H])(?P<stop>\s?[、.．。·,，:：;；)）】\]])?\s*(?=\S)")
_CLEAR = re.compile(r"\s|[\u4e00-\u9fff\u2460-\u2473“‘《（\d]")
_ONLY_LETTERS = re.compile(r"[A-O\s]+")
_LETTER = re.compile("[A-H]")
_OF_EXPLANATION = re.compile(r"(?:选?项|[都均皆和与]|错误|正确|不正确|不?符合)")


@dataclass(frozen=True)
class _Piece:
    """A part of a line, as far as a blank, that begins with a letter; `end` is where its text begins."""

    line: int
    place: int
    letter_end: int
    end: int
    is_bare: bool
    is_clear: bool
    text: str


def delimited(lines: Sequence[Line]) -> list[Line]:
    """The lines, with a stop behind each bare letter of options whose texts hold letters themselves."""
    return _delimited(_delimited(lines, _WIDELY), _NARROWLY)


def _delimited(lines: Sequence[Line], apart: re.Pattern[str]) -> list[Line]:
    bare: dict[int, list[_Piece]] = {}
    for run in _runs(lines, apart):
        if _is_doubtful(run):
            for piece in run:
                bare.setdefault(piece.line, []).extend([piece] if piece.is_bare else [])
    return [
        replace(line, text=_stopped(line.text, bare[index])) if index in bare else line
        for index, line in enumerate(lines)
    ]


def _is_doubtful(run: list[_Piece]) -> bool:
    """Whether a run is one of options, one with a clear mark at least, in which another letter misleads."""
    if len(run) < FEWEST or not any(piece.is_clear for piece in run):
        return False
    misleads = any(piece.is_bare and _LETTER.search(piece.text) for piece in run)
    return misleads and not any(_OF_EXPLANATION.match(piece.text) for piece in run)


def _stopped(text: str, pieces: Sequence[_Piece]) -> str:
    for piece in reversed(pieces):
        text = f"{text[: piece.letter_end]}. {text[piece.end :]}"
    return text


def _runs(lines: Sequence[Line], apart: re.Pattern[str]) -> Iterator[list[_Piece]]:
    """Pieces whose letters run A, B, C, one after the other and with nothing between them."""
    run: list[_Piece] = []
    for index, line in enumerate(lines):
        if line.is_blank:
            continue
        pieces = _pieces(index, line.text, apart)
        for piece in pieces:
            if piece.place != len(run):
                yield run
                run = []
            if piece.place == len(run):
                run.append(piece)
        if not pieces:
            yield run
            run = []
    yield run


def _pieces(index: int, text: str, apart: re.Pattern[str]) -> list[_Piece]:
    """The pieces of a line that begins with a letter, cut at blanks before the letter that is due.

    None where one of them has no text.
    """
    text = text.translate(option_marks.WIDE)
    first = _MARK.match(text)
    if first is None:
        return []
    starts, ends = [0], []
    place, begun = LETTERS.index(first["letter"]), first.end()
    for blank in apart.finditer(text, first.end()):
        mark = _MARK.match(text, blank.end())
        if mark is not None and blank.start() >= begun and LETTERS.index(mark["letter"]) == place + 1:
            starts.append(blank.end())
            ends.append(blank.start())
            place, begun = place + 1, mark.end()
    found = [_piece(index, text, start, end) for start, end in zip(starts, [*ends, len(text)], strict=True)]
    return [piece for piece in found if piece is not None] if all(found) else []


def _piece(index: int, text: str, start: int, end: int) -> _Piece | None:
    mark = _MARK.match(text, start, end)
    if mark is None or _ONLY_LETTERS.fullmatch(text, start, end):
        return None
    is_bare = mark["stop"] is None
    is_clear = not is_bare or _CLEAR.match(text, mark.end("letter")) is not None
    place = LETTERS.index(mark["letter"])
    return _Piece(index, place, mark.end("letter"), mark.end(), is_bare, is_clear, text[mark.end() : end])
