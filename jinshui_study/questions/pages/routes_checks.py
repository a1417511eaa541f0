"""A large file that is being checked: how far it is, on a page that one may close and come back to."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.http import pages
from jinshui_study.questions.imports import uploads

blueprint = Blueprint("check_pages", __name__, template_folder="../templates")

LATE_SECONDS = 20
"""After which it is said that nobody has taken the file up yet."""


@blueprint.get("/checks/<id:upload_id>/")
def show_check(upload_id: str) -> ResponseReturnValue:
    """Where the check is done, its dry run; until then the page asks again by itself, with scripts or without."""
    upload = uploads.get(upload_id, current_user.id)
    batch = uploads.import_of(upload)
    to = None if batch is None else url_for("import_pages.show_import", import_id=batch.public_id)
    if to is not None and not pages.wants_part():
        return redirect(to)
    waited = (clock.now() - upload.created_at).total_seconds()
    return render_template(
        "questions/check_part.html" if pages.wants_part() else "questions/check.html",
        upload=upload,
        to=to,
        late=upload.state == "waiting" and waited > LATE_SECONDS,
    )


@blueprint.post("/checks/<id:upload_id>/stop")
def stop_check(upload_id: str) -> ResponseReturnValue:
    upload = uploads.get(upload_id, current_user.id)
    uploads.stop(upload, clock.now())
    if upload.import_id is None:
        pages.done(f"已停止检查“{upload.file}”，题库没有任何变化。")
        return redirect(url_for("import_pages.new_import"))
    return redirect(url_for(".show_check", upload_id=upload_id))
