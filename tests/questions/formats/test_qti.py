"""QTI 2.2 and 3.0: the same items in both ways of writing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinshui_study.questions import check
from jinshui_study.questions.drafts import BankFile, Draft
from jinshui_study.questions.formats import qti

NAMES = {
    "http://www.imsglobal.org/xsd/imsqti_v2p2": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
HTML = ["p", "b", "br", "img", "div", "ol", "li", "sup"]


def item(body: str, *declarations: str, more: str = "", attributes: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i1" title="一大"'
        f' adaptive="false" timeDependent="false" {attributes}>\n{"".join(declarations)}'
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f"<itemBody>{body}</itemBody>{more}</assessmentItem>"
    )


def declared(
    *values: str, cardinality: str = "single", kind: str = "identifier", name: str = "R", more: str = ""
) -> str:
    correct = "".join(f"<value>{value}</value>" for value in values)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{kind}">'
        f"{f'<correctResponse>{correct}</correctResponse>' if values else ''}{more}</responseDeclaration>"
    )


def mapping(**paid: float) -> str:
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in paid.items())
    return f'<mapping defaultValue="0">{entries}</mapping>'


def hyphened(name: str) -> str:
    return re.sub("[A-Z]", lambda found: "-" + found[0].lower(), name)


def as_qti_3(text: str) -> str:
    """The same item as QTI 3.0 writes it: `qti-` before each name, hyphens for capitals."""
    for old, new in NAMES.items():
        text = text.replace(old, new)

    def element(found: re.Match[str]) -> str:
        name = found[2] if found[2] in HTML else "qti-" + hyphened(found[2])
        attributes = re.sub(r" ([a-z]+[A-Z]\w*)=", lambda each: f" {hyphened(each[1])}=", found[3])
        return f"<{found[1]}{name}{attributes}>"

    return re.sub(r"<(/?)([A-Za-z]+)([^<>]*)>", element, text)


def choice(*texts: str, most: int = 1, shuffle: bool = True, fixed: str = "") -> str:
    stays = ' fixed="true"'
    options = "".join(
        f'<simpleChoice identifier="{letter}"{stays if letter in fixed else ""}>{text}</simpleChoice>'
        for letter, text in zip("ABCDEFGH", texts, strict=False)
    )
    return (
        f'<choiceInteraction responseIdentifier="R" shuffle="{str(shuffle).lower()}" maxChoices="{most}">'
        f"<prompt>请选择。</prompt>{options}</choiceInteraction>"
    )


@pytest.fixture(params=["2.2", "3.0"], name="read")
def reader(request: pytest.FixtureRequest):  # noqa: ANN201
    def read(text: str) -> BankFile:
        data = (text if request.param == "2.2" else as_qti_3(text)).encode()
        assert qti.recognises(data)
        found = qti.read(data, "a.xml")
        assert found.layout == ("qti2" if request.param == "2.2" else "qti3")
        return found

    return read


def only(read_file: BankFile) -> Draft:
    (draft,) = read_file.drafts
    assert read_file.findings == []
    return draft


def codes(draft: Draft) -> list[str]:
    return [remark.code for remark in draft.remarks]


def test_qti_3_is_written_as_its_specification_has_it() -> None:
    written = as_qti_3(item("<p>题</p>" + choice("甲", "乙"), declared("A")))
    for piece in (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"',
        'time-dependent="false"',
        '<qti-response-declaration identifier="R" cardinality="single" base-type="identifier">',
        "<qti-correct-response><qti-value>A</qti-value></qti-correct-response>",
        '<qti-item-body><p>题</p><qti-choice-interaction response-identifier="R" shuffle="true" max-choices="1">',
        '<qti-simple-choice identifier="B">乙</qti-simple-choice>',
    ):
        assert piece in written


def test_a_choice_of_one(read) -> None:
    body = "<p>党的一大<b>最后一天</b>的会议在<br/>哪里举行？</p>" + choice("上海", "<p>嘉兴南湖</p>", "北京")
    draft = only(read(item(body, declared("B"))))
    assert (draft.kind, draft.options, draft.answer) == ("single", ["上海", "嘉兴南湖", "北京"], ["B"])
    assert draft.stem == "党的一大最后一天的会议在\n哪里举行？\n请选择。"
    assert draft.remarks == []


def test_a_choice_of_several(read) -> None:
    draft = only(read(item(choice("甲", "乙", "丙", most=0), declared("A", "C", cardinality="multiple"))))
    assert (draft.kind, draft.answer) == ("multiple", ["A", "C"])


def test_a_mapping_says_what_is_right_where_nothing_else_does(read) -> None:
    several = declared(cardinality="multiple", more=mapping(A=1, B=-1, C=0.5))
    assert only(read(item(choice("甲", "乙", "丙", most=0), several))).answer == ["A", "C"]
    single = declared(more=mapping(A=1, B=0.5, C=2))
    assert only(read(item(choice("甲", "乙", "丙"), single))).answer == ["C"]


def test_true_and_false_are_a_judgement(read) -> None:
    draft = only(read(item("<p>党成立于1921年。</p>" + choice("正确", "错误"), declared("A"))))
    assert (draft.kind, draft.answer, draft.options) == ("true_false", ["true"], [])


def test_choices_that_stay_last_are_pinned(read) -> None:
    draft = only(read(item(choice("甲", "乙", "两项都对", fixed="C"), declared("C"))))
    assert draft.pinned == ["C"]


def test_an_ordering(read) -> None:
    body = (
        '<orderInteraction responseIdentifier="R" shuffle="true"><prompt>按先后排序。</prompt>'
        '<simpleChoice identifier="x2">一大</simpleChoice><simpleChoice identifier="x1">五四运动</simpleChoice>'
        '<simpleChoice identifier="x3">二大</simpleChoice></orderInteraction>'
    )
    draft = only(read(item(body, declared("x1", "x2", "x3", cardinality="ordered"))))
    assert (draft.kind, draft.stem, draft.options) == (
        "ordering",
        "按先后排序。",
        ["一大", "五四运动", "二大"],
    )
    assert draft.answer == ["B", "A", "C"]


def sets(left: str, right: str) -> str:
    def one(names: str) -> str:
        inner = "".join(
            f'<simpleAssociableChoice identifier="{name}" matchMax="1">项{name}</simpleAssociableChoice>'
            for name in names
        )
        return f"<simpleMatchSet>{inner}</simpleMatchSet>"

    return (
        f'<matchInteraction responseIdentifier="R" shuffle="true">{one(left)}{one(right)}</matchInteraction>'
    )


def test_a_matching(read) -> None:
    pairs = declared("a y", "b x", cardinality="multiple", kind="directedPair")
    draft = only(read(item("<p>连线。</p>" + sets("ab", "xy"), pairs)))
    assert (draft.kind, draft.left, draft.right) == ("matching", ["项a", "项b"], ["项x", "项y"])
    assert draft.answer == ["A-2", "B-1"]
    assert draft.remarks == []


def test_a_matching_that_is_not_one_to_one_is_kept_out(read) -> None:
    pairs = declared("a x", "b x", cardinality="multiple", kind="directedPair")
    assert codes(only(read(item(sets("ab", "xy"), pairs)))) == ["matching_uneven"]


def test_pairs_of_one_list(read) -> None:
    body = "".join(
        f'<simpleAssociableChoice identifier="{n}" matchMax="1">{n}</simpleAssociableChoice>' for n in "abcd"
    )
    body = f'<associateInteraction responseIdentifier="R" maxAssociations="2">{body}</associateInteraction>'
    draft = only(read(item(body, declared("d a", "b c", cardinality="multiple", kind="pair"))))
    assert (draft.left, draft.right, draft.answer) == (["a", "b"], ["c", "d"], ["A-2", "B-1"])


def test_texts_to_be_typed(read) -> None:
    body = (
        '<p>一大于<textEntryInteraction responseIdentifier="R"/>年在'
        '<textEntryInteraction responseIdentifier="S"/>开幕。</p>'
    )
    year = declared("1921", kind="string")
    place = declared("上海", kind="string", name="S", more=mapping(上海=1, 上海市=1, 沪=0.5))
    draft = only(read(item(body, year, place)))
    assert (draft.kind, draft.stem, draft.answer) == (
        "blank",
        "一大于____年在____开幕。",
        ["1921", "上海|上海市"],
    )
    assert codes(draft) == ["partial_credit"]


def test_a_number_with_a_margin_is_refused(read) -> None:
    equal = '<equal toleranceMode="absolute" tolerance="1 1"><variable identifier="R"/></equal>'
    processing = f"<responseProcessing>{equal}</responseProcessing>"
    body = '<p>哪年？<textEntryInteraction responseIdentifier="R"/></p>'
    assert codes(only(read(item(body, declared("1921", kind="float"), more=processing)))) == [
        "kind_unsupported"
    ]


def test_one_inline_choice_is_a_choice(read) -> None:
    inner = '<inlineChoice identifier="x">上海</inlineChoice><inlineChoice identifier="y">北京</inlineChoice>'
    body = f'<p>一大在<inlineChoiceInteraction responseIdentifier="R">{inner}</inlineChoiceInteraction>开幕。</p>'
    draft = only(read(item(body, declared("x"))))
    assert (draft.kind, draft.stem, draft.options, draft.answer) == (
        "single",
        "一大在____开幕。",
        ["上海", "北京"],
        ["A"],
    )


def test_words_to_be_dragged_are_typed_with_us(read) -> None:
    body = (
        '<gapMatchInteraction responseIdentifier="R"><gapText identifier="w" matchMax="1">上海</gapText>'
        '<gapText identifier="v" matchMax="1">嘉兴</gapText>'
        '<p>在<gap identifier="g1"/>开幕，在<gap identifier="g2"/>闭幕。</p></gapMatchInteraction>'
    )
    pairs = declared("v g2", "w g1", cardinality="multiple", kind="directedPair")
    draft = only(read(item(body, pairs)))
    assert (draft.kind, draft.stem, draft.answer) == ("blank", "在____开幕，在____闭幕。", ["上海", "嘉兴"])
    assert codes(draft) == ["choices_dropped"]


def test_feedback_is_the_explanation(read) -> None:
    more = (
        '<modalFeedback outcomeIdentifier="F" identifier="incorrect" showHide="show">再想想。</modalFeedback>'
        '<modalFeedback outcomeIdentifier="F" identifier="correct"><p>会场受到搜查。</p></modalFeedback>'
    )
    draft = only(read(item("<p>题</p>" + choice("甲", "乙"), declared("A"), more=more)))
    assert draft.explanation == "会场受到搜查。"
    assert codes(draft) == ["feedback_dropped"]


def test_what_stands_aside_is_no_part_of_the_wording(read) -> None:
    body = "<rubricBlock view='scorer'>评分说明</rubricBlock><p>题</p>"
    told = '甲<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">对</feedbackInline>'
    draft = only(read(item(body + choice(told, "乙"), declared("A"))))
    assert (draft.stem, draft.options, draft.explanation) == ("题\n请选择。", ["甲", "乙"], "对")


def test_pictures_are_told(read) -> None:
    draft = only(read(item('<p>看图<img src="a.png" alt=""/></p>' + choice("甲", "乙"), declared("A"))))
    assert codes(draft) == ["picture_dropped"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<extendedTextInteraction responseIdentifier="R"/>', "kind_unsupported"),
        ('<hotspotInteraction responseIdentifier="R"/>', "kind_unsupported"),
        ('<uploadInteraction responseIdentifier="R"/>', "kind_unsupported"),
        ("<p>只有文字。</p>", "interaction_missing"),
        (choice("甲", "乙") + choice("丙", "丁"), "several_parts"),
    ],
)
def test_what_has_no_equal_is_kept_out(read, body: str, code: str) -> None:
    assert codes(only(read(item(body, declared("A"))))) == [code]


def test_random_parameters_are_kept_out(read) -> None:
    made = '<templateDeclaration identifier="x" cardinality="single" baseType="integer"/>'
    assert codes(only(read(item(choice("甲", "乙"), declared("A"), made)))) == ["kind_unsupported"]


def test_a_missing_answer_is_found_by_the_check(read) -> None:
    report = check.check(read(item("<p>题</p>" + choice("甲", "乙"), declared())))
    assert "answer_missing" in [finding.code for finding in report.findings]


def test_the_structure_of_a_test_has_no_questions() -> None:
    data = b'<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="t"/>'
    assert qti.recognises(data)
    assert [finding.code for finding in qti.read(data, "a").findings] == ["no_questions"]


def test_qti_1_2_is_named() -> None:
    data = b'<?xml version="1.0"?><questestinterop><item/></questestinterop>'
    assert qti.recognises(data)
    assert [finding.code for finding in qti.read(data, "a").findings] == ["qti_version"]


def test_declarations_are_refused() -> None:
    data = (
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + item("&x;").partition("\n")[2]
    ).encode()
    assert qti.recognises(data)
    assert [finding.code for finding in qti.read(data, "a").findings] == ["xml_forbidden"]


@settings(deadline=None)
@given(st.binary() | st.text().map(lambda text: f"<assessmentItem>{text}</assessmentItem>".encode()))
def test_no_bytes_raise(data: bytes) -> None:
    qti.recognises(data)
    qti.read(data, "a")


SAMPLES = [
    item(choice("甲", "乙"), declared("A")),
    item(sets("ab", "xy"), declared("a y", "b x", cardinality="multiple", kind="directedPair")),
    item('<p><textEntryInteraction responseIdentifier="R"/></p>', declared("1921", more=mapping(A=1))),
]


@settings(deadline=None)
@given(st.data())
def test_no_mutation_raises(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SAMPLES))
    names = sorted(set(re.findall(r"[A-Za-z]+", text)))
    for _ in range(data.draw(st.integers(1, 4))):
        old = data.draw(st.sampled_from(names))
        text = text.replace(old, data.draw(st.sampled_from(names) | st.just("")), 1)
    qti.read(text.encode(), "a")
