"""What is a member's own on the phone: doubts and their answers, why a score is what it is, and their data."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import (
    EDITOR_PHONE,
    PASSWORD,
    SECRETARY_PHONE,
    Service,
    Watched,
    answer,
    check_fit,
    fill_log_in,
    log_in,
    open_phone,
)
from tests.journeys.steps import answer_all, button, enter, expect_score, go, start_daily

pytestmark = [pytest.mark.slow, pytest.mark.service]

REPLY = "您说得对，这道题的说法不严谨。"


def finish_daily(page: Page, service: Service) -> None:
    start_daily(page)
    answer_all(page, service)
    button(page, "交卷").tap()
    expect(page.get_by_role("heading", name="答题完成")).to_be_visible()


def test_a_doubt_goes_to_the_editor_and_the_answer_comes_back(
    phone: Watched, browser: Any, service: Service
) -> None:
    page = phone.page
    log_in(page, service)
    enter(page, "专项答题")
    stem = page.locator(".stem").inner_text()
    for place in (1, 2, 3):
        answer(page, service, right=place != 1)
        button(page, "确认答案").tap()
        button(page, "下一题" if place < 3 else "交卷").tap()
    expect_score(page, "20 分，满分 30 分")
    button(page, "对这道题有疑问").tap()
    page.get_by_role("radio", name="题意不清").check()
    page.get_by_label("补充说明").fill("两种说法都有出处")
    button(page, "提交").tap()
    expect(page.get_by_text("已经收到，谢谢您")).to_be_visible()
    page.get_by_role("button", name="我提出的疑问").tap()
    expect(page.get_by_text("等待答复")).to_be_visible()

    rule(browser, service, stem.removeprefix("单选题").strip())

    go(page, "notices")
    expect(page.get_by_role("img", name="未读")).to_have_count(2)
    page.get_by_role("button", name="成绩更正").tap()
    expect(page.get_by_text("“专项答题：党章党规”20 → 30 分")).to_be_visible()
    check_fit(phone, "client-notice-opened")
    button(page, "去看看").tap()
    expect_score(page, "30 分，满分 30 分")
    page.get_by_role("button", name="返回").tap()
    page.get_by_role("button", name="您提出的疑问有了答复").tap()
    expect(page.get_by_text(REPLY)).to_be_visible()
    expect(page.get_by_role("img", name="未读")).to_have_count(0)
    button(page, "去看看").tap()
    expect(page.get_by_text("题目已作废")).to_be_visible()
    expect(page.get_by_text(f"答复：{REPLY}")).to_be_visible()
    check_fit(phone, "client-disputes")


def rule(browser: Any, service: Service, stem: str) -> None:
    """The editor finds the question in the queue, voids it, and carries that out."""
    desk = open_phone(browser, service, width=1280, height=800)
    page = desk.page
    page.goto("/console/login")
    fill_log_in(page, EDITOR_PHONE, PASSWORD)
    expect(page.get_by_role("heading", name="林文静，您好")).to_be_visible()
    page.goto("/console/disputes")
    page.get_by_role("link", name=re.compile(re.escape(stem[:12]))).first.click()
    form = page.locator("form", has=page.get_by_role("heading", name="作废此题"))
    form.get_by_label("答复").fill(REPLY)
    form.get_by_role("button", name="看看哪些成绩会变").click()
    page.get_by_role("button", name="执行裁定").click()
    expect(page.get_by_text("已改变的作答")).to_be_visible()
    page.context.close()
    assert desk.errors == []


def test_a_score_leads_to_the_lines_it_is_made_of(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    finish_daily(page, service)
    button(page, "看榜单").tap()
    button(page, "为什么是这个分数").tap()
    expect(page.get_by_role("heading", name="今天我的 5 分")).to_be_visible()
    expect(page.get_by_text("1 条流水，按首版积分规则")).to_be_visible()
    expect(page.get_by_text("每日答题 · 建党百年：答对 6/6 题")).to_be_visible()
    expect(page.get_by_text(re.compile("周. .*，按首版积分规则"))).to_be_visible()
    check_fit(phone, "client-why-mine")
    page.get_by_role("button", name="返回").tap()
    page.get_by_role("switch", name="参加个人排名").tap()
    page.get_by_role("listitem").filter(has_text="赵*远").first.tap()
    expect(page.get_by_text("流水属于个人，只有本人能看到")).to_be_visible()
    expect(page.get_by_role("heading", name="赵*远")).to_be_visible()
    check_fit(phone, "client-why-other")


def test_a_branch_tells_its_formula_and_its_secretary_the_numbers(
    phone: Watched, browser: Any, service: Service
) -> None:
    page = phone.page
    log_in(page, service)
    see_formula(page)
    expect(page.get_by_text("按规定，参加人数和总分只对本支部书记显示。")).to_be_visible()
    expect(page.get_by_text("参加人数", exact=True)).to_have_count(0)
    check_fit(phone, "client-why-branch")
    secretary = open_phone(browser, service)
    secretary.page.goto("/")
    fill_log_in(secretary.page, SECRETARY_PHONE, PASSWORD)
    expect(secretary.page.get_by_role("heading", name="王秀英，您好")).to_be_visible()
    see_formula(secretary.page)
    expect(secretary.page.get_by_text("参加人数", exact=True)).to_be_visible()
    expect(secretary.page.get_by_text("本支部总分")).to_be_visible()
    expect(
        secretary.page.get_by_text(re.compile(r"^=（\d+ \+ 10 × [\d.]+）÷（\d+ \+ 10）= [\d.]+$"))
    ).to_be_visible()
    secretary.page.context.close()
    assert secretary.errors == []


def see_formula(page: Page) -> None:
    go(page, "board")
    page.get_by_role("tab", name="支部").tap()
    page.get_by_role("listitem").filter(has_text="经八路第一社区党支部（我）").tap()
    expect(page.get_by_role("heading", name="经八路第一社区党支部")).to_be_visible()
    expect(page.get_by_text("（总分 + 10 × 全区人均）÷（参加人数 + 10）")).to_be_visible()


def test_a_member_sees_takes_along_and_erases_their_data(
    phone: Watched, service: Service, tmp_path: Path
) -> None:
    page = phone.page
    number = log_in(page, service)
    finish_daily(page, service)
    go(page, "settings")
    page.get_by_role("button", name="我的数据").tap()
    page.get_by_role("button", name=re.compile("^每题的答案.* 6 条$")).tap()
    expect(page.get_by_text("评分和回看")).to_be_visible()
    expect(page.get_by_text("我的答案").first).to_be_visible()
    check_fit(phone, "client-mydata-kind")
    page.get_by_role("button", name="返回").tap()
    page.get_by_role("button", name=re.compile("^登录凭据.* 1 条$")).tap()
    expect(page.get_by_text(f"{number[:3]}****{number[-4:]}")).to_be_visible()
    page.get_by_role("button", name="返回").tap()

    with page.expect_download() as waiting:
        button(page, "导出我的数据").tap()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    with zipfile.ZipFile(file) as archive:
        data = json.loads(archive.read("data.json"))
        assert "<h1>我的数据</h1>" in archive.read("index.html").decode()
    assert len(data["answers"]["items"]) == 6
    assert data["identities"]["items"] == [{"kind": "手机号", "subject": number}]
    expect(page.get_by_text("已经准备好")).to_be_visible()
    check_fit(phone, "client-mydata")

    button(page, "注销并删除").tap()
    expect(page.get_by_role("heading", name="会删除")).to_be_visible()
    expect(page.get_by_role("heading", name="会保留，但不再和您的姓名相连")).to_be_visible()
    expect(button(page, "注销并删除")).to_be_disabled()
    check_fit(phone, "client-mydata-erase")
    page.get_by_role("switch", name="我已了解，注销不能恢复").tap()
    button(page, "注销并删除").tap()
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("不能恢复")
    question.get_by_role("button", name="再想想").tap()
    expect(question).to_have_count(0)
    button(page, "注销并删除").tap()
    question.get_by_role("button", name="注销", exact=True).tap()
    expect(page.get_by_text("已经注销")).to_be_visible()
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('jinshui.'))")
    assert [key for key in kept if key != "jinshui.settings"] == []
    button(page, "回到登录页").tap()
    fill_log_in(page, number, PASSWORD)
    expect(page.get_by_role("alert")).to_have_text("手机号或密码不正确。")


def test_without_a_network_nothing_is_erased(phone: Watched, service: Service) -> None:
    page = phone.page
    number = log_in(page, service)
    page.goto("/#/pages/mydata/erase")
    page.get_by_role("switch", name="我已了解，注销不能恢复").tap()
    page.context.set_offline(True)
    button(page, "注销并删除").tap()
    page.get_by_role("alertdialog").get_by_role("button", name="注销", exact=True).tap()
    expect(page.get_by_text("网络没有连上，没有注销，什么都没有改变。请稍后再试。")).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_timeout(2000)
    page.goto("/#/pages/settings/index")
    expect(page.get_by_role("heading", name="李晓明")).to_be_visible()
    assert number
    phone.errors = [error for error in phone.errors if "ERR_INTERNET_DISCONNECTED" not in error]
