"""What stands in the audit log, as people read it. Pure."""

from collections.abc import Mapping
from typing import Any

from jinshui_study.accounts import roles

ACTIONS = {
    "audit.adopt": "旧日志入链",
    "audit.export": "导出审计日志",
    "bank.create": "新建题库",
    "bank.export": "导出题库",
    "bank.load": "装入题库",
    "bank.purpose": "改题库用途",
    "bank.rename": "改题库名称",
    "binding.ask": "申请绑定微信",
    "binding.refuse": "驳回绑定申请",
    "branch.export": "导出党组织报表",
    "brief.export": "下载月度简报",
    "compliance.profile": "改合规模式",
    "demo.create": "建立演示数据",
    "dispute.propose": "拟定裁定",
    "dispute.rule": "作出裁定",
    "identity.bind": "绑定微信",
    "identity.unbind": "解除微信绑定",
    "import.carry_out": "导入试题",
    "import.discard": "放弃导入",
    "import.drop": "导入时略去一题",
    "import.mend": "导入时改一题",
    "import.stage": "上传试题文件",
    "import.take_back": "导入时取回一题",
    "import.undo": "撤销导入",
    "integrity.appeal": "申诉作答作废",
    "integrity.dismiss": "排除异常线索",
    "integrity.keep": "维持作答作废",
    "integrity.restore": "恢复作废的作答",
    "integrity.void": "作废作答",
    "invitation.make": "发邀请码",
    "invitation.revoke": "收回邀请码",
    "item.flag_dismissed": "看过统计提醒",
    "member.enter": "用邀请码进入",
    "member.import": "导入名册",
    "member.password": "重设密码",
    "personal.erase": "注销本人数据",
    "personal.export": "导出本人数据",
    "programme.create": "新建自动活动",
    "programme.switch": "开关自动活动",
    "question.approve": "通过试题",
    "question.bring_back": "恢复试题",
    "question.edit": "修改试题",
    "question.hand_in": "重新提交试题",
    "question.reopen": "撤销审核",
    "question.retire": "停用试题",
    "question.send_back": "退回试题",
    "question.tag": "加标签",
    "question.untag": "去标签",
    "quiz.brackets": "改组别",
    "quiz.call_off": "取消活动",
    "branch.remind": "提醒本支部党员答题",
    "quiz.change": "修改活动",
    "quiz.close": "提前结束活动",
    "quiz.adjust": "调整竞赛成绩",
    "quiz.adjust_back": "撤销成绩调整",
    "quiz.create": "新建活动",
    "quiz.freeze": "改封榜时间",
    "quiz.publish": "公布竞赛成绩",
    "quiz.reveal": "揭榜",
    "ranking.choose": "选择是否参加个人排名",
    "role.grant": "授予角色",
    "scene.confirmed": "扫码确认",
    "scene.make": "生成扫码",
    "scene.refused": "扫码拒绝",
    "screen.make": "开通大屏",
    "screen.revoke": "收回大屏",
}

KINDS = {
    "bank": "题库",
    "binding_request": "绑定申请",
    "finding": "异常线索",
    "import": "导入",
    "member": "党员",
    "organization": "党组织",
    "programme": "自动活动",
    "question": "试题",
    "quiz": "活动",
    "roster": "名册",
    "screen": "大屏",
    "setting": "设置",
}

DETAILS = {
    "table": "表格",
    "action": "操作",
    "active": "启用",
    "added": "新增",
    "before": "原来",
    "board": "榜",
    "cause": "原因",
    "closes_at": "结束时间",
    "days": "天数",
    "expires_at": "到期",
    "format": "格式",
    "digest": "摘要",
    "adjustment": "调整编号",
    "brackets": "组别",
    "score": "成绩（十分之一分）",
    "points": "积分",
    "number": "第几版",
    "freezes_at": "封榜时间",
    "reveals_at": "揭榜时间",
    "filters": "条件",
    "found": "识别到",
    "importable": "可导入",
    "kind": "种类",
    "left_out": "略去",
    "lines": "行数",
    "members": "人数",
    "month": "月份",
    "opted_in": "参加",
    "object": "对象编号",
    "organization": "党组织",
    "preset": "底本",
    "purpose": "用途",
    "questions": "试题",
    "queued": "提醒人数",
    "quiz": "活动",
    "reason": "原因",
    "removed": "删除",
    "restored": "还原",
    "retired": "停用",
    "revised": "更新",
    "revision": "版本",
    "role": "角色",
    "row": "第几题",
    "ruling": "裁定",
    "seed": "种子",
    "since": "从",
    "skipped": "跳过",
    "tag": "标签",
    "title": "名称",
    "to": "改为",
    "unchanged": "不变",
    "until": "到",
    "verdict": "结论",
    "way": "途径",
}

VALUES = {
    "strict": "严格",
    "open": "公开",
    "study": "练习",
    "sealed": "密封",
    **roles.WORDS,
    "keep": "维持",
    "correct": "改答案",
    "void": "作废",
    "daily": "每日答题",
    "topic": "专项答题",
    "survival": "挑战答题",
    "weekly": "每周答题",
    "contest": "竞赛",
    "invitation": "邀请码",
    "wechat": "微信",
    "phone": "手机号",
    "member": "本人登录后",
    "approval": "核对后同意",
    "name_differs": "姓名和名册不一致",
    "already_bound": "已绑定别的微信",
    "several_matches": "有几位同名",
    "phone_unknown": "手机号不在名册",
    "login": "登录管理后台",
    "sign_in": "签到",
    "negative": "答案可能有误",
    "too_hard": "偏难",
    "too_easy": "偏易",
    "weak": "区分度低",
}
TABLES = {
    "weeks": "近八周得分",
    "lines": "积分构成",
    "streets": "街道比较",
    "branches": "支部榜",
    "topics": "专题成绩",
    "mistakes": "错题",
}
BOARDS = {"week": "本周", "month": "本月"}
BY_NAME = {"action": ACTIONS, "kind": KINDS, "table": TABLES, "board": BOARDS}
"""What stands for a value under this name before VALUES: there a word means another thing."""
SHOWN_IDS = 3


def action_of(action: str) -> str:
    return ACTIONS.get(action, f"其他操作（{action}）")


def object_of(subject: str) -> tuple[str, str]:
    """The kind in words, and the id."""
    kind, _, name = subject.partition(":")
    return KINDS.get(kind, kind), name


def details_of(details: Mapping[str, Any]) -> str:
    """`新增 3，更新 1`; long lists by their length."""
    return "，".join(
        f"{DETAILS.get(name, name)} {_value(name, value)}"
        for name, value in details.items()
        if value is not None
    )


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value)) if len(value) <= SHOWN_IDS else f"{len(value)} 项"
    if isinstance(value, dict):
        return f"（{details_of(value)}）"
    if isinstance(value, str):
        return BY_NAME.get(name, VALUES).get(value) or VALUES.get(value, value)
    return str(value)
