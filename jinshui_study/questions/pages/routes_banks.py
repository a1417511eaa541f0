"""The list of banks; making, renaming and sealing one."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import audit, organizations, rights
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.errors import Conflict, Invalid, NotFound
from jinshui_study.http import pages
from jinshui_study.questions import banks, registry
from jinshui_study.questions.pages import downloads, homes, words
from jinshui_study.questions.registry import NewBank

blueprint = Blueprint("bank_pages", __name__, template_folder="../templates")


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    return {"words": words}


@blueprint.get("/")
def show_banks() -> str:
    return _banks_page({}, {})


def _banks_page(form: dict[str, str], errors: dict[str, Any]) -> str:
    rights.require(current_user.id, "bank.edit")
    listed = registry.overview(current_user.id)
    return render_template(
        "questions/banks.html",
        banks=listed,
        reviewable={
            item.bank.id for item in listed if rights.may(current_user.id, "bank.review", item.organization)
        },
        homes=homes.of(current_user.id),
        form=form,
        errors=errors,
    )


@blueprint.post("/")
def create_bank() -> ResponseReturnValue:
    """What cannot be is told on the form, with what was typed."""
    form = request.form.to_dict()
    try:
        owner = homes.chosen(form.get("organization"), current_user.id)
        new = NewBank(form.get("title", ""), owner, purpose=form.get("purpose", "study"))
        bank = registry.create(new, current_user.id, clock.now())
    except (Invalid, Conflict) as problem:
        db.session.rollback()
        return _banks_page(form, problem.errors or {"title": [problem.detail]}), problem.status
    pages.done(
        f"题库“{bank.title}”已建好，下一步可以往里导入试题。",
        link=(url_for("import_pages.new_import", bank=bank.public_id), "去导入"),
    )
    return redirect(url_for(".show_banks"))


@blueprint.get("/template.<id:kind>")
def template(kind: str) -> Response:
    rights.require(current_user.id, "bank.edit")
    if kind not in downloads.TEMPLATES:
        raise NotFound
    found = downloads.template_of(kind)
    return pages.file(found.name, found.media_type, found.data)


@blueprint.post("/<id:bank_id>/export")
def export_bank(bank_id: str) -> Response:
    """The bank with its keys, as a file; every time is written into the audit log."""
    bank = registry.get(bank_id, current_user.id)
    format_name = request.form.get("format", "")
    if format_name not in downloads.EXPORTS:
        raise Invalid("请选择导出的格式。")
    file = banks.export(bank)
    subject, count = f"bank:{bank.public_id}", len(file.drafts)
    audit.record("bank.export", subject, clock.now(), current_user.id, questions=count, format=format_name)
    found = downloads.export_of(file, format_name)
    return pages.file(found.name, found.media_type, found.data)


@blueprint.get("/<id:bank_id>/")
def edit_bank(bank_id: str) -> str:
    return _bank_page(bank_id, {})


def _bank_page(bank_id: str, errors: dict[str, Any]) -> str:
    bank = registry.get(bank_id, current_user.id)
    home = db.session.get_one(Organization, bank.organization_id)
    return render_template(
        "questions/bank.html",
        bank=bank,
        home=home,
        path=organizations.path_of(home),
        may_review=rights.may(current_user.id, "bank.review", home),
        exports=downloads.EXPORTS,
        errors=errors,
    )


@blueprint.post("/<id:bank_id>/")
def change_bank(bank_id: str) -> ResponseReturnValue:
    bank = registry.get(bank_id, current_user.id)
    title, purpose = request.form.get("title", ""), request.form.get("purpose") or bank.purpose
    try:
        if title != bank.title:
            registry.rename(bank, title, current_user.id, clock.now())
        if purpose != bank.purpose:
            registry.change_purpose(bank, purpose, current_user.id, clock.now())
    except Invalid as problem:
        db.session.rollback()
        return _bank_page(bank_id, problem.errors or {"title": [problem.detail]}), problem.status
    pages.done(f"题库“{bank.title}”已保存。")
    return redirect(url_for(".show_banks"))
