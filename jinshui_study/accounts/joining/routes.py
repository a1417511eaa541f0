"""Coming in by an invite code, what one is known by, and what secretaries do about both."""

from random import SystemRandom
from typing import Any

from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import members, rights, sessions
from jinshui_study.accounts.gates import OPEN_ENDPOINTS
from jinshui_study.accounts.joining import admission, bindings, entering, invitations, requests
from jinshui_study.accounts.joining.models import Invitation
from jinshui_study.accounts.joining.schemas import (
    DecisionArgs,
    EnterArgs,
    IdentityList,
    InvitationList,
    NewInvitation,
    RequestList,
    RequestListArgs,
)
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.accounts.schemas import LoginReply
from jinshui_study.db import db
from jinshui_study.http.api import Blueprint
from jinshui_study.http.idempotency import idempotent
from jinshui_study.http.paging import decode_cursor, encode_cursor
from jinshui_study.http.transactions import reads_first

blueprint = Blueprint("joining", __name__, description="邀请码与绑定")
OPEN_ENDPOINTS.add("joining.enter")

TAGS = ["accounts"]
DICE = SystemRandom()


@blueprint.post("/auth/invitations", tags=TAGS)
@blueprint.doc(
    summary="用邀请码登录",
    description="支部书记开的一次性邀请码：设置密码并登录，之后用手机号和密码登录。"
    "头四位对而整个不对的，累计 5 次后邀请码作废；原来的密码和登录都失效。",
    security=[],
)
@reads_first
@blueprint.arguments(EnterArgs)
@blueprint.response(200, LoginReply)
@blueprint.alt_response(
    409, description="邀请码不能再用：invite_used 用过、invite_void 作废、invite_expired 过期"
)
def enter(args: dict[str, str]) -> dict[str, Any]:
    now = clock.now()
    member = entering.by_invitation(args["code"], args.get("name"), args["password"], now)
    return sessions.begin(member, now)


@blueprint.get("/me/identities", tags=TAGS)
@blueprint.doc(summary="我的绑定", description="本人凭什么登录：手机号和微信。")
@blueprint.response(200, IdentityList)
def list_identities() -> dict[str, Any]:
    return {
        "items": [bindings.describe(one) for one in bindings.identities_of(current_user.id)],
        "next": None,
    }


@blueprint.delete("/me/identities/<id:identity_id>", tags=TAGS)
@blueprint.doc(summary="解除我的微信绑定", description="用这个微信登录的也随即失效；手机号不能这样解除。")
@blueprint.response(204)
def unbind(identity_id: str) -> None:
    bindings.unbind(members.get(current_user.id), identity_id, current_user.id, clock.now())


@blueprint.delete("/members/<id:member_id>/identities/<id:identity_id>", tags=TAGS)
@blueprint.doc(summary="解除党员的微信绑定", description="支部书记和上级管理员可用，记入审计。")
@blueprint.response(204)
@blueprint.alt_response(403, description="对方是上级管理员：member_outranks")
def unbind_member(member_id: str, identity_id: str) -> None:
    member = admission.get_member(current_user.id, member_id)
    bindings.unbind(member, identity_id, current_user.id, clock.now())


@blueprint.post("/members/<id:member_id>/invitations", tags=TAGS)
@blueprint.doc(
    summary="开邀请码", description="给一位党员，七天内用一次；邀请码只在这里出现一次，原来没用的随即作废。"
)
@blueprint.response(201, NewInvitation)
@blueprint.alt_response(403, description="对方是上级管理员：member_outranks")
def invite(member_id: str) -> dict[str, Any]:
    member = admission.get_member(current_user.id, member_id)
    code, invitation = invitations.make(member, current_user.id, clock.now(), DICE)
    branch = db.session.get_one(Organization, member.branch_id)
    return {**_invitation(invitation, member, branch), "code": code}


@blueprint.get("/invitations", tags=TAGS)
@blueprint.doc(summary="还能用的邀请码", description="本支部党员的，不含邀请码本身。")
@blueprint.response(200, InvitationList)
@blueprint.alt_response(403, description="不是支部书记或管理员")
def list_invitations() -> dict[str, Any]:
    rights.require(current_user.id, admission.RIGHT)
    found = invitations.list_open(current_user.id, clock.now())
    return {"items": [_invitation(*one) for one in found], "next": None}


@blueprint.delete("/invitations/<id:invitation_id>", tags=TAGS)
@blueprint.doc(summary="作废邀请码")
@blueprint.response(204)
def revoke(invitation_id: str) -> None:
    invitations.revoke(invitation_id, current_user.id, clock.now())


@blueprint.get("/binding-requests", tags=TAGS)
@blueprint.doc(summary="待定的绑定申请", description="先来的在前，只列本支部党员的。")
@blueprint.arguments(RequestListArgs, location="query")
@blueprint.response(200, RequestList)
@blueprint.alt_response(403, description="不是支部书记或管理员")
def list_requests(args: dict[str, Any]) -> dict[str, Any]:
    rights.require(current_user.id, admission.RIGHT)
    (after,) = decode_cursor(args.get("cursor"), int) or (0,)
    found = requests.waiting(current_user.id, args["limit"] + 1, max(0, min(after, 2**53)))
    shown = found[: args["limit"]]
    more = len(found) > len(shown)
    return {
        "items": [_request(one) for one in shown],
        "next": encode_cursor(shown[-1].request.id) if more else None,
    }


@blueprint.post("/binding-requests/<id:request_id>/decision", tags=TAGS)
@idempotent
@blueprint.doc(
    summary="决定绑定申请", description="同意即绑定；不同意要写原因。处理过的返回 409：request_decided。"
)
@blueprint.arguments(DecisionArgs)
@blueprint.response(204)
@blueprint.alt_response(403, description="对方是上级管理员：member_outranks")
def decide(args: dict[str, str], request_id: str) -> None:
    now = clock.now()
    if args["decision"] == "approve":
        requests.approve(request_id, current_user.id, args.get("member"), now)
    else:
        requests.refuse(request_id, current_user.id, args.get("reason", ""), now)


def _person(member: Member, branch: Organization) -> dict[str, Any]:
    return {"id": member.public_id, "name": member.name, "branch": branch}


def _invitation(invitation: Invitation, member: Member, branch: Organization) -> dict[str, Any]:
    return {
        "id": invitation.public_id,
        "member": _person(member, branch),
        "created_at": clock.local(invitation.created_at),
        "expires_at": clock.local(invitation.expires_at),
    }


def _request(asked: requests.Asked) -> dict[str, Any]:
    return {
        "id": asked.request.public_id,
        "kind": asked.request.kind,
        "name": asked.request.name,
        "phone": asked.phone,
        "cause": asked.request.cause,
        "candidates": [_person(*one) for one in asked.candidates],
        "created_at": clock.local(asked.request.created_at),
    }
