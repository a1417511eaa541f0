"""Tables of banks, questions and revisions, and of the imports that bring them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.db import Base, opaque_id

STATES = ("draft", "pending", "ready", "retired")
IMPORT_STATES = ("staged", "imported", "undone", "discarded")
ROW_STATES = ("good", "bad", "duplicate", "dropped", "imported")


class Bank(Base):
    """A named set of questions: `study` (open to practise) or `sealed` (contest only).

    It belongs to an organization and is open to its subtree.
    """

    __tablename__ = "banks"
    __table_args__ = (CheckConstraint("purpose IN ('study', 'sealed')", name="purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(8))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    created_at: Mapped[datetime]


class Import(Base):
    """A bank file or a pasted text on its way into a bank: staged by a dry run, then imported, undone or discarded.

    `bank_id` is empty while the bank named by `bank_code`, `bank_title` and `bank_purpose` is still to be made for
    the organization. `findings` are what was said about the file as a whole, `summary` what was counted in it.
    """

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("state IN ('staged', 'imported', 'undone', 'discarded')", name="state"),
        Index("ix_imports_organization", "organization_id", "created_at"),
        Index("ix_imports_bank", "bank_id", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("banks.id"))
    bank_code: Mapped[str] = mapped_column(String(40))
    bank_title: Mapped[str] = mapped_column(String(80))
    bank_purpose: Mapped[str] = mapped_column(String(8))
    file: Mapped[str] = mapped_column(String(200))
    layout: Mapped[str] = mapped_column(String(40))
    encoding: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(9))
    summary: Mapped[dict[str, Any]]
    findings: Mapped[list[Any]]
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
    imported_at: Mapped[datetime | None]


UNDER_WAY = "state IN ('waiting', 'running')"


class Upload(Base):
    """A large file that waits for its dry run, which a process of its own makes: it then names its import.

    `holder` works on it until `until`; if it falls silent, another takes it up again. `phase` and `percent` say how
    far it has come, `problem` why it failed. The bytes are kept only until it ends. One person has one under way.
    """

    __tablename__ = "import_uploads"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        Index(
            "ix_import_uploads_one_each",
            "created_by",
            unique=True,
            sqlite_where=text(UNDER_WAY),
            postgresql_where=text(UNDER_WAY),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("banks.id"))
    bank_title: Mapped[str] = mapped_column(String(80))
    bank_purpose: Mapped[str] = mapped_column(String(8))
    file: Mapped[str] = mapped_column(String(200))
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    key_file: Mapped[str | None] = mapped_column(String(200))
    key_data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    topic: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(7), default="waiting")
    phase: Mapped[str] = mapped_column(String(20), default="")
    percent: Mapped[int] = mapped_column(SmallInteger, default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    holder: Mapped[str | None] = mapped_column(String(40))
    until: Mapped[datetime | None]
    created_by: Mapped[int]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class Question(Base):
    """A question of a bank; its wording is its current revision.

    `review_reason` is why it was last sent back, `import_id` the import that added it. Once `first_ready_at` is set
    the question may have been drawn, so that papers may name it.
    """

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('single', 'multiple', 'true_false', 'blank', 'ordering', 'matching')", name="kind"
        ),
        CheckConstraint("state IN ('draft', 'pending', 'ready', 'retired')", name="state"),
        UniqueConstraint("bank_id", "code"),
        UniqueConstraint("bank_id", "fingerprint"),
        Index("ix_questions_bank_state", "bank_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=opaque_id)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id"))
    code: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(String(60))
    difficulty: Mapped[int]
    tags: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(8))
    fingerprint: Mapped[str] = mapped_column(String(64))
    current_revision_id: Mapped[int | None]
    created_at: Mapped[datetime]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"), index=True)
    first_ready_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None]
    review_reason: Mapped[str | None] = mapped_column(Text)


class Revision(Base):
    """One immutable wording of a question. `content` is described in `questions/kinds.py`."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    number: Mapped[int]
    stem: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]]
    explanation: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]


class ImportRow(Base):
    """One question of an import as it was read and, where somebody mended it, as it was mended.

    `raw` is the text it was read from, `fields` the draft, `problems` what the check says about it. Once imported it
    names its question and the revision it made; `before` is what a question that was there already had been.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        CheckConstraint("state IN ('good', 'bad', 'duplicate', 'dropped', 'imported')", name="state"),
        UniqueConstraint("import_id", "number"),
        Index("ix_import_rows_state", "import_id", "state"),
        Index("ix_import_rows_fingerprint", "import_id", "fingerprint"),
        Index("ix_import_rows_stem", "import_id", "stem_key"),
        Index("ix_import_rows_code", "import_id", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    number: Mapped[int]
    where: Mapped[str] = mapped_column("place", Text)
    raw: Mapped[str] = mapped_column(Text)
    fields: Mapped[dict[str, Any]]
    problems: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(9))
    warned: Mapped[bool]
    mended: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(12))
    code: Mapped[str | None] = mapped_column(String(60))
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    stem_key: Mapped[str | None] = mapped_column(String(64))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"), index=True)
    before: Mapped[dict[str, Any] | None]
