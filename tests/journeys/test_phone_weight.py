"""What the first visit costs: bytes on the wire, and seconds on a slow network."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, Route, expect

from tests.journeys.browser import Service, log_in, open_phone

pytestmark = [pytest.mark.slow, pytest.mark.service]

MOST_BYTES = 150 * 1024
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 ms, 400 kbit/s."""
PATIENCE_SECONDS = 60


def test_the_first_load_stays_light(browser: Any, service: Service) -> None:
    watched = open_phone(browser, service)
    page = watched.page
    sizes: dict[str, int] = {}
    start_network(page).on(
        "Network.loadingFinished",
        lambda done: sizes.update({done["requestId"]: int(done["encodedDataLength"])}),
    )
    page.goto("/")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    page.wait_for_load_state("networkidle")
    first = sum(sizes.values())
    log_in(page, service)
    page.wait_for_load_state("networkidle")
    print(f"first load {first / 1024:.1f} KiB, with the home page {sum(sizes.values()) / 1024:.1f} KiB")
    assert first > 20_000
    assert sum(sizes.values()) <= MOST_BYTES
    page.context.close()


def test_a_slow_network_still_comes_to_a_usable_page(browser: Any, service: Service) -> None:
    watched = open_phone(browser, service)
    page = watched.page
    start_network(page).send("Network.emulateNetworkConditions", SLOW_3G)
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    cold = seconds_until_usable(page)
    warm = seconds_until_usable(page)
    print(f"on 400 ms and 400 kbit/s: usable after {cold:.1f} s cold, {warm:.1f} s warm")
    assert warm < cold < PATIENCE_SECONDS
    page.context.close()
    assert watched.errors == []


def test_the_first_steps_are_asked_for_together(browser: Any, service: Service) -> None:
    """Home and log-in come with the first page: what is asked for later would cost a round trip more."""
    watched = open_phone(browser, service)
    page = watched.page
    held: list[Route] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(re.compile(r"/assets/index-[\w-]+\.js$"), lambda route: held.append(route))
    page.goto("/", wait_until="commit")
    expect(page.locator("link[rel=modulepreload]")).not_to_have_count(0)
    page.wait_for_timeout(500)
    early = {url for url in asked if "/assets/" in url}
    assert any("pages-login-index" in url for url in early)
    assert any("pages-home-index" in url for url in early)
    held.pop().continue_()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    assert {url for url in asked if "/assets/" in url} == early
    page.context.close()
    assert watched.errors == []


def start_network(page: Page) -> CDPSession:
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    return cdp


def seconds_until_usable(page: Page) -> float:
    began = time.monotonic()
    page.goto("/", wait_until="commit", timeout=PATIENCE_SECONDS * 1000)
    expect(page.get_by_role("button", name="登录")).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
    page.get_by_label("手机号").fill("13800000001")
    return time.monotonic() - began
