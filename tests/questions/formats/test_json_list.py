import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions.drafts import BankFile
from jinshui_study.questions.formats import json_list
from tests.questions.formats.rows import (
    CITIES,
    GAP,
    LETTERED,
    READ_ALL,
    READ_CITIES,
    READ_GAP,
    READ_TRUE,
    READ_YEAR,
    TRUE,
    YEAR,
    codes,
    short,
)

ALL = [YEAR, CITIES, TRUE, GAP]
LETTERS = "ABCD"


def read(value: Any) -> BankFile:
    data = (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()
    assert json_list.recognises(data)
    return json_list.read(data, "bank.json")


def item(row: list[str], **changes: Any) -> dict[str, Any]:
    options = [text for text in row[2:6] if text]
    return {"type": row[0], "question": row[1], "options": options, "answer": row[6], **changes}


def test_a_list_of_objects_is_read() -> None:
    file = read([item(row) for row in ALL])
    assert short(file) == READ_ALL
    assert (file.layout, file.encoding, file.findings) == ("json", "utf-8", [])


def test_a_question_is_found_at_its_line() -> None:
    text = json.dumps([item(row) for row in ALL], ensure_ascii=False, indent=1)
    wheres = [draft.where for draft in read(text).drafts]
    assert wheres[0] == "行 2"
    assert text.splitlines()[int(wheres[2].removeprefix("行 ")) - 1].strip() == "{"
    assert [draft.where for draft in read([item(row) for row in ALL]).drafts][1] == "行 1 第2个"


@pytest.mark.parametrize(
    "keys",
    [
        ("kind", "stem", "options", "answer"),
        ("题型", "题目", "选项", "答案"),
        ("questionType", "questionText", "choices", "correct_answer"),
        ("类型", "题干", "备选项", "正确答案"),
        ("qtype", "Title", "Opts", "Answers"),
    ],
)
def test_keys_have_many_words(keys: tuple[str, ...]) -> None:
    items = [dict(zip(keys, item(row).values(), strict=True)) for row in ALL]
    assert short(read(items)) == READ_ALL


def lettered(row: list[str]) -> dict[str, str]:
    return {letter: text for letter, text in zip(LETTERS, row[2:6], strict=True) if text}


OPTIONS = {
    "an object": lettered,
    "an object out of order": lambda row: dict(reversed(lettered(row).items())),
    "texts with letters": lambda row: [f"{letter}. {text}" for letter, text in lettered(row).items()],
    "objects with keys": lambda row: [
        {"key": letter, "value": text} for letter, text in lettered(row).items()
    ],
    "objects with labels": lambda row: [
        {"label": letter, "content": text} for letter, text in reversed(lettered(row).items())
    ],
    "objects of one": lambda row: [{letter: text} for letter, text in lettered(row).items()],
    "one text": lambda row: "|".join(lettered(row).values()),
    "a list as a text": lambda row: json.dumps(list(lettered(row).values()), ensure_ascii=False),
}


@pytest.mark.parametrize("shape", OPTIONS.values(), ids=OPTIONS)
def test_options_have_many_shapes(shape: Any) -> None:
    assert short(read([item(row, options=shape(row)) for row in ALL])) == READ_ALL


@pytest.mark.parametrize(
    "keys", ["ABCD", ["optionA", "optionB", "optionC", "optionD"], ["选项1", "选项2", "选项3", "选项4"]]
)
def test_options_may_be_fields(keys: Any) -> None:
    items = [
        {"题型": row[0], "题干": row[1], **dict(zip(keys, row[2:6], strict=True)), "答案": row[6]}
        for row in ALL
    ]
    assert short(read(items)) == READ_ALL


@pytest.mark.parametrize(
    "answer", ["AC", "A,C", ["A", "C"], ["上海", "嘉兴南湖"], "a、c", [1, 3], {"A": True, "C": True}]
)
def test_answers_have_many_shapes(answer: Any) -> None:
    assert short(read([item(CITIES, answer=answer), item(YEAR)])) == [READ_CITIES, READ_YEAR]


@pytest.mark.parametrize("answer", [True, "true", "对", 1, "T", ["√"]])
def test_judgements_have_many_shapes(answer: Any) -> None:
    assert short(read([item(TRUE, answer=answer)])) == [READ_TRUE]


def test_options_may_say_themselves_that_they_are_right() -> None:
    options = [{"text": text, "isCorrect": text in ("上海", "嘉兴南湖")} for text in CITIES[2:6]]
    assert short(read([{"question": CITIES[1], "options": options}])) == [READ_CITIES]


def test_numbers_that_count_from_zero_are_told_by_the_whole_file() -> None:
    first = item(YEAR, question="另一问：哪一年？", answer=0)
    assert [answer for *_, answer in short(read([first, item(YEAR, answer=2)]))] == [["A"], ["C"]]
    assert [answer for *_, answer in short(read([item(YEAR, answer=3)]))] == [["C"]]
    assert [answer for *_, answer in short(read([item(YEAR, answer=4), item(CITIES, answer=[1, 3])]))] == [
        ["D"],
        ["A", "C"],
    ]
    index = {"question": YEAR[1], "options": YEAR[2:6], "correctIndex": 2}
    assert short(read([index])) == [READ_YEAR]


def test_several_gaps_may_be_a_list_with_alternatives() -> None:
    stem = "____年____月，党的一大召开。"
    items = [
        {"question": stem, "answer": answer} for answer in (["1921", "7"], [["1921", "一九二一"], ["7"]])
    ]
    assert [answer for *_, answer in short(read(items))] == [["1921", "7"], ["1921|一九二一", "7"]]


def test_questions_may_stand_inside_objects() -> None:
    assert short(read({"code": 0, "data": {"total": 4, "list": [item(row) for row in ALL]}})) == READ_ALL
    assert read({"total": 9, "list": [item(YEAR)]}).declared == 9
    assert short(read([{"question": {"stem": YEAR[1], "options": YEAR[2:6]}, "answer": "C"}])) == [READ_YEAR]
    assert short(read({str(number): item(row) for number, row in enumerate(ALL)})) == READ_ALL


def test_keys_above_tell_kind_and_chapter() -> None:
    plain = {"question": TRUE[1], "answer": "1"}
    file = read({"判断题": [plain], "第一章": [item(YEAR)]})
    assert short(file) == [READ_TRUE, READ_YEAR]
    assert [draft.topic for draft in file.drafts] == ["", "第一章"]
    file = read([{"name": "第二章", "type": "判断题", "questions": [plain]}])
    assert short(file) == [READ_TRUE]
    assert file.drafts[0].topic == "第二章"


def test_other_fields_have_their_places() -> None:
    more = {
        "章节": "建党",
        "标签": ["一大", "上海"],
        "难度": "难",
        "解析": "七月。",
        "出处": "《简史》",
        "id": "jd-1",
        "score": 2,
    }
    [draft] = read([item(YEAR, **more)]).drafts
    assert (draft.topic, draft.tags, draft.difficulty) == ("建党", ["一大", "上海"], 3)
    assert (draft.explanation, draft.source, draft.code) == ("七月。", "《简史》", "jd-1")


def test_an_object_may_map_stems_with_options_to_answers() -> None:
    pairs = {"|".join([row[1], *row[2:6]]): row[6] for row in (YEAR, CITIES)}
    assert short(read(pairs)) == [READ_YEAR, READ_CITIES]
    texts = {
        "|".join([row[1], *row[2:6]]): text
        for row, text in ((YEAR, "1921年"), (CITIES, ["上海", "嘉兴南湖"]))
    }
    assert short(read(texts)) == [READ_YEAR, READ_CITIES]
    assert short(read({TRUE[1]: "对", GAP[1]: "共产主义"})) == [READ_TRUE, READ_GAP]
    inner = {YEAR[1]: {**lettered(YEAR), "answer": "C"}}
    assert short(read(inner)) == [READ_YEAR]


def test_a_key_that_stands_twice_is_kept_twice() -> None:
    pair = json.dumps("|".join([YEAR[1], *YEAR[2:6]]), ensure_ascii=False) + ': "C"'
    assert short(read(f"{{{pair}, {pair}}}")) == [READ_YEAR, READ_YEAR]
    twice = json.dumps(item(YEAR), ensure_ascii=False)[:-1] + ', "answer": "A"}'
    assert short(read(f"[{twice}]")) == [READ_YEAR]


def test_a_list_of_lists_is_a_table() -> None:
    assert short(read([LETTERED, *ALL])) == READ_ALL
    assert short(read({"rows": [LETTERED, *ALL]})) == READ_ALL
    text = "[\n" + ",\n".join(json.dumps(row) for row in [LETTERED, *ALL]) + "\n]"
    assert [draft.where for draft in read(text).drafts] == ["行 3", "行 4", "行 5", "行 6"]


@pytest.mark.parametrize("end", ["\n", ",\n", "\n\n", ";\r\n"])
def test_one_object_a_line_is_read(end: str) -> None:
    file = read("".join(json.dumps(item(row), ensure_ascii=False) + end for row in ALL))
    assert short(file) == READ_ALL
    assert file.layout == "ndjson"


def test_commas_too_many_and_brackets_too_few_cost_nothing() -> None:
    texts = [json.dumps(item(row), ensure_ascii=False) for row in ALL]
    assert short(read("[" + ",,\n".join(texts) + ",]")) == READ_ALL
    assert short(read("[" + "\n".join(texts))) == READ_ALL


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_any_encoding_is_read(encoding: str) -> None:
    data = json.dumps([item(row) for row in ALL], ensure_ascii=False).encode(encoding)
    assert json_list.recognises(data)
    assert short(json_list.read(data, "")) == READ_ALL


def test_one_broken_item_costs_no_other() -> None:
    texts = [json.dumps(item(row), ensure_ascii=False) for row in ALL]
    broken = '{"question": "坏的", "options": ["甲", "乙}'
    file = read("[" + ",\n".join([*texts[:2], broken, *texts[2:]]) + "]")
    assert short(file) == READ_ALL
    assert [(finding.code, finding.where) for finding in file.findings] == [("json_unreadable", "行 3")]
    assert file.unread == 1
    file = read('{"data": [\n' + ",\n".join([*texts[:2], broken, *texts[2:]]) + "\n]}")
    assert short(file) == READ_ALL
    assert [(finding.code, finding.where) for finding in file.findings][0] == ("json_unreadable", "行 4")


def test_a_broken_first_line_costs_no_other() -> None:
    items = [item(row, options=[{"text": text} for text in row[2:6]]) for row in (YEAR, CITIES)]
    file = read('{"question": "坏的", "options": [\n' + "\n".join(json.dumps(one) for one in items))
    assert short(file) == [READ_YEAR, READ_CITIES]
    assert codes(file.findings) == ["json_unreadable"]


def test_what_is_no_question_is_listed() -> None:
    file = read([item(YEAR), 7, {"foo": "x"}, None, {"question": "没有答案的题目"}])
    assert short(file) == [READ_YEAR]
    assert codes(file.findings) == ["not_a_question"] * 3
    assert [draft.has_errors for draft in file.drafts] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '[{"question": ' + "9" * 10_000 + "}]",
        '[{"question": 1e999, "answer": NaN, "options": [Infinity, -0.0]}]',
        "[]",
        "{}",
        '[{"question": "\\ud800", "answer": "A"}]',
        '{"a": ' + '{"a": ' * 30 + "1" + "}" * 31,
    ],
)
def test_strange_json_is_read_without_raising(text: str) -> None:
    assert short(read(text)) == []


@pytest.mark.parametrize(
    "text", ["[单选题] 中国共产党成立于哪一年？", "{题目}", "1. 题目\n[答案]A", "bank: a", "::题:: {T}"]
)
def test_a_text_is_no_json(text: str) -> None:
    assert not json_list.recognises(text.encode())


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([*YEAR, *TRUE, "A|B", "[1]", '{"a":1}']),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["题干", "stem", "选项", "options", "A", "B", "答案", "answer", "x", "左栏"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(VALUES)
def test_any_json_is_read_without_raising(value: Any) -> None:
    file = json_list.read(json.dumps(value).encode(), "")
    assert len({draft.where for draft in file.drafts}) == len(file.drafts)


@given(st.text('[]{}",:题干答案A对1 \n\\', max_size=60))
def test_any_text_is_read_without_raising(text: str) -> None:
    json_list.read(("[" + json.dumps(item(YEAR)) + "," + text).encode(), "")
    json_list.read(text.encode(), "")
