"""What fingers do on the phone: drag a line of an ordering, or move it by its arrows, and swipe between questions."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import Service, Watched, kind_of, log_in
from tests.journeys.steps import QUESTIONS, button, expect_question, expect_saved, start_daily

pytestmark = [pytest.mark.slow, pytest.mark.service]

Point = tuple[float, float]


def touch(page: Page, points: Iterable[Point]) -> None:
    """One finger put down at the first point, moved over the others, and taken away."""
    session = page.context.new_cdp_session(page)
    for at, (x, y) in enumerate(points):
        name = "touchMove" if at else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(40)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def line(start: Point, end: Point, steps: int = 8) -> list[Point]:
    return [
        (start[0] + (end[0] - start[0]) * at / steps, start[1] + (end[1] - start[1]) * at / steps)
        for at in range(steps + 1)
    ]


def middle(place: Locator) -> Point:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def to_the_ordering(page: Page) -> int:
    """Turn to the question of events to put in order; its number."""
    for number in range(1, QUESTIONS + 1):
        expect_question(page, number)
        if kind_of(page) == "排序题":
            return number
        button(page, "下一题").tap()
    raise AssertionError("no ordering in the daily quiz")


def order(page: Page) -> list[str]:
    return page.locator(".place .grow").all_inner_texts()


def test_events_are_put_in_order_by_dragging_and_by_tapping(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    number = to_the_ordering(page)
    first, *others = order(page)

    handles = page.locator(".place .handle")
    touch(page, line(middle(handles.first), middle(handles.last)))
    expect(page.locator(".place .grow").last).to_have_text(first)
    assert order(page) == [*others, first]
    expect_saved(page)
    phone.picture("client-ordering-dragged")

    page.get_by_role("button", name=f"上移：{first}", exact=True).tap()
    expect(page.locator(".place .grow").nth(len(others) - 1)).to_have_text(first)
    page.get_by_role("button", name=f"下移：{others[0]}", exact=True).tap()
    expect(page.locator(".place .grow").nth(1)).to_have_text(others[0])
    wanted = order(page)
    assert sorted(wanted) == sorted([first, *others])
    expect_saved(page)

    page.reload()
    expect_question(page, number)
    expect_saved(page)
    assert order(page) == wanted


def test_a_line_that_is_let_go_where_it_was_moves_nothing(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    number = to_the_ordering(page)
    before = order(page)
    x, y = middle(page.locator(".place .handle").first)
    touch(page, [(40, y)])
    touch(page, [(x, y), (x, y + 4), (x, y)])
    page.wait_for_timeout(300)
    expect_question(page, number)
    assert order(page) == before
    expect(button(page, "就是这个顺序")).to_be_visible()


def test_a_swipe_turns_to_the_next_question_and_back(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    y = middle(page.locator(".stem"))[1]
    touch(page, line((320, y), (80, y + 10)))
    expect_question(page, 2)
    touch(page, line((80, y), (320, y + 10)))
    expect_question(page, 1)
    touch(page, line((80, y), (320, y)))
    touch(page, line((200, y), (230, y)))
    page.wait_for_timeout(300)
    expect_question(page, 1)


def test_scrolling_turns_no_question(phone: Watched, service: Service) -> None:
    page = phone.page
    log_in(page, service)
    start_daily(page)
    x, y = middle(page.locator(".stem"))
    touch(page, line((x + 60, y + 300), (x - 60, y)))
    page.wait_for_timeout(300)
    expect_question(page, 1)
