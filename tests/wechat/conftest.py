from collections.abc import Iterator

import pytest
from flask import Flask

from jinshui_study.wechat.client import Client
from tests.wechat.fake import WeChat, wechat_server


@pytest.fixture
def wechat() -> Iterator[WeChat]:
    with wechat_server() as server:
        yield server


@pytest.fixture
def linked(app: Flask, wechat: WeChat) -> Iterator[Client]:
    """The application of the tests, linked to this WeChat while the test runs."""
    client = Client(wechat.account)
    app.extensions["wechat"] = client
    yield client
    app.extensions["wechat"] = None
    client.close()
