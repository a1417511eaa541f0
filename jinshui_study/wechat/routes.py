"""Logging in by WeChat's code, binding it to a member, and codes to scan."""

from typing import Any

from flask import Response, current_app, make_response, request
from flask_login import current_user

from jinshui_study import clock
from jinshui_study.accounts import members, organizations, rights, sessions
from jinshui_study.accounts.gates import OPEN_ENDPOINTS
from jinshui_study.accounts.joining import bindings, scans, tickets
from jinshui_study.accounts.joining.bindings import Bound
from jinshui_study.accounts.joining.models import BindingRequest, Scene
from jinshui_study.accounts.joining.pictures import site as site_of
from jinshui_study.accounts.joining.schemas import IdentitySchema
from jinshui_study.accounts.joining.tickets import Subject
from jinshui_study.accounts.schemas import LoginReply
from jinshui_study.db import begin_writing, opaque_id
from jinshui_study.errors import Invalid
from jinshui_study.http.api import Blueprint
from jinshui_study.http.idempotency import idempotent
from jinshui_study.http.transactions import reads_first
from jinshui_study.wechat import calls, client, pictures
from jinshui_study.wechat.schemas import (
    BindArgs,
    CodeArgs,
    ConfirmArgs,
    NewScene,
    NewSceneArgs,
    SceneSchema,
    TicketReply,
    WaitingReply,
)

blueprint = Blueprint("wechat", __name__, description="微信登录、绑定与扫码")
scenes = Blueprint("scenes", __name__, description="扫码")
OPEN_ENDPOINTS.update({"wechat.log_in", "wechat.bind"})

KIND = "wechat"
OFF = "没有开通微信登录（wechat_off），或名册里没有这个人（not_on_roster）"
NO_ANSWER = "微信没有应答或没有配置好：wechat_unreachable、wechat_busy 等"


@blueprint.post("/wechat/login")
@blueprint.doc(
    summary="微信登录",
    description="绑定过的返回与 /auth/login 相同的内容；没有绑定的返回 202 和绑定凭证，用它去绑定。",
    security=[],
)
@reads_first
@blueprint.arguments(CodeArgs)
@blueprint.response(200, LoginReply)
@blueprint.alt_response(202, schema=TicketReply, description="这个微信还没有绑定")
@blueprint.alt_response(403, description="微信提示账号有风险：wechat_high_risk")
@blueprint.alt_response(404, description="没有开通微信登录：wechat_off")
@blueprint.alt_response(409, description="code 已经用过：wechat_code_used")
@blueprint.alt_response(503, description=NO_ANSWER)
def log_in(args: dict[str, str]) -> dict[str, Any] | Response:
    who = Subject(KIND, calls.openid_of(client.the_client(), args["code"]))
    begin_writing()
    now, bound = clock.now(), bindings.find(who)
    if bound is not None:
        return sessions.begin(bound.member, now, bound.identity)
    ticket, until = tickets.issue(who, now)
    known = bindings.find_request(who)
    body = {"ticket": ticket, "expires_at": clock.local(until), "request": known and _own(known)}
    return _accepted(TicketReply().dump(body))


@blueprint.post("/wechat/bindings")
@blueprint.doc(
    summary="绑定微信",
    description="凭姓名和微信证实的手机号，或凭邀请码。与名册一致的立即绑定并登录；"
    "姓名不一致、已绑定别的微信或有几位同名时返回 202，等支部书记确认。",
    security=[],
)
@reads_first
@blueprint.arguments(BindArgs)
@blueprint.response(200, LoginReply)
@blueprint.alt_response(202, schema=WaitingReply, description="要等支部书记确认")
@blueprint.alt_response(404, description=OFF)
@blueprint.alt_response(409, description="邀请码不能再用，或这个微信已绑定别人：identity_taken")
@blueprint.alt_response(503, description=NO_ANSWER)
def bind(args: dict[str, str]) -> dict[str, Any] | Response:
    who = tickets.read(args["ticket"], clock.now())
    done = _bind(who, args)
    if isinstance(done, Bound):
        return sessions.begin(done.member, clock.now(), done.identity)
    return _accepted(WaitingReply().dump({"request": _own(done)}))


