"""A question with all about it: wording, state, history, and where it is used, which crosses slices."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.arena import usage
from jinshui_study.errors import Invalid, Problem
from jinshui_study.http import pages
from jinshui_study.questions import catalogue, history, review
from jinshui_study.questions.models import Question
from jinshui_study.questions.pages import cards

blueprint = Blueprint("question_pages", __name__, template_folder="templates")


@blueprint.get("/<id:question_id>/")
def show_question(question_id: str) -> str:
    listed = catalogue.get(question_id, current_user.id)
    return render_template(
        "console/question.html",
        card=cards.of([listed], current_user.id)[0],
        history=history.of(listed.question),
        usage=usage.where_used(listed.question, clock.now()),
    )


@blueprint.post("/<id:question_id>/")
def change_state(question_id: str) -> ResponseReturnValue:
    """Approve, send back, retire and so on from the question's own page."""
    question = catalogue.get(question_id, current_user.id).question
    here = url_for(".show_question", question_id=question_id)
    try:
        said = _move(question, request.form.get("action", ""))
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done(said)
    return redirect(here)


def _move(question: Question, action: str) -> str:
    """Do it; what was done, in words."""
    now, me, one = clock.now(), current_user.id, [question]
    if action == "approve":
        review.approve(one, me, now)
        return "已通过，这道题可以用在答题里了。"
    if action == "send_back":
        review.send_back(one, request.form.get("reason", ""), me, now)
        return "已退回，请出题人修改。"
    if action == "hand_in":
        review.hand_in(one, me, now)
        return "已重新提交审核。"
    if action == "retire":
        review.retire(one, me, now)
        return "已停用，以后不会再抽到；已有的成绩不受影响。"
    if action == "bring_back":
        review.bring_back(one, me, now)
        return "已恢复，等待审核通过后再用。"
    raise Invalid("请选择要做什么。")
