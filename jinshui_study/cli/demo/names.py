"""Invented names of people. Pure."""

from random import Random

SURNAMES = (
    "王王王李李李张张张刘刘陈陈杨杨赵赵黄周吴徐孙胡朱高林何郭郭马马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康邱秦史顾侯邵孟段雷钱汤尹常武乔贺龚申靳苗岳焦"
)
DOUBLE_SURNAMES = ("欧阳", "上官", "司徒", "皇甫", "诸葛")

GENERATIONS = (
    ("秀玉桂爱春庆永新凤金明淑素兰福喜保德", "兰英珍芳荣华梅芝平山林泉河田祥顺堂民"),
    ("志建红海艳丽晓伟慧文永俊卫素庆彦振继", "娟敏伟杰霞燕玲峰涛丽勇萍辉波斌锋军琴"),
    ("雅文思雨佳嘉欣宇浩俊晓诗博亦可若梦子", "涵然宁阳辰瑶琪航睿妍怡桐彤轩晨萱琳洁"),
)
SINGLE = "婧昕莹琳悦萌彤颖楠晨鑫琪蕾璐畅帆瑶岚澄晗煜霏"

_KNOWN = """
毛泽东 周恩来 刘少奇 朱德 邓小平 陈云 任弼时 华国锋 胡耀邦 赵紫阳 江泽民 胡锦涛 习近平 李鹏 朱镕基 温家宝 李克强 李强
赵乐际 王沪宁 蔡奇 丁薛祥 李希 韩正 李先念 杨尚昆 彭德怀 贺龙 陈毅 罗荣桓 徐向前 聂荣臻 叶剑英 刘伯承 李大钊 瞿秋白
张闻天 方志敏 杨靖宇 左权 夏明翰 赵一曼 吉鸿昌 彭雪枫 胡德林 胡福才 雷锋 刘胡兰 董存瑞 黄继光 邱少云 焦裕禄 孔繁森
王进喜 任长霞 常香玉 史来贺 张桂梅 黄文秀 李素丽 廖俊波 陈红军 贾庆林 李建国 王文涛 王建军 刘志军 孙志军 王志军 吴晓军
"""
AVOIDED = frozenset(_KNOWN.split())
"""Leaders, martyrs, models and office-holders: nobody here bears their names."""
TRIES = 8


def draw(dice: Random, taken: set[str]) -> str:
    """A name that nobody in `taken` bears, as long as one is soon found; it is added to them."""
    names = [name for name in (_draw(dice) for _ in range(TRIES)) if name not in AVOIDED]
    name = next((name for name in names if name not in taken), names[0])
    taken.add(name)
    return name


def _draw(dice: Random) -> str:
    surname = dice.choice(DOUBLE_SURNAMES) if dice.random() < 0.01 else dice.choice(SURNAMES)
    if dice.random() < 0.12:
        return surname + dice.choice(SINGLE)
    first, second = dice.choice(GENERATIONS)
    return surname + dice.choice(first) + dice.choice(second)
