"""A browser in which somebody is logged in to the console."""

import html
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse, encode_multipart

from tests.console.test_pages import log_in, token_on
from tests.world import PASSWORD, Person, World

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PART = {"X-Part": "1", "Accept": "application/json, text/html;q=0.9"}


class Office:
    """Reads pages and sends forms with the token that pages carry."""

    def __init__(self, client: FlaskClient, who: Person) -> None:
        self.client, self.who = client, who
        reply = log_in(client, who.phone)
        assert reply.status_code == 302, text_of(reply)
        self.token = token_on(client.get("/console/"))

    def get(self, path: str, *, part: bool = False) -> TestResponse:
        return self.client.get(f"/console{path}", headers=PART if part else BROWSER)

    def read(self, path: str, *, part: bool = False) -> str:
        reply = self.get(path, part=part)
        assert reply.status_code == 200, (reply.status_code, text_of(reply))
        return text_of(reply)

    def send(self, path: str, form: dict[str, Any] | None = None, *, part: bool = False) -> TestResponse:
        boundary, body = encode_multipart({"csrf_token": self.token, **(form or {})})
        return self.client.post(
            f"/console{path}",
            data=body,
            content_type=f'multipart/form-data; boundary="{boundary}"',
            headers=PART if part else BROWSER,
        )

    def follow(self, path: str, form: dict[str, Any] | None = None) -> str:
        """The page that a form leads to."""
        reply = self.send(path, form)
        assert reply.status_code == 302, (reply.status_code, text_of(reply))
        page = self.client.get(reply.location, headers=BROWSER)
        assert page.status_code == 200, text_of(page)
        return text_of(page)


def office_of(world: World, client: FlaskClient, role: str | None, over: Any = None) -> Office:
    return Office(client, world.person(name="林编辑", role=role, over=over, password=PASSWORD))


def text_of(reply: TestResponse) -> str:
    return html.unescape(reply.get_data(as_text=True))


def told(page: str) -> list[str]:
    """The sentences at the top of a page."""
    return re.findall(r'<div class="flash[^>]*>\s*<p>(.*?)</p>', page, re.DOTALL)


def undo_form(page: str) -> tuple[str, dict[str, str]]:
    """Where the way back at the top of a page leads, and what it sends."""
    found = re.search(
        r'<div class="flash.*?<form method="post" action="/console([^"]+)">(.*?)</form>', page, re.S
    )
    assert found is not None, page
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', found[2]))
    return found[1], fields
