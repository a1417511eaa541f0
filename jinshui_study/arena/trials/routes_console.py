"""The console's page that tries other point rules on the last month. It reads and writes nothing."""

from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.arena import scoring
from jinshui_study.arena.trials import forms, trying
from jinshui_study.errors import Invalid
from jinshui_study.points import rulebooks

blueprint = Blueprint("trial_pages", __name__, template_folder="templates")
RIGHT = "rules.try"


@blueprint.before_request
def _may_try() -> None:
    if current_user.is_authenticated:
        rights.require(current_user.id, RIGHT)


@blueprint.get("/")
def show_trial() -> tuple[str, int]:
    now, profile = clock.now(), current_app.extensions["profile"]
    current = rulebooks.in_force(clock.local_day(now))
    errors: dict[str, Any] = {}
    try:
        tried = forms.read(current, request.args)
    except Invalid as problem:
        tried, errors = current, problem.errors or {}
    asked = bool(request.args) and not errors
    page = render_template(
        "trials/trial.html",
        current=current,
        tried=tried,
        typed=request.args,
        errors=errors,
        fields_of=forms.fields_of,
        outcome=trying.run(current, tried, profile, now) if asked else None,
        same=tried.tasks == current.tasks,
        days=trying.DAYS,
        scoring=scoring,
        strict=profile.strict,
    )
    return page, 422 if errors else 200
