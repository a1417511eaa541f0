"""The review queue: what waits, approved, put right or sent back, one at a time or many at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.db import db
from jinshui_study.errors import Invalid, Problem
from jinshui_study.http import pages
from jinshui_study.questions import catalogue, editing, registry, review
from jinshui_study.questions.catalogue import Filter
from jinshui_study.questions.models import Question
from jinshui_study.questions.pages import cards, filters, forms

LACKED = {"explanation": "解析", "source": "出处"}
"""What a question needs before members may see it, by the fields of the short form."""

blueprint = Blueprint("review_pages", __name__, template_folder="../templates")


@blueprint.get("/")
def queue() -> str:
    rights.require(current_user.id, "bank.review")
    wanted = filters.read(request.args)
    page = review.queue(current_user.id, Filter(**wanted), pages.number_of(request.args))
    return render_template(
        "questions/review.html",
        page=page,
        cards=cards.of(page.items, current_user.id),
        wanted=wanted,
        address=filters.address(wanted),
        waiting=review.waiting(current_user.id),
        lacking=review.lacking(current_user.id, Filter(**wanted)),
        banks=[item.bank for item in registry.overview(current_user.id)],
        topics=catalogue.topics(current_user.id, wanted["bank"]),
    )


def _address() -> dict[str, Any]:
    """The filters that are in force, for an address."""
    return filters.address(filters.read(request.args))


@blueprint.post("/")
def decide() -> ResponseReturnValue:
    """Approve, give a source to or send back what was chosen, or all that the filters let through."""
    here, action, now = url_for(".queue", **_address()), request.form.get("action", ""), clock.now()
    try:
        said = _carry_out(action, _concerned(), now)
    except Problem as problem:
        return pages.tell(problem, here)
    way_back = (url_for(".reopen", **_address()), {"at": now.isoformat()})
    pages.done(said, undo=None if action == "source" else way_back)
    return redirect(here)


def _concerned() -> list[Question]:
    """The questions that were ticked, or all that wait and pass the filters."""
    if request.form.get("scope") != "all":
        return catalogue.get_many(forms.chosen(request.form), current_user.id)
    wanted = Filter(**{**filters.read(request.args), "state": "pending"})
    return catalogue.all_of(current_user.id, wanted, "bank.review")


def _carry_out(action: str, questions: Sequence[Question], now: datetime) -> str:
    """Do it, and say what was done."""
    me = current_user.id
    if action == "approve":
        return _approve(questions, now)
    if action == "send_back":
        review.send_back(questions, request.form.get("reason", ""), me, now)
        return f"已退回 {len(questions)} 道题。"
    if action == "source":
        filled = editing.give_source(questions, request.form.get("source", ""), me, now)
        return f"已给 {filled} 道没有出处的题填上出处。"
    raise Invalid("请选择要做什么。")


def _approve(questions: Sequence[Question], now: datetime) -> str:
    """Approve what is fit and leave the rest in the queue; where nothing is, say why."""
    try:
        count, left = review.approve(questions, current_user.id, now), 0
    except Invalid as problem:
        fit = [question for question in questions if question.public_id not in (problem.errors or {})]
        if problem.code != "not_ready" or not fit:
            raise
        count, left = review.approve(fit, current_user.id, now), len(questions) - len(fit)
    rest = f"另有 {left} 道缺解析或出处，补上以后才能通过，仍在这里。" if left else ""
    return f"已通过 {count} 道题，可以用在答题里了。{rest}"


@blueprint.post("/reopen")
def reopen() -> ResponseReturnValue:
    """Take back what was decided at one moment: the questions wait again."""
    here = url_for(".queue", **_address())
    try:
        questions = review.decided(current_user.id, forms.moment(request.form.get("at", "")))
        review.reopen(questions, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done(f"已撤销，{len(questions)} 道题回到待审核。")
    return redirect(here)


@blueprint.post("/<id:question_id>")
def decide_one(question_id: str) -> ResponseReturnValue:
    """Decide on one question in place; without scripts it is as if it alone had been chosen."""
    action, now = request.form.get("action", ""), clock.now()
    question = catalogue.get(question_id, current_user.id).question
    try:
        if action == "reopen":
            review.reopen([question], current_user.id, now)
        elif action == "complete":
            return _complete(question, now)
        else:
            _carry_out(action, [question], now)
    except Problem as problem:
        return pages.tell(problem, url_for(".queue"))
    return _decided(question_id)


def _decided(question_id: str, **more: Any) -> ResponseReturnValue:
    if not pages.wants_part():
        return redirect(url_for(".queue", **_address()))
    listed = catalogue.get(question_id, current_user.id)
    return render_template("questions/card_part.html", card=cards.of([listed], current_user.id)[0], **more)


def _complete(question: Question, now: datetime) -> ResponseReturnValue:
    """Write what is lacking and approve with that; what is not enough comes back as it was typed."""
    me, texts = current_user.id, {name: request.form.get(name, "").strip() for name in LACKED}
    public_id, base = question.public_id, request.form.get("base", "")
    try:
        editing.complete(question, **texts, member_id=me, now=now, base=pages.whole(base))
        if request.form.get("then") == "approve":
            review.approve([question], me, now)
    except Invalid as problem:
        if not pages.wants_part():
            raise
        db.session.rollback()
        missing = {name: [f"请填写{told}。"] for name, told in LACKED.items() if not texts[name]}
        told = "" if missing else pages.sentence(problem)
        return _decided(public_id, typed=texts, errors=missing, problem_told=told)
    if not pages.wants_part():
        pages.done("已保存。")
    return _decided(public_id, saved=True)
