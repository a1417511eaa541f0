"""The page of a result: the score beside one's last, the points with why, and a picture of it to hand on."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Service, Watched, answer, check_fit, log_in, open_phone
from tests.journeys.steps import answer_all, button, enter, expect_score, go, start_daily

pytestmark = [pytest.mark.slow, pytest.mark.service]

PICTURE = ".picture img"
COLOURS = """async (picture) => {
  const drawn = await createImageBitmap(picture)
  const canvas = new OffscreenCanvas(drawn.width, drawn.height)
  const pen = canvas.getContext("2d")
  pen.drawImage(drawn, 0, 0)
  const { data } = pen.getImageData(0, 0, drawn.width, drawn.height)
  const seen = {}
  for (let at = 0; at < data.length; at += 4) {
    const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`
    seen[colour] = (seen[colour] || 0) + 1
  }
  return { width: drawn.width, height: drawn.height, seen }
}"""
"""How many points of the picture have each colour."""
BAND, CARD, GOLD, INK = "160,30,27", "255,255,255", "185,138,47", "34,29,24"


def take_topic(page: Page, service: Service, *, right: int) -> None:
    """Answer the first `right` of three questions right."""
    page.goto("/#/pages/home/index")
    enter(page, "专项答题")
    for place in (1, 2, 3):
        answer(page, service, right=place <= right)
        button(page, "确认答案").tap()
        button(page, "下一题" if place < 3 else "交卷").tap()
    expect_score(page, f"{right * 10} 分，满分 30 分")


def test_a_result_stands_beside_the_last_and_says_why_it_pays(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    take_topic(page, service, right=2)
    expect(page.get_by_text("专项答题：党章党规：答对 2/3 题")).to_be_visible()
    expect(page.get_by_text(re.compile("上次|最好成绩"))).to_have_count(0)
    take_topic(page, service, right=3)
    expect(page.get_by_text("比上次多 10 分")).to_be_visible()
    expect(page.get_by_text("这是您在本活动中的最好成绩")).to_be_visible()
    take_topic(page, service, right=3)
    expect(page.get_by_text("和上次一样，30 分")).to_be_visible()
    expect(page.get_by_text("积分 +1")).to_be_visible()
    take_topic(page, service, right=1)
    expect(page.get_by_text("本次没有新增积分")).to_be_visible()
    expect(page.get_by_text("今天这项任务的积分已经得满")).to_be_visible()
    expect(page.get_by_text("上次 30 分，这次少 20 分")).to_be_visible()
    expect(page.locator(".score .figure")).to_have_text("10")
    check_fit(phone, "client-result-beside-last")


def test_a_result_becomes_a_picture_that_nobody_is_named_on(
    phone: Watched, service: Service, tmp_path: Path
) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    answer_all(page, service, wrong_kind="单选题")
    button(page, "交卷").tap()
    expect_score(page, "50 分，满分 60 分")
    button(page, "生成成绩图片").tap()
    unnamed = picture_of(page)
    for colour, least in ((BAND, 100_000), (CARD, 300_000), (GOLD, 10_000), (INK, 500)):
        assert unnamed["seen"][colour] > least, colour
    assert (unnamed["width"], unnamed["height"]) == (1200, 1680)
    expect(page.get_by_role("img", name="成绩图片：每日答题 · 建党百年，50 分，满分 60 分")).to_be_visible()
    expect(page.get_by_text("图片上没有您的姓名。")).to_be_visible()
    check_fit(phone, "client-share")
    with page.expect_download() as waiting:
        button(page, "保存图片").tap()
    assert waiting.value.suggested_filename == "金水e起学党史-成绩.png"
    waiting.value.save_as(tmp_path / "result.png")
    assert (tmp_path / "result.png").read_bytes().startswith(b"\x89PNG")
    expect(page.get_by_text("图片已保存到下载里。")).to_be_visible()

    share = page.url
    go(page, "settings")
    page.get_by_role("switch", name="榜上显示全名").tap()
    expect(page.get_by_role("switch", name="榜上显示全名")).to_be_checked()
    page.goto(share)
    named = picture_of(page)
    expect(page.get_by_text("图片上有您的姓名，因为您选了“榜上显示全名”。")).to_be_visible()
    assert named["seen"][INK] > unnamed["seen"][INK]
    check_fit(phone, "client-share-named")


def picture_of(page: Page) -> dict[str, Any]:
    """The picture's size and colours; it is of this page's own making."""
    shown = page.locator(PICTURE)
    expect(shown).to_have_attribute("src", re.compile("^data:image/png;base64,"))
    return dict(shown.evaluate(COLOURS))


def test_the_score_is_at_rest_for_who_wants_no_motion(browser: Any, service: Service) -> None:
    watched = open_phone(browser, service, reduced_motion="reduce")
    page = watched.page
    log_in(page, service)
    take_topic(page, service, right=3)
    assert page.locator(".score .figure").inner_text() == "30"
    page.context.close()
    assert watched.errors == []
