"""Which questions may be drawn: prepared lists per bank, kept in the process for a few seconds."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select

from jinshui_study import cache
from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.questions.kinds import Wording
from jinshui_study.questions.models import Bank, Question, Revision
from jinshui_study.questions.sampling import Drawable, DrawRule

KEPT_SECONDS = 10.0
MOST_REVISIONS = 50_000

_DRAWABLE = (
    select(
        Question.id,
        Question.current_revision_id,
        Bank.code,
        Question.kind,
        Question.topic,
        Question.difficulty,
    )
    .join(Bank, Bank.id == Question.bank_id)
    .where(Bank.code.in_(bindparam("banks", expanding=True)), Question.state == "ready")
    .order_by(Question.id)
)


def drawable(rule: DrawRule) -> Sequence[Drawable]:
    """The ready questions a rule admits, by id."""

    def load() -> list[Drawable]:
        rows = db.session.connection().execute(_DRAWABLE, {"banks": list(rule.banks)})
        return [question for question in map(Drawable._make, rows) if rule.admits(question)]

    return cache.remember_here(
        f"pool:{rule.banks}:{rule.kinds}:{rule.topics}:{rule.difficulties}", KEPT_SECONDS, load
    )


_wordings: dict[int, Wording] = {}

_WORDINGS = (
    select(
        Revision.id,
        Revision.question_id,
        Question.kind,
        Revision.stem,
        Revision.content,
        Revision.explanation,
        Revision.source,
    )
    .join(Question, Question.id == Revision.question_id)
    .where(Revision.id.in_(bindparam("ids", expanding=True)))
)


def wordings(revision_ids: Iterable[int]) -> dict[int, Wording]:
    """The revisions by id; they never change, so the process keeps them."""
    wanted = set(revision_ids)
    missing = [revision_id for revision_id in wanted if revision_id not in _wordings]
    if missing:
        if len(_wordings) > MOST_REVISIONS:
            _wordings.clear()
            missing = list(wanted)
        for row in db.session.connection().execute(_WORDINGS, {"ids": missing}):
            _wordings[row.id] = Wording(*row)
    return {revision_id: _wordings[revision_id] for revision_id in wanted}


def forget_all() -> None:
    _wordings.clear()


def banks_open_to(organization: Organization, purpose: str | None = None) -> list[str]:
    """Codes of the banks whose organization is `organization` or lies above it."""
    query = select(Bank.code).where(Bank.organization_id.in_(organizations.path_ids(organization)))
    if purpose is not None:
        query = query.where(Bank.purpose == purpose)
    return list(db.session.scalars(query.order_by(Bank.code)))


def sealed_among(codes: Iterable[str]) -> list[str]:
    """Which of these banks are sealed."""
    return list(db.session.scalars(select(Bank.code).where(Bank.code.in_(codes), Bank.purpose == "sealed")))
