"""The catalogue of questions: searched, filtered, tagged, retired, and edited in place or on a page of its own."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Invalid, Problem
from jinshui_study.http import pages
from jinshui_study.questions import catalogue, editing, registry, review
from jinshui_study.questions.catalogue import Filter
from jinshui_study.questions.models import Question
from jinshui_study.questions.pages import cards, filters, forms, wording
from jinshui_study.questions.pages.forms import Fields
from jinshui_study.questions.pages.wording import Shown

blueprint = Blueprint("catalogue_pages", __name__, template_folder="../templates")

OPPOSITES = {"tag": "untag", "untag": "tag", "retire": "bring_back", "bring_back": "retire"}


@blueprint.get("/")
def show_questions() -> str:
    rights.require(current_user.id, "bank.edit")
    wanted = filters.read(request.args)
    page = catalogue.search(current_user.id, Filter(**wanted), pages.number_of(request.args))
    return render_template(
        "questions/catalogue.html",
        page=page,
        wanted=wanted,
        address=filters.address(wanted),
        banks=[item.bank for item in registry.overview(current_user.id)],
        topics=catalogue.topics(current_user.id, wanted["bank"]),
        tags=catalogue.tags(current_user.id, wanted["bank"]),
        may_review=rights.may(current_user.id, "bank.review"),
    )


@blueprint.post("/")
def change_many() -> ResponseReturnValue:
    """Tag, untag, retire or bring back what was chosen; what was done can be taken back at once."""
    address = filters.address(filters.read(request.args))
    here = url_for(".show_questions", page=pages.number_of(request.args), **address)
    action, tag = request.form.get("action", ""), request.form.get("tag", "").strip()
    try:
        questions = catalogue.get_many(forms.chosen(request.form), current_user.id)
        ready = _ids(question for question in questions if question.state == "ready")
        said, changed = _change(action, questions, tag)
    except Problem as problem:
        return pages.tell(problem, here)
    back = {"action": OPPOSITES[action], "tag": tag, "questions": _ids(changed), "ready": ready}
    is_way_back = "questions" in request.form
    pages.done(said, undo=(here, back) if changed and not is_way_back else None)
    return redirect(here)


def _ids(questions: Iterable[Question]) -> str:
    return ",".join(question.public_id for question in questions)


def _change(action: str, questions: Sequence[Question], tag: str) -> tuple[str, Sequence[Question]]:
    """Do it; what was done, in words, and the questions it changed."""
    now, me = clock.now(), current_user.id
    if action == "tag":
        without = [question for question in questions if tag not in question.tags]
        catalogue.add_tag(questions, tag, me, now)
        return f"已给 {len(without)} 道题加上标签“{tag}”。", without
    if action == "untag":
        tagged = [question for question in questions if tag in question.tags]
        catalogue.remove_tag(questions, tag, me, now)
        return f"已从 {len(tagged)} 道题去掉标签“{tag}”。", tagged
    if action == "retire":
        active = [question for question in questions if question.state != "retired"]
        review.retire(active, me, now)
        return f"已停用 {len(active)} 道题，以后不会再抽到；已有的成绩不受影响。", active
    if action == "bring_back":
        retired = [question for question in questions if question.state == "retired"]
        review.bring_back(retired, me, now)
        again = request.form.get("ready", "").split(",")
        review.approve([question for question in retired if question.public_id in again], me, now)
        return f"已恢复 {len(retired)} 道题。", retired
    raise Invalid("请选择要做什么。")


@blueprint.get("/<id:question_id>/card")
def show_card(question_id: str) -> str:
    return _card_page(question_id)


@blueprint.get("/<id:question_id>/edit")
def edit_question(question_id: str) -> str:
    return _card_page(question_id, editing=True)


def _card_page(question_id: str, *, typed: Shown | None = None, editing: bool = False, **more: Any) -> str:
    """The question's card, as a piece of page where it is edited in place; `typed` is what could not be saved."""
    listed = catalogue.get(question_id, current_user.id)
    card = cards.of([listed], current_user.id)[0]
    return render_template(
        "questions/card_part.html" if pages.wants_part() else "questions/question_edit.html",
        card=card,
        shown=typed or card.shown,
        editing=editing,
        **more,
    )


@blueprint.post("/<id:question_id>/edit")
def save_question(question_id: str) -> ResponseReturnValue:
    """A new wording; what cannot be saved comes back in the form, as it was typed, with what is wrong about it."""
    question = catalogue.get(question_id, current_user.id).question
    typed, base = forms.read(request.form), request.form.get("base", "")
    try:
        editing.edit(
            question,
            typed,
            current_user.id,
            clock.now(),
            base=pages.whole(base),
            keep_ready=request.form.get("keep_ready") == "yes",
        )
        if request.form.get("then") == "approve":
            review.approve([question], current_user.id, clock.now())
    except (Invalid, Conflict) as problem:
        db.session.rollback()
        return _typed_again(question_id, typed, problem)
    if pages.wants_part():
        return _card_page(question_id, saved=True)
    pages.done("已保存。")
    return redirect(url_for("question_pages.show_question", question_id=question_id))


def _typed_again(question_id: str, typed: Fields, problem: Problem) -> ResponseReturnValue:
    """The form as it was sent, with what is wrong at each field."""
    errors = problem.errors or {}
    if problem.code == "not_ready":
        errors = {"explanation": [text for texts in errors.values() for text in texts]}
    kept = wording.shown({**typed, "answer": forms.answer_typed(typed), "difficulty": forms.level(typed)})
    said = pages.sentence(problem) if problem.code != "not_ready" else "现在还不能通过。"
    page = _card_page(question_id, typed=kept, editing=True, errors=errors, problem_told=said)
    return page, 200 if pages.wants_part() else problem.status
