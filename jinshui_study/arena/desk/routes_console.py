"""The console's pages of quizzes: their list, one form with a preview of the draw, changing and ending one."""

import secrets
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import members, organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena import lots, programmes, scoring
from jinshui_study.arena.desk import changing, forms, listing, previewing, words
from jinshui_study.arena.desk.forms import Form, Row
from jinshui_study.arena.models import Quiz
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Forbidden, Invalid, Problem
from jinshui_study.http import pages
from jinshui_study.questions import kinds

blueprint = Blueprint("quiz_pages", __name__, template_folder="templates")

EARLY = {"now": timedelta(0), "10": timedelta(minutes=10), "30": timedelta(minutes=30)}
"""How soon a quiz may be ended, by what the form sends."""


@blueprint.before_request
def _may_make() -> None:
    """Every page here asks for the same right; what each shows is only what is in reach."""
    if current_user.is_authenticated:
        rights.require(current_user.id, changing.RIGHT)


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"quiz_words": words, "scoring": scoring, "kinds": kinds.CHINESE, "lots": lots}


@blueprint.get("/")
def show_quizzes() -> str:
    now, me = clock.now(), current_user.id
    state = request.args.get("state", "")
    profile = current_app.extensions["profile"]
    return render_template(
        "desk/quizzes.html",
        page=listing.page(me, state, now, profile, pages.number_of(request.args)),
        state=state if state in words.STATES else "",
        counts=listing.counts(me, now),
        programmes=changing.programmes_of(me),
        name_of=programmes.name_of,
    )


