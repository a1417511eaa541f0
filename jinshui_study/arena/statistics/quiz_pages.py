"""What the console shows of quizzes: the list, one quiz with its items, and a question's part in several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from jinshui_study.accounts import organizations
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena import scoring
from jinshui_study.arena.models import Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.arena.statistics import item_pages, keeping
from jinshui_study.arena.statistics.item_pages import ACTION
from jinshui_study.arena.statistics.models import QuizItemStatistic, QuizStatistic
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.errors import NotFound
from jinshui_study.questions import listing, statistics
from jinshui_study.questions.listing import Page
from jinshui_study.questions.models import Bank, Question, Revision
from jinshui_study.questions.statistics import Counts, ItemFigures, Pairs, QuizFigures

TENTHS = 10
FEWEST_ATTEMPTS = 5
"""The figures of fewer attempts would be those of persons."""
MOST_QUIZZES_OF_A_QUESTION = 10


@dataclass(frozen=True)
class Overview:
    """A quiz in the list; its figures are None below FEWEST_ATTEMPTS."""

    quiz: Quiz
    organization: str
    figures: QuizFigures | None


@dataclass(frozen=True)
class Item:
    """A question of a quiz; `row` tells where it stands in the banks, None outside the member's reach."""

    number: int
    figures: ItemFigures
    row: Any | None
    flags: list[str]


@dataclass(frozen=True)
class Report:
    """A quiz with its figures, None below FEWEST_ATTEMPTS; items only where everybody had the same paper."""

    quiz: Quiz
    organization: str
    attempts: int
    totals: Counts
    max_score: int
    figures: QuizFigures | None
    items: list[Item]
    stops_when_wrong: bool


def listed(member_id: int, profile: Profile, page: int) -> Page[Overview]:
    """A page of the quizzes in the member's reach that were taken, the newest first."""

    def overview(row: Any) -> Overview:
        quiz, name, totals = row
        return Overview(quiz, name, _figures(keeping.counts_of(totals), scoring.most(quiz.draw), ()))

    query = _taken(select(Quiz, Organization.name, QuizStatistic.totals), member_id, profile)
    return listing.cut(query.order_by(Quiz.opens_at.desc(), Quiz.id.desc()), page, listing.SIZE, overview)


def _taken(query: Any, member_id: int, profile: Profile) -> Any:
    """Quizzes in reach with attempts. What one branch alone can enter would tell of its participation."""
    query = (
        query.select_from(QuizStatistic)
        .join(Quiz, Quiz.id == QuizStatistic.quiz_id)
        .join(Organization, Organization.id == Quiz.organization_id)
        .where(
            Organization.id.in_(organizations.within_reach(member_id, RIGHTS[ACTION])),
            QuizStatistic.attempts > 0,
        )
    )
    if not profile.shows_participation(own_secretary=False):
        query = query.where(Organization.kind != "branch")
    return query


def _figures(totals: Counts, most: int, pairs: Sequence[Pairs]) -> QuizFigures | None:
    if sum(totals.values()) < FEWEST_ATTEMPTS:
        return None
    return statistics.quiz_of(totals, most, pairs, TENTHS)


def report(member_id: int, quiz_id: str, profile: Profile) -> Report:
    """A quiz in the member's reach, by its public id. Raises NotFound."""
    query = _taken(select(Quiz, Organization.name, QuizStatistic.totals), member_id, profile)
    found = db.session.execute(query.where(Quiz.public_id == quiz_id)).first()
    if found is None:
        raise NotFound("没有找到这个答题活动，或者还没有人作答。")
    quiz, organization, kept = found
    totals = keeping.counts_of(kept)
    pairs = _pairs_of(quiz)
    figures = _figures(totals, scoring.most(quiz.draw), list(pairs.values()))
    return Report(
        quiz=quiz,
        organization=organization,
        attempts=sum(totals.values()),
        totals=totals,
        max_score=scoring.most(quiz.draw),
        figures=figures,
        items=_items(quiz, pairs, member_id) if figures is not None else [],
        stops_when_wrong=Rules.from_data(quiz.rules).stops_when_wrong,
    )


def _pairs_of(quiz: Quiz) -> dict[int, Pairs]:
    """Marks and rests of the quiz's items in the order of its paper; empty where papers differ."""
    rows = db.session.scalars(select(QuizItemStatistic).where(QuizItemStatistic.quiz_id == quiz.id))
    kept = {row.revision_id: keeping.pairs_of(row, TENTHS) for row in rows}
    return {line["revision"]: kept[line["revision"]] for line in quiz.paper or () if line["revision"] in kept}


def _items(quiz: Quiz, pairs: Mapping[int, Pairs], member_id: int) -> list[Item]:
    figures = _figures_of_items(quiz, pairs)
    rows = {
        row.revision_id: row
        for row in db.session.execute(
            select(Revision.id.label("revision_id"), Revision.number, Revision.stem, Question.public_id)
            .join(Question, Question.id == Revision.question_id)
            .join(Bank, Bank.id == Question.bank_id)
            .where(Revision.id.in_(pairs), item_pages.reached(member_id))
        )
    }
    flags = item_pages.open_flags(list(rows))
    return [
        Item(number, figures[revision], rows.get(revision), flags.get(revision, []))
        for number, revision in enumerate(pairs, start=1)
    ]


def _figures_of_items(quiz: Quiz, pairs: Mapping[int, Pairs]) -> dict[int, ItemFigures]:
    worths = {line["revision"]: line["worth"] for line in quiz.paper or ()}
    figures = statistics.items_of(list(pairs.values()), [worths[revision] for revision in pairs])
    return dict(zip(pairs, figures, strict=True))


def of_revision(member_id: int, revision_id: int, profile: Profile) -> list[tuple[Quiz, ItemFigures]]:
    """The newest quizzes in the member's reach of whose paper a revision was part, with its figures there."""
    query = (
        _taken(select(Quiz), member_id, profile)
        .join(QuizItemStatistic, QuizItemStatistic.quiz_id == Quiz.id)
        .where(QuizItemStatistic.revision_id == revision_id, QuizStatistic.attempts >= FEWEST_ATTEMPTS)
        .order_by(Quiz.opens_at.desc(), Quiz.id.desc())
        .limit(MOST_QUIZZES_OF_A_QUESTION)
    )
    found = [
        (quiz, _figures_of_items(quiz, _pairs_of(quiz)).get(revision_id))
        for quiz in db.session.scalars(query)
    ]
    return [(quiz, figures) for quiz, figures in found if figures is not None]
