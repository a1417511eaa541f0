"""The rows of a dry run: mended on the spot, left out and taken back, in place or on a page of their own."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.http import pages
from jinshui_study.questions import listing
from jinshui_study.questions.imports import batches, rows
from jinshui_study.questions.models import ImportRow
from jinshui_study.questions.pages import forms, runs, wording

blueprint = Blueprint("row_pages", __name__, template_folder="../templates")

ROW = "/<id:import_id>/rows/<int(max=9999999):number>/"


def _row(import_id: str, number: int) -> ImportRow:
    return rows.get(batches.get(import_id, current_user.id), number)


def _card(import_id: str, row: ImportRow, *, editing: bool = False, saved: bool = False) -> str:
    """The row's card with the figures it changes, as a piece of page where it is edited in place."""
    return render_template(
        "questions/import_row_part.html" if pages.wants_part() else "questions/import_row.html",
        **runs.figures(batches.get(import_id, current_user.id)),
        row=row,
        shown=wording.shown(row.fields),
        editing=editing,
        saved=saved,
    )


@blueprint.get(ROW)
def show_row(import_id: str, number: int) -> str:
    return _card(import_id, _row(import_id, number))


@blueprint.get(f"{ROW}edit")
def edit_row(import_id: str, number: int) -> str:
    return _card(import_id, _row(import_id, number), editing=True)


@blueprint.post(ROW)
def mend_row(import_id: str, number: int) -> ResponseReturnValue:
    """Check the row anew with what was typed; while it still has an error, the form stays open."""
    row = rows.mend(_row(import_id, number), forms.read(request.form), current_user.id, clock.now())
    if pages.wants_part() or row.state == "bad":
        return _card(import_id, row, editing=row.state == "bad", saved=True)
    return _back(import_id, number)


@blueprint.post(f"{ROW}drop")
def drop_row(import_id: str, number: int) -> ResponseReturnValue:
    row = _row(import_id, number)
    rows.drop(row, current_user.id, clock.now())
    return _card(import_id, row) if pages.wants_part() else _back(import_id, number)


@blueprint.post(f"{ROW}take-back")
def take_back_row(import_id: str, number: int) -> ResponseReturnValue:
    row = _row(import_id, number)
    rows.take_back(row, current_user.id, clock.now())
    return _card(import_id, row) if pages.wants_part() else _back(import_id, number)


def _back(import_id: str, number: int) -> ResponseReturnValue:
    """To the row among the others: on its page of the whole list."""
    page, anchor = (number - 1) // listing.SIZE + 1, f"row-{number}"
    return redirect(
        url_for("import_pages.show_import", import_id=import_id, show="all", page=page, _anchor=anchor)
    )
