"""What opens a big screen: a key in the address, or the cookie that took its place."""

from flask import current_app, request

from jinshui_study import clock
from jinshui_study.arena.screens import links, showing
from jinshui_study.errors import Unauthorized

COOKIE = "jinshui_screen"
REFUSED = "这个大屏链接无效、已到期或已被收回，请向组织者要新的链接。"


def viewers() -> None:
    """Whoever has a good key for this quiz, logged in or not."""
    quiz_id = str((request.view_args or {}).get("quiz_id", ""))
    key = request.args.get("key") or request.cookies.get(COOKIE, "")
    link_id = links.find_link_id(key, quiz_id, current_app.config["SECRET_KEY"])
    if link_id is None or not _is_good(link_id, quiz_id):
        raise Unauthorized(REFUSED, code="screen_closed")


def _is_good(link_id: str, quiz_id: str) -> bool:
    """By what is shared; a link made within the last two seconds is not in it yet."""
    now = clock.now()
    picture = showing.picture(quiz_id, current_app.extensions["profile"], now)
    if link_id in picture.links:
        return picture.links[link_id] > now.timestamp()
    return link_id in {link.public_id for link in links.good_links([links.get_quiz(quiz_id).id], now)}