@blueprint.get("/new")
def choose() -> str:
    """Without a preset the choice of them, with one its form."""
    if "preset" not in request.args:
        return render_template("desk/choose.html")
    owner = _owner(request.args.get("organization", ""))
    preset, contest = request.args["preset"], request.args.get("contest", "")
    found = previewing.sources(owner, sealed=preset == "contest")
    filled = [source.code for source in found if source.ready]
    return _form_page(forms.fresh(preset, contest, filled, clock.now()), owner)


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Save it, or show the form again: with another row, with one less, or with what the draw would find."""
    form = forms.read(request.form)
    owner = _owner(form.organization)
    again = _again(form, owner)
    if again is not None:
        return again
    now, dice = clock.now(), _dice()
    try:
        plan = forms.plan_of(form)
        if form.repeats:
            programme = changing.repeat(plan, forms.programme_title(form), owner, current_user.id, now, dice)
            name = programmes.name_of(programme.title)
            pages.done(f"“{name}”已设好，今天起按时自动新建，到点就能答。")
            return redirect(url_for(".show_quizzes"))
        quiz = changing.create(plan, owner, current_user.id, now, dice)
    except (Invalid, Conflict) as problem:
        return _refused(form, owner, problem)
    pages.done(f"活动“{quiz.title}”已建好。{_when(quiz)}")
    return redirect(url_for(".show_quiz", quiz_id=quiz.public_id))


def _when(quiz: Quiz) -> str:
    if listing.state_of(quiz, clock.now()) == "coming":
        return "到开始时间，党员在手机“学习擂台”里就能看到。"
    return "现在就能答了，党员在手机“学习擂台”里可以看到。"


@blueprint.get("/<id:quiz_id>/")
def show_quiz(quiz_id: str) -> str:
    quiz = changing.get(quiz_id, current_user.id)
    owner, now = _home(quiz), clock.now()
    titles = {source.code: source.title for source in previewing.sources(owner, sealed=True)}
    return render_template(
        "desk/quiz.html",
        quiz=quiz,
        owner=owner,
        state=listing.state_of(quiz, now),
        seed=lots.told(quiz.seed, quiz.closes_at, now),
        begun=changing.begun(quiz),
        attempts=listing.attempts_of(quiz, owner, current_app.extensions["profile"]),
        rules=list(words.rules_of(Rules.from_data(quiz.rules))),
        rows=[(rule, words.draw_of(rule, titles)) for rule in quiz.draw],
        soonest=[key for key, wait in EARLY.items() if now + wait < quiz.closes_at],
    )


@blueprint.get("/<id:quiz_id>/edit")
def edit(quiz_id: str) -> ResponseReturnValue:
    quiz = changing.get(quiz_id, current_user.id)
    if changing.begun(quiz):
        problem = Conflict("已经有人开始作答，不能再改规则；可以提前结束后另建一个。", code="quiz_begun")
        return pages.tell(problem, url_for(".show_quiz", quiz_id=quiz_id))
    owner = _home(quiz)
    return _form_page(forms.of_quiz(quiz, owner.public_id), owner, quiz)


@blueprint.post("/<id:quiz_id>/edit")
def change(quiz_id: str) -> ResponseReturnValue:
    quiz = changing.get(quiz_id, current_user.id)
    form = replace(forms.read(request.form), preset=quiz.preset)
    owner = _owner(form.organization)
    again = _again(form, owner, quiz)
    if again is not None:
        return again
    now = clock.now()
    try:
        plan = forms.plan_of(form, Rules.from_data(quiz.rules))
        changing.change(quiz, plan, owner, current_user.id, now, _dice())
    except (Invalid, Conflict) as problem:
        if problem.code == "quiz_begun":
            return pages.tell(problem, url_for(".show_quiz", quiz_id=quiz_id))
        return _refused(form, owner, problem, quiz)
    pages.done("已保存。")
    return redirect(url_for(".show_quiz", quiz_id=quiz_id))


@blueprint.post("/<id:quiz_id>/close")
def close(quiz_id: str) -> ResponseReturnValue:
    here = url_for(".show_quiz", quiz_id=quiz_id)
    quiz, now = changing.get(quiz_id, current_user.id), clock.now()
    wait = EARLY.get(request.form.get("when", ""), EARLY["now"])
    try:
        changing.close(quiz, now + wait, current_user.id, now)
    except Problem as problem:
        return pages.tell(problem, here)
    if wait:
        pages.done(f"将在 {wait.seconds // 60} 分钟后结束。")
    else:
        pages.done("已结束。正在作答的，按已经答好的题交卷。")
    return redirect(here)


@blueprint.post("/<id:quiz_id>/call-off")
def call_off(quiz_id: str) -> ResponseReturnValue:
    quiz = changing.get(quiz_id, current_user.id)
    title = quiz.title
    try:
        changing.call_off(quiz, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, url_for(".show_quiz", quiz_id=quiz_id))
    pages.done(f"“{title}”已取消，没有人答过。")
    return redirect(url_for(".show_quizzes"))


@blueprint.post("/programmes/<int(max=2147483647):programme_id>")
def switch(programme_id: int) -> ResponseReturnValue:
    """Stop what appears by itself, or let it go on; each is the way back of the other."""
    active = request.form.get("active") == "yes"
    found = changing.switch(programme_id, current_user.id, clock.now(), active=active)
    name = programmes.name_of(found.title)
    said = "恢复自动新建，下一期按时出" if active else "不再自动新建；已经出的照常进行"
    back = (url_for(".switch", programme_id=programme_id), {"active": "no" if active else "yes"})
    pages.done(f"“{name}”{said}。", undo=back)
    return redirect(url_for(".show_quizzes"))


def _again(form: Form, owner: Organization, quiz: Quiz | None = None) -> ResponseReturnValue | None:
    """The form as it is to be shown again, where it was not sent to be saved."""
    action, _, number = request.form.get("action", "save").partition("-")
    if action == "add":
        last = form.rows[-1] if form.rows else Row()
        form = replace(
            form, rows=(*form.rows, replace(last, count="", topics=(), kinds=()))[: forms.MOST_ROWS]
        )
    elif action == "drop" and number.isdecimal():
        kept = [row for at, row in enumerate(form.rows, start=1) if at != int(number)]
        form = replace(form, rows=tuple(kept))
    elif action != "preview":
        return None
    return _form_page(form, owner, quiz)


def _refused(
    form: Form, owner: Organization, problem: Problem, quiz: Quiz | None = None
) -> ResponseReturnValue:
    """The form as it was typed, with what is wrong at each field."""
    db.session.rollback()
    owner = organizations.get_by_public_id(owner.public_id)
    errors = {name: texts for name, texts in (problem.errors or {}).items() if isinstance(texts, list)}
    told = problem.detail if not errors else "还没有保存，请看标出的地方。"
    return _form_page(form, owner, quiz, errors, told), problem.status


def _form_page(
    form: Form,
    owner: Organization,
    quiz: Quiz | None = None,
    errors: dict[str, list[str]] | None = None,
    told: str = "",
) -> str:
    found = previewing.sources(owner, sealed=form.preset == "contest")
    return render_template(
        "desk/preview_part.html" if pages.wants_part() else "desk/form.html",
        form=form,
        base=form.base,
        owner=owner,
        owners=_owners(),
        quiz=quiz,
        sources=found,
        topics=previewing.topics(found),
        errors=errors or {},
        problem_told=told,
        may_review=rights.may(current_user.id, "bank.review"),
        **_preview(form, owner),
    )


def _preview(form: Form, owner: Organization) -> dict[str, Any]:
    """What the draw would find, or why that cannot be said yet."""
    try:
        rules = forms.draw_of(form)
    except Invalid as problem:
        return {"outlook": None, "unclear": problem.errors or {}}
    return {"outlook": previewing.outlook(owner, rules, clock.now(), _dice()), "unclear": {}}


def _owners() -> list[Organization]:
    """Whom the member may make quizzes for: what a role is over, and what lies right below."""
    found: dict[int, Organization] = {}
    for role, home in members.roles_of(current_user.id):
        if role in RIGHTS[changing.RIGHT]:
            found[home.id] = home
            found |= {child.id: child for child in organizations.children_of(home)}
    return list(found.values())


def _owner(public_id: str) -> Organization:
    """The organization a form names, else the first the member has a role over."""
    owners = _owners()
    if not owners:
        raise Forbidden
    owner = organizations.get_by_public_id(public_id) if public_id else owners[0]
    rights.require(current_user.id, changing.RIGHT, owner)
    return owner


def _home(quiz: Quiz) -> Organization:
    return db.session.get_one(Organization, quiz.organization_id)


def _dice() -> Random:
    return Random(secrets.token_hex(16))
