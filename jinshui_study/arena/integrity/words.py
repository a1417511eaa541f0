"""The Chinese words of findings. Pure."""

KINDS = {"fast": "答得比读得快", "twins": "两个账号节奏相同", "burst": "集中新加入"}
STATES = {
    "open": "待核实",
    "dismissed": "已排除",
    "voided": "已作废",
    "appealed": "申诉待复核",
    "kept": "维持作废",
    "restored": "已恢复",
}
TONES = {"open": "", "dismissed": "quiet", "voided": "bad", "appealed": "", "kept": "bad", "restored": "good"}
EXPLAINED = {
    "fast": "好几道答对的题，用的时间比把题读一遍还短。可能事先有人告诉了答案，也可能是题很熟。",
    "twins": "两个账号按同样的次序答同样的题，每道题用的时间几乎一样。可能是一个人拿两台手机，也可能是巧合。",
    "burst": "同一个支部几分钟内有好几个账号用邀请码加入，接着参加同一个竞赛。"
    "支部集中开会时也会这样，请了解情况的人判断。",
}
