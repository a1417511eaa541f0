"""Bringing a file in: upload or paste, and the choice of what becomes of the dry run."""

from pathlib import PurePath

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.errors import Invalid, Problem, TooLarge
from jinshui_study.http import pages
from jinshui_study.http.problems import wants_json
from jinshui_study.http.transactions import reads_first
from jinshui_study.http.uploads import MEGABYTE, most_bytes, takes_files
from jinshui_study.questions import registry
from jinshui_study.questions.check import TOPIC
from jinshui_study.questions.imports import batches, carrying, rows, staging, uploads
from jinshui_study.questions.imports.carrying import Carried
from jinshui_study.questions.models import Bank, Import, Upload
from jinshui_study.questions.pages import downloads, homes, runs, wording
from jinshui_study.questions.registry import NewBank

blueprint = Blueprint("import_pages", __name__, template_folder="../templates")

NEW = "new"
"""What the choice of banks sends for a bank that is still to be made."""


@blueprint.get("/new")
def new_import() -> str:
    rights.require(current_user.id, "bank.edit")
    return _form_page({"bank": request.args.get("bank", "")}, None)


def _form_page(form: dict[str, str], problem: str | None) -> str:
    return render_template(
        "questions/import_new.html",
        banks=registry.overview(current_user.id),
        homes=homes.of(current_user.id),
        form=form,
        problem_told=problem,
        running=uploads.under_way(current_user.id),
        most=most_bytes(),
        templates=downloads.TEMPLATES,
    )


@blueprint.post("/")
@takes_files
@reads_first
def stage() -> ResponseReturnValue:
    """Read what was sent and show its dry run; a large file is checked meanwhile, and the page says how far it is.

    What cannot be read at all is told on the form.
    """
    rights.require(current_user.id, "bank.edit")
    try:
        uploads.refuse_second(current_user.id)
        taken = _taken()
    except Problem as problem:
        if wants_json():
            raise
        db.session.rollback()
        return _form_page(request.form.to_dict(), pages.sentence(problem)), problem.status
    if isinstance(taken, Upload):
        return redirect(url_for("check_pages.show_check", upload_id=taken.public_id))
    return redirect(url_for(".show_import", import_id=taken.public_id))


def _taken() -> Import | Upload:
    pasted = request.form.get("text", "").strip()
    sent = _file("file") or (pasted.encode("utf-8", "ignore"), staging.PASTED)
    if not sent[0] and sent[1] == staging.PASTED:
        raise Invalid("请先选择一个文件，或者粘贴试题。")
    key = _file("key_file")
    return (uploads.hand_in if uploads.is_large(sent, key) else staging.stage)(
        *sent,
        _target(sent[1]),
        current_user.id,
        clock.now(),
        topic=request.form.get("topic", "").strip() or TOPIC,
        source=request.form.get("source", ""),
        key=key,
    )


def _file(name: str) -> tuple[bytes, str] | None:
    """The bytes and the name of a file that was chosen."""
    upload = request.files.get(name)
    if upload is None or not upload.filename:
        return None
    data = upload.stream.read(most_bytes() + 1)
    if len(data) > most_bytes():
        raise TooLarge(f"文件超过 {most_bytes() // MEGABYTE} MB，请分成几个文件后再上传。")
    return data, upload.filename.rsplit("/", 1)[-1]


def _target(name: str) -> Bank | NewBank:
    """The bank that was chosen; a new one is called as the file is, where nothing else was said."""
    wanted = request.form.get("bank", "")
    if wanted and wanted != NEW:
        return registry.get(wanted, current_user.id)
    owner = homes.chosen(request.form.get("organization"), current_user.id)
    title = request.form.get("title", "").strip() or PurePath(name).stem
    return NewBank(title, owner, purpose=request.form.get("purpose") or "study")


@blueprint.get("/<id:import_id>/")
def show_import(import_id: str) -> str:
    """The dry run; without a choice of rows it shows those with problems, where there are any."""
    batch = batches.get(import_id, current_user.id)
    head = runs.figures(batch)
    show = request.args.get("show", "")
    if show not in rows.SHOWN:
        show = "problems" if head["shares"]["problems"] else "all"
    page = rows.page(batch, show, pages.number_of(request.args))
    return render_template(
        "questions/import.html",
        **head,
        show=show,
        page=page,
        cards=[(row, wording.shown(row.fields)) for row in page.items],
        may_review=_may_review(batch),
    )


def _may_review(batch: Import) -> bool:
    home = db.session.get_one(Organization, batch.organization_id)
    return rights.may(current_user.id, "bank.review", home)


@blueprint.get("/<id:import_id>/failed.xlsx")
def failed(import_id: str) -> Response:
    """The rows with errors as a workbook, for who would rather mend them there."""
    batch = batches.get(import_id, current_user.id)
    found = downloads.failed_of(batch.file, rows.failed(batch))
    return pages.file(found.name, found.media_type, found.data)


@blueprint.post("/<id:import_id>/carry-out")
def carry_out(import_id: str) -> ResponseReturnValue:
    """Import, then on to the review where one may; the way back is offered at once."""
    batch = batches.get(import_id, current_user.id)
    here = url_for(".show_import", import_id=import_id)
    only_good = request.form.get("only") == "good"
    try:
        carried = carrying.carry_out(batch, current_user.id, clock.now(), only_good=only_good)
    except Problem as problem:
        return pages.tell(problem, url_for(".show_import", import_id=import_id, show="errors"))
    pages.done(_told(carried), undo=(url_for("batch_pages.undo", import_id=import_id), {}))
    if not _may_review(batch):
        return redirect(here)
    return redirect(url_for("review_pages.queue", batch=import_id))


def _told(carried: Carried) -> str:
    left = f"，{carried.left_out} 道没有导入" if carried.left_out else ""
    revised = f"，更新 {carried.revised} 道" if carried.revised else ""
    return f"已导入 {carried.added} 道{revised}{left}。导入的题审核通过后才会出现在答题里。"


@blueprint.post("/<id:import_id>/discard")
def discard(import_id: str) -> ResponseReturnValue:
    batch = batches.get(import_id, current_user.id)
    try:
        batches.discard(batch, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, url_for(".show_import", import_id=import_id))
    pages.done(f"已放弃“{batch.file}”，题库没有任何变化。")
    return redirect(url_for(".new_import"))
