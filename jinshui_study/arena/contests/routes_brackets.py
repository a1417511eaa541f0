"""The console's page of a contest's branches by bracket, and of who is in which."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import boards as quiz_boards
from jinshui_study.arena import brackets, scoring
from jinshui_study.arena.contests import publishing, running
from jinshui_study.db import db
from jinshui_study.errors import Problem
from jinshui_study.http import pages
from jinshui_study.points import group_boards

blueprint = Blueprint("bracket_pages", __name__, template_folder="templates")

MOST_ROWS = 50
BY_KIND = {"street": "街道组", "committee": "机关组", "branch": "支部组"}
"""What the button that divides by kind calls the brackets."""


@blueprint.before_request
def _may_run() -> None:
    if current_user.is_authenticated:
        rights.require(current_user.id, running.RIGHT)


@blueprint.get("/<id:quiz_id>/brackets")
def show_brackets(quiz_id: str) -> str:
    quiz, now = running.get(quiz_id, current_user.id), clock.now()
    bracket = request.args.get("bracket", "")
    area = brackets.find_area(quiz_id, quiz.rules, bracket)
    owner = db.session.get_one(Organization, quiz.organization_id)
    board, _ = quiz_boards.visible(quiz_id, quiz.freezes_at, quiz.reveals_at, now, sees_live=True)
    found = group_boards.branches(board, area or organizations.get_node(owner.public_id))
    by_kind = request.args.get("by") == "kind"
    return render_template(
        "contests/brackets.html",
        quiz=quiz,
        bracket=bracket,
        rows=found[:MOST_ROWS],
        total=len(found),
        scoring=scoring,
        frozen=quiz_boards.is_frozen(quiz.freezes_at, quiz.reveals_at, now),
        divided=[
            (one, BY_KIND[one.kind] if by_kind else brackets.title_of(quiz.rules, one.public_id))
            for one in brackets.choices(quiz)
        ],
        by_kind=by_kind,
        is_published=publishing.find_latest(quiz.id) is not None,
        longest=brackets.LONGEST_TITLE,
    )


@blueprint.post("/<id:quiz_id>/brackets")
def change(quiz_id: str) -> ResponseReturnValue:
    quiz, here = running.get(quiz_id, current_user.id), url_for(".show_brackets", quiz_id=quiz_id)
    titles = {one.public_id: request.form.get(f"of-{one.public_id}", "") for one in brackets.choices(quiz)}
    published = publishing.find_latest(quiz.id) is not None
    try:
        brackets.change(quiz, titles, is_published=published, member_id=current_user.id, now=clock.now())
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done("组别已保存。" if any(titles.values()) else "已改为不分组。")
    return redirect(here)
