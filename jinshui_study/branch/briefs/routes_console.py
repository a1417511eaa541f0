"""The console's page of a monthly brief, and the brief as a file."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import audit, rights
from jinshui_study.arena.statistics import words
from jinshui_study.branch import boards, charts, figures, reports, sights
from jinshui_study.branch.briefs import fonts, gathering, months, pdf_file, word_file, wording
from jinshui_study.branch.briefs.facts import Facts
from jinshui_study.branch.charts import Trend
from jinshui_study.branch.reports import Taking
from jinshui_study.branch.sights import ACTION, Sight
from jinshui_study.compliance import Profile
from jinshui_study.db import begin_writing
from jinshui_study.errors import Invalid
from jinshui_study.http import pages
from jinshui_study.http.transactions import reads_first
from jinshui_study.questions.formats.writing import word_document

RUNNING = "最后一周还没有结束，得分还会变。"

blueprint = Blueprint("brief_pages", __name__, template_folder="templates")

FORMATS = {
    "docx": (word_file.of_brief, word_document.MEDIA_TYPE),
    "pdf": (pdf_file.of_brief, pdf_file.MEDIA_TYPE),
}


@blueprint.before_request
def _may_see() -> None:
    if current_user.is_authenticated:
        rights.require(current_user.id, ACTION)


def _profile() -> Profile:
    profile: Profile = current_app.extensions["profile"]
    return profile


def _look(organization_id: str) -> Sight:
    return sights.look(current_user.id, organization_id, _profile())


@blueprint.get("/<id:organization_id>/brief")
def show_brief(organization_id: str) -> str:
    now, sight = clock.now(), _look(organization_id)
    month = gathering.get_month(request.args.get("month", ""), now)
    facts = gathering.gather(sight, month, _profile(), now)
    return render_template(
        "briefs/brief.html",
        sight=sight,
        month=month,
        months=months.back_from(months.of(clock.local_day(now)), gathering.MOST_MONTHS),
        facts=facts,
        brief=wording.write(facts),
        chart=_chart(facts),
        caption=_caption(facts),
        running=RUNNING,
        taking=_taking(sight, facts),
        has_font=fonts.find() is not None,
        no_font=fonts.MISSING,
        points=figures.points,
        percent=words.percent,
    )


def _chart(facts: Facts) -> Trend:
    labels = [week.label for week in facts.weeks]
    means = [week.mean for week in facts.weeks]
    if facts.is_district:
        return charts.trend(labels, means, [])
    return charts.trend(labels, [week.score for week in facts.weeks], means)


def _caption(facts: Facts) -> str:
    if facts.is_district:
        return "每周第一天；全区人均"
    return f"每周第一天；实线是{'本支部' if facts.is_branch else facts.name}，虚线是全区人均"


def _taking(sight: Sight, facts: Facts) -> Taking | None:
    """What only the branch's own secretary is told, beside the brief and not in it."""
    if facts.taking is not None or not sight.own:
        return None
    return reports.standing(sight, boards.of_month(facts.month.first, facts.month.title)).taking


@blueprint.post("/<id:organization_id>/brief/export")
@reads_first
def export(organization_id: str) -> Response:
    """The brief as a Word document or a PDF; that it was taken is a line of the audit log."""
    now, sight = clock.now(), _look(organization_id)
    form: dict[str, Any] = request.form
    if form.get("format") not in FORMATS:
        raise Invalid("请选择下载的格式。")
    write, media_type = FORMATS[form["format"]]
    month = gathering.get_month(form.get("month", ""), now)
    facts = gathering.gather(sight, month, _profile(), now)
    brief = wording.write(facts)
    caption = f"{_caption(facts)}。{RUNNING if facts.running else ''}"
    data = write(brief, _chart(facts), caption, facts.topics or [])
    begin_writing()
    audit.record(
        "brief.export",
        f"organization:{sight.node.public_id}",
        now,
        current_user.id,
        month=month.code,
        format=form["format"],
    )
    return pages.file(f"{brief.title}.{form['format']}", media_type, data)
