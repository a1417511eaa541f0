"""The console in a browser, on a phone and on a desk."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PASSWORD, SECRETARY_PHONE, Service, check_fit, fill_log_in, open_phone

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)], ids=["phone", "desk"])
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_the_console_fits_a_phone_and_a_desk(
    browser: Any, service: Service, width: int, height: int, dark: bool
) -> None:
    watched = open_phone(browser, service, width=width, height=height, dark=dark)
    page, name = watched.page, f"{width}{'-dark' if dark else ''}"
    page.goto("/console/")
    check_fit(watched, f"console-log-in-{name}")
    fill_log_in(page, SECRETARY_PHONE, PASSWORD)
    expect(page.get_by_role("heading", name="王秀英，您好")).to_be_visible()
    expect(page.get_by_text("参与率只对本支部书记显示，不上报、不导出")).to_be_visible()
    check_fit(watched, f"console-{name}")
    menu = page.locator("details.menu > summary")
    if menu.is_visible():
        menu.tap()
    page.get_by_role("button", name="退出").locator("visible=true").tap()
    expect(page.get_by_role("heading", name="登录管理后台")).to_be_visible()
    page.context.close()
    assert watched.errors == []
    assert watched.foreign == []
