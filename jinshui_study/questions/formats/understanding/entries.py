"""A question as it stands in a file, in the writer's own marks and words, before it is understood."""

from dataclasses import dataclass, field


@dataclass
class Entry:
    """What a reader has cut out of a file for one question; `interpreting.interpret` makes a Draft of it.

    `kind` is the word of the file (`多选题`, a section's heading) or empty; `answers` holds the answer as written
    from every place that states one (bracket of the stem, own line, key list), so that they can be compared.
    Options may still carry their marks (`A、`). `where` is unique in the file, `raw` the text it was read from.
    """

    where: str
    raw: str = ""
    kind: str = ""
    stem: str = ""
    options: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    explanation: str = ""
    source: str = ""
    chapter: str = ""
    difficulty: str = ""
    code: str = ""
    tags: list[str] = field(default_factory=list)
