"""The audit log in a browser: a district admin looks for who did what, and takes it along as a file.

Pictures go to test-artifacts/.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from jinshui_study import clock
from jinshui_study.accounts import audit
from jinshui_study.db import db, set_writing, unit_of_work
from tests.journeys.browser import Watched
from tests.journeys.conftest import Site
from tests.journeys.server import running
from tests.world import PASSWORD, Person

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desk", "phone"])
def admin(request: pytest.FixtureRequest, site: Site, browser: Any) -> Iterator[tuple[Watched, Person]]:
    """A district admin at the console, after a day on which an editor and a command have done things."""
    world = site.world
    editor = world.person(name="陈编审", role="editor", over=world.district)
    person = world.person(name="林主任", role="district_admin", over=world.district, password=PASSWORD)
    with unit_of_work():
        audit.note_profile("strict", clock.now())
        for number in range(60):
            audit.record(
                "question.approve", "bank:bankbankbankbank", clock.now(), editor.id, questions=[number]
            )
        audit.record(
            "bank.purpose", "bank:bankbankbankbank", clock.now(), editor.id, before="study", to="sealed"
        )
        audit.record("member.import", "roster", clock.now(), added=120, unchanged=3)
    db.session.remove()
    set_writing(False)
    width, height = request.param
    with running(site.folder, 1, site.environ) as server:
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{server.port}",
            viewport={"width": width, "height": height},
            accept_downloads=True,
        )
        watched = Watched(context.new_page(), f"http://127.0.0.1:{server.port}")
        yield watched, person
        context.close()
    assert watched.errors == []
    assert watched.foreign == []


def test_an_admin_finds_out_who_did_what(
    admin: tuple[Watched, Person], request: pytest.FixtureRequest
) -> None:
    watched, person = admin
    page, size = watched.page, "phone" if "phone" in request.node.name else "desk"
    page.goto("/console/login")
    page.get_by_label("手机号").fill(person.phone)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="林主任，您好")).to_be_visible()
    page.goto("/console/compliance")
    watched.picture(f"compliance-{size}", whole=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/console/audit/")
    watched.picture(f"audit-{size}", whole=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="更早的").click()
    expect(page.get_by_role("link", name="回到最近")).to_be_visible()
    page.goto("/console/audit/")
    if size == "phone":
        page.get_by_role("button", name="更多条件").click()
    page.get_by_label("操作人").fill("陈编审")
    page.locator("select[name=action]").select_option(label="改题库用途")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "action=bank.purpose" in page.url
    assert "object=" not in page.url
    expect(page.locator("tbody")).to_contain_text("原来 练习，改为 密封")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    assert download.value.suggested_filename.startswith("审计日志")
    assert text.count("\n") == 2
    assert "改题库用途" in text
