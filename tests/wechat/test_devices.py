"""A browser and its machine in words."""

import pytest

from jinshui_study.wechat import devices


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36", "Chrome 浏览器，Windows 电脑"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge 浏览器，Windows 电脑"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko Firefox/130.0", "火狐浏览器，Linux 电脑"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari 浏览器，苹果手机",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Safari/537 MicroMessenger/8.0", "微信，安卓手机"),
        ("", "一个浏览器"),
        ("curl/8", "一个浏览器"),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, words: str) -> None:
    assert devices.in_words(agent) == words
