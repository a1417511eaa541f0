"""The console's pages of statistics: questions and their flags, quizzes, and how long unseen questions last."""

import secrets
from collections.abc import Mapping
from random import Random
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import audit, organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.accounts.rights import RIGHTS
from jinshui_study.arena import stock
from jinshui_study.arena.statistics import charts, flagging, item_pages, quiz_pages, words
from jinshui_study.arena.statistics.item_pages import ACTION, ANY_FLAG, SORTS, Wanted
from jinshui_study.arena.supplies import SHORT_DAYS
from jinshui_study.db import db
from jinshui_study.errors import NotFound
from jinshui_study.http import pages
from jinshui_study.questions import kinds, statistics

blueprint = Blueprint("statistics_pages", __name__, template_folder="templates")


@blueprint.before_request
def _may_see() -> None:
    """Every page here asks for the same right; what each shows is only what is in reach."""
    if current_user.is_authenticated:
        rights.require(current_user.id, ACTION)


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"words": words, "kinds": kinds.CHINESE}


@blueprint.get("/")
def show_items() -> str:
    banks = item_pages.banks_of(current_user.id)
    topics = item_pages.topics_of(current_user.id)
    wanted = _wanted(request.args, {bank.public_id for bank in banks}, set(topics))
    found = item_pages.listed(current_user.id, wanted, pages.number_of(request.args))
    return render_template(
        "statistics/items.html",
        wanted=wanted,
        address=_address(wanted),
        banks=banks,
        topics=topics,
        flags=words.FLAGS,
        any_flag=ANY_FLAG,
        page=found.page,
        found=found.flags,
    )


def _wanted(args: Mapping[str, str], banks: set[str], topics: set[str]) -> Wanted:
    """What an address asks for; what there is not is left out."""

    def known(name: str, values: Any) -> str:
        value = args.get(name, "")
        return value if value in values else ""

    sorts = [*SORTS, *(f"-{name}" for name in SORTS)]
    return Wanted(
        bank=known("bank", banks),
        topic=known("topic", topics),
        kind=known("kind", kinds.KINDS),
        flag=known("flag", (ANY_FLAG, *statistics.FLAGS)),
        sort=known("sort", sorts) or Wanted.sort,
        old=args.get("old") == "1",
    )


def _address(wanted: Wanted) -> dict[str, str]:
    """The parameters of an address that asks for the same; what is as usual has none."""
    usual = Wanted()
    named = {name: getattr(wanted, name) for name in ("bank", "topic", "kind", "flag", "sort")}
    kept = {name: value for name, value in named.items() if value != getattr(usual, name)}
    return {**kept, "old": "1"} if wanted.old else kept


@blueprint.get("/questions/<id:question_id>")
def show_question(question_id: str) -> str:
    number = pages.whole(request.args.get("revision", "")) or None
    sheet = item_pages.sheet(current_user.id, question_id, number)
    quizzes = quiz_pages.of_revision(current_user.id, sheet.revision.id, current_app.extensions["profile"])
    return render_template(
        "statistics/question.html", sheet=sheet, figures=sheet.tally.figures, quizzes=quizzes
    )


@blueprint.post("/questions/<id:question_id>/flags")
def dismiss_flag(question_id: str) -> ResponseReturnValue:
    """Somebody looked at a flag and found nothing wrong with the question."""
    number = pages.whole(request.form.get("revision", "")) or None
    sheet = item_pages.sheet(current_user.id, question_id, number)
    rights.require(
        current_user.id, "bank.review", db.session.get_one(Organization, sheet.bank.organization_id)
    )
    reason, now = request.form.get("reason", ""), clock.now()
    if reason not in statistics.FLAGS:
        raise NotFound("没有这种提醒。")
    if flagging.dismiss(sheet.revision.id, reason, current_user.id, now):
        audit.record(
            "item.flag_dismissed",
            f"question:{question_id}",
            now,
            current_user.id,
            reason=reason,
            revision=sheet.revision.number,
        )
        flash(f"“{words.FLAGS[reason]}”已标为看过，没有问题。", "done")
    return redirect(url_for(".show_question", question_id=question_id, revision=sheet.revision.number))


@blueprint.get("/quizzes")
def show_quizzes() -> str:
    profile, number = current_app.extensions["profile"], pages.number_of(request.args)
    page = quiz_pages.listed(current_user.id, profile, number)
    return render_template("statistics/quizzes.html", page=page)


@blueprint.get("/quizzes/<id:quiz_id>")
def show_quiz(quiz_id: str) -> str:
    report = quiz_pages.report(current_user.id, quiz_id, current_app.extensions["profile"])
    placed = [
        (str(item.number), f"第 {item.number} 题", item.figures.facility, item.figures.discrimination_index)
        for item in report.items
        if item.figures.facility is not None and item.figures.discrimination_index is not None
    ]
    return render_template(
        "statistics/quiz.html",
        report=report,
        histogram=charts.histogram(report.totals, report.max_score) if report.figures else None,
        scatter=charts.scatter(
            placed,
            statistics.DISCRIMINATION_TOO_LOW,
            statistics.FACILITY_TOO_LOW,
            statistics.FACILITY_TOO_HIGH,
        )
        if placed
        else None,
    )


@blueprint.get("/stock")
def show_stock() -> str:
    within = organizations.within_reach(current_user.id, RIGHTS[ACTION])
    found = stock.of_daily_programmes(clock.now(), Random(secrets.token_hex(8)), within)
    return render_template("statistics/stock.html", found=found, short_days=SHORT_DAYS)
