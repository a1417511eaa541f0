"""The page at /: ours alone, small, labelled, and fit for a policy that allows no inline script."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from jinshui_study import phone

STATIC = Path(phone.__file__).parent / "static"


class Seen(HTMLParser):
    """The tags of a page with their attributes, the text inside scripts and styles, and the text people read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[str] = []
        self.text: list[str] = []
        self.within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.within = tag

    def handle_data(self, data: str) -> None:
        (self.code if self.within in ("script", "style") else self.text).append(data.strip())

    def named(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture
def seen(client: FlaskClient) -> Seen:
    reply = client.get("/")
    assert reply.status_code == 200
    assert reply.mimetype == "text/html"
    return Seen(reply.get_data(as_text=True))


def test_the_page_needs_no_log_in_and_speaks_chinese(seen: Seen) -> None:
    assert seen.named("html") == [{"lang": "zh-CN"}]
    words = re.findall(r"[A-Za-z]{2,}", "".join(seen.text))
    assert words == []


def test_the_page_has_no_code_of_its_own(seen: Seen, client: FlaskClient) -> None:
    assert not any(seen.code)
    assert not seen.named("style")
    names = {name for _, attributes in seen.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")}
    assert "style" not in names
    assert "script-src 'self';" in client.get("/").headers["Content-Security-Policy"]


def test_every_file_of_the_page_is_ours_and_there(seen: Seen, client: FlaskClient) -> None:
    files = [str(attributes["src"]) for attributes in seen.named("script")]
    files += [str(attributes["href"]) for attributes in seen.named("link")]
    assert len(files) == 5
    for file in files:
        assert file.startswith("/"), file
        assert not file.startswith("//"), file
        with client.get(file) as reply:
            assert reply.status_code == 200, file


def test_every_field_of_the_page_has_a_label(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    labelled = re.findall(r"<label[^>]*>\s*[^<\s][^<]*<input", page)
    assert len(labelled) == page.count("<input") == 2


def test_the_files_stay_small_and_send_nobody_anywhere_else() -> None:
    files = [file for file in STATIC.iterdir() if file.suffix in (".js", ".css")]
    assert files
    for file in files:
        text = file.read_text()
        assert text.count("\n") <= 400, file.name
        assert not re.search(
            r"https?://(?!www\.w3\.org/2000/svg)|innerHTML|\beval\(|Date\.now|new Date\(\)", text
        )
