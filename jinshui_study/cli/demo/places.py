"""The plan of the demo's tree: real streets, invented committees and branches of unequal sizes. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle, islice
from random import Random

DISTRICT = "中共郑州市金水区委员会"
_STREETS = """
经八路 花园路 人民路 杜岭 大石桥 南阳路 南阳新村 文化路 丰产路 东风路 北林路 未来路 凤凰台 兴达路 国基路 杨金路 丰庆路
"""
STREETS = tuple(_STREETS.split())
OFFICES = "区直机关工委"
NODES = (*(f"{street}街道党工委" for street in STREETS), OFFICES)
SMALLEST, LARGEST, USUAL = 5, 80, 28
LARGE = 50_000
LARGEST_OF_LARGE, USUAL_OF_LARGE = 160, 56
"""A district of more than LARGE members has branches of such sizes."""

_FORTUNATE = """
和顺 春晖 清风 书香 金穗 丰乐 瑞祥 翠竹 紫荆 百合 雅和 同心 锦绣 康宁 文苑 明理 学府 静远 朝晖 安和
惠民 景明 望月 听雨 长青 梧桐 玉兰 银杏 石榴 海棠 向阳 泰和 永宁 怡然 天泽 恒德 致远 厚德 润禾 嘉禾
"""
_COMMUNITIES = "里 苑 园 湾 坊 庭 家园 新村 花园 名邸"
_TRADES = "科技 物业 建筑设计 文化传媒 教育咨询 商贸 物流 餐饮管理 电子商务 律师事务所"
_SECTORS = {
    "区委机关党委": "区委办公室 区委组织部 区委宣传部 区委统战部 区委政法委 区委党校",
    "区政府机关党委": "区财政局 区民政局 区司法局 区城管局 区审计局 区统计局 区商务局 区应急局 区信访局",
    "教育系统党委": "晨光路小学 启明街小学 育英巷小学 青禾路中学 知行街中学 博雅路幼儿园",
    "卫生健康系统党委": "康宁里卫生服务中心 仁和苑卫生服务中心 同德园卫生服务中心 杏林苑卫生服务中心",
}
_ORDINALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Branch:
    """A branch to be: the place of its node in NODES, its committee if it has one, and how many belong to it."""

    node: int
    committee: str | None
    name: str
    size: int


def plan(members: int, dice: Random) -> list[Branch]:
    """Branches, node by node, whose sizes sum to `members`; at least one for each node."""
    usual, largest = (USUAL_OF_LARGE, LARGEST_OF_LARGE) if members > LARGE else (USUAL, LARGEST)
    number = max(len(NODES), members // usual)
    shares = _shares(number - len(NODES), len(NODES), dice)
    communities, companies = _cycled(_COMMUNITIES, dice), _cycled(_TRADES, dice)
    names = [
        (node, *place)
        for node, share in enumerate(shares)
        for place in islice(
            _offices() if node == len(STREETS) else _street(STREETS[node], communities, companies, dice),
            1 + share,
        )
    ]
    sizes = _sizes(members, len(names), largest, dice)
    return [
        Branch(node, committee, name, size)
        for (node, committee, name), size in zip(names, sizes, strict=True)
    ]


def _shares(number: int, among: int, dice: Random) -> list[int]:
    """`number` things dealt out, to some more than to others."""
    weights = [0.6 + dice.random() for _ in range(among)]
    dealt = dice.choices(range(among), weights, k=number // 2)
    return [dealt.count(index) + (number - len(dealt) + among - 1 - index) // among for index in range(among)]


def _cycled(seconds: str, dice: Random) -> Iterator[str]:
    names = [first + second for first in _FORTUNATE.split() for second in seconds.split()]
    dice.shuffle(names)
    return cycle(names)


def _street(
    street: str, communities: Iterator[str], companies: Iterator[str], dice: Random
) -> Iterator[tuple[str | None, str]]:
    """Committees and branches of a street, without end: its own office, communities, now and then a company."""
    yield None, f"{street}街道机关党支部"
    for number in count():
        community = next(communities)
        for ordinal in _ORDINALS[: dice.randint(2, 4)]:
            yield f"{community}社区党委", f"{community}社区第{ordinal}党支部"
        if number == 0:
            yield None, f"{street}街道离退休干部党支部"
        yield f"{street}街道两新组织综合党委", f"{_company(next(companies))}党支部"


def _company(name: str) -> str:
    return name if name.endswith("事务所") else f"{name}有限公司"


def _offices() -> Iterator[tuple[str, str]]:
    """Committees and branches of the district's own offices, without end."""
    for number in count(1):
        for committee, offices in _SECTORS.items():
            for office in offices.split():
                yield committee, f"{office}{'' if number == 1 else f'第{number}'}党支部"


def _sizes(members: int, number: int, largest: int, dice: Random) -> list[int]:
    """Unequal sizes within bounds that sum to `members`."""
    weights = [dice.lognormvariate(0, 0.6) for _ in range(number)]
    scale = members / sum(weights)
    sizes = [min(largest, max(SMALLEST, round(weight * scale))) for weight in weights]
    while (missing := members - sum(sizes)) != 0:
        step = 1 if missing > 0 else -1
        free = [index for index, size in enumerate(sizes) if SMALLEST <= size + step <= largest]
        for index in dice.sample(free, min(len(free), abs(missing))):
            sizes[index] += step
    return sizes
