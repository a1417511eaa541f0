"""The console's pages of findings: the list, the evidence, and what is made of it."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.arena import scoring
from jinshui_study.arena.integrity import deciding, states, words
from jinshui_study.errors import Problem
from jinshui_study.http import pages

blueprint = Blueprint("integrity_pages", __name__, template_folder="templates")


@blueprint.before_request
def _may_review() -> None:
    if current_user.is_authenticated:
        rights.require(current_user.id, deciding.RIGHT)


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"finding_words": words, "scoring": scoring}


@blueprint.get("/")
def show_findings() -> str:
    waiting = request.args.get("show") != "done"
    return render_template(
        "integrity/findings.html",
        page=deciding.page(current_user.id, waiting, pages.number_of(request.args)),
        waiting=waiting,
    )


@blueprint.get("/<id:finding_id>/")
def show_finding(finding_id: str) -> str:
    listed = deciding.get(finding_id, current_user.id)
    return render_template(
        "integrity/finding.html",
        listed=listed,
        finding=listed.finding,
        beside=deciding.beside(listed, current_user.id),
        may_decide=states.after(listed.finding.state, "void") is not None,
        may_settle=states.after(listed.finding.state, "keep") is not None,
        longest=deciding.LONGEST_REASON,
    )


@blueprint.post("/<id:finding_id>/decision")
def decide(finding_id: str) -> ResponseReturnValue:
    form, here = request.form, url_for(".show_finding", finding_id=finding_id)
    profile, now = current_app.extensions["profile"], clock.now()
    try:
        action, reason = form.get("action", ""), form.get("reason", "")
        deciding.decide(finding_id, action, reason, profile, current_user.id, now)
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done("已作废，已通知本人，榜单和积分已更正。" if action == "void" else "已排除，成绩不变。")
    return redirect(here if action == "void" else url_for(".show_findings"))


@blueprint.post("/<id:finding_id>/appeal")
def settle(finding_id: str) -> ResponseReturnValue:
    form, here = request.form, url_for(".show_finding", finding_id=finding_id)
    profile, now = current_app.extensions["profile"], clock.now()
    try:
        action, reply = form.get("action", ""), form.get("reply", "")
        deciding.settle(finding_id, action, reply, profile, current_user.id, now)
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done("已恢复成绩，已通知本人。" if action == "restore" else "已维持作废，已通知本人。")
    return redirect(here)
