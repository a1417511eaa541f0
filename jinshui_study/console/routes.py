"""Logging in to the console with a cookie, and its first page: who I am and what the profile switches off."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock, compliance
from jinshui_study.accounts import audit, members, rights, roles, sessions
from jinshui_study.accounts.gates import OPEN_ENDPOINTS
from jinshui_study.console import dates, navigation, tasks
from jinshui_study.errors import Forbidden, Problem
from jinshui_study.http.problems import PAGES
from jinshui_study.http.transactions import reads_first

blueprint = Blueprint("console", __name__, template_folder="templates", static_folder="static")
OPEN_ENDPOINTS.update({"console.log_in_page", "console.log_in", "console.static"})
PAGES["/console/"] = "console/problem.html"

MOST_CHANGES = 20
PROFILE_NAMES = {"strict": "严格", "open": "公开"}
NO_ROLE = "管理后台只对支部书记和管理员开放。"


@blueprint.app_context_processor
def _shell() -> dict[str, Any]:
    """What console/base.html needs on the pages of every slice."""

    def groups() -> list[navigation.Group]:
        return navigation.visible(rights.actions_of(current_user.id), current_app.view_functions)

    return {"navigation": groups}


@blueprint.app_template_filter("moment")
def _moment(moment: datetime | None) -> str:
    return dates.in_words(moment, clock.now())


@blueprint.get("/login")
def log_in_page() -> str:
    return render_template("console/login.html", problem=None, login="")


@blueprint.post("/login")
@reads_first
def log_in() -> ResponseReturnValue:
    """A wrong password, and somebody without a role, see the form again with a sentence."""
    now, login = clock.now(), request.form.get("login", "")
    try:
        member = sessions.log_in(login, request.form.get("password", ""), now)
        if not rights.may(member.id, "console.enter"):
            raise Forbidden(NO_ROLE)
    except Problem as problem:
        page = render_template("console/login.html", problem=problem.detail, login=login)
        return page, problem.status, problem.headers
    sessions.open_cookie_session(member, now, sessions.CONSOLE_DAYS, request.headers.get("User-Agent", ""))
    return redirect(url_for("console.overview"))


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    sessions.revoke(current_user.id, current_user.token_id)
    session.clear()
    return redirect(url_for("console.log_in_page"))


@blueprint.get("/")
def overview() -> str:
    """What waits for whoever looks, then who they are and what the compliance profile switches off."""
    actions = rights.actions_of(current_user.id)
    return render_template(
        "console/overview.html",
        tasks=tasks.waiting(current_user.id, actions),
        may_edit="bank.edit" in actions,
        may_see_branch="branch.see" in actions,
        may_compare="branch.compare" in actions,
        member=members.get(current_user.id),
        roles=[(roles.WORDS[role], organization) for role, organization in members.roles_of(current_user.id)],
        profile=current_app.extensions["profile"],
    )


@blueprint.get("/compliance")
def show_compliance() -> str:
    """Which profile holds, what it switches off and why, and since when."""
    profile = current_app.extensions["profile"]
    return render_template(
        "console/compliance.html",
        profile=profile,
        limits=compliance.LIMITS,
        always=compliance.ALWAYS,
        changes=audit.profile_changes(MOST_CHANGES),
        names=PROFILE_NAMES,
    )
