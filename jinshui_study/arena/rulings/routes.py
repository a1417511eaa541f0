"""Disputing a question, and what became of it."""

from typing import Any

from jinshui_study import clock
from jinshui_study.accounts.sessions import me
from jinshui_study.arena import attempts
from jinshui_study.arena.rulings import disputes
from jinshui_study.arena.rulings.schemas import DisputeArgs, DisputeList, DisputeSchema
from jinshui_study.http.api import Blueprint
from jinshui_study.http.idempotency import idempotent
from jinshui_study.http.paging import decode_cursor, encode_cursor
from jinshui_study.points.schemas import PageArgs

blueprint = Blueprint("disputes", __name__, description="试题疑问")

TAGS = ["arena"]
STATUSES = {None: "open", "keep": "kept", "correct": "corrected", "void": "voided"}


@blueprint.post("/attempts/<id:attempt_id>/questions/<number:number>/disputes", tags=TAGS)
@idempotent
@blueprint.doc(
    summary="对一道题提出疑问",
    description="只能对本人已交卷、解析已公布的题提出，同一道题一次；别人的作答一律 404。",
)
@blueprint.arguments(DisputeArgs)
@blueprint.response(201, DisputeSchema)
@blueprint.alt_response(409, description="不能提出：attempt_open、not_revealed、already_disputed")
def file_dispute(args: dict[str, str], attempt_id: str, number: int) -> dict[str, Any]:
    attempt = attempts.get(attempt_id, me().id)
    public_id = disputes.file(attempt, number, args["reason"], args["text"], clock.now())
    return _shown(disputes.get_mine(me().id, public_id))


@blueprint.get("/disputes", tags=TAGS)
@blueprint.doc(summary="我提出的疑问", description="新的在前，附处理情况和答复。")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, DisputeList)
def list_disputes(args: dict[str, Any]) -> dict[str, Any]:
    cursor, limit = decode_cursor(args.get("cursor"), int), args["limit"]
    found = disputes.list_mine(me().id, limit + 1, cursor[0] if cursor else None)
    following = encode_cursor(found[limit - 1].Dispute.id) if len(found) > limit else None
    return {"items": [_shown(row) for row in found[:limit]], "next": following}


def _shown(row: Any) -> dict[str, Any]:
    dispute = row.Dispute
    return {
        "id": dispute.public_id,
        "attempt_id": dispute.attempt_id,
        "number": dispute.number,
        "stem": row.stem,
        "reason": dispute.reason,
        "text": dispute.text,
        "status": STATUSES[row.verdict],
        "reply": row.reply,
        "created_at": clock.local(dispute.created_at),
        "answered_at": clock.local(row.decided_at),
    }
