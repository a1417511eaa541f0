"""The access token that everybody shares: fetched once, renewed once, forced as seldom as WeChat wants."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from jinshui_study import cache
from jinshui_study.app import create_app
from jinshui_study.db import db
from jinshui_study.errors import Problem
from jinshui_study.wechat import calls, tokens
from jinshui_study.wechat.client import Client
from tests.conftest import REDIS, settings_for
from tests.moments import MONDAY_NOON
from tests.wechat import fake
from tests.wechat.fake import WeChat

SetClock = Callable[[datetime], None]
OPENID = "oTest"


@pytest.fixture(params=["process", "redis"] if REDIS else ["process"])
def workers(request: pytest.FixtureRequest, tmp_path: Path, wechat: WeChat) -> Iterator[list[Flask]]:
    """Applications as several worker processes have them; without Redis there is one."""
    shared = request.param == "redis"
    made = [
        create_app(
            settings_for(
                f"sqlite:///{tmp_path}/x.db",
                tmp_path,
                redis_url=REDIS if shared else None,
                wechat=wechat.account,
            )
        )
        for _ in range(4 if shared else 1)
    ]
    with made[0].app_context():
        cache.forget_all()
    yield made
    for app in made:
        app.extensions["wechat"].close()
        if app.extensions["redis"] is not None:
            app.extensions["redis"].close()
        with app.app_context():
            db.engine.dispose()


def check(app: Flask) -> str:
    with app.app_context():
        return calls.check_text(app.extensions["wechat"], OPENID, "一段心得", scene=2).suggestion


def all_at_once(workers: list[Flask], times: int = 16) -> list[str]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(check, [workers[number % len(workers)] for number in range(times)]))


def test_many_who_need_a_token_at_once_fetch_one(workers: list[Flask], wechat: WeChat) -> None:
    wechat.token_pause = 0.1
    assert all_at_once(workers) == ["pass"] * 16
    assert (wechat.times(fake.TOKEN), wechat.forced()) == (1, 0)


def test_a_token_somebody_else_replaced_is_fetched_once_without_force(
    workers: list[Flask], wechat: WeChat
) -> None:
    check(workers[0])
    wechat.expire_token()
    wechat.token_pause = 0.1
    assert all_at_once(workers) == ["pass"] * 16
    assert (wechat.times(fake.TOKEN), wechat.forced()) == (2, 0)


def test_a_token_that_holds_for_wechat_but_is_refused_is_forced_once(
    workers: list[Flask], wechat: WeChat
) -> None:
    check(workers[0])
    wechat.lose_token()
    wechat.token_pause = 0.05
    assert all_at_once(workers) == ["pass"] * 16
    assert (wechat.times(fake.TOKEN), wechat.forced()) == (3, 1)


def test_when_no_token_comes_nobody_waits_for_ever_and_the_next_gets_one(
    workers: list[Flask], wechat: WeChat
) -> None:
    wechat.script(fake.TOKEN, fake.error(40164))
    with pytest.raises(Problem) as caught:
        check(workers[0])
    assert caught.value.code == "wechat_misconfigured"
    assert check(workers[-1]) == "pass"


@pytest.mark.skipif(not REDIS, reason="needs Redis")
def test_the_token_is_not_in_redis_in_clear(workers: list[Flask], wechat: WeChat) -> None:
    check(workers[0])
    client = workers[0].extensions["redis"]
    kept = (
        b""
        if client is None
        else b"".join(client.get(name) or b"" for name in client.keys("jinshui:cache:*"))
    )
    assert b"token-0" not in kept
    assert client is None or kept


def lose_and_check(linked: Client, wechat: WeChat) -> str:
    wechat.lose_token()
    return calls.check_text(linked, OPENID, "一段心得", scene=2).suggestion


def test_tokens_are_forced_thirty_seconds_apart_and_twenty_times_a_day(
    linked: Client, wechat: WeChat, now: SetClock
) -> None:
    moment = MONDAY_NOON
    now(moment)
    tokens.current(linked)
    for _ in range(tokens.FORCED_A_DAY):
        assert lose_and_check(linked, wechat) == "pass"
        now(moment + timedelta(seconds=29))
        with pytest.raises(Problem) as caught:
            lose_and_check(linked, wechat)
        assert (caught.value.code, caught.value.headers["Retry-After"]) == ("wechat_token_refused", "60")
        moment += timedelta(seconds=31)
        now(moment)
    assert wechat.forced() == tokens.FORCED_A_DAY
    with pytest.raises(Problem):
        lose_and_check(linked, wechat)
    now(MONDAY_NOON + timedelta(days=1, seconds=1))
    assert lose_and_check(linked, wechat) == "pass"


def test_another_account_has_another_token(linked: Client, wechat: WeChat) -> None:
    other = Client(type(wechat.account)("wx-other", "s", wechat.account.api_url))
    assert tokens._key(other) != tokens._key(linked)
    other.close()
