"""What a set gives away: where its keys stand, how long they are, how often an easy way out is offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import check
from jinshui_study.questions.checking import giveaways
from jinshui_study.questions.drafts import Draft, Finding, checked
from tests.questions.samples import bank_file, draft


def singles(count: int, position: int | None = None, key: str = "甲乙", other: str = "丙丁") -> list[Draft]:
    """Single choices; the key at `position`, else going round."""
    made = []
    for number in range(count):
        place = number % 4 if position is None else position
        options = [f"{key if index == place else other}{index}" for index in range(4)]
        made.append(draft(stem=f"第{number}题", options=options, answer=["ABCD"[place]]))
    return made


def multiples(count: int, keys: tuple[str, ...], key: str = "甲乙", other: str = "丙丁") -> list[Draft]:
    """Multiple choices of four options, the letters of the key as in `keys`, in turn."""
    made = []
    for number in range(count):
        letters = keys[number % len(keys)]
        options = [f"{key if letter in letters else other}{letter}" for letter in "ABCD"]
        made.append(draft("multiple", stem=f"第{number}题", options=options, answer=list(letters)))
    return made


def judgements(true: int, false: int) -> list[Draft]:
    answers = ["true"] * true + ["false"] * false
    return [draft("true_false", stem=f"第{n}题", answer=[answer]) for n, answer in enumerate(answers)]


def found_in(drafts: list[Draft]) -> list[Finding]:
    return check.giveaways(check.check(bank_file(*drafts)).checked)


def codes(drafts: list[Draft]) -> set[str]:
    return {finding.code for finding in found_in(drafts)}


def test_keys_at_one_position_are_warned_of() -> None:
    found = found_in(singles(20, position=1))
    assert {(finding.severity, finding.code) for finding in found} == {("warning", "key_position")}
    assert any("B 的占 100%" in finding.message for finding in found)


def test_longer_keys_are_warned_of() -> None:
    (finding,) = found_in(singles(20, key="甲乙丙丁"))
    assert (finding.severity, finding.code) == ("warning", "key_longer")
    assert "67%" in finding.message


def test_fewer_than_20_questions_are_too_few_to_tell() -> None:
    assert codes(singles(19, position=1, key="甲乙丙丁")) == set()
    assert codes(singles(20, position=1, key="甲乙丙丁")) == {"key_position", "key_longer"}
    assert codes(judgements(19, 0)) == codes(multiples(19, ("AB",), key="甲乙丙丁")) == set()


def test_even_keys_of_even_length_are_not_warned_of() -> None:
    assert codes(singles(40)) == set()
    assert codes(singles(40, key="甲", other="乙丙丁")) == set()


def test_a_little_skew_may_be_chance() -> None:
    assert codes(singles(28) + singles(4, position=0)) == set()


@given(st.lists(st.integers(0, 3), min_size=20, max_size=60))
def test_a_position_is_warned_of_only_beyond_slack_and_chance(places: list[int]) -> None:
    drafts = [draft(stem=f"第{n}题", answer=["ABCD"[place]]) for n, place in enumerate(places)]
    found = {f.message[5] for f in found_in(drafts) if f.code == "key_position"}
    allowed = 0.05 + 1.65 * (0.25 * 0.75 / len(places)) ** 0.5
    assert found == {"ABCD"[p] for p in range(4) if abs(places.count(p) / len(places) - 0.25) > allowed}


def test_multiples_are_measured_by_all_their_keys() -> None:
    assert codes(multiples(40, ("ABC", "BCD", "ACD", "ABD"))) == set()
    found = found_in(multiples(40, ("AB",)))
    assert {(finding.code, finding.where) for finding in found} == {("key_position", "全部 4 选项多选题")}
    assert sum("占 50%" in finding.message for finding in found) == 2


def test_longer_keys_of_multiples_are_warned_of_by_themselves() -> None:
    found = found_in(singles(20) + multiples(40, ("AB", "CD"), key="甲乙丙丁戊"))
    assert [(finding.code, finding.where) for finding in found] == [("key_longer", "全部多选题")]


def test_judgements_that_are_mostly_of_one_kind_are_warned_of() -> None:
    (finding,) = found_in(judgements(30, 10))
    assert (finding.severity, finding.code, finding.where) == (
        "warning",
        "judgements_one_sided",
        "全部判断题",
    )
    assert "75%" in finding.message
    assert codes(judgements(10, 30)) == {"judgements_one_sided"}
    assert codes(judgements(55, 45)) == codes(judgements(45, 55)) == set()


@pytest.mark.parametrize(
    "text", ["以上都是", "以上都对。", "以上皆是", "以上三项都对", "ABC都对", "A、B、C均正确"]
)
def test_an_option_that_stands_for_the_others_is_known(text: str) -> None:
    assert giveaways.has_all_of_them(checked(draft(options=["甲", "乙", "丙", text])))


@pytest.mark.parametrize("text", ["以上海为中心", "上述三条道路的结合", "都对人民负责", "AB"])
def test_an_option_that_only_looks_like_it_is_none(text: str) -> None:
    assert not giveaways.has_all_of_them(checked(draft(options=["甲", "乙", "丙", text])))


@pytest.mark.parametrize(
    "stem", ["下列不属于抗大校训的是？", "关于一大，说法错误的是（　）。", "参会者不包括谁？"]
)
def test_a_question_for_what_is_not_so_is_known(stem: str) -> None:
    assert giveaways.asks_in_the_negative(checked(draft(stem=stem)))


@pytest.mark.parametrize(
    "stem",
    ["党员没有正当理由，多久不参加组织生活是自行脱党？", "革命不是请客吃饭，这句话出自哪里？", "哪一年？"],
)
def test_a_question_that_only_holds_a_not_is_none(stem: str) -> None:
    assert not giveaways.asks_in_the_negative(checked(draft(stem=stem)))


def test_a_few_easy_ways_out_are_no_habit_and_more_are() -> None:
    def with_few(number: int) -> list[Draft]:
        drafts = singles(100)
        for each in drafts[:number]:
            each.stem = f"不属于{each.stem}的是？"
            each.options[-1] = "以上都是"
        return drafts

    assert codes(with_few(5)) == set()
    assert codes(with_few(6)) == {"all_of_them", "negations"}
