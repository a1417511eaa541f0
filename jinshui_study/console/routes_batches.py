"""The imports there have been, and the way back of each: it needs to know what has been answered."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.arena import usage
from jinshui_study.errors import Problem
from jinshui_study.http import pages
from jinshui_study.questions.imports import batches, undoing
from jinshui_study.questions.imports.undoing import Undone

blueprint = Blueprint("batch_pages", __name__, template_folder="templates")


@blueprint.get("/")
def show_batches() -> str:
    rights.require(current_user.id, "bank.edit")
    page = batches.recent(current_user.id, pages.number_of(request.args))
    answered = usage.answered_imports([batch.id for batch in page.items])
    return render_template("console/batches.html", page=page, answered=answered)


@blueprint.post("/<id:import_id>/undo")
def undo(import_id: str) -> ResponseReturnValue:
    batch = batches.get(import_id, current_user.id)
    try:
        answered = usage.answered_of_import(batch.id)
        undone = undoing.undo(batch, answered, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, url_for("import_pages.show_import", import_id=import_id))
    pages.done(_told(batch.file, undone))
    return redirect(url_for(".show_batches"))


def _told(file: str, undone: Undone) -> str:
    """What became of the questions, in words."""
    parts = [
        f"删除 {undone.removed} 道" if undone.removed else "",
        f"停用 {undone.retired} 道（可能已在试卷里）" if undone.retired else "",
        f"还原 {undone.restored} 道" if undone.restored else "",
    ]
    return f"已撤销“{file}”的导入：{'，'.join(part for part in parts if part)}。"
