"""The table of published results."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.db import Base


class Results(Base):
    """A contest's final standings as they were signed; a later number takes the place of an earlier one.

    `document` is the canonical text the signature is over: it names nobody (`contests/records.py`).
    """

    __tablename__ = "quiz_results"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    public_key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(120))
    published_by: Mapped[int]
    published_at: Mapped[datetime]
