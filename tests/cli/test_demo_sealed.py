"""The demo's sealed bank: met in the contest, and nowhere else."""

from sqlalchemy import Select, select

from jinshui_study.cli.demo import sealing
from jinshui_study.cli.demo.people import LOGINS
from jinshui_study.db import db
from jinshui_study.questions.models import Bank, Question, Revision
from tests.cli.demo_database import Built, played


def test_the_questions_of_the_sealed_bank_are_met_in_the_contest_alone(inside: Built) -> None:
    sealed = {question.id for question in db.session.scalars(in_bank_for("sealed"))}
    assert len(sealed) == 40
    assert "其中密封 40 道，只用于竞赛" in inside.output
    met: dict[str, set[int]] = {}
    for run_ in played():
        questions = {line["question"] for line in run_.attempt.paper}
        met.setdefault(run_.quiz.preset, set()).update(questions)
    assert met.pop("contest") == sealed
    assert met.keys() == {"daily", "weekly", "topic", "survival"}
    assert not sealed & set().union(*met.values())


def test_no_question_of_the_sealed_bank_stands_in_a_bank_to_practise(inside: Built) -> None:
    sealed, study = (
        set(
            db.session.scalars(
                select(Revision.stem).where(
                    Revision.question_id.in_(in_bank_for(purpose).with_only_columns(Question.id))
                )
            )
        )
        for purpose in ("sealed", "study")
    )
    assert len(sealed) == 40
    assert len(study) > 500
    assert not sealed & study


def test_no_list_of_a_member_tells_of_the_sealed_bank_or_its_questions(demo: Built) -> None:
    with demo.app.app_context():
        secrets = {sealing.CODE, sealing.TITLE}
        for question in db.session.scalars(in_bank_for("sealed")):
            secrets.add(db.session.get_one(Revision, question.current_revision_id).stem)
    token = demo.log_in(LOGINS[0].phone)["token"]
    shown = [str(demo.get(token, path)) for path in ("/home", "/quizzes", "/quizzes?open=true")]
    shown += [str(demo.get(token, f"/quizzes/{quiz['id']}")) for quiz in demo.get(token, "/quizzes")["items"]]
    assert len(shown) > 10
    assert [secret for secret in secrets if any(secret in text for text in shown)] == []


def in_bank_for(purpose: str) -> Select[tuple[Question]]:
    return select(Question).join(Bank, Bank.id == Question.bank_id).where(Bank.purpose == purpose)
