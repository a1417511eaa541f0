"""Which questions go into a paper: the same for all, or drawn for one member, unseen ones first."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import bindparam, select, type_coerce
from sqlalchemy.types import NullType

from jinshui_study.arena import lots
from jinshui_study.arena.models import Exposure
from jinshui_study.db import db, insert, table_of
from jinshui_study.errors import Conflict
from jinshui_study.questions import pools, sampling
from jinshui_study.questions.kinds import Wording
from jinshui_study.questions.sampling import Drawable, DrawRule

_exposures = table_of(Exposure)

_SEEN = select(_exposures.c.question_id, type_coerce(_exposures.c.seen_at, NullType())).where(
    _exposures.c.member_id == bindparam("member_id"),
    _exposures.c.question_id.in_(bindparam("ids", expanding=True)),
)


def _upsert_exposures() -> Any:
    statement = insert(_exposures)
    return statement.on_conflict_do_update(
        index_elements=["member_id", "question_id"], set_={"seen_at": statement.excluded.seen_at}
    )


_ADD_EXPOSURES = _upsert_exposures()


def for_all(draws: Sequence[DrawRule], dice: Random) -> list[dict[str, int]]:
    """One paper that everybody gets. Raises Conflict: too_few_questions."""
    hands = [sampling.candidates(pool, dice, len(pool)) for pool in map(pools.drawable, draws)]
    picked = _complete(draws, lots.dealt(draws, hands, {}))
    return [{"revision": question.revision_id, "worth": worth} for question, worth in picked]


def refuse_too_few(draws: Sequence[DrawRule]) -> None:
    """Raise Conflict, too_few_questions, where the banks do not hold what the rules ask for together."""
    _complete(draws, lots.dealt(draws, [pools.drawable(rule) for rule in draws], {}))


def given(paper: Sequence[Mapping[str, int]]) -> list[tuple[Wording, int]]:
    """The wordings of a paper made by `for_all`, with what they are worth."""
    wordings = pools.wordings(line["revision"] for line in paper)
    return [(wordings[line["revision"]], line["worth"]) for line in paper]


def for_member(draws: Sequence[DrawRule], member_id: int, dice: Random) -> list[tuple[Wording, int]]:
    """A paper for one member, drawn as `lots.pick` says. Raises Conflict: too_few_questions."""
    whole = [pools.drawable(rule) for rule in draws]
    picked = _complete(draws, lots.pick(draws, whole, lambda ids: _seen(member_id, ids), dice))
    wordings = pools.wordings(question.revision_id for question, _ in picked)
    return [(wordings[question.revision_id], worth) for question, worth in picked]


def _complete(draws: Sequence[DrawRule], picked: list[tuple[Drawable, int]]) -> list[tuple[Drawable, int]]:
    wanted = sum(rule.count for rule in draws)
    if len(picked) < wanted:
        raise Conflict(
            f"题库里符合条件的试题不足：需要 {wanted} 道，只能抽出 {len(picked)} 道。",
            code="too_few_questions",
        )
    return picked


def _seen(member_id: int, question_ids: Collection[int]) -> dict[int, Any]:
    """When each was seen, as the driver has it: drawing only compares these moments."""
    params = {"member_id": member_id, "ids": sorted(question_ids)}
    return dict(db.session.connection().execute(_SEEN, params).all())


def expose(member_id: int, lines: Sequence[dict[str, Any]], now: datetime) -> None:
    """Remember that the member has been shown these questions of a paper."""
    rows = [
        {"member_id": member_id, "question_id": question, "seen_at": now}
        for question in sorted({line["question"] for line in lines})
    ]
    db.session.connection().execute(_ADD_EXPOSURES, rows)
