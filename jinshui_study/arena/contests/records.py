"""The file of a contest's final standings, and what can be checked of it without us. Pure.

    {"document": {…}, "digest": "…", "signature": {"algorithm", "public_key", "value"}, "names": {…}}

The digest (SHA-256) and the signature are over the document in canonical form: JSON in UTF-8, keys sorted, no blanks,
numbers whole. Names stand beside it, not in it, so that somebody may take theirs back: the document holds a commitment
to each, HMAC-SHA256(nonce, "name|branch"), and a name that is shown brings its nonce along.
"""

import hmac
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from jinshui_study.arena import lots
from jinshui_study.arena.contests import signing
from jinshui_study.points import fairness
from jinshui_study.points.fairness import Group

FORMAT = "jinshui-results/1"
ID_DIGITS = 24
NONCE_DIGITS = 32

Document = Mapping[str, Any]


def canonical(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(document: Document) -> str:
    return sha256(canonical(document)).hexdigest()


def participant_id(seed: str, member: str) -> str:
    """The id of a participant: whoever knows their own public id finds their line, and nobody else's."""
    return hmac.new(seed.encode(), f"participant:{member}".encode(), sha256).hexdigest()[:ID_DIGITS]


def nonce(key: bytes, quiz: str, participant: str) -> str:
    return hmac.new(key, f"{quiz}:{participant}".encode(), sha256).hexdigest()[:NONCE_DIGITS]


def commitment(nonce: str, name: str, branch: str) -> str:
    return hmac.new(nonce.encode(), f"{name}|{branch}".encode(), sha256).hexdigest()


def ranked(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines best first with their rank, equals sharing one (1, 1, 3): score high to low, then less time."""
    found: list[dict[str, Any]] = []
    for place, line in enumerate(sorted(lines, key=lambda one: (*_key(one), one["id"])), start=1):
        same = found and _key(found[-1]) == _key(line)
        found.append({**line, "rank": found[-1]["rank"] if same else place})
    return found


def _key(line: Mapping[str, Any]) -> tuple[int, int]:
    return -line["score"], line["duration_ms"]


def problems(file: Mapping[str, Any], public_key: str | None = None) -> list[str]:
    """What is wrong with a file, a sentence each; none for one that is as it was published.

    `public_key` is the one that whoever checks trusts; without it the file's own is taken.
    """
    try:
        return list(_problems(file, public_key))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return ["文件的格式不对，不是一份竞赛成绩文件。"]


def _problems(file: Mapping[str, Any], public_key: str | None) -> Iterator[str]:
    document, signature = file["document"], file["signature"]
    if document["format"] != FORMAT:
        yield "文件的版本不认识。"
        return
    if file["digest"] != digest(document):
        yield "内容的摘要对不上：文件被改过。"
    if public_key is not None and signature["public_key"] != public_key:
        yield "签名用的不是给出的公钥。"
    own = public_key or signature["public_key"]
    if signature["algorithm"] != signing.ALGORITHM or not signing.is_signed(
        own, signature["value"], canonical(document)
    ):
        yield "签名无效：文件不是由公钥的主人签发的，或者被改过。"
    if document["seed"] is not None and lots.commitment(document["seed"]) != document["seed_commitment"]:
        yield "抽题种子和事先公布的指纹不符。"
    if ranked(document["participants"]) != document["participants"]:
        yield "名次和成绩对不上。"
    yield from _wrong_branches(document)
    yield from _wrong_names(document, file.get("names", {}))


def _wrong_branches(document: Document) -> Iterator[str]:
    """Ranks by the scores always; the scores by the lines where these tell their branch."""
    branches = document["branches"]
    if [one["rank"] for one in branches] != _ranks([one["score"] for one in branches]):
        yield "支部的名次和得分对不上。"
    lines = document["participants"]
    told = {one["id"]: one["score"] for one in branches}
    if lines and all("branch" in line for line in lines) and branch_scores(lines) != told:
        yield "支部的得分和成绩对不上。"


def _ranks(scores: Sequence[int]) -> list[int]:
    ordered = sorted(scores, reverse=True)
    return [ordered.index(score) + 1 for score in ordered] if list(scores) == ordered else []


def branch_scores(lines: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The branches' scores, fair to size, by the lines of all participants; those with too few have none."""
    scores: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        scores[line["branch"]].append(line["score"])
    names = sorted(scores)
    groups = [Group(place, sum(scores[name]), len(scores[name])) for place, name in enumerate(names)]
    return {names[one.organization_id]: one.tenths for one in fairness.rank(groups, groups, 1)}


def _wrong_names(document: Document, names: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    committed = {line["id"]: line.get("name_commitment") for line in document["participants"]}
    for participant, shown in names.items():
        if committed.get(participant) != commitment(shown["nonce"], shown["name"], shown["branch"]):
            yield f"编号 {participant} 的姓名和签发时的不符。"
