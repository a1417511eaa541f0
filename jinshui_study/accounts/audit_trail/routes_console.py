"""The console's page of the audit log, for district admins."""

from flask import Blueprint, Response, current_app, render_template, request, send_file
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import audit, organizations, rights
from jinshui_study.accounts.audit_trail import exporting, searching, words
from jinshui_study.accounts.audit_trail.searching import PAGE, Wanted
from jinshui_study.db import begin_writing
from jinshui_study.http.paging import decode_cursor, encode_cursor
from jinshui_study.http.transactions import reads_first

blueprint = Blueprint("audit_pages", __name__, template_folder="templates")

RIGHT = "audit.see"
OPENS = {
    "bank": ("bank_pages.edit_bank", "bank_id"),
    "import": ("import_pages.show_import", "import_id"),
    "question": ("question_pages.show_question", "question_id"),
    "quiz": ("statistics_pages.show_quiz", "quiz_id"),
}
"""Pages that show what a line is about, by the kind of its object: endpoint and parameter."""


@blueprint.before_request
def _may_see() -> None:
    """The log is the whole district's: whoever administers a part of it does not see it."""
    if current_user.is_authenticated:
        rights.require(current_user.id, RIGHT, organizations.get_district())


@blueprint.get("/")
def show_lines() -> str:
    wanted = searching.read(request.args)
    before = (decode_cursor(request.args.get("cursor"), int) or (None,))[0]
    rows = searching.page(wanted, before, PAGE + 1)
    return render_template(
        "audit_trail/lines.html",
        rows=rows[:PAGE],
        wanted=wanted,
        address=wanted.address(),
        next=encode_cursor(rows[PAGE - 1].id) if len(rows) > PAGE else None,
        is_first=before is None,
        words=words,
        known=current_app.view_functions,
        person=exporting.person,
        opens=OPENS,
        formats=exporting.FORMATS,
        nobody=searching.NOBODY,
    )


@blueprint.post("/export")
@reads_first
def export() -> Response:
    """What the filters let through, as a file; that it was taken is itself a line.

    The long reading comes before the writing, which on SQLite keeps everybody else waiting.
    """
    wanted, format_name = searching.read(request.form), request.form.get("format", "")
    file = exporting.write(wanted, format_name)
    begin_writing()
    _note(wanted, format_name)
    name, media_type = (
        f"审计日志 {clock.local_day(clock.now())}.{format_name}",
        exporting.FORMATS[format_name][1],
    )
    reply = send_file(file, media_type, as_attachment=True, download_name=name)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _note(wanted: Wanted, format_name: str) -> None:
    """What was asked for, without the name of who was."""
    asked = {name: value for name, value in wanted.address().items() if name != "who"}
    audit.record(
        "audit.export",
        "setting:audit",
        clock.now(),
        current_user.id,
        format=format_name,
        filters=asked or None,
    )
