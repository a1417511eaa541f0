"""What the form for a question sends, as the fields of a question. Pure."""

import re
from datetime import datetime
from typing import Protocol

from jinshui_study.errors import Invalid
from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS

Fields = dict[str, str | list[str]]

WITH_OPTIONS = (kinds.SINGLE, kinds.MULTIPLE, kinds.ORDERING)
MOST_CHOSEN = 50
"""As many as a page shows: the way back names them all, and travels in the session's cookie."""
_APART = re.compile(r"[\s,，、;；]+")


class Form(Protocol):
    """A submitted form: names with one or several values."""

    def get(self, name: str, default: str) -> str: ...

    def getlist(self, name: str) -> list[str]: ...


def read(form: Form) -> Fields:
    """The fields as `rows.mend` and `review.edit` take them: those that the kind does not have come empty."""
    kind = form.get("kind", "")
    options, answer = _options(form, kind)
    is_matching = kind == kinds.MATCHING
    return {
        "kind": kind,
        "stem": form.get("stem", "").strip(),
        "options": options,
        "left": _lines(form, "left") if is_matching else [],
        "right": _lines(form, "right") if is_matching else [],
        "answer": answer,
        "pinned": form.get("pinned", "").strip(),
        **{name: form.get(name, "").strip() for name in ("explanation", "source", "topic")},
        **({"difficulty": form.get("difficulty", "")} if form.get("difficulty", "") else {}),
        "tags": [tag for tag in _APART.split(form.get("tags", "")) if tag],
    }


def chosen(form: Form) -> list[str]:
    """The ids that were ticked, or those that a way back names in one field. Raises Invalid for none or too many."""
    ids = [*form.getlist("question"), *filter(None, form.get("questions", "").split(","))]
    if not ids:
        raise Invalid("还没有选中试题，请先在题目前面打勾。")
    if len(ids) > MOST_CHOSEN:
        raise Invalid(f"一次最多选 {MOST_CHOSEN} 道题。")
    return ids


def moment(text: str) -> datetime:
    """The moment a way back names. Raises Invalid for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid("这一步已经不能撤销。")
    return found


def _options(form: Form, kind: str) -> tuple[list[str], str]:
    """The options that are filled in, and the answer; a tick stays with its option when an empty one before it goes."""
    if kind == kinds.TRUE_FALSE:
        return [], {"true": "对", "false": "错"}.get(form.get("truth", ""), "")
    if kind == kinds.BLANK:
        return [], "\n".join(_lines(form, "gaps"))
    if kind == kinds.MATCHING:
        return [], form.get("pairs", "").strip()
    ticked = set(form.getlist("key"))
    filled = [(str(at), text.strip()) for at, text in enumerate(form.getlist("option")) if text.strip()]
    options = [text for _, text in filled][: len(LETTERS)]
    if kind == kinds.ORDERING:
        return options, form.get("order", "").strip()
    letters = [LETTERS[place] for place, (at, _) in enumerate(filled[: len(LETTERS)]) if at in ticked]
    return options, "".join(letters)


def _lines(form: Form, name: str) -> list[str]:
    return [line.strip() for line in form.get(name, "").splitlines() if line.strip()]


def answer_typed(fields: Fields) -> list[str]:
    """The answer of a form that could not be saved, as the form shows answers."""
    answer = str(fields["answer"])
    if fields["kind"] == kinds.TRUE_FALSE:
        return {"对": ["true"], "错": ["false"]}.get(answer, [])
    if fields["kind"] in WITH_OPTIONS:
        return list(answer)
    return answer.splitlines() if fields["kind"] == kinds.BLANK else answer.split()


def level(fields: Fields) -> int:
    """The difficulty of a form, 0 for none."""
    text = str(fields.get("difficulty", ""))
    return int(text) if text in ("1", "2", "3") else 0
