"""Appealing against one's attempt having been voided."""

from typing import Any

from jinshui_study import clock
from jinshui_study.accounts.sessions import me
from jinshui_study.arena.integrity import deciding
from jinshui_study.arena.integrity.schemas import AppealArgs, VoidSchema
from jinshui_study.http.api import Blueprint
from jinshui_study.http.idempotency import idempotent

blueprint = Blueprint("integrity", __name__, description="竞赛线索的申诉")

TAGS = ["arena"]


@blueprint.post("/attempts/<id:attempt_id>/appeal", tags=TAGS)
@idempotent
@blueprint.doc(
    summary="对作废申诉", description="竞赛的一次作答被作废后，本人可以申诉一次，由另一位管理员来定。"
)
@blueprint.arguments(AppealArgs)
@blueprint.response(201, VoidSchema)
@blueprint.alt_response(409, description="不能申诉：appealed")
def appeal(args: dict[str, Any], attempt_id: str) -> dict[str, Any]:
    return deciding.describe_void(deciding.appeal(attempt_id, args["text"], me().id, clock.now()))
