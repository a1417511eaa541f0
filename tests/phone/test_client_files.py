"""The built client as it is sent: compressed, kept where its name says what it holds, and nothing beside it."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from jinshui_study.phone import client_files


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client of three files, one of them compressed, beside something that is not to be had."""
    folder = tmp_path / "client"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>学习</title>")
    (folder / "assets/index-Abc.js").write_text("const hello = 1")
    (folder / "assets/index-Abc.js.gz").write_bytes(gzip.compress(b"const hello = 1"))
    (folder / "assets/plain-Abc.css").write_text("page{}")
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.setattr(client_files, "FOLDER", folder)
    return folder


def fetch(client: FlaskClient, path: str, **headers: str) -> tuple[TestResponse, bytes]:
    """The reply and its body, with the file behind it closed."""
    with client.get(
        path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    ) as reply:
        return reply, reply.get_data()


def test_the_page_is_asked_for_again_each_time_and_its_hashed_files_never(
    client: FlaskClient, made: Path
) -> None:
    page, _ = fetch(client, "/")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "no-cache" in page.headers["Cache-Control"]
    asset, _ = fetch(client, "/assets/index-Abc.js")
    assert asset.mimetype == "text/javascript"
    assert "immutable" in asset.headers["Cache-Control"]
    assert "max-age=31536000" in asset.headers["Cache-Control"]


def test_an_unchanged_page_is_not_sent_twice(client: FlaskClient, made: Path) -> None:
    etag = fetch(client, "/")[0].headers["ETag"]
    assert fetch(client, "/", If_None_Match=etag)[0].status_code == 304


def test_a_file_goes_compressed_to_who_takes_it(client: FlaskClient, made: Path) -> None:
    sent, body = fetch(client, "/assets/index-Abc.js", Accept_Encoding="gzip, deflate")
    assert sent.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"const hello = 1"
    assert "Accept-Encoding" in sent.headers["Vary"]
    assert "Content-Encoding" not in fetch(client, "/assets/index-Abc.js")[0].headers
    _, plain = fetch(client, "/assets/plain-Abc.css", Accept_Encoding="gzip")
    assert plain == b"page{}"


@pytest.mark.parametrize("name", ["../secret.txt", "..%2f..%2fsecret.txt", "none.js", ".", "a" * 5000])
def test_nothing_beside_the_client_can_be_had(client: FlaskClient, made: Path, name: str) -> None:
    assert client.get(f"/assets/{name}").status_code == 404


def test_before_it_is_built_the_page_says_what_to_do(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_files, "FOLDER", tmp_path / "none")
    page = client.get("/")
    assert page.status_code == 503
    assert "make client" in page.get_data(as_text=True)
