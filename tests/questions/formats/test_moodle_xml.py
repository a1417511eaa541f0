"""Moodle XML as Moodle exports it, and as tools write it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinshui_study.questions.drafts import BankFile, Draft
from jinshui_study.questions.formats import moodle_xml

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
CATEGORY = '<question type="category"><category><text>$course$/top/党史/建党</text></category></question>\n'
SINGLE = """<!-- question: 12 -->
  <question type="multichoice">
    <name><text>一大</text></name>
    <questiontext format="html">
      <text><![CDATA[<p>党的一大最后一天的会议<br>在哪里<b>举行</b>？</p>]]></text>
    </questiontext>
    <generalfeedback format="html"><text><![CDATA[<p>会场受到搜查。</p>
      <p>出处：《大事记》</p>]]></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>
    <idnumber>jd-1</idnumber>
    <single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>ABCD</answernumbering>
    <correctfeedback format="html"><text>回答正确。</text></correctfeedback>
    <answer fraction="0" format="html"><text><![CDATA[<p>上海&nbsp;望志路</p>]]></text>
      <feedback format="html"><text></text></feedback></answer>
    <answer fraction="100" format="html"><text>嘉兴南湖</text></answer>
    <answer fraction="0"><text>北京</text></answer>
    <tags><tag><text>建党</text></tag><tag><text>南湖</text></tag></tags>
  </question>
