"""Tables of what the answers of a street's members come to, month by month."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from jinshui_study.db import Base


class AnswerTally(Base):
    """One revision in one street and month: how many answers, how many of them wrong, of how many members.

    Only of quizzes whose keys were out when it was counted; what sealed banks and rulings hide is left out on reading.
    """

    __tablename__ = "answer_tallies"

    street_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("revisions.id"), primary_key=True, autoincrement=False
    )
    wrong: Mapped[int]
    answers: Mapped[int]
    members: Mapped[int]


class TalliedMonth(Base):
    """When a street's month was last counted; it is counted anew each day, and for some days after its end."""

    __tablename__ = "tallied_months"

    street_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
