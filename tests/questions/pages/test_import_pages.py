"""Bringing a file in through the browser: upload or paste, the dry run, mending a row, importing, the way back."""

import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from jinshui_study.db import db
from jinshui_study.questions.models import Bank, Import, Question
from tests.console.office import BROWSER, Office, office_of, text_of, told, undo_form
from tests.questions.desk import Desk, data_of, one_of_each
from tests.questions.samples import draft
from tests.world import World

BAD = draft(code="bad", stem="答案不在选项里？", options=["甲", "乙", "丙"], answer=["D"])


def file(data: bytes, name: str = "题目.yaml") -> FileStorage:
    return FileStorage(io.BytesIO(data), name)


def upload(office: Office, *drafts: Any, **form: Any) -> str:
    """The path of the dry run of these questions."""
    reply = office.send("/imports/", {"bank": "new", "file": file(data_of(*drafts)), **form})
    assert reply.status_code == 302, text_of(reply)
    return str(reply.location).removeprefix("/console")


def latest() -> Import:
    db.session.expire_all()
    return db.session.scalars(select(Import).order_by(Import.id.desc())).first() or pytest.fail("no import")


def shown_rows(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article [^>]*id="row-(\d+)"', page)]


def test_the_form_offers_the_banks_one_works_on(desk: Desk, office: Office) -> None:
    page = office.read(f"/imports/new?bank={desk.bank.public_id}")
    assert re.search(f'<option value="{desk.bank.public_id}" selected>党史题库（练习）', page)
    assert '<option value="new">' in page
    assert "最大 20 MB" in page


def test_a_file_is_checked_and_its_dry_run_shown(desk: Desk, office: Office) -> None:
    path = upload(office, *one_of_each(), BAD, bank=desk.bank.public_id)
    page = office.read(path)
    assert (latest().state, latest().bank_id, latest().file) == ("staged", desk.bank.id, "题目.yaml")
    assert re.search(r"识别到</dt><dd>7</dd>.*可以导入</dt><dd>6</dd>.*有错误</dt><dd>1</dd>", page, re.S)
    assert "只导入合格的 6 道" in page
    assert shown_rows(page) == [7]
    assert "答案里有选项中没有的字母" in page
    assert shown_rows(office.read(f"{path}?show=all")) == [1, 2, 3, 4, 5, 6, 7]
    assert shown_rows(office.read(f"{path}?show=good")) == [1, 2, 3, 4, 5, 6]
    assert desk.questions() == []


def test_a_file_without_faults_offers_to_import_all_of_it(desk: Desk, office: Office) -> None:
    page = office.read(upload(office, *one_of_each(), bank=desk.bank.public_id))
    assert "全部导入（6 道）" in page
    assert shown_rows(page) == [1, 2, 3, 4, 5, 6]


def test_pasted_text_is_taken_like_a_file(desk: Desk, office: Office) -> None:
    text = data_of(draft(code="a")).decode()
    reply = office.send("/imports/", {"bank": desk.bank.public_id, "text": text})
    assert reply.status_code == 302
    assert (latest().file, latest().summary["found"]) == ("粘贴的文字", 1)


def test_a_new_bank_is_called_as_the_file_is(desk: Desk, office: Office) -> None:
    upload(office, draft(), file=file(data_of(draft()), "党章知识.docx"))
    assert (latest().bank_title, latest().bank_purpose, latest().bank_id) == ("党章知识", "study", None)
    upload(office, draft(), title="自定的名称", purpose="sealed")
    assert (latest().bank_title, latest().bank_purpose) == ("自定的名称", "sealed")
    assert db.session.scalar(select(Bank).where(Bank.title == "党章知识")) is None


def test_answers_may_come_in_a_file_of_their_own(desk: Desk, office: Office) -> None:
    questions = "1. 党的一大于哪一年召开？\nA. 1919年 B. 1920年 C. 1921年\n2. 红军到过遵义。\n".encode()
    form = {"file": file(questions, "试题.txt"), "key_file": file("1.C 2.对".encode(), "答案.txt")}
    page = office.read(upload(office, bank=desk.bank.public_id, **form) + "?show=all")
    assert "全部导入（2 道）" in page
    assert re.search(r'<li class="key"><b>C</b>', page)


def test_only_the_name_of_a_file_is_kept_not_its_folders(desk: Desk, office: Office) -> None:
    upload(office, draft(), file=file(data_of(draft()), "资料/题.yaml"))
    assert latest().file == "题.yaml"


def test_questions_without_a_topic_get_the_one_given(desk: Desk, office: Office) -> None:
    page = office.read(upload(office, draft(topic=""), topic="二十大精神") + "?show=all")
    assert "二十大精神" in page
    assert "有 1 道题没有写专题，归入“二十大精神”。" in page


def test_questions_without_a_source_get_the_one_given(desk: Desk, office: Office) -> None:
    page = office.read(upload(office, draft(source=""), source="《党史年表》") + "?show=all")
    assert "<dd>《党史年表》</dd>" in page


@pytest.mark.parametrize("form", [{}, {"text": "  \n "}])
def test_nothing_sent_is_told_on_the_form(form: dict[str, str], desk: Desk, office: Office) -> None:
    reply = office.send("/imports/", {"bank": desk.bank.public_id, **form})
    assert reply.status_code == 422
    assert "请先选择一个文件，或者粘贴试题。" in text_of(reply)


def test_a_file_that_is_no_bank_says_so_and_offers_another(desk: Desk, office: Office) -> None:
    path = upload(office, file=file(b"\x00\x01\x02 nothing", "照片.jpg"))
    page = office.read(path)
    assert "没有识别到可以导入的试题" in page
    assert "换一个文件" in page
    assert "全部导入" not in page


def test_a_file_over_the_limit_is_413_with_a_sentence(
    desk: Desk, office: Office, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        app.extensions, "settings", replace(app.extensions["settings"], upload_bytes=1024 * 1024)
    )
    big = file(b"x" * 2_500_000, "大.txt")
    for sent in (big, file(b"x" * 4_000_000, "更大.txt")):
        reply = office.send("/imports/", {"bank": "new", "file": sent})
        assert reply.status_code == 413
        assert "文件超过 1 MB，请分成几个文件后再上传。" in text_of(reply)
    assert latest() == desk.bystanding


def test_a_file_may_be_larger_than_any_other_body(desk: Desk, office: Office) -> None:
    padding = b"\n# " + b"x" * 3_000_000
    path = upload(office, file=file(data_of(draft()) + padding))
    assert path.startswith("/imports/checks/")
    assert office.get(path).status_code == 200
    reply = office.send("/banks/", {"title": "x" * 3_000_000})
    assert reply.status_code == 413


def test_programs_get_the_sentence_as_a_problem(desk: Desk, office: Office) -> None:
    reply = office.client.post(
        "/console/imports/",
        data={"csrf_token": office.token, "bank": "new"},
        headers={"Accept": "application/json"},
    )
    assert (reply.status_code, reply.mimetype) == (422, "application/problem+json")
    assert json.loads(reply.data)["detail"] == "请先选择一个文件，或者粘贴试题。"


def test_a_file_from_another_site_is_refused(desk: Desk, office: Office) -> None:
    form = {"bank": "new", "file": file(data_of(draft()))}
    reply = office.client.post("/console/imports/", data=form, headers=BROWSER)
    assert reply.status_code == 400
    assert latest() == desk.bystanding


def test_importing_leads_to_the_review_with_a_way_back(desk: Desk, office: Office) -> None:
    path = upload(office, *one_of_each(), BAD, bank=desk.bank.public_id)
    page = office.follow(f"{path}carry-out", {"only": "good"})
    assert told(page) == ["已导入 6 道，1 道没有导入。导入的题审核通过后才会出现在答题里。"]
    assert "<h1>审核</h1>" in page
    assert [question.state for question in desk.questions()] == ["pending"] * 6
    undo, fields = undo_form(page)
    assert told(office.follow(undo, fields)) == ["已撤销“题目.yaml”的导入：删除 6 道。"]
    assert desk.questions() == []
    desk.assert_bystanders_untouched()


def test_a_bad_row_keeps_out_all_unless_only_the_good_are_wanted(desk: Desk, office: Office) -> None:
    path = upload(office, *one_of_each(), BAD, bank=desk.bank.public_id)
    page = office.follow(f"{path}carry-out")
    assert "行 58：答案里有选项中没有的字母" in told(page)[0]
    assert "什么都没有导入" in told(page)[0]
    assert desk.questions() == []


def test_what_could_not_even_be_read_is_told_before_the_rest_is_imported(desk: Desk, office: Office) -> None:
    data = data_of(draft()) + "- 这一项不是试题\n".encode()
    page = office.read(upload(office, bank=desk.bank.public_id, file=file(data)))
    assert "questions 里有一项不是试题。" in page
    assert "只导入合格的 1 道" in page
    assert "文件里还有没能认出来的内容" in page
    assert 'name="only" value="good"' in page


def test_who_may_not_review_stays_with_the_import(world: World, client: FlaskClient) -> None:
    office = office_of(world, client, "unit_admin", world.streets[0])
    path = upload(office, draft())
    page = office.follow(f"{path}carry-out")
    assert "这批题正在等区里的编辑审核" in page
    assert "去审核这批题" not in page


def test_importing_twice_is_told(desk: Desk, office: Office) -> None:
    path = upload(office, draft(), bank=desk.bank.public_id)
    office.follow(f"{path}carry-out")
    page = office.follow(f"{path}carry-out")
    assert told(page) == ["“题目.yaml”已经导入，不能再这样操作。"]
    assert len(desk.questions()) == 1
    again = office.read(upload(office, draft(), bank=desk.bank.public_id))
    assert "这个文件以前已经导入过一次，内容完全相同。" in again


def test_a_dry_run_can_be_given_up(desk: Desk, office: Office) -> None:
    path = upload(office, draft(), bank=desk.bank.public_id)
    page = office.follow(f"{path}discard")
    assert told(page) == ["已放弃“题目.yaml”，题库没有任何变化。"]
    assert "这次检查已经放弃" in office.read(path)
    assert desk.questions() == []


def test_many_rows_come_page_by_page(desk: Desk, office: Office) -> None:
    many = [draft(code=f"c{number}", stem=f"第{number}题？") for number in range(120)]
    path = upload(office, *many, bank=desk.bank.public_id)
    assert shown_rows(office.read(f"{path}?show=all")) == list(range(1, 51))
    last = office.read(f"{path}?show=all&page=3")
    assert shown_rows(last) == list(range(101, 121))
    assert "第 3 页，共 3 页" in last
    for odd in ("0", "-1", "9999999999999", "x", "二"):
        assert shown_rows(office.read(f"{path}?show=all&page={odd}"))[0] in (1, 101)


def test_what_a_file_says_stays_text(desk: Desk, office: Office) -> None:
    hostile = draft(stem="<img src=x onerror=alert(1)>哪一年？", explanation="</textarea><script>1</script>")
    path = upload(office, hostile, file=file(data_of(hostile), "<b>题.yaml"))
    for page in (f"{path}?show=all", f"{path}rows/1/edit"):
        raw = office.get(page).get_data(as_text=True)
        assert "<img" not in raw
        assert "<script>1" not in raw
        assert "<b>题" not in raw


def test_nobody_sees_the_imports_of_others(desk: Desk, client: FlaskClient, office: Office) -> None:
    path = upload(office, draft(), bank=desk.bank.public_id)
    other = office_of(desk.world, client, "unit_admin", desk.world.streets[0])
    for attempt in (path, f"{path}rows/1/", f"{path}rows/1/edit"):
        assert other.get(attempt).status_code == 404
    for attempt in ("carry-out", "discard", "undo", "rows/1/", "rows/1/drop", "rows/1/take-back"):
        assert other.send(f"{path}{attempt}").status_code == 404
    assert latest().state == "staged"
    assert not db.session.scalars(select(Question).where(Question.bank_id == desk.bank.id)).all()