def _bind(who: Subject, args: dict[str, str]) -> Bound | BindingRequest:
    """By the one way given; WeChat is asked before anything is written."""
    name, phone_code, invite_code = args.get("name"), args.get("phone_code"), args.get("invite_code")
    if (phone_code is None) == (invite_code is None):
        raise Invalid("请用手机号或邀请码中的一种绑定。", errors={"phone_code": ["与邀请码二选一。"]})
    if invite_code is not None:
        begin_writing()
        return bindings.by_invitation(who, invite_code, name, clock.now())
    if name is None:
        raise Invalid("请填写姓名。", errors={"name": ["必须填写。"]})
    phone = members.normalise_phone(calls.phone_of(client.the_client(), phone_code or ""))
    if phone is None:
        raise Invalid("只能用中国大陆的手机号绑定，请改用邀请码。", code="phone_from_abroad")
    begin_writing()
    return bindings.by_phone(who, name, phone, clock.now())


@blueprint.post("/wechat/identities")
@idempotent
@blueprint.doc(
    summary="把微信绑定到本人", description="已登录的党员把正在用的微信绑定到自己的账号，可以有几个。"
)
@reads_first
@blueprint.arguments(CodeArgs)
@blueprint.response(201, IdentitySchema)
@blueprint.alt_response(404, description="没有开通微信登录：wechat_off")
@blueprint.alt_response(503, description=NO_ANSWER)
def add_identity(args: dict[str, str]) -> dict[str, Any]:
    who = Subject(KIND, calls.openid_of(client.the_client(), args["code"]))
    me = current_user.id
    begin_writing()
    return bindings.describe(bindings.by_member(who, members.get(me), clock.now()).identity)


@scenes.post("/wechat/scenes", tags=["wechat"])
@scenes.doc(
    summary="生成一个可扫的码",
    description="支部书记和管理员可用。微信开通时是小程序码，否则（或微信不应答时）是网页地址的二维码。",
)
@reads_first
@scenes.arguments(NewSceneArgs)
@scenes.response(201, NewScene)
@scenes.alt_response(403, description="不是这个党组织的书记或管理员")
@scenes.alt_response(404, description="没有这个党组织")
def make_scene(args: dict[str, str]) -> dict[str, Any]:
    """WeChat draws the picture before anything is written."""
    me, scene_id, site = current_user.id, opaque_id(), site_of(current_app, request.url_root)
    organization = organizations.get_by_public_id(args["organization"])
    rights.require(me, scans.RIGHT, organization)
    picture = pictures.draw(current_app.extensions["wechat"], scene_id, site)
    begin_writing()
    organization = organizations.get_by_public_id(args["organization"])
    scene = scans.make(scene_id, args["purpose"], organization, me, clock.now())
    return {
        "id": scene.id,
        "purpose": scene.purpose,
        "expires_at": clock.local(scene.expires_at),
        "kind": picture.kind,
        "picture": picture.data,
        "address": pictures.address(scene.id, site),
    }


@scenes.get("/wechat/scenes/<id:scene_id>", tags=["wechat"])
@scenes.doc(summary="扫到的码是什么", description="过期的和没有的一样是 404：scene_over。")
@scenes.response(200, SceneSchema)
def show_scene(scene_id: str) -> dict[str, Any]:
    return _scene(scans.get(scene_id, clock.now()))


@scenes.post("/wechat/scenes/<id:scene_id>/confirmation", tags=["wechat"])
@idempotent
@scenes.doc(
    summary="确认扫码登录", description="在手机上确认是本人登录管理后台，或拒绝；只能一次，三分钟内有效。"
)
@scenes.arguments(ConfirmArgs)
@scenes.response(200, SceneSchema)
@scenes.alt_response(403, description="不是支部书记或管理员")
def confirm_scene(args: dict[str, bool], scene_id: str) -> dict[str, Any]:
    member = members.get(current_user.id)
    return _scene(scans.decide(scene_id, member, confirmed=args["confirmed"], now=clock.now()))


def _accepted(body: Any) -> Response:
    return make_response(body, 202)


def _own(found: BindingRequest) -> dict[str, Any]:
    return {
        "id": found.public_id,
        "state": found.state,
        "cause": found.cause,
        "reason": found.reason,
        "created_at": clock.local(found.created_at),
    }


def _scene(scene: Scene) -> dict[str, Any]:
    return {
        "id": scene.id,
        "purpose": scene.purpose,
        "words": scans.PURPOSES[scene.purpose].words,
        "state": scene.state,
        "site": scene.details.get("site", ""),
        "device": scene.details.get("device", ""),
        "number": scene.details.get("number", ""),
        "organization": scans.organization_of(scene),
        "created_at": clock.local(scene.created_at),
        "expires_at": clock.local(scene.expires_at),
    }
