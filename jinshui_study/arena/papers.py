"""An attempt's paper: which questions, in which order, under which opaque ids. Pure."""

from collections.abc import Sequence
from random import Random
from typing import Any

from jinshui_study.arena.marking import Verdict
from jinshui_study.arena.modes import Rules
from jinshui_study.errors import Invalid
from jinshui_study.questions import kinds
from jinshui_study.questions.kinds import Wording

ID_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PAIRS = [first + second for first in ID_ALPHABET for second in ID_ALPHABET]


def compose(picked: Sequence[tuple[Wording, int]], rules: Rules, dice: Random) -> list[dict[str, Any]]:
    """The paper of an attempt out of wordings and their worth in tenths, shuffled as the rules say."""
    lines = list(picked)
    if rules.shuffle_questions:
        dice.shuffle(lines)
    return [_line(wording, worth, rules, dice) for wording, worth in lines]


def _line(wording: Wording, worth: int, rules: Rules, dice: Random) -> dict[str, Any]:
    content = wording.content
    line: dict[str, Any] = {"revision": wording.revision_id, "question": wording.question_id, "worth": worth}
    if "options" in content:
        keep = set(content.get("pinned", ()))
        shuffled = rules.shuffle_options or wording.kind == kinds.ORDERING
        line["order"] = _order(len(content["options"]), keep, shuffled, dice)
        line["ids"] = _ids(len(content["options"]), dice)
    elif "left" in content:
        for side in ("left", "right"):
            line[f"{side}_order"] = _order(len(content[side]), set(), True, dice)
            line[f"{side}_ids"] = _ids(len(content[side]), dice)
    return line


def _order(size: int, pinned: set[int], shuffled: bool, dice: Random) -> list[int]:
    """The order options are shown in; pinned ones stay last, as written."""
    free = [index for index in range(size) if index not in pinned]
    if shuffled:
        dice.shuffle(free)
    return free + sorted(pinned)


def _ids(size: int, dice: Random) -> list[str]:
    """An opaque id of six characters for each option, by its index as written."""
    ids: list[str] = []
    while len(ids) < size:
        drawn = "".join(dice.choices(PAIRS, k=3))
        if drawn not in ids:
            ids.append(drawn)
    return ids


def shown(number: int, line: dict[str, Any], wording: Wording, seconds: int | None) -> dict[str, Any]:
    """A question as a member sees it: nothing here tells the key."""
    content = wording.content
    return {
        "number": number,
        "kind": wording.kind,
        "stem": wording.stem,
        "options": _texts(content, "options", line.get("order"), line.get("ids")),
        "left": _texts(content, "left", line.get("left_order"), line.get("left_ids")),
        "right": _texts(content, "right", line.get("right_order"), line.get("right_ids")),
        "gaps": kinds.gaps(content) if wording.kind == kinds.BLANK else 0,
        "seconds": seconds,
    }


def _texts(
    content: dict[str, Any], name: str, order: list[int] | None, ids: list[str] | None
) -> list[dict[str, str]]:
    if order is None or ids is None:
        return []
    return [{"id": ids[index], "text": content[name][index]} for index in order]


def to_stored(line: dict[str, Any], wording: Wording, response: dict[str, Any]) -> dict[str, Any]:
    """A client's response with its opaque ids as the indices a response is stored by. Raises Invalid."""
    wanted = SHAPES[wording.kind]
    if set(response) != {wanted}:
        raise Invalid(errors={"response": [f"这道{kinds.CHINESE[wording.kind]}的答案应写在 {wanted} 里。"]})
    if wanted == "value":
        return response
    if wanted == "texts":
        if len(response["texts"]) > kinds.gaps(wording.content):
            raise Invalid(errors={"response": ["填的空比题目里的多。"]})
        return response
    if wanted == "pairs":
        return {"pairs": _pairs(line, response["pairs"])}
    indices = [_index(line["ids"], given) for given in response["options"]]
    if wording.kind == kinds.ORDERING:
        if len(set(indices)) < len(indices):
            raise Invalid(errors={"response": ["排序题里一个选项只能出现一次。"]})
        return {"options": indices}
    if wording.kind == kinds.SINGLE and len(set(indices)) > 1:
        raise Invalid(errors={"response": ["单选题只能选一项。"]})
    return {"options": sorted(set(indices))}


SHAPES = {
    kinds.SINGLE: "options",
    kinds.MULTIPLE: "options",
    kinds.ORDERING: "options",
    kinds.TRUE_FALSE: "value",
    kinds.BLANK: "texts",
    kinds.MATCHING: "pairs",
}


def _pairs(line: dict[str, Any], given: Sequence[Sequence[str]]) -> list[list[int]]:
    """Pairs of indices in the order of the left column; the same pair twice is one."""
    pairs = {(_index(line["left_ids"], a), _index(line["right_ids"], b)) for a, b in given}
    if len({left for left, _ in pairs}) < len(pairs):
        raise Invalid(errors={"response": ["连线题左栏的一项只能连一次。"]})
    return [list(pair) for pair in sorted(pairs)]


def _index(ids: list[str], given: str) -> int:
    try:
        return ids.index(given)
    except ValueError:
        raise Invalid(errors={"response": ["答案里有这道题没有的选项。"]}) from None


def from_stored(line: dict[str, Any], response: dict[str, Any] | None) -> dict[str, Any] | None:
    """A stored response, or a key in its shape, with this attempt's opaque ids."""
    if response is None:
        return None
    if "pairs" in response:
        left, right = line["left_ids"], line["right_ids"]
        return {"pairs": [[left[a], right[b]] for a, b in response["pairs"]]}
    if "options" in response:
        return {"options": [line["ids"][index] for index in response["options"]]}
    return response


def feedback(
    line: dict[str, Any], wording: Wording, correct: bool, verdict: Verdict | None = None
) -> dict[str, Any]:
    """What a member is told of an answer once the rules reveal it; a ruling stands beside the key it was asked with."""
    return {
        "correct": correct,
        "key": _key(line, wording),
        "explanation": wording.explanation,
        "source": wording.source,
        "ruling": None if verdict is None else _ruling(line, wording, verdict),
    }


def _key(line: dict[str, Any], wording: Wording) -> dict[str, Any] | None:
    return from_stored(line, kinds.key_response(wording.kind, wording.content))


VOID = "这道题有争议，已经作废：凡是答到这道题的，都按答对计分。"
CORRECTED = "这道题的参考答案已经更正，成绩按更正后的答案计算。"


def _ruling(line: dict[str, Any], wording: Wording, verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": "void" if verdict.voids else "correct",
        "key": None if verdict.voids else _key(line, verdict.corrected(wording)),
        "sentence": VOID if verdict.voids else CORRECTED,
        "explanation": verdict.explanation,
        "reason": verdict.reply,
    }
