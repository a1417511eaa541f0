"""Checking drafts one by one, then the set."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from jinshui_study.questions import banks, check, checking, drafts, grading, kinds
from jinshui_study.questions.drafts import ERROR, NOTICE, WARNING, Finding, Remark
from tests.questions.samples import FIELDS, bank_file, check_all, codes, contents, draft

FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("kind_unknown", "single", {"kind": "essay"}),
    ("stem_missing", "single", {"stem": ""}),
    ("stem_too_long", "single", {"stem": "甲" * 1001}),
    ("difficulty_unknown", "single", {"difficulty": 0}),
    ("difficulty_unknown", "single", {"difficulty": 4}),
    ("topic_missing", "single", {"topic": ""}),
    ("label_too_long", "single", {"topic": "甲" * 61}),
    ("label_too_long", "single", {"code": "q" * 61}),
    ("answer_missing", "single", {"answer": []}),
    ("answer_missing", "single", {"answer": [""]}),
    ("answer_missing", "multiple", {"answer": ["A", ""]}),
    ("answer_missing", "blank", {"answer": ["1921", ""]}),
    ("answer_missing", "blank", {"answer": ["1921", "1949||"]}),
    ("answer_missing", "blank", {"answer": ["1921", "1949| 。"]}),
    ("options_count", "single", {"options": ["甲"], "answer": ["A"]}),
    ("options_count", "single", {"options": list("甲乙丙丁戊己庚辛壬")}),
    ("options_count", "multiple", {"options": ["甲", "乙"], "answer": ["A", "B"]}),
    ("options_count", "ordering", {"options": ["甲", "乙"], "answer": ["A", "B"]}),
    ("options_count", "matching", {"left": ["甲"], "right": ["一"], "answer": ["A-1"]}),
    ("option_empty", "single", {"options": ["甲", "", "丙"]}),
    ("option_empty", "single", {"options": ["甲", "。", "丙"]}),
    ("option_empty", "matching", {"right": ["一", "", "三"]}),
    ("option_too_long", "single", {"options": ["甲", "乙" * 301, "丙"]}),
    ("options_equal", "single", {"options": ["1921年", "1922年", "１９２１年。"]}),
    ("options_equal", "matching", {"left": ["甲", "乙", " 甲"]}),
    ("letter_unknown", "single", {"answer": ["E"]}),
    ("letter_unknown", "single", {"answer": ["1921年"]}),
    ("letter_unknown", "multiple", {"answer": ["A", "BC"]}),
    ("letter_unknown", "single", {"pinned": ["E"]}),
    ("letter_repeated", "multiple", {"answer": ["A", "B", "A"]}),
    ("letter_repeated", "single", {"pinned": ["D", "D"]}),
    ("single_many", "single", {"answer": ["A", "B"]}),
    ("multiple_one", "multiple", {"answer": ["A"]}),
    ("judgement_unknown", "true_false", {"answer": ["对"]}),
    ("judgement_unknown", "true_false", {"answer": ["true", "false"]}),
    ("gap_missing", "blank", {"stem": "没有空。"}),
    ("gaps_differ", "blank", {"stem": "只有____。"}),
    ("gaps_differ", "blank", {"answer": ["1921"]}),
    ("ordering_incomplete", "ordering", {"answer": ["A", "B"]}),
    ("ordering_incomplete", "ordering", {"answer": ["A", "B", "B"]}),
    ("ordering_incomplete", "ordering", {"answer": ["A", "B", "C", "D"]}),
    ("matching_incomplete", "matching", {"answer": ["A-1", "B-2"]}),
    ("matching_incomplete", "matching", {"answer": ["A-1", "B-1", "C-2"]}),
    ("matching_incomplete", "matching", {"answer": ["A-1", "B-2", "C-4"]}),
    ("matching_incomplete", "matching", {"answer": ["A1", "B2", "C3"]}),
    ("matching_incomplete", "matching", {"right": ["一", "二"]}),
]
OF_FILES = {"no_questions", "bank_too_long", "purpose_differs", "declared_differs"}
OF_SETS = {"id_repeated", "duplicate", "answers_differ", "in_another_bank", "stem_repeated", "near_duplicate"}
OF_BANKS = {"in_bank", "answers_differ_in_bank", "duplicate_in_bank", "kind_differs", "revises"}
OF_BANKS |= {"same_in_bank", "stem_in_bank"}
DOUBTS = {"explanation_missing", "source_missing", "year_contradicts", "topic_given"}
DOUBTS |= {"date_impossible", "option_stray"}
GIVEAWAYS = {"key_longer", "key_position", "judgements_one_sided", "all_of_them", "negations"}


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_question_without_fault_may_be_imported(kind: str) -> None:
    report = check_all(draft(kind))
    assert report.findings == []
    assert [item.draft.kind for item in report.checked] == [kind]


@pytest.mark.parametrize(("code", "kind", "changes"), FAULTS)
def test_a_fault_is_an_error_of_its_own(code: str, kind: str, changes: dict[str, Any]) -> None:
    report = check_all(draft(kind, **changes))
    assert {(finding.severity, finding.code) for finding in report.findings} == {(ERROR, code)}
    assert (report.checked, report.has_errors) == ([], True)
    finding = report.findings[0]
    assert finding.where == "行 5"
    assert finding.excerpt == draft(kind, **changes).stem[:20]
    assert re.search("[一-龥]", finding.message)


def test_every_code_has_a_test() -> None:
    sources = [Path(check.__file__), *Path(checking.__file__).parent.glob("*.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in sources)
    written = set(
        re.findall(r'(?:yield \(?\s*|ERROR, |WARNING, |NOTICE, |code = | else )"([a-z_]+)"', source)
    )
    told = {code for code, _, _ in FAULTS} | OF_FILES | OF_SETS | OF_BANKS | DOUBTS | GIVEAWAYS
    assert written == told


def test_all_faults_of_a_question_are_told_at_once() -> None:
    report = check_all(draft(stem="", topic="", options=["甲", "甲", ""], answer=["D"]))
    assert codes(report) == [
        "stem_missing",
        "topic_missing",
        "option_empty",
        "options_equal",
        "letter_unknown",
    ]


@pytest.mark.parametrize("lacking", ["explanation", "source"])
def test_what_lacks_explanation_or_source_is_imported_with_a_warning(lacking: str) -> None:
    report = check_all(draft(**{lacking: ""}))
    assert codes(report, WARNING) == codes(report) == [f"{lacking}_missing"]
    assert len(report.checked) == 1


def test_a_file_without_questions_is_an_error() -> None:
    assert codes(check_all(), ERROR) == ["no_questions"]
    unknown = Finding(WARNING, "field_unknown", "行 1", "没有这个项目。")
    assert codes(check_all(findings=[unknown]), ERROR) == ["no_questions"]


def test_a_file_without_questions_says_what_is_missing() -> None:
    (finding,) = check_all().findings
    assert finding.message.startswith("未识别到题目：文件里没有选项或答案标记。")


def test_a_count_that_lies_is_warned_of() -> None:
    report = check_all(draft(), unread=1, declared=3)
    (finding,) = report.findings
    assert (finding.severity, finding.code) == (WARNING, "declared_differs")
    assert "3 道" in finding.message
    assert "2 道" in finding.message
    assert report.as_dict()["summary"]["declared"] == 3
    assert check_all(draft(), unread=1, declared=2).findings == []


def test_a_bank_as_it_comes_is_told_once_what_it_lacks() -> None:
    """Most files people have hold no explanations at all: a warning for each question would bury the others."""
    lacking = [draft(stem=f"第{number}件事？", explanation="", source="", topic="") for number in range(3)]
    report = check_all(*lacking, draft("blank"), layout="table")
    assert [(f.severity, f.code, f.where) for f in report.findings] == [
        (NOTICE, "explanation_missing", "全文"),
        (NOTICE, "source_missing", "全文"),
        (NOTICE, "topic_given", "全文"),
    ]
    assert all("有 3 道题" in finding.message for finding in report.findings)
    assert len(report.checked) == 4


def test_what_the_reader_has_told_is_not_told_again() -> None:
    subjective = draft(kind="", answer=[], remarks=[Remark(ERROR, "kind_subjective", "主观题。")])
    assert codes(check_all(subjective)) == ["kind_subjective"]
    unanswered = draft(answer=[], topic="", remarks=[Remark(ERROR, "answer_missing", "未作答。")])
    assert codes(check_all(unanswered)) == ["answer_missing", "topic_missing"]


def test_what_the_reader_noticed_goes_with_its_question() -> None:
    mended = draft(remarks=[Remark(NOTICE, "prefix_removed", "已去掉。")])
    report = check_all(mended)
    assert codes(report) == ["prefix_removed"]
    assert len(report.checked) == 1
    assert check_all(draft(remarks=[Remark(ERROR, "answers_conflict", "不一致。")])).checked == []


def test_a_question_without_a_stem_is_known_by_what_was_read() -> None:
    (finding,) = check_all(draft(stem="", raw="  第一题\n（ ）\tA.甲  B.乙 C.丙 D.丁 答案：A")).findings
    assert (finding.code, finding.excerpt) == ("stem_missing", "第一题 （ ） A.甲 B.乙 C.丙")


def test_problems_stand_in_the_order_of_the_file() -> None:
    (report,) = check.check_set(
        [
            bank_file(
                draft(where="行 3"),
                draft("blank", where="行 4", explanation=""),
                draft(where="行 10", answer=["A"]),
                findings=[Finding(NOTICE, "bom_removed", "行 1", "有 BOM。")],
                declared=7,
            )
        ]
    )
    assert [(finding.where, finding.code) for finding in report.findings] == [
        ("行 1", "bom_removed"),
        ("行 3", "answers_differ"),
        ("行 4", "explanation_missing"),
        ("行 10", "answers_differ"),
        ("全文", "declared_differs"),
    ]


def test_every_message_of_a_fault_says_how_to_mend_it() -> None:
    """More than what is wrong: what to do, or what would be right."""
    mends = re.compile("请|只能|应|要")
    messages = [f.message for _, kind, changes in FAULTS for f in check_all(draft(kind, **changes)).findings]
    assert [message for message in messages if not mends.search(message)] == []


def test_a_file_that_could_not_be_read_gives_its_reason_only() -> None:
    unreadable = Finding(ERROR, "yaml_unreadable", "行 7", "不合写法。")
    assert codes(check_all(findings=[unreadable])) == ["yaml_unreadable"]


@pytest.mark.parametrize("changes", [{"bank": "b" * 41}, {"title": "题" * 81}])
def test_a_bank_whose_name_would_not_fit_is_an_error(changes: dict[str, str]) -> None:
    assert codes(check_all(draft(), **changes), ERROR) == ["bank_too_long"]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("single", {"options": FIELDS["single"]["options"], "key": [2], "pinned": [3]}),
        ("multiple", {"options": ["甲", "乙", "丙", "丁"], "key": [0, 2, 3], "pinned": [3]}),
        ("true_false", {"key": True}),
        ("blank", {"key": [["1921", "1921年"], ["1949"]]}),
        ("ordering", {"options": ["丙", "甲", "乙"], "key": [1, 2, 0]}),
        ("matching", {"left": list("甲乙丙"), "right": list("一二三"), "key": [[0, 1], [1, 2], [2, 0]]}),
    ],
)
def test_content_is_kept_by_places_counted_from_0(kind: str, content: dict[str, Any]) -> None:
    pinned = {"pinned": ["D"]} if "pinned" in content else {}
    (item,) = check_all(draft(kind, **pinned)).checked
    assert item.content == content
    assert item.fingerprint == kinds.fingerprint(kind, FIELDS[kind]["stem"], content)
    assert grading.grade(kind, content, kinds.key_response(kind, content)).correct


def test_the_order_of_answer_letters_does_not_matter_to_a_choice() -> None:
    one, other = (check_all(draft("multiple", answer=list(letters))) for letters in ("ACD", "DCA"))
    assert one.checked[0].content == other.checked[0].content


def test_files_that_disagree_on_the_purpose_of_their_bank_are_an_error() -> None:
    known = check.Known()
    check.check(bank_file(draft()), known)
    report = check.check(bank_file(draft("blank"), purpose="sealed", file="b.yaml"), known)
    assert codes(report, ERROR) == ["purpose_differs"]
    assert "“a.yaml”" in report.findings[0].message


def test_the_report_has_the_keys_that_are_promised() -> None:
    report = check_all(draft(), draft("blank"), draft("blank", where="行 7"), draft("true_false", answer=[]))
    shown = report.as_dict()
    assert list(shown) == ["file", "layout", "encoding", "questions", "problems", "summary"]
    assert shown["questions"][0] == {
        "kind": "single",
        "stem": "哪一年？",
        "options": ["1919年", "1920年", "1921年", "1922年"],
        "answer": ["C"],
        "explanation": "史料如此。",
        "source": "《文献》",
        "chapter": "专题",
        "difficulty": "2",
        "where": "行 5",
    }
    assert shown["questions"][1]["answer"] == ["1921|1921年", "1949"]
    assert [list(problem) for problem in shown["problems"]] == [
        ["severity", "code", "where", "excerpt", "message"]
    ] * 2
    assert shown["summary"] == {
        "found": 4,
        "importable": 2,
        "skipped": 2,
        "duplicates": 1,
        "duplicates_in_bank": 0,
        "declared": None,
        "by_kind": {"single": 1, "blank": 1},
    }


def write(folder: Path, name: str, *questions: str, bank: str = "b") -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    lines = "".join(f"  - {question}\n" for question in questions)
    path.write_text(f"bank: {bank}\ntitle: 题库\ntopic: 专题\nquestions:\n{lines}", encoding="utf-8")


def judgement(stem: str, code: str = "") -> str:
    return f"{{id: '{code}', kind: true_false, stem: {stem}, answer: true, explanation: 甲, source: 乙}}"


def test_a_folder_is_checked_as_one_set_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, "b.yml", judgement("甲", "q-1"))
    write(tmp_path, "a.yaml", judgement("乙", "q-1"))
    write(tmp_path, "deeper/a.YAML", judgement("丙", "q-1"), judgement("乙"))
    (tmp_path / "README.md").write_text("questions:", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    first, second, third = banks.check_path(tmp_path)
    assert [report.file for report in (first, second, third)] == ["a.yaml", "b.yml", "deeper/a.YAML"]
    assert codes(first) == []
    assert codes(second) == ["id_repeated"]
    assert codes(third) == ["id_repeated", "duplicate"]
    assert "“a.yaml”行 5" in third.findings[0].message


def test_giveaways_are_measured_over_the_whole_folder(tmp_path: Path) -> None:
    for file in range(2):
        questions = [
            f"{{kind: single, stem: 第{file}{number}题, options: [甲, 乙, 丙, 丁], answer: [B], "
            "explanation: 甲, source: 乙}"
            for number in range(10)
        ]
        write(tmp_path, f"{file}.yaml", *questions)
    first, second = banks.check_path(tmp_path)
    assert codes(first) == []
    assert set(codes(second)) == {"key_position"}


def test_a_file_is_named_without_its_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", judgement("甲"))
    (report,) = banks.check_path(tmp_path / "a.yaml")
    assert (report.file, len(report.checked), report.findings) == ("a.yaml", 1, [])


@given(contents())
def test_an_answer_is_written_as_it_is_read(made: tuple[str, dict[str, Any]]) -> None:
    kind, content = made
    columns = {name: content[name] for name in ("options", "left", "right") if name in content}
    again = drafts.content_of(draft(kind, answer=drafts.answer_of(kind, content), **columns))
    assert again == content
