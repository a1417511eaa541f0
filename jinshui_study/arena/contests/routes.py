"""A contest's published results, and the key they are signed by."""

from typing import Any

from flask import current_app

from jinshui_study import clock
from jinshui_study.accounts.sessions import me
from jinshui_study.arena import quizzes
from jinshui_study.arena.contests import publishing, signing
from jinshui_study.arena.contests.schemas import ResultsFile, ResultsKey
from jinshui_study.arena.models import Quiz
from jinshui_study.db import db
from jinshui_study.http.api import Blueprint

blueprint = Blueprint("contests", __name__, description="竞赛")

TAGS = ["arena"]


@blueprint.get("/quizzes/<id:quiz_id>/results", tags=TAGS)
@blueprint.doc(
    summary="竞赛成绩文件",
    description="活动结束、揭榜以后公布，可以独立核对签名和名次；没有公布的返回 404。",
)
@blueprint.plain(200, ResultsFile)
def show_results(quiz_id: str) -> dict[str, Any]:
    found = quizzes.get_visible(quiz_id, me(), clock.now())
    quiz = db.session.get_one(Quiz, found.id)
    secret = current_app.extensions["settings"].results_secret
    return publishing.get_file(quiz, signing.nonce_key_of(secret), current_app.extensions["profile"])


@blueprint.get("/results-key", tags=TAGS)
@blueprint.doc(summary="成绩文件的公钥", description="竞赛成绩文件都由它对应的私钥签名。")
@blueprint.plain(200, ResultsKey)
def show_key() -> dict[str, str]:
    key = signing.key_of(current_app.extensions["settings"].results_secret)
    return {"algorithm": signing.ALGORITHM, "public_key": signing.public_text(key)}
