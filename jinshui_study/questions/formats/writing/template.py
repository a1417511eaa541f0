"""Templates to fill in: a workbook and a Word document, with a question or two of each kind to go by."""

from jinshui_study.questions import kinds
from jinshui_study.questions.drafts import LETTERS, Draft
from jinshui_study.questions.formats.tables import sealed_rows
from jinshui_study.questions.formats.tables.sealed_rows import AFTER, BEFORE, LEFT, OPTIONS, RIGHT
from jinshui_study.questions.formats.writing import word_document, workbook
from jinshui_study.questions.formats.writing.workbook import Sheet

COLUMNS = [*BEFORE, *OPTIONS[:6], LEFT, RIGHT, *AFTER]
ABOUT = "填写说明"

_HISTORY = "《中国共产党历史》第一卷（1921—1949）（中共党史出版社2011年版）"
_CHRONICLE = "《中国共产党一百年大事记（1921年7月—2021年6月）》"
_REVOLUTION, _WAR = "建党与土地革命", "抗日战争与解放战争"

EXAMPLES = [
    Draft(
        where="单选题",
        kind=kinds.SINGLE,
        stem="“没有调查，没有发言权”出自毛泽东1930年5月写的哪篇文章？",
        options=[
            "《反对本本主义》",
            "《星星之火，可以燎原》",
            "《关于纠正党内的错误思想》",
            "《井冈山的斗争》",
        ],
        answer=["A"],
        explanation="文章原题《调查工作》，针对红军中的教条主义思想而写。",
        source="毛泽东《反对本本主义》（1930年5月）",
        topic=_REVOLUTION,
        difficulty=1,
        tags=["调查研究", "著作"],
    ),
    Draft(
        where="单选题",
        kind=kinds.SINGLE,
        stem="1935年1月的遵义会议，集中解决了当时具有决定意义的哪些问题？",
        options=["土地问题和财政问题", "军事问题和组织问题", "统一战线问题", "以上都不对"],
        answer=["B"],
        pinned=["D"],
        explanation="会议事实上确立了毛泽东同志在党中央和红军的领导地位。",
        source="《中共中央关于党的百年奋斗重大成就和历史经验的决议》（2021年11月11日）",
        topic=_REVOLUTION,
    ),
    Draft(
        where="多选题",
        kind=kinds.MULTIPLE,
        stem="1927年9月的三湾改编采取了哪些措施？",
        options=["部队缩编为一个团", "党的支部建在连上", "成立士兵委员会", "部队番号改为红军第四军"],
        answer=["A", "B", "C"],
        explanation="改编在江西永新县三湾村进行，使党的组织深入到连队，官兵之间实行民主。",
        source=_HISTORY,
        topic=_REVOLUTION,
    ),
    Draft(
        where="判断题",
        kind=kinds.TRUE_FALSE,
        stem="1928年召开的党的六大，是唯一一次在国外召开的党的全国代表大会。",
        answer=["true"],
        explanation="当时国内白色恐怖严重，大会在莫斯科举行。",
        source=f"{_CHRONICLE}1928年6月条",
        topic=_REVOLUTION,
        difficulty=1,
    ),
    Draft(
        where="判断题",
        kind=kinds.TRUE_FALSE,
        stem="党的一大自始至终都在上海举行。",
        answer=["false"],
        explanation="因会场受到搜查，最后一天的会议转移到浙江嘉兴南湖的游船上举行。",
        source=f"{_CHRONICLE}1921年7月条",
        topic=_REVOLUTION,
        difficulty=1,
    ),
    Draft(
        where="填空题",
        kind=kinds.BLANK,
        stem="1935年11月的____战役，为党中央把全国革命大本营放在西北举行了“奠基礼”。",
        answer=["直罗镇|直罗"],
        explanation="“奠基礼”是毛泽东对这一仗的评价。",
        source="毛泽东《论反对日本帝国主义的策略》（1935年12月27日）",
        topic=_REVOLUTION,
        difficulty=3,
    ),
    Draft(
        where="填空题",
        kind=kinds.BLANK,
        stem="1945年8月28日，毛泽东飞抵____同国民党谈判；双方签署的会谈纪要史称“____协定”。",
        answer=["重庆|重庆市", "双十"],
        explanation="谈判历时43天，会谈纪要于10月10日签署。",
        source=f"{_CHRONICLE}1945年8月条",
        topic=_WAR,
    ),
    Draft(
        where="排序题",
        kind=kinds.ORDERING,
        stem="将下列事件按时间先后排序。",
        options=["党的一大召开", "五四运动爆发", "香港海员大罢工开始", "《共产党宣言》中文全译本出版"],
        answer=["B", "D", "A", "C"],
        explanation="四件事依次发生在1919年5月、1920年8月、1921年7月和1922年1月。",
        source=_HISTORY,
        topic=_REVOLUTION,
    ),
    Draft(
        where="连线题",
        kind=kinds.MATCHING,
        stem="将下列武装起义与其主要领导人连线。",
        left=["湘赣边界秋收起义", "广州起义", "平江起义", "百色起义"],
        right=["张太雷", "彭德怀", "邓小平", "毛泽东"],
        answer=["A-4", "B-1", "C-2", "D-3"],
        explanation="四次起义分别发生在1927年9月、1927年12月、1928年7月和1929年12月。",
        source=_HISTORY,
        topic=_REVOLUTION,
    ),
]

