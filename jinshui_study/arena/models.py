"""Tables of quizzes, attempts and answers, of disputes and rulings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.db import Base, opaque_id

UNCOUNTED = "state = 'finished' AND counted_version <> marks_version"


class Programme(Base):
    """What makes quizzes by itself: a daily or weekly quiz of an organization, by preset, rules and draw."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    preset: Mapped[str] = mapped_column(String(16))
    every: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(80))
    rules: Mapped[dict[str, Any]]
    draw: Mapped[list[Any]]
    same_for_all: Mapped[bool]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Quiz(Base):
    """What members of an organization's subtree can enter: rules, where questions come from, when it is open.

    `rules` is described in `arena/modes.py`; `draw` is a list of draw rules (`questions/sampling.py`). `paper` holds
    revision ids where everybody gets the same questions. `seed` is what all papers are drawn by (`arena/lots.py`).
    """

    __tablename__ = "quizzes"
    __table_args__ = (
        UniqueConstraint("programme_id", "starts_on"),
        Index("ix_quizzes_open", "organization_id", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    preset: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(80))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    rules: Mapped[dict[str, Any]]
    draw: Mapped[list[Any]]
    paper: Mapped[list[Any] | None]
    freezes_at: Mapped[datetime | None]
    reveals_at: Mapped[datetime | None]
    seed: Mapped[str | None] = mapped_column(String(64))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))
    starts_on: Mapped[date | None]
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]


class Attempt(Base):
    """One member's run through a quiz. `paper` lists its questions as {"revision", "worth", "order", "ids"}.

    `order` is the permutation in which options are shown and `ids` their opaque ids, drawn for this attempt; matching
    questions have `order` and `ids` for both columns. `opened` questions are visible, the last since `opened_at`.
    `finished_at` is when it counts as finished, `closed_at` when the server closed it.
    `counted` is what item statistics have of it, [score, worth, answered] per question, as of `counted_version`;
    whoever changes scores of a finished attempt raises `marks_version`. One that is `voided` (`arena/integrity/`) keeps
    its score, which counts nowhere, and is worth no points.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'finished')", name="state"),
        UniqueConstraint("member_id", "quiz_id", "ordinal"),
        Index(
            "ix_attempts_one_open",
            "member_id",
            "quiz_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_attempts_overdue",
            "expires_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_attempts_quiz", "quiz_id", "state", "finished_at"),
        Index(
            "ix_attempts_uncounted",
            "finished_at",
            sqlite_where=text(UNCOUNTED),
            postgresql_where=text(UNCOUNTED),
        ),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=opaque_id)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    ordinal: Mapped[int]
    ordinal_of_day: Mapped[int]
    day: Mapped[date]
    state: Mapped[str] = mapped_column(String(8))
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened: Mapped[int]
    opened_at: Mapped[datetime]
    revives: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    score: Mapped[int | None]
    max_score: Mapped[int | None]
    correct: Mapped[int | None]
    questions: Mapped[int | None]
    duration_ms: Mapped[int | None]
    points_awarded: Mapped[int | None]
    personal_best: Mapped[bool | None]
    seed: Mapped[str] = mapped_column(String(32))
    paper: Mapped[list[Any]]
    closed_at: Mapped[datetime | None]
    marks_version: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    counted_version: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    counted: Mapped[list[Any] | None]
    voided: Mapped[bool] = mapped_column(server_default=false())


class Answer(Base):
    """An answer in an attempt: a draft until it is locked, then never changed.

    It is locked, and graded, when its feedback is shown or its attempt is finished. Only its mark (`correct`, `score`)
    may change after that, by a ruling.
    """

    __tablename__ = "answers"

    member_id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    response: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime]
    elapsed_ms: Mapped[int]
    locked: Mapped[bool]
    correct: Mapped[bool | None]
    score: Mapped[int | None]


class Adjustment(Base):
    """Points of a contest that an admin gives a member or takes: `score` tenths on its board, `points` in the ledger.

    It has a ledger line of its own, of 0 points where only the board changes; taken back, that line is reversed.
    """

    __tablename__ = "adjustments"
    __table_args__ = (Index("ix_adjustments_quiz", "quiz_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    score: Mapped[int]
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(String(80))
    made_by: Mapped[int]
    made_at: Mapped[datetime]
    taken_back_by: Mapped[int | None]
    taken_back_at: Mapped[datetime | None]


class Exposure(Base):
    """When a member was last shown a question: what drawing goes by."""

    __tablename__ = "exposures"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime]


class Lease(Base):
    """Who leads a job that may run in many places at once, and until when."""

    __tablename__ = "leases"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    until: Mapped[datetime]


class Ruling(Base):
    """What an editor decides about a revision: keep it, correct its key, or void the question.

    Proposed first, which changes nothing and tells whose score would change; decided, it holds for every grading from
    then on and is carried out on what was graded before; settled, nothing graded without it is left. `number` is the
    place in the order of decisions. `revisions` are those it holds for: the one ruled on, and earlier ones whose
    corrected key it corrects again. `content` is theirs with the right key. `queued`: every attempt it concerns stands
    in its queue; `barred`: whoever was closing an attempt as it was decided is through.
    """

    __tablename__ = "rulings"
    __table_args__ = (
        CheckConstraint("verdict IN ('keep', 'correct', 'void')", name="verdict"),
        CheckConstraint("state IN ('proposed', 'withdrawn', 'decided', 'settled')", name="state"),
        Index(
            "ix_rulings_one_proposed",
            "revision_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        Index(
            "ix_rulings_running",
            "state",
            sqlite_where=text("state IN ('proposed', 'decided')"),
            postgresql_where=text("state IN ('proposed', 'decided')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(8))
    content: Mapped[dict[str, Any] | None]
    explanation: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[str] = mapped_column(String(500))
    revisions: Mapped[list[Any]]
    new_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    state: Mapped[str] = mapped_column(String(12))
    number: Mapped[int | None] = mapped_column(unique=True)
    queued: Mapped[bool] = mapped_column(default=False)
    barred: Mapped[bool] = mapped_column(default=False)
    proposed_by: Mapped[int]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class Regrade(Base):
    """What a ruling does to one finished attempt: waiting to be looked at, planned (a preview), or done.

    Attempts that a ruling leaves as they are have no row once they have been looked at.
    """

    __tablename__ = "regrades"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'planned', 'done')", name="state"),
        Index("ix_regrades_ruling", "ruling_id", "state", "member_id", "attempt_id"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    ruling_id: Mapped[int] = mapped_column(ForeignKey("rulings.id"), primary_key=True)
    attempt_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    score_before: Mapped[int | None]
    score_after: Mapped[int | None]
    points_before: Mapped[int | None]
    points_after: Mapped[int | None]


class Dispute(Base):
    """A member's doubt about a question they were asked; one per member and revision, answered by a ruling."""

    __tablename__ = "disputes"
    __table_args__ = (
        CheckConstraint("reason IN ('wrong_key', 'wrong_fact', 'ambiguous', 'typo', 'other')", name="reason"),
        UniqueConstraint("member_id", "revision_id"),
        Index("ix_disputes_revision", "revision_id", "ruling_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    attempt_id: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("rulings.id"))


class Flag(Base):
    """What the service itself finds doubtful about a revision, in the editors' queue beside what members dispute."""

    __tablename__ = "question_flags"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(40), primary_key=True)
    details: Mapped[dict[str, Any]]
    flagged_at: Mapped[datetime]
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("rulings.id"))
