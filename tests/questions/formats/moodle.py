"""How Moodle reads GIFT, written anew after its documentation and its importer's steps, to hold our writing against."""

import re
from dataclasses import dataclass, field

MARKS = {
    ":": "&&058;",
    "#": "&&035;",
    "=": "&&061;",
    "{": "&&123;",
    "}": "&&125;",
    "~": "&&126;",
    "n": "&&010",
}
MEANT = {place: "\n" if mark == "n" else mark for mark, place in MARKS.items()}
WEIGHT = re.compile(r"%(-*[0-9]{1,2}\.?[0-9]*)%")


@dataclass
class Seen:
    """A question as Moodle holds it."""

    kind: str
    name: str
    text: str
    format: str
    feedback: str = ""
    answers: list[tuple[str, float]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    category: str = ""
    idnumber: str = ""
    tags: list[str] = field(default_factory=list)


def read(text: str) -> list[Seen]:
    found, category = [], ""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        comments = "\n".join(line for line in lines if line.startswith("//"))
        body = "\n".join(" " if line.startswith("//") else line for line in lines).strip()
        if body.startswith("$CATEGORY:"):
            category = before(body)[10:].strip()
        elif body:
            seen = question(before(body))
            seen.category = category
            ids = re.search(r"\[id:((?:\\\]|[^\]\x00-\x1f\x7f])+)\]", comments)
            seen.idnumber = ids[1].replace("\\]", "]").strip() if ids else ""
            tags = re.findall(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f\x7f])+)\]", comments)
            seen.tags = [tag.replace("\\]", "]").strip() for tag in tags]
            found.append(seen)
    return found


def before(text: str) -> str:
    """Escapes as places that mean nothing."""
    text = text.replace("\\\\", "&&092;")
    for mark, place in MARKS.items():
        text = text.replace("\\" + mark, place)
    return text.replace("&&092;", "\\")


def after(text: str) -> str:
    for place, mark in MEANT.items():
        text = text.replace(place, mark)
    return text


def formatted(text: str, default: str) -> tuple[str, str]:
    text = text.strip()
    found = re.match(r"\[(moodle|html|plain|markdown)\]", text)
    return (after(text[found.end() :]).strip(), found[1]) if found else (after(text).strip(), default)


def question(text: str) -> Seen:
    name = ""
    if text.startswith("::"):
        name, _, text = text[2:].partition("::")
        text = text.strip()
    start, end = text.index("{"), text.index("}")
    answers = text[start + 1 : end].strip()
    rest = text[:start] + ("" if text.endswith("}") else "_____") + text[end + 1 :]
    answers, _, feedback = answers.rpartition("####") if "####" in answers else (answers, "", "")
    stem, form = formatted(rest, "moodle")
    seen = Seen("", after(name), stem, form, formatted(feedback, form)[0])
    answer(seen, answers.strip())
    return seen


def answer(seen: Seen, text: str) -> None:
    if re.match(r"\s*>\s*\d+", text):
        seen.kind = "ordering"
        seen.answers = [(after(line.strip()), 100.0) for line in text.split("\n")[1:] if line.strip()]
    elif "~" in text:
        seen.kind = "multichoice"
        seen.answers = [
            choice(item, seen.format) for item in text.replace("=", "~=").split("~") if item.strip()
        ]
    elif "=" in text and "->" in text:
        seen.kind = "match"
        for item in filter(str.strip, text.split("=")):
            left, _, right = item.partition("->")
            seen.pairs.append((formatted(left, seen.format)[0], after(right).strip()))
    elif text.split("#")[0].strip() in ("T", "TRUE", "F", "FALSE"):
        seen.kind = "truefalse"
        seen.answers = [("true" if text.startswith("T") else "false", 100.0)]
    else:
        seen.kind = "shortanswer"
        seen.answers = [choice(item, seen.format, 100.0) for item in text.split("=") if item.strip()]


def choice(item: str, form: str, default: float = 0.0) -> tuple[str, float]:
    item = item.strip()
    weight = WEIGHT.match(item)
    if item.startswith("="):
        item, share = item[1:], 100.0
    elif weight:
        item, share = item[weight.end() :], float(weight[1])
    else:
        share = default
    return formatted(item.split("#")[0], form)[0], share
