"""A question with a wrong key, members who answered it, and editors who rule on it."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from jinshui_study import clock
from jinshui_study.accounts.models import Notice, Outgoing
from jinshui_study.arena.models import Ruling
from jinshui_study.arena.rulings import carrying, rulings
from jinshui_study.cli.points import find_differences
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import corrections
from jinshui_study.questions.drafts import Draft
from jinshui_study.questions.models import Question, Revision
from jinshui_study.questions.sampling import DrawRule
from tests.arena.steps import all_answers
from tests.world import Person, World

BANK = "doubtful"
REST = 4
RIGHTLY = "rightly"


def doubtful(kind: str = "single", **fields: Any) -> Draft:
    """A question whose key is wrong: its right option says so, and so does `answer_to`."""
    shared = {"where": "行 1", "topic": "专题", "explanation": "史料如此记载。", "source": "《测试文献》"}
    given = {
        "single": {"options": ["甲错", "乙对", "丙错", "丁错"], "answer": ["A"]},
        "multiple": {"options": ["甲错", "乙对", "丙对", "丁错"], "answer": ["A", "D"]},
        "true_false": {"answer": ["false"]},
        "blank": {"answer": ["错", "错"]},
        "ordering": {"options": ["3月", "1月", "2月"], "answer": ["A", "C", "B"]},
        "matching": {
            "left": ["左1", "左2", "左3"],
            "right": ["右3", "右1", "右2"],
            "answer": ["A-1", "B-2", "C-3"],
        },
    }[kind]
    stems = {"true_false": "存疑的判断，实为真", "blank": "存疑的填空：____和____"}
    shared["stem"] = stems.get(kind, f"存疑的{kind}")
    return Draft(kind=kind, code=f"doubtful-{kind}", **{**shared, **given, **fields})


RIGHT_KEYS = {
    "single": ["B"],
    "multiple": ["B", "C"],
    "true_false": ["true"],
    "blank": ["对|正确", "对"],
    "ordering": ["B", "C", "A"],
    "matching": ["A-2", "B-3", "C-1"],
}
"""What `answer_to` takes for right."""


class Affair:
    """A quiz of five questions, the same for all, one of which has a wrong key."""

    def __init__(self, world: World, kind: str = "single", preset: str = "daily", **changes: Any) -> None:
        self.world, self.kind = world, kind
        with unit_of_work():
            world.load_bank(BANK, [doubtful(kind)])
        self.question_id, self.revision_id = self.current()
        self.editor = world.person(name="王编辑", role="editor", over=world.district)
        self.quiz = self.new_quiz(preset, **changes)

    def new_quiz(self, preset: str = "daily", **changes: Any) -> str:
        draw = (
            DrawRule(count=REST, score=100, banks=("study",)),
            DrawRule(count=1, score=100, banks=(BANK,)),
        )
        settings = {"questions": REST + 1, "draw": draw, "same_for_all": True, **changes}
        return self.world.quiz(preset, **settings)

    def current(self) -> tuple[int, int]:
        """The question and its revision as it is asked now."""
        row = db.session.execute(
            select(Question.id, Question.current_revision_id).where(Question.code == f"doubtful-{self.kind}")
        ).one()
        return row[0], row[1]

    def play(self, who: Person, doubtful: list[str] | str | None = RIGHTLY, quiz: str = "") -> dict[str, Any]:
        """Hand in everything right; the doubtful question truly right, by the texts of options, or not answered."""
        attempt = self.world.start(who, quiz or self.quiz)
        self.last_id = attempt["id"]
        return self.world.submit(who, attempt, self.answers(attempt, doubtful))

    def answers(
        self, attempt: dict[str, Any], doubtful: list[str] | str | None = RIGHTLY
    ) -> list[dict[str, Any]]:
        found = all_answers(attempt)
        index = self.number_in(attempt) - 1
        if doubtful is None:
            del found[index]
        elif isinstance(doubtful, list):
            options = {option["text"]: option["id"] for option in attempt["questions"][index]["options"]}
            found[index]["response"] = {"options": [options[text] for text in doubtful]}
        return found

    def on_board(self, viewer: Person) -> dict[str, int]:
        items = self.world.get(viewer, f"/quizzes/{self.quiz}/leaderboard")["items"]
        return {item["member_id"]: item["points"] for item in items}

    def reword(self, stem: str) -> None:
        """Edit the question as a new load of its file would."""
        with unit_of_work():
            self.world.load_bank(BANK, [doubtful(self.kind, stem=stem)])

    def address(self) -> tuple[str, int]:
        """The question's public id and the number of the revision with the wrong key."""
        _, question, revision = corrections.get_by_id(self.revision_id)
        return question.public_id, revision.number

    def number_in(self, attempt: dict[str, Any]) -> int:
        return next(one["number"] for one in attempt["questions"] if one["stem"].startswith("存疑"))

    def propose(
        self,
        verdict: str = "correct",
        answer: list[str] | None = None,
        reply: str = "",
        explanation: str = "",
    ) -> str:
        """Propose a ruling on the wrong revision; its public id."""
        with unit_of_work():
            _, question, revision = corrections.get_by_id(self.revision_id)
            key = RIGHT_KEYS[self.kind] if answer is None else answer
            made = rulings.propose(
                question, revision, verdict, key, explanation, reply, self.editor.id, clock.now()
            )
            return made.public_id

    def decide(self, public_id: str) -> bool:
        with unit_of_work():
            ruling, *_ = rulings.get(public_id, self.editor.id)
            return rulings.decide(ruling, self.editor.id, profile(), clock.now())

    def rule(self, verdict: str = "correct", answer: list[str] | None = None, **texts: str) -> str:
        """Propose and decide; the ruling's public id."""
        public_id = self.propose(verdict, answer, **texts)
        assert self.decide(public_id)
        return public_id

    def result(self, who: Person, attempt: dict[str, Any]) -> dict[str, Any]:
        return dict(self.world.get(who, f"/attempts/{attempt.get('attempt_id', attempt.get('id'))}"))

    def reviewed(self, who: Person, attempt: dict[str, Any]) -> dict[str, Any]:
        """The doubtful question in the review of a result."""
        review = self.result(who, attempt)["review"]
        return next(one for one in review if one["stem"].startswith("存疑"))


def profile() -> Profile:
    found: Profile = current_app.extensions["profile"]
    return found


def work_off() -> int:
    """Do everything that rulings still have to do, each part in its own transaction; how many parts there were."""
    parts = 0
    running = carrying.running()
    db.session.rollback()
    for ruling_id in running:
        while True:
            with unit_of_work():
                if not carrying.step(ruling_id, profile(), clock.now()):
                    break
            parts += 1
            assert parts < 1000
    return parts


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Ruling.state).order_by(Ruling.id)))


def differences() -> list[Any]:
    """What `jinshui points verify` would find."""
    db.session.rollback()
    return find_differences(profile())


def told(who: Person) -> list[str]:
    """The texts of a member's notices, oldest first."""
    db.session.rollback()
    query = select(Notice.text).where(Notice.member_id == who.id).order_by(Notice.created_at, Notice.id)
    return list(db.session.scalars(query))


def queued(who: Person) -> list[tuple[str, str]]:
    """What waits in the outbox for a member: template and text, the oldest first."""
    db.session.rollback()
    query = select(Outgoing).where(Outgoing.member_id == who.id, Outgoing.channel == "wechat")
    return [(row.template, row.payload["text"]) for row in db.session.scalars(query.order_by(Outgoing.id))]


def revision_of(revision_id: int) -> Revision:
    return db.session.get_one(Revision, revision_id)
