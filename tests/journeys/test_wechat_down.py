"""WeChat hangs or is gone, and members who are logged in go on, on a server with a single thread in each worker."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.journeys.conftest import Site
from tests.journeys.server import Reply, Server, call, running
from tests.wechat.fake import Hangup, Raw, WeChat, wechat_server
from tests.world import PASSWORD, Person

pytestmark = pytest.mark.slow

WORKERS = 2
LONGEST_SECONDS = 6.0
"""For who comes while a call waits for WeChat in the only thread of the worker."""
USUAL_SECONDS = 1.0


@pytest.fixture
def wechat() -> Iterator[WeChat]:
    with wechat_server() as server:
        yield server


def with_wechat(site: Site, wechat: WeChat) -> dict[str, str]:
    account = wechat.account
    return {
        **site.environ,
        "WECHAT_APP_ID": account.app_id,
        "WECHAT_APP_SECRET": account.app_secret,
        "WECHAT_API_URL": account.api_url,
    }


def log_in(server: Server, wechat: WeChat, code: str) -> Reply:
    wechat.openids[code] = f"o-{code}"
    return call(server.port, "POST", "/api/v1/wechat/login", body={"code": code})


def timed(server: Server, person: Person) -> float:
    started = time.monotonic()
    assert call(server.port, "GET", "/api/v1/home", token=person.token).status == 200
    return time.monotonic() - started


def test_members_go_on_while_wechat_hangs(site: Site, wechat: WeChat) -> None:
    person = site.world.person(password=PASSWORD)
    with running(site.folder, WORKERS, with_wechat(site, wechat)) as server:
        assert log_in(server, wechat, "before").status == 202
        wechat.down = Raw(pause=30)
        stop, codes = threading.Event(), []

        def many_log_ins(who: int) -> None:
            number = 0
            while not stop.is_set():
                codes.append(log_in(server, wechat, f"{who}-{number}").json["code"])
                number += 1
                time.sleep(0.05)

        people = [threading.Thread(target=many_log_ins, args=(who,)) for who in range(6)]
        for one in people:
            one.start()
        try:
            waits = [timed(server, person) for _ in range(12)]
            time.sleep(10)
            later = [timed(server, person) for _ in range(40)]
        finally:
            stop.set()
            for one in people:
                one.join()
        assert max(waits) < LONGEST_SECONDS, waits
        assert sorted(later)[30] < USUAL_SECONDS, later
        assert set(codes) == {"wechat_unreachable"}
        body = {"login": person.phone, "password": PASSWORD}
        assert call(server.port, "POST", "/api/v1/auth/login", body=body).status == 200


@pytest.mark.parametrize("trouble", [Raw(status=503), Hangup], ids=["503", "hangup"])
def test_members_do_not_notice_a_wechat_that_is_broken(
    site: Site, wechat: WeChat, trouble: Raw | type[Hangup]
) -> None:
    person = site.world.person()
    wechat.down = trouble
    with running(site.folder, WORKERS, with_wechat(site, wechat)) as server:
        for number in range(8):
            assert log_in(server, wechat, str(number)).status == 503
            assert timed(server, person) < USUAL_SECONDS
        wechat.down = None
        end = time.monotonic() + 40
        while log_in(server, wechat, f"after-{time.monotonic()}").status != 202:
            assert time.monotonic() < end
            time.sleep(1)


def test_workers_share_one_token_and_a_secret_reaches_no_log(site: Site, wechat: WeChat) -> None:
    """With Redis between them; WeChat gives the same token to each of them without it."""
    secretary = site.world.person(role="secretary")
    body = {"purpose": "sign_in", "organization": site.world.branches[0].public_id}
    environ = {**with_wechat(site, wechat), "LOG_LEVEL": "DEBUG"}
    with running(site.folder, 3, environ) as server:
        replies = [
            call(server.port, "POST", "/api/v1/wechat/scenes", token=secretary.token, body=body)
            for _ in range(12)
        ]
        log_in(server, wechat, "a-code")
    assert {reply.json["kind"] for reply in replies} == {"mini_program"}
    assert len(wechat.tokens) == 1
    if "REDIS_URL" in environ:
        assert wechat.times("/cgi-bin/stable_token") == 1
    written = (site.folder / "server.log").read_text()
    assert "wechat.log_in" in written
    for secret in (wechat.account.app_secret, wechat.tokens[0], "o-a-code", "a-code"):
        assert secret not in written