"""


def read(*questions: str) -> BankFile:
    return moodle_xml.read((HEAD + "".join(questions) + "</quiz>").encode(), "a.xml")


def only(question: str) -> Draft:
    (draft,) = read(question).drafts
    return draft


def question(kind: str, body: str, text: str = "题", form: str = "html") -> str:
    head = f'<questiontext format="{form}"><text><![CDATA[{text}]]></text></questiontext>'
    return f'<question type="{kind}"><name><text>名</text></name>{head}{body}</question>'


def answer(fraction: float, text: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


def codes(draft: Draft) -> list[str]:
    return [remark.code for remark in draft.remarks]


def test_a_question_of_moodles_export_is_read() -> None:
    read_file = read(CATEGORY, SINGLE)
    (draft,) = read_file.drafts
    assert (read_file.layout, read_file.encoding, read_file.findings) == ("moodle", "utf-8", [])
    assert (draft.kind, draft.answer) == ("single", ["B"])
    assert draft.stem == "党的一大最后一天的会议\n在哪里举行？"
    assert draft.options == ["上海 望志路", "嘉兴南湖", "北京"]
    assert (draft.explanation, draft.source, draft.topic) == ("会场受到搜查。", "《大事记》", "建党")
    assert (draft.code, draft.tags, draft.where) == ("jd-1", ["建党", "南湖"], "行 5 第2题")
    assert draft.remarks == []
    assert "B. 嘉兴南湖" in draft.raw


def test_shares_of_the_mark_say_which_options_are_right() -> None:
    body = "<single>false</single>" + answer(33.33333, "甲") + answer(-100, "乙") + answer(33.33333, "丙")
    draft = only(question("multichoice", body))
    assert (draft.kind, draft.answer) == ("multiple", ["A", "C"])


def test_a_single_takes_the_option_with_the_full_mark() -> None:
    draft = only(question("multichoice", "<single>1</single>" + answer(50, "甲") + answer(100, "乙")))
    assert (draft.kind, draft.answer, codes(draft)) == ("single", ["B"], ["partial_credit"])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [((100, "true"), (0, "false"), "true"), ((0, "true"), (100, "false"), "false")],
)
def test_a_judgement_is_read_by_its_words(
    first: tuple[int, str], second: tuple[int, str], expected: str
) -> None:
    assert only(question("truefalse", answer(*first) + answer(*second))).answer == [expected]
    assert only(question("truefalse", answer(*second) + answer(*first))).answer == [expected]


def test_a_judgement_in_another_language_is_read_by_order() -> None:
    assert only(question("truefalse", answer(0, "Vrai") + answer(100, "Faux"))).answer == ["false"]


def test_a_short_answer_is_a_gap() -> None:
    draft = only(question("shortanswer", answer(100, "毛泽东") + answer(100, "毛主席") + answer(50, "主席")))
    assert (draft.kind, draft.stem, draft.answer) == ("blank", "题____", ["毛泽东|毛主席"])
    assert codes(draft) == ["partial_credit"]


def test_a_gap_drawn_in_the_stem_stays_where_it_is() -> None:
    draft = only(question("shortanswer", answer(100, "1921"), text="党成立于（　　）年。"))
    assert draft.stem == "党成立于____年。"


def test_exact_numbers_are_read_and_margins_refused() -> None:
    exact = only(question("numerical", answer(100, "1921", "<tolerance>0</tolerance>")))
    assert (exact.kind, exact.answer) == ("blank", ["1921"])
    near = only(question("numerical", answer(100, "1921", "<tolerance>0.5</tolerance>")))
    assert codes(near) == ["kind_unsupported"]


def test_a_matching_is_read_and_a_distractor_keeps_it_out() -> None:
    def pair(left: str, right: str) -> str:
        both = f"<text><![CDATA[{left}]]></text><answer><text>{right}</text></answer>"
        return f'<subquestion format="html">{both}</subquestion>'

    even = pair("<p>董必武</p>", "武汉") + pair("王尽美", "济南")
    draft = only(question("matching", even))
    assert (draft.left, draft.right, draft.answer) == (["董必武", "王尽美"], ["武汉", "济南"], ["A-1", "B-2"])
    assert codes(only(question("match", even + pair("", "广州")))) == ["matching_uneven"]


def test_an_ordering_lists_its_items_in_the_right_order() -> None:
    items = "".join(answer(place, text) for place, text in enumerate(["五四运动", "一大", "二大"], start=1))
    draft = only(question("ordering", items))
    assert (draft.kind, draft.options, draft.answer) == (
        "ordering",
        ["五四运动", "一大", "二大"],
        ["A", "B", "C"],
    )


@pytest.mark.parametrize(
    ("text", "stem", "answers"),
    [
        (
            "一大于{1:SHORTANSWER:=1921}年在{1:SA:=上海~=上海市}开幕",
            "一大于____年在____开幕",
            ["1921", "上海|上海市"],
        ),
        ("<p>写作{:SA:=a\\}b\\#c&#126;d#反馈~%0%*}</p>", "写作____", ["a}b#c~d"]),
        ("有{2:NUMERICAL:=13:0}名代表", "有____名代表", ["13"]),
    ],
)
def test_a_cloze_of_texts_is_a_question_of_gaps(text: str, stem: str, answers: list[str]) -> None:
    draft = only(question("cloze", "", text=text))
    assert (draft.kind, draft.stem, draft.answer, codes(draft)) == ("blank", stem, answers, [])


def test_a_cloze_with_one_choice_is_a_choice() -> None:
    draft = only(question("cloze", "", text="一大在{1:MULTICHOICE:=上海#对~北京~%0%广州}开幕"))
    assert (draft.kind, draft.stem, draft.options, draft.answer) == (
        "single",
        "一大在____开幕",
        ["上海", "北京", "广州"],
        ["A"],
    )


def test_a_cloze_of_several_choices_is_typed_with_us_and_says_so() -> None:
    draft = only(question("multianswer", "", text="{1:MC:=甲~乙}与{1:MCV:丙~=丁}"))
    assert (draft.kind, draft.answer, codes(draft)) == ("blank", ["甲", "丁"], ["choices_dropped"])


def test_a_cloze_without_gaps_is_an_error() -> None:
    assert codes(only(question("cloze", "", text="没有空{1:XX"))) == ["cloze_broken"]


def test_gapfill_has_its_answers_in_its_text() -> None:
    draft = only(question("gapfill", "<delimitchars>[]</delimitchars>", text="<p>[上海|沪]与[嘉兴]</p>"))
    assert (draft.stem, draft.answer) == ("____与____", ["上海|沪", "嘉兴"])


@pytest.mark.parametrize("kind", ["essay", "calculated", "ddwtos", "ddmarker", "stack", ""])
def test_what_has_no_equal_is_kept_out_and_says_why(kind: str) -> None:
    draft = only(question(kind, ""))
    assert codes(draft) == ["kind_unsupported"]
    assert draft.remarks[0].message.endswith("没有导入。")


def test_descriptions_are_passed_over() -> None:
    read_file = read(question("description", ""), SINGLE)
    assert [finding.code for finding in read_file.findings] == ["description_skipped"]
    assert len(read_file.drafts) == 1


def test_pictures_are_told() -> None:
    inline = '<img src="@@PLUGINFILE@@/a.png">看图'
    for text, more in ((inline, ""), ("看图", '<file name="a.png" encoding="base64">QUJD</file>')):
        draft = only(question("truefalse", answer(100, "true") + answer(0, "false") + more, text=text))
        assert (draft.stem, codes(draft)) == ("看图", ["picture_dropped"])


def test_plain_text_is_not_read_as_html() -> None:
    draft = only(question("truefalse", answer(100, "true"), text="a<b &amp; c\n第二行", form="plain_text"))
    assert draft.stem == "a<b &amp; c\n第二行"


def test_the_automatic_format_keeps_its_lines() -> None:
    text = "第一行\n第二行 <b>粗</b>"
    draft = only(question("truefalse", answer(100, "true"), text=text, form="moodle_auto_format"))
    assert draft.stem == "第一行\n第二行 粗"


@pytest.mark.parametrize(
    "prologue",
    [
        "<!DOCTYPE quiz>",
        '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE quiz SYSTEM "http://example.invalid/a.dtd">',
    ],
)
def test_declarations_are_refused_in_one_sentence(prologue: str) -> None:
    data = (f'<?xml version="1.0"?>{prologue}<quiz>' + SINGLE + "</quiz>").encode()
    assert moodle_xml.recognises(data)
    read_file = moodle_xml.read(data, "a.xml")
    assert [finding.code for finding in read_file.findings] == ["xml_forbidden"]
    assert read_file.drafts == []


def test_a_broken_file_names_its_line() -> None:
    (finding,) = moodle_xml.read((HEAD + "<question>\n</quiz>").encode(), "a").findings
    assert (finding.code, finding.where) == ("xml_unreadable", "行 4")


def test_other_xml_is_told_what_it_is_not() -> None:
    data = b'<?xml version="1.0"?><rss><channel/></rss>'
    assert moodle_xml.recognises(data)
    assert [finding.code for finding in moodle_xml.read(data, "a").findings] == ["xml_unknown"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_any_encoding_is_read(encoding: str) -> None:
    text = HEAD.replace("UTF-8", encoding.removesuffix("-sig")) + SINGLE + "</quiz>"
    data = text.encode(encoding)
    assert moodle_xml.recognises(data)
    assert moodle_xml.read(data, "a").drafts[0].options[1] == "嘉兴南湖"


def test_a_wrongly_declared_encoding_is_seen_through() -> None:
    data = (HEAD + SINGLE + "</quiz>").encode("gbk")
    read_file = moodle_xml.read(data, "a")
    assert (read_file.encoding, read_file.drafts[0].options[1]) == ("gb18030", "嘉兴南湖")


@settings(deadline=None)
@given(st.binary() | st.text().map(lambda text: f"<quiz>{text}</quiz>".encode()))
def test_no_bytes_raise(data: bytes) -> None:
    moodle_xml.recognises(data)
    moodle_xml.read(data, "a")


PIECES = [
    "<",
    ">",
    "</text>",
    "<text>",
    "]]>",
    "<![CDATA[",
    "&nbsp;",
    "&#1;",
    "&x;",
    '"',
    "fraction",
    "cloze",
    "matching",
]
PIECES += [
    "shortanswer",
    "numerical",
    "{1:SA:=",
    "}",
    "~",
    "#",
    "甲",
    "\x00",
    "",
    "-",
    "1e999",
    "<!DOCTYPE a>",
    "nan",
]


@settings(deadline=None)
@given(st.data())
def test_no_mutation_raises(data: st.DataObject) -> None:
    text = HEAD + CATEGORY + SINGLE + question("cloze", "", text="{1:SA:=甲~乙}") + "</quiz>"
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        until = data.draw(st.integers(at, min(len(text), at + 8)))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[until:]
    moodle_xml.read(text.encode(), "a")
