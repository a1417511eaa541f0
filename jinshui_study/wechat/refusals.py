"""What WeChat's error numbers mean to a person: each one a problem that says what to do. Pure."""

from dataclasses import dataclass

from jinshui_study.errors import Conflict, Forbidden, Invalid, Problem, TooManyRequests, Unavailable

BUSY, TOO_OFTEN = -1, 45011
STALE_TOKEN = frozenset({40001, 40014, 42001})
"""The access token is wrong, malformed or too old: a new one, and the call once more."""
PAUSES: dict[int, tuple[float, ...]] = {BUSY: (0.2, 0.5), TOO_OFTEN: (0.8,)}
"""How long to wait before each further try. WeChat did nothing in these cases, so a code is still good."""


@dataclass(frozen=True)
class Refusal:
    kind: type[Problem]
    code: str
    sentence: str
    wait: int | None = None
    """Seconds after which it is worth trying again."""
    ours: bool = False
    """Whether an operator has to mend it."""

    def as_problem(self) -> Problem:
        headers = {"Retry-After": str(self.wait)} if self.wait else None
        return self.kind(self.sentence, code=self.code, headers=headers)


PASSWORD_INSTEAD = "请改用手机号和密码登录"
MISCONFIGURED = Refusal(
    Unavailable,
    "wechat_misconfigured",
    f"微信功能还没有配置好，{PASSWORD_INSTEAD}，并把这个情况告诉管理员。",
    ours=True,
)
UNREACHABLE = Refusal(
    Unavailable,
    "wechat_unreachable",
    f"暂时连不上微信，{PASSWORD_INSTEAD}，或过一会儿再试。已经登录的不受影响。",
    wait=30,
)
UNREADABLE = Refusal(
    Unavailable, "wechat_bad_reply", f"微信的答复无法识别，{PASSWORD_INSTEAD}，或过一会儿再试。", wait=30
)
UNKNOWN = Refusal(
    Unavailable, "wechat_error", f"微信没有完成这次操作，{PASSWORD_INSTEAD}，或过一会儿再试。", wait=30
)
USED_CODE = Refusal(Conflict, "wechat_code_used", "这次微信登录已经用过了，请再点一次“微信登录”。")
OLD_CODE = Refusal(Invalid, "wechat_code_invalid", "这次微信登录已经失效，请再点一次“微信登录”。")
OLD_PHONE_CODE = Refusal(
    Invalid, "wechat_phone_code_invalid", "这次手机号授权已经失效，请再点一次“用手机号绑定”。"
)
UNPUBLISHED = Refusal(
    Conflict,
    "wechat_page_unpublished",
    "小程序里还没有发布这个页面，暂时不能生成小程序码，请联系管理员。",
    ours=True,
)

REFUSALS: dict[int, Refusal] = {
    BUSY: Refusal(Unavailable, "wechat_busy", "微信系统繁忙，请过一会儿再试。", wait=5),
    40001: Refusal(Unavailable, "wechat_token_refused", UNKNOWN.sentence, wait=60, ours=True),
    40003: Refusal(Conflict, "wechat_user_unknown", "对方的微信还没有用过本小程序，消息没有发出。"),
    40013: MISCONFIGURED,
    40014: Refusal(Unavailable, "wechat_token_refused", UNKNOWN.sentence, wait=60, ours=True),
    40029: OLD_CODE,
    40125: MISCONFIGURED,
    40163: USED_CODE,
    40164: MISCONFIGURED,
    40226: Refusal(
        Forbidden,
        "wechat_high_risk",
        f"微信提示这个账号有风险，不能用微信登录。{PASSWORD_INSTEAD}，或联系支部书记。",
    ),
    41030: UNPUBLISHED,
    42001: Refusal(Unavailable, "wechat_token_refused", UNKNOWN.sentence, wait=60, ours=True),
    43101: Refusal(Conflict, "wechat_not_subscribed", "对方没有同意接收这类消息，消息没有发出。"),
    45009: Refusal(TooManyRequests, "wechat_quota", "用微信的人太多，请一分钟后再试。", wait=60, ours=True),
    TOO_OFTEN: Refusal(TooManyRequests, "wechat_too_often", "操作太频繁，请一分钟后再试。", wait=60),
    47003: Refusal(
        Invalid,
        "wechat_template_mismatch",
        "消息内容不符合微信模板的要求，请检查各项的字数和格式。",
        ours=True,
    ),
    48001: MISCONFIGURED,
    61010: Refusal(
        Conflict, "wechat_user_inactive", "两小时内没有打开过小程序，微信不能检查内容，请重新打开后再试。"
    ),
}
"""By WeChat's `errcode`; what a call means by a number of its own stands with the call."""
