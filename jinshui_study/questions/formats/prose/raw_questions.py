"""A question while its lines are being read: in the writer's words, place by place."""

import re
from dataclasses import dataclass, field

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS
from jinshui_study.questions.formats.prose import labels
from jinshui_study.questions.formats.understanding import (
    answer_notation,
    bare_options,
    cleaning,
    columns,
    gaps,
    kind_words,
)
from jinshui_study.questions.formats.understanding.entries import Entry

_NAMED_ANSWER = re.compile(
    r"(?s)(.*\S)\s*(?:-|—|–|－)+\s*([A-OＡ-Ｏ](?:[、,，]?[A-OＡ-Ｏ])*)\s*[:：、.．]\s*(\S.*)"
)
_HOLDS_ANSWER = re.compile(
    r"[（(【\[]\s*(?:[A-OＡ-Ｏ][A-OＡ-Ｏ、,，|\s]{0,12}|[√×✓✔✗✘ⅹxXTF对错]|正确|错误|是|否)\s*[）)】\]]|[√×✓✔✗✘ⅹ]\s*[。.]?\s*$"
    r"|[-—–]\s*[A-O]{1,6}\s*[:：]"
)


@dataclass
class Raw:
    """A question while its lines are being read; `field` is what the next plain line belongs to."""

    where: str
    kind: str = ""
    chapter: str = ""
    number: int = 0
    run: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    answers: list[list[str]] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    verdicts: tuple[str, ...] = ()
    field: str = labels.STEM

    @property
    def has_signs(self) -> bool:
        """Whether anything but words is there: options, an answer, a gap, a bracket that waits for one or holds it."""
        if self.options or self.answers or self.left:
            return True
        stem = "\n".join(self.stem)
        if gaps.has_gap(stem) or _HOLDS_ANSWER.search(stem) is not None:
            return True
        is_filled = gaps.filled(stem) or gaps.underlined(stem) or gaps.filled_lines(stem)
        return kind_words.meaning_of(self.kind) == kinds.BLANK and bool(is_filled)

    @property
    def empty_options(self) -> list[str]:
        """The letters behind which nothing stands, where an option with text follows."""
        last = max((place for place, text in enumerate(self.options) if text.strip()), default=0)
        return [LETTERS[place] for place, text in enumerate(self.options[:last]) if not text.strip()]

    def entry(self) -> Entry:
        if self.options and not self.left and self.answers:
            self._take_pairs()
        answers = [cleaning.joined(answer) for answer in self.answers]
        if not self.options and not self.left:
            self._take_bare_options(answers)
        stem = cleaning.joined(self.stem)
        named = _NAMED_ANSWER.fullmatch(stem) if not answers else None
        if named is not None:
            stem, answers = named[1], [f"{named[2]}、{named[3]}"]
        return Entry(
            where=self.where,
            raw="\n".join(self.lines),
            kind=self.facts.get(labels.KIND, self.kind),
            stem=stem,
            options=[gaps.plain(text) for text in self.options or self.verdicts],
            left=[gaps.plain(text) for text in self.left],
            right=[gaps.plain(text) for text in self.right],
            answers=[gaps.plain(text) for text in answers],
            explanation=gaps.plain(cleaning.joined(self.explanation)),
            source=self.facts.get(labels.SOURCE, ""),
            chapter=self.facts.get(labels.CHAPTER, "") or self.chapter,
            difficulty=self.facts.get(labels.DIFFICULTY, ""),
        )

    def _take_bare_options(self, answers: list[str]) -> None:
        kind = kind_words.meaning_of(self.facts.get(labels.KIND, self.kind))
        bare = [answer_notation.bare(answer) for answer in answers]
        found = bare_options.taken_from(self.stem, bare, kind)
        if found is not None:
            self.stem, self.options = found

    def _take_pairs(self) -> None:
        """Options in two columns whose answer pairs them are a matching, also where nobody says so."""
        both = [sides for sides in map(columns.both_sides, self.lines) if sides is not None]
        found = answer_notation.pairs("".join(self.answers[-1]), len(both))
        if len(both) > 1 and found is not None and len(found) == len(both):
            self.options = []
            self.left = [text for sides in both for text in sides.left]
            self.right = [text for sides in both for text in sides.right]
