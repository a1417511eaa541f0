"""The console's pages of a branch and of those above it."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.arena.statistics import words
from jinshui_study.branch import (
    boards,
    charts,
    figures,
    mistakes,
    participation,
    reminders,
    reports,
    sights,
    topics,
)
from jinshui_study.branch.sights import ACTION, Sight
from jinshui_study.compliance import Profile
from jinshui_study.http import pages
from jinshui_study.points import fairness
from jinshui_study.questions.pages import words as question_words

blueprint = Blueprint("branch_pages", __name__, template_folder="templates")


@blueprint.before_request
def _may_see() -> None:
    """Every page here asks for the same right; whom each shows is only who is in reach."""
    if current_user.is_authenticated:
        rights.require(current_user.id, ACTION)


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {
        "points": figures.points,
        "percent": words.percent,
        "periods": boards.PERIODS,
        "rules_words": figures.rules_words,
    }


def _profile() -> Profile:
    found: Profile = current_app.extensions["profile"]
    return found


def _look(organization_id: str) -> Sight:
    return sights.look(current_user.id, organization_id, _profile())


def _look_at_own(organization_id: str) -> Sight:
    return sights.look_at_own(current_user.id, organization_id, _profile())


@blueprint.get("/")
def show_home() -> ResponseReturnValue:
    """To the one organization somebody answers for; a choice for who answers for several."""
    homes = sights.homes(current_user.id)
    if len(homes) == 1:
        return redirect(url_for(".show_organization", organization_id=homes[0].public_id))
    return render_template("branch/homes.html", homes=homes)


@blueprint.get("/<id:organization_id>/")
def show_organization(organization_id: str) -> str:
    now, sight = clock.now(), _look(organization_id)
    chosen = boards.choose(sight, request.args.get("board", "week"), now)
    weeks = reports.trend(sight, clock.local_day(now))
    labels = [week.label for week in weeks]
    return render_template(
        "branch/organization.html",
        sight=sight,
        chosen=chosen,
        standing=reports.standing(sight, chosen),
        versions=reports.rule_versions(chosen, clock.local_day(now)),
        lines=reports.lines(sight, chosen),
        weeks=weeks,
        chart=charts.trend(labels, [week.score for week in weeks], [week.mean for week in weeks]),
        below=reports.below(sight, chosen),
        quizzes=boards.quizzes(sight, now),
        is_revealed=boards.is_revealed,
        now=now,
        weight=fairness.WEIGHT,
        fewest=fairness.FEWEST,
        exports_lines=_profile().shows_participation(own_secretary=False),
    )


@blueprint.get("/<id:organization_id>/quizzes/<id:quiz_id>/")
def show_participation(organization_id: str, quiz_id: str) -> str:
    now = clock.now()
    sight = _look_at_own(organization_id)
    quiz = participation.get_open_quiz(sight, quiz_id, now)
    return render_template(
        "branch/participation.html", sight=sight, quiz=quiz, found=participation.of_quiz(sight, quiz, now)
    )


@blueprint.post("/<id:organization_id>/quizzes/<id:quiz_id>/reminders")
def remind(organization_id: str, quiz_id: str) -> ResponseReturnValue:
    now = clock.now()
    sight = _look_at_own(organization_id)
    queued = reminders.remind(sight, participation.get_open_quiz(sight, quiz_id, now), now)
    pages.done(
        f"已排队提醒 {queued} 人。同一个活动每人每天最多提醒一次。"
        if queued
        else "今天没有要提醒的人：没参加的今天都已提醒过。"
    )
    return redirect(url_for(".show_participation", organization_id=organization_id, quiz_id=quiz_id))


@blueprint.get("/<id:organization_id>/mistakes")
def show_mistakes(organization_id: str) -> str:
    sight = _look(organization_id)
    return render_template(
        "branch/mistakes.html",
        sight=sight,
        found=mistakes.of_branch(sight, clock.now()),
        about=figures.about,
        words=question_words,
        fewest=mistakes.FEWEST_MEMBERS,
        days=mistakes.LOOKS_BACK.days,
    )


@blueprint.get("/<id:organization_id>/quizzes/<id:quiz_id>/topics")
def show_topics(organization_id: str, quiz_id: str) -> str:
    sight = _look(organization_id)
    quiz = topics.get_revealed_quiz(sight, quiz_id, clock.now())
    return render_template(
        "branch/topics.html",
        sight=sight,
        quiz=quiz,
        found=topics.of_quiz(sight, quiz),
        fewest=mistakes.FEWEST_MEMBERS,
    )
