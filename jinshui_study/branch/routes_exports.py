"""What the pages of an organization show, as files; each that is taken is a line of the audit log."""

from flask import Blueprint, Response, current_app, request, send_file
from flask_login import current_user

from jinshui_study import clock, spreadsheets
from jinshui_study.accounts import audit, rights
from jinshui_study.branch import exports, mistakes, sights, word_sheets
from jinshui_study.branch.exports import Wanted
from jinshui_study.branch.sights import ACTION, Sight
from jinshui_study.db import begin_writing
from jinshui_study.http import pages
from jinshui_study.http.transactions import reads_first
from jinshui_study.questions.formats.writing import word_document

blueprint = Blueprint("branch_exports", __name__)


@blueprint.before_request
def _may_see() -> None:
    if current_user.is_authenticated:
        rights.require(current_user.id, ACTION)


def _look(organization_id: str) -> Sight:
    return sights.look(current_user.id, organization_id, current_app.extensions["profile"])


@blueprint.post("/<id:organization_id>/export")
@reads_first
def export(organization_id: str) -> Response:
    """A table as a workbook. The reading comes before the writing, which on SQLite keeps everybody else waiting."""
    sight = _look(organization_id)
    wanted = Wanted(
        table=request.form.get("table", ""),
        board=request.form.get("board", ""),
        quiz=request.form.get("quiz", ""),
        profile=current_app.extensions["profile"],
        now=clock.now(),
    )
    sheet = exports.make(sight, wanted)
    file = exports.write(sheet)
    _note(sight, wanted.table, "xlsx", board=wanted.board, quiz=wanted.quiz)
    name = f"{sight.node.name}{sheet.title}.xlsx"
    reply = send_file(file, spreadsheets.XLSX, as_attachment=True, download_name=name)
    reply.headers["Cache-Control"] = "no-store"
    return reply


@blueprint.post("/<id:organization_id>/mistakes/export")
@reads_first
def save_mistakes(organization_id: str) -> Response:
    """The sheet of mistakes as a Word document."""
    sight = _look(organization_id)
    data = word_sheets.of_mistakes(sight.node.name, mistakes.of_branch(sight, clock.now()))
    _note(sight, "mistakes", "docx")
    return pages.file(f"{sight.node.name}错题讲义.docx", word_document.MEDIA_TYPE, data)


def _note(sight: Sight, table: str, format_name: str, **asked: str) -> None:
    begin_writing()
    details = {name: value for name, value in asked.items() if value}
    subject = f"organization:{sight.node.public_id}"
    audit.record(
        "branch.export", subject, clock.now(), current_user.id, table=table, format=format_name, **details
    )
