"""My data: see it, take it along, erase it."""

from typing import Any

from flask import Response, current_app

from jinshui_study import clock
from jinshui_study.accounts import audit, members
from jinshui_study.accounts.sessions import me
from jinshui_study.db import begin_writing
from jinshui_study.http import pages
from jinshui_study.http.api import Blueprint
from jinshui_study.http.transactions import reads_first
from jinshui_study.personal import erasing, exporting, inventory
from jinshui_study.personal.schemas import ErasureArgs, InventorySchema, KindRows

blueprint = Blueprint("personal", __name__, description="我的数据", template_folder="templates")

TAGS = ["accounts"]
ZIP = "application/zip"


@blueprint.get("/me/data", tags=TAGS)
@blueprint.doc(summary="我的数据", description="按类别列出保存了本人的什么、为什么、多久，注销时怎样处理。")
@blueprint.response(200, InventorySchema)
def list_kinds() -> dict[str, Any]:
    return {
        "items": [inventory.describe(kind, me().id) for kind in inventory.KINDS],
        "proof": erasing.proof_needed(me(), clock.now()),
    }


@blueprint.get("/me/data/<id:code>", tags=TAGS)
@blueprint.doc(summary="一类数据", description="本人这一类数据最近的 50 条；全部在导出的文件里。")
@blueprint.response(200, KindRows)
def show_kind(code: str) -> dict[str, Any]:
    return inventory.newest(inventory.get(code), me().id, clock.now())


@blueprint.post("/me/data/export", tags=TAGS)
@reads_first
@blueprint.doc(
    summary="导出我的数据", description="一个 zip 文件：data.json 和可以直接打开的网页。导出记入操作日志。"
)
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type=ZIP, description="zip 文件")
def export() -> Response:
    now = clock.now()
    member = members.get(me().id)
    data, subject = exporting.build(member, now), f"member:{member.public_id}"
    begin_writing()
    audit.record("personal.export", subject, now, me().id)
    name = f"jinshui-my-data-{clock.local_day(now):%Y%m%d}.zip"
    return pages.file(name, ZIP, data)


@blueprint.post("/me/data/erasure", tags=TAGS)
@reads_first
@blueprint.doc(
    summary="注销并删除",
    description="姓名、手机号、绑定、登录、消息和写过的文字删除；作答和积分不再与姓名相连，合计不变。"
    "十分钟内登录的不必再输密码。不能恢复。",
)
@blueprint.arguments(ErasureArgs)
@blueprint.response(204)
@blueprint.alt_response(403, description="要重新登录才能办理：log_in_anew")
def erase(args: dict[str, Any]) -> None:
    now = clock.now()
    erasing.require_proof(me(), args.get("password"), now)
    erasing.erase(me(), current_app.extensions["profile"], now)
