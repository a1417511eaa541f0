"""Finding questions that are nearly the same, held against comparing each with each."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinshui_study.questions import check
from jinshui_study.questions.check import Kept, Report
from jinshui_study.questions.checking import similarity
from jinshui_study.questions.drafts import WARNING, checked
from tests.questions.samples import bank_file, draft

STEM = "标志着中国新民主主义革命伟大开端的历史事件是哪一个？"
OPTIONS = ["五四爱国运动的爆发", "辛亥革命的胜利", "中国共产党的成立", "南昌起义的枪声"]

Question = tuple[str, ...]


def share(one: Question, other: Question) -> float:
    """By the book: common runs over all runs."""
    runs = [
        {text[start : start + 3] for text in texts for start in range(max(1, len(text) - 2))} - {""}
        for texts in (one, other)
    ]
    either = runs[0] | runs[1]
    return len(runs[0] & runs[1]) / len(either) if either else 0.0


def by_brute_force(questions: list[Question]) -> dict[int, list[float]]:
    """For each question the likenesses with those before it that are near enough."""
    found = {}
    for place, one in enumerate(questions):
        near = [share(one, other) for other in questions[:place]]
        if max(near, default=0) >= similarity.LEAST:
            found[place] = [value for value in near if value >= similarity.LEAST]
    return found


TEXTS = st.text("甲乙丙丁01", max_size=24)
MOULDS = st.lists(TEXTS, min_size=1, max_size=4)


@st.composite
def families(draw: st.DrawFn) -> list[Question]:
    """Questions of a few moulds, each changed a little: near ones, far ones, and those at the edge."""
    moulds = draw(st.lists(MOULDS, min_size=1, max_size=4))
    questions = []
    for _ in range(draw(st.integers(1, 14))):
        texts = list(draw(st.sampled_from(moulds)))
        for _ in range(draw(st.integers(0, 2))):
            place = draw(st.integers(0, len(texts) - 1))
            cut = draw(st.integers(0, len(texts[place])))
            texts[place] = texts[place][:cut] + draw(st.text("戊2", max_size=2)) + texts[place][cut + 1 :]
        questions.append(tuple(texts))
    return questions


@given(families())
def test_it_finds_what_comparing_each_with_each_finds(questions: list[Question]) -> None:
    found = list(similarity.alike(questions, range(len(questions))))
    expected = by_brute_force(questions)
    assert [likeness.place for likeness in found] == list(expected)
    for likeness in found:
        assert likeness.other < likeness.place
        assert likeness.share == max(expected[likeness.place])
        assert likeness.share == share(questions[likeness.place], questions[likeness.other])


@pytest.mark.parametrize("block", [1, 7, 64])
def test_it_does_not_matter_how_many_are_looked_at_at_a_time(
    monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    dice = random.Random(3)
    words = ["".join(dice.choices("甲乙丙丁戊己", k=6)) for _ in range(12)]
    questions = [tuple(dice.sample(words, 4)) for _ in range(200)]
    monkeypatch.setattr(similarity, "BLOCK", block)
    monkeypatch.setattr(similarity, "BUCKETS", 16)
    found = {likeness.place: likeness.share for likeness in similarity.alike(questions, range(200))}
    assert found == {place: max(near) for place, near in by_brute_force(questions).items()}
    assert 20 < len(found) < 200


def test_only_the_places_asked_for_are_told() -> None:
    questions = [("甲乙丙丁戊己庚",)] * 4
    assert [likeness.place for likeness in similarity.alike(questions, [2])] == [2]


def test_of_many_likenesses_one_of_the_last_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "ENOUGH", 2)
    questions = [("甲乙丙丁戊己庚辛壬癸",), *[("甲乙丙丁戊己庚辛壬",)] * 3, ("甲乙丙丁戊己庚辛壬癸",)]
    (likeness,) = similarity.alike(questions, [4])
    assert (likeness.other, likeness.share) == (2, 7 / 8)


@given(st.lists(st.lists(st.integers(0, 255), min_size=1, max_size=40), min_size=1, max_size=1))
def test_sums_are_added_bit_by_bit(groups: list[list[int]]) -> None:
    rows = groups[0]
    sums = similarity.added(list(rows))
    for bit in range(8):
        expected = sum(row >> bit & 1 for row in rows)
        assert sum((total >> bit & 1) << weight for weight, total in enumerate(sums)) == expected
        for least in range(len(rows) + 2):
            chosen = similarity.at_least(sums, least, 0b10101010)
            assert chosen >> bit & 1 == (expected >= least and bit % 2)


def near_codes(report: Report) -> list[tuple[str, str]]:
    return [
        (finding.where, finding.message) for finding in report.findings if finding.code == "near_duplicate"
    ]


def test_a_question_with_one_word_changed_is_warned_of_and_imported() -> None:
    first = draft(stem=STEM, options=OPTIONS)
    changed = draft(stem=STEM.replace("哪一个", "哪个"), options=OPTIONS, where="行 9")
    (report,) = check.check_set([bank_file(first, changed)])
    ((where, message),) = near_codes(report)
    assert where == "行 9"
    assert "“a.yaml”行 5的题相似（89%）" in message
    assert {finding.severity for finding in report.findings} == {WARNING}
    assert len(report.checked) == 2


def test_options_in_another_order_make_no_difference() -> None:
    first = draft(stem=STEM, options=OPTIONS)
    turned = draft("multiple", stem=STEM, options=OPTIONS[::-1], answer=["A", "B"], where="行 9")
    (report,) = check.check_set([bank_file(first, turned)])
    ((_, message),) = near_codes(report)
    assert "（100%）" in message


def test_another_stem_or_other_options_are_no_likeness() -> None:
    other = draft(stem="毛泽东在哪一年写下《实践论》？", options=OPTIONS, where="行 9")
    (report,) = check.check_set([bank_file(draft(stem=STEM, options=OPTIONS), other)])
    assert near_codes(report) == []


def test_what_is_told_already_is_not_told_again_as_near() -> None:
    first = draft(stem=STEM, options=OPTIONS)
    same_stem = draft(stem=STEM, options=[*OPTIONS[:3], "南昌起义的枪炮声"], where="行 9")
    (report,) = check.check_set([bank_file(first, same_stem)])
    assert [finding.code for finding in report.findings] == ["stem_repeated"]


def test_likenesses_are_found_over_files() -> None:
    changed = draft(stem=STEM.replace("哪一个", "哪个"), options=OPTIONS, where="行 9")
    first, second = check.check_set(
        [bank_file(draft(stem=STEM, options=OPTIONS)), bank_file(changed, file="b.yaml", bank="c")]
    )
    assert near_codes(first) == []
    assert "“a.yaml”行 5" in near_codes(second)[0][1]


def kept(bank: str = "b", code: str = "old", **changes: object) -> Kept:
    item = checked(draft(**{"stem": STEM, "options": OPTIONS, **changes}))
    return Kept(
        bank, "老题库", code, item.draft.kind, "pending", item.draft.stem, item.content, item.fingerprint
    )


def test_likenesses_with_what_a_bank_holds_are_told_with_the_bank() -> None:
    stock = check.Stock(
        {"c": "study"}, [kept("c"), kept("c", "other", stem="毛泽东在哪一年写下《实践论》？")]
    )
    changed = draft(stem=STEM.replace("哪一个", "哪个"), options=OPTIONS)
    (report,) = check.check_set([bank_file(changed)], stock)
    ((_, message),) = near_codes(report)
    assert "题库“老题库”里的“标志着中国新民主主义革命伟大开端的历史事”（待审核）相似" in message


def test_a_question_is_not_like_the_wording_it_replaces() -> None:
    changed = draft(code="old", stem=STEM.replace("哪一个", "哪个"), options=OPTIONS)
    (report,) = check.check_set([bank_file(changed)], check.Stock({"b": ("题库b", "study")}, [kept()]))
    assert near_codes(report) == []


@pytest.mark.slow
@pytest.mark.parametrize("mould", ["第{}题：党的第{}次全国代表大会于哪一年召开？请选出正确的一项。", "{}{}"])
def test_20000_questions_against_20000_take_seconds(mould: str) -> None:
    """Whatever they are like: all of one mould, or of words that come again and again."""
    dice = random.Random(7)
    words = [
        "".join(dice.choices("民主革命建设改革开放思想路线方针政策会议纪律组织党员群众", k=8))
        for _ in range(300)
    ]
    questions = [
        (mould.format(number, dice.choice(words)), *dice.sample(words, 4)) for number in range(40_000)
    ]
    began = time.process_time()
    list(similarity.alike(questions, range(20_000, 40_000)))
    assert time.process_time() - began < 10
