"""The secretary's pages: the members, invite codes to print, and bindings that wait for a decision."""

from random import SystemRandom

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import rights
from jinshui_study.accounts.joining import admission, bindings, invitations, people, pictures, requests
from jinshui_study.accounts.models import Organization
from jinshui_study.db import db
from jinshui_study.errors import Problem
from jinshui_study.http import pages
from jinshui_study.http.parsing import is_storable

blueprint = Blueprint("member_pages", __name__, template_folder="templates")
bindings_blueprint = Blueprint("binding_pages", __name__, template_folder="templates")

DICE = SystemRandom()
ENTRANCE = "pages/invite/index"
LONGEST_SEARCH = 40
MOST_REQUESTS = 100


@blueprint.get("/")
def show_members() -> str:
    rights.require(current_user.id, admission.RIGHT)
    search = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    search = search if is_storable(search) else ""
    found = people.page(current_user.id, pages.number_of(request.args), search)
    return render_template("joining/members.html", page=found, search=search)


@blueprint.post("/<id:member_id>/invitations")
def invite(member_id: str) -> ResponseReturnValue:
    """The slip with the code, shown this once: the page comes with the reply and is nowhere else."""
    now = clock.now()
    try:
        member = admission.get_member(current_user.id, member_id)
        code, invitation = invitations.make(member, current_user.id, now, DICE)
    except Problem as problem:
        return pages.tell(problem, url_for(".show_members"))
    site = pictures.site(current_app, request.url_root)
    return render_template(
        "joining/slip.html",
        member=member,
        branch=db.session.get_one(Organization, member.branch_id),
        code=code,
        invitation=invitation,
        site=site,
        picture=pictures.plain(pictures.page(site, ENTRANCE, invite=code)),
        has_phone=bool(bindings.identities_of(member.id, "phone")),
    )


@blueprint.get("/invitations")
def show_invitations() -> str:
    rights.require(current_user.id, admission.RIGHT)
    return render_template(
        "joining/invitations.html", items=invitations.list_open(current_user.id, clock.now())
    )


@blueprint.post("/invitations/<id:invitation_id>/revoke")
def revoke(invitation_id: str) -> ResponseReturnValue:
    here = url_for(".show_invitations")
    try:
        invitations.revoke(invitation_id, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done("已作废，这个邀请码不能再用。")
    return redirect(here)


@bindings_blueprint.get("/")
def show_requests() -> str:
    rights.require(current_user.id, admission.RIGHT)
    found = requests.waiting(current_user.id, MOST_REQUESTS)
    return render_template("joining/requests.html", items=found, causes=requests.CAUSES)


@bindings_blueprint.post("/<id:request_id>/decision")
def decide(request_id: str) -> ResponseReturnValue:
    here, now = url_for(".show_requests"), clock.now()
    try:
        if request.form.get("decision") == "approve":
            member = requests.approve(request_id, current_user.id, request.form.get("member") or None, now)
            told = f"已同意，微信已绑定到{member.name}。"
        else:
            requests.refuse(request_id, current_user.id, request.form.get("reason", ""), now)
            told = "已退回，对方打开小程序就能看到原因。"
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done(told)
    return redirect(here)


@blueprint.post("/<id:member_id>/identities/<id:identity_id>/unbind")
def unbind(member_id: str, identity_id: str) -> ResponseReturnValue:
    here = url_for(".show_members", q=request.args.get("q") or None)
    try:
        member = admission.get_member(current_user.id, member_id)
        bindings.unbind(member, identity_id, current_user.id, clock.now())
    except Problem as problem:
        return pages.tell(problem, here)
    pages.done(f"已解除{member.name}的一个微信绑定，用它的登录已失效。")
    return redirect(here)
