"""What a request must pass before a view that needs WeChat: it answers only where an account is configured."""

from jinshui_study.accounts import gates
from jinshui_study.errors import NotFound
from jinshui_study.wechat import client


def switched_on() -> None:
    gates.members()
    if not client.switched_on():
        raise NotFound("本服务没有开通微信登录，请用手机号和密码，或邀请码登录。", code="wechat_off")
