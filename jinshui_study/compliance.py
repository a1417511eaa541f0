"""What may be shown of whom: one place decides, by the State Council office's rules (国办函〔2026〕12号).

`strict` (default) makes personal ranking opt-in and participation visible to the branch's own secretary only;
`open` shows personal boards, with masked names, to the whole district.
"""

from dataclasses import dataclass

OPEN = "open"


@dataclass(frozen=True)
class Profile:
    name: str

    @property
    def strict(self) -> bool:
        return self.name != OPEN

    def lists_member(self, *, opted_in: bool, erased: bool = False) -> bool:
        """Whether a member appears on personal boards, and so has a rank; who has erased their data never does."""
        return (opted_in or not self.strict) and not erased

    def shows_personal_board(self, *, opted_in: bool) -> bool:
        """Whether a member may look at personal boards: who is not on them does not see them under `strict`."""
        return opted_in or not self.strict

    def shows_participation(self, *, own_secretary: bool) -> bool:
        """Whether participation figures of a branch are shown to this viewer."""
        return own_secretary or not self.strict

    def display_name(self, name: str, *, full_name_allowed: bool, is_me: bool) -> str:
        """The name on a board: one's own and allowed names in full, others masked (张*明)."""
        return name if is_me or full_name_allowed else mask_name(name)

    @property
    def switched_off(self) -> list[str]:
        """What this profile turns off, as sentences for the admin console."""
        return [limit.strict for limit in LIMITS] if self.strict else []


@dataclass(frozen=True)
class Limit:
    """Something that the profiles decide: what holds under each, and the rule it follows from."""

    what: str
    strict: str
    open: str
    why: str


LIMITS = (
    Limit(
        "个人排名",
        "个人排名默认关闭，由党员本人选择是否参加",
        "个人榜在全区公开，姓名默认隐去中间一字",
        "不得强制积分排名",
    ),
    Limit(
        "参与率",
        "参与率只对本支部书记显示，不上报、不导出",
        "参与率对管理员显示",
        "不得通报使用率",
    ),
    Limit(
        "学习时长、登录次数",
        "管理端不显示学习时长和登录次数",
        "管理端不显示学习时长和登录次数",
        "不得统计在线时长，不得以时长、点赞、投票作考核",
    ),
    Limit(
        "未参加人员",
        "未参加人员名单只对本支部书记显示，不可导出",
        "未参加人员名单只对本支部书记显示，不可导出",
        "不得强制打卡",
    ),
)
ALWAYS = ("签到、拍照、定位都由本人自愿，不做也能正常答题和学习",)
"""What holds under every profile."""


def mask_name(name: str) -> str:
    """张*明, 李*, 欧**娜: the first and, from three characters on, the last stay readable."""
    if len(name) <= 1:
        return name
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_phone(phone: str) -> str:
    """138****0001."""
    return phone[:3] + "*" * max(0, len(phone) - 7) + phone[-4:] if len(phone) >= 8 else "*" * len(phone)
