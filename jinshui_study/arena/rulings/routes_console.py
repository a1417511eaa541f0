"""The editors' pages: what is disputed, how it was answered, what a ruling would change, and ruling."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.arena import scoring
from jinshui_study.arena.models import Ruling
from jinshui_study.arena.rulings import (
    carrying,
    disputes,
    distribution,
    impact,
    queueing,
    rulings,
)
from jinshui_study.errors import Forbidden, Invalid
from jinshui_study.http.paging import decode_cursor, encode_cursor
from jinshui_study.questions import drafts, kinds
from jinshui_study.questions.models import Question, Revision

blueprint = Blueprint("rulings", __name__, template_folder="templates")

PAGE = 50
MOST_DISPUTES = 200
LONGEST_ANSWER = 200
STATES = {"proposed": "待执行", "decided": "执行中", "settled": "已执行"}


@blueprint.get("/disputes")
def list_disputes() -> str:
    """What waits for a ruling, or has had one, in the banks one may rule on."""
    rights.require(current_user.id, rulings.RIGHT)
    answered = request.args.get("show") == "answered"
    start = (decode_cursor(request.args.get("cursor"), int) or (0,))[0]
    start = max(0, min(start, 10**6))
    found = disputes.queue(current_user.id, answered=answered, start=start, limit=PAGE + 1)
    return render_template(
        "rulings/disputes.html",
        items=found[:PAGE],
        answered=answered,
        next=encode_cursor(start + PAGE) if len(found) > PAGE else None,
        reasons=disputes.REASONS,
        flags=disputes.FLAGS,
        kinds=kinds.CHINESE,
    )


@blueprint.get("/disputes/<id:question_id>/<number:number>")
def show_revision(question_id: str, number: int) -> str:
    return _revision_page(question_id, number)


def _revision_page(question_id: str, number: int, problem: Invalid | None = None) -> str:
    bank, question, revision = rulings.get_revision(question_id, number, current_user.id)
    present = rulings.present_content(revision)
    found = rulings.of_revision(revision.id)
    return render_template(
        "rulings/revision.html",
        bank=bank,
        question=question,
        revision=revision,
        present=present,
        key=_in_words(question.kind, present),
        answer=drafts.answer_of(question.kind, present or revision.content),
        distribution=distribution.of(question, revision),
        disputes=disputes.of_revision(revision.id, MOST_DISPUTES),
        flags=disputes.flags_of_revision(revision.id),
        rulings=found,
        proposed=next((ruling for ruling in found if ruling.state == "proposed"), None),
        problem=problem,
        form=request.form,
        letters=drafts.LETTERS,
        reasons=disputes.REASONS,
        flag_words=disputes.FLAGS,
        verdicts=rulings.VERDICTS,
        kinds=kinds.CHINESE,
        states=STATES,
        day=_day,
    )


def _day(moment: datetime) -> str:
    """11月23日, with the year where it is another one."""
    day, today = clock.local_day(moment), clock.local_day(clock.now())
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _in_words(kind: str, content: dict[str, Any] | None) -> str:
    """The key that holds, as people read it."""
    if content is None:
        return "已作废，都按答对计分"
    return distribution.shown(kind, content, kinds.key_response(kind, content))


@blueprint.post("/disputes/<id:question_id>/<number:number>/rulings")
def rule(question_id: str, number: int) -> ResponseReturnValue:
    """Keeping is done at once; what would change scores is proposed, and shown before it is carried out."""
    _, question, revision = rulings.get_revision(question_id, number, current_user.id)
    try:
        ruling = _rule(question, revision)
    except Invalid as problem:
        return _revision_page(question_id, number, problem), problem.status
    if ruling is None:
        return redirect(url_for("rulings.show_revision", question_id=question_id, number=number))
    return redirect(url_for("rulings.show_ruling", ruling_id=ruling.public_id))


def _rule(question: Question, revision: Revision) -> Ruling | None:
    """The ruling that is proposed, None where there is nothing to look at first."""
    verdict, now = request.form.get("verdict", ""), clock.now()
    reply = _text("reply", rulings.LONGEST_REPLY)
    if verdict == "keep":
        rulings.keep(revision, reply, current_user.id, now)
        return None
    if verdict not in rulings.VERDICTS:
        raise Invalid("请选择如何裁定。", errors={"verdict": ["请选择如何裁定。"]})
    explanation = _text("explanation", rulings.LONGEST_EXPLANATION)
    return rulings.propose(question, revision, verdict, _answer(), explanation, reply, current_user.id, now)


def _text(name: str, most: int) -> str:
    return _fitting(request.form.get(name, ""), most)


def _fitting(text: str, most: int) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Invalid(f"文字最多 {most} 个。")
    return text


def _answer() -> list[str]:
    return [_fitting(text, LONGEST_ANSWER) for text in request.form.getlist("answer")]


@blueprint.get("/rulings/<id:ruling_id>")
def show_ruling(ruling_id: str) -> str:
    ruling, bank, question, revision = rulings.get(ruling_id, current_user.id)
    after = decode_cursor(request.args.get("cursor"), int, str)
    rows = impact.page(ruling, current_user.id, current_app.extensions["profile"], PAGE + 1, after)
    return render_template(
        "rulings/ruling.html",
        ruling=ruling,
        bank=bank,
        question=question,
        revision=revision,
        before=_in_words(question.kind, revision.content),
        after=_in_words(question.kind, ruling.content if ruling.verdict == "correct" else None),
        sums=rulings.sums(ruling),
        waiting=queueing.count(ruling, "waiting", "planned") if ruling.state == "decided" else 0,
        ready=ruling.state == "proposed" and carrying.is_looked_through(ruling),
        rows=rows[:PAGE],
        next=encode_cursor(*rows[PAGE - 1].place) if len(rows) > PAGE else None,
        in_points=scoring.in_points,
        verdicts=rulings.VERDICTS,
        states={**STATES, "withdrawn": "已被取代"},
    )


@blueprint.post("/rulings/<id:ruling_id>/decision")
def decide(ruling_id: str) -> ResponseReturnValue:
    """Carry out what is proposed; a second time leads to the same page."""
    ruling, *_ = rulings.get(ruling_id, current_user.id)
    if ruling.verdict == "keep":
        raise Forbidden("维持原答案的裁定无需执行。")
    rulings.decide(ruling, current_user.id, current_app.extensions["profile"], clock.now())
    return redirect(url_for("rulings.show_ruling", ruling_id=ruling_id))