_COLUMN_HELP = [
    ("题型", "单选题、多选题、判断题、填空题、排序题、连线题。"),
    ("题干", "题目的文字。填空题在要填的地方写四个下划线 ____，有几个空就写几处。"),
    (
        "选项A 至选项F",
        "每格写一个选项，不用再写 A、B、C；判断题、填空题、连线题不填。不够时可在后面加“选项G”“选项H”。",
    ),
    ("左栏、右栏", "只有连线题填写，每行写一项（在格子里按 Alt+Enter 换行），两栏的项数要相同。"),
    ("答案", "单选题写一个字母；多选题写几个字母，如 ABC；判断题写“正确”或“错误”。"),
    ("", "填空题写要填的文字，几个空之间用中文分号“；”隔开，一个空有几种写法都算对时用竖线“|”隔开。"),
    ("", "排序题按正确的先后写字母，如 BDAC；连线题写左栏字母和右栏序号，如 A-4、B-1。"),
    ("解析、出处", "可以暂时不填，但补上以后题目才能启用。"),
    ("章节", "题目所属的专题。"),
    ("难度", "易、中、难，不填按“中”处理。"),
    ("标签", "可不填；几个标签之间用顿号“、”隔开。"),
]
_GENERAL_HELP = "表里现有的题是例题，填写前请删去；删行、加行都可以，第一行的列名请保留。"

_WORD_HELP = [
    "下面各题是例题，按同样的写法填写自己的题，填写前请删去例题。",
    "每题以题号开头，选项以 A. B. C. D. 开头，接着另起一行写答案、解析、出处、章节和难度。",
    "填空题在要填的地方写四个下划线，几个空的答案之间用中文分号隔开，一个空的几种写法之间用竖线隔开。",
    "排序题的答案按正确的先后写字母；连线题的答案写左栏字母和右栏序号。",
]


def xlsx() -> bytes:
    """The workbook; its second sheet tells how to fill in the first."""
    rows = [sealed_rows.cells_of(draft) for draft in EXAMPLES]
    rows = [{name: text for name, text in row.items() if name in COLUMNS} for row in rows]
    help_rows = [{"列": column, "怎么填": text} for column, text in [("", _GENERAL_HELP), *_COLUMN_HELP]]
    return workbook.written(
        [
            Sheet(workbook.SHEET, COLUMNS, rows, choices=workbook.CHOICES),
            Sheet(ABOUT, ["列", "怎么填"], help_rows, is_table=False, widths={"列": 16, "怎么填": 90}),
        ],
        title="题库模板",
    )


def docx() -> bytes:
    """The Word document; how to fill it in stands before the first heading."""
    document = word_document.begun("题库模板")
    for text in [f"{ABOUT}：", *_WORD_HELP]:
        document.add_paragraph(text)
    section = ""
    for number, draft in enumerate(EXAMPLES, start=1):
        if draft.kind != section:
            section = draft.kind
            ordinal = "一二三四五六"[kinds.KINDS.index(section)]
            word_document.add_heading(document, f"{ordinal}、{kinds.CHINESE[section]}")
        word_document.add_block(document, _lines(number, draft))
    return word_document.written(document)


def _lines(number: int, draft: Draft) -> list[str]:
    cells = sealed_rows.cells_of(draft)
    options = [f"{LETTERS[place]}. {text}" for place, text in enumerate(draft.options)]
    sides = []
    if draft.kind == kinds.MATCHING:
        left = [f"{LETTERS[place]}. {text}" for place, text in enumerate(draft.left)]
        right = [f"{place}. {text}" for place, text in enumerate(draft.right, start=1)]
        sides = [f"左栏：{'　'.join(left)}", f"右栏：{'　'.join(right)}"]
    named = [f"{name}：{cells[name]}" for name in ("答案", "解析", "出处", "章节", "难度") if name in cells]
    return [f"{number}. {draft.stem}", *options, *sides, *named]
