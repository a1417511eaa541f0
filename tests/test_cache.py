"""The cache: the same answers with Redis, without it, and when it has gone."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from jinshui_study import cache
from jinshui_study.errors import Unavailable
from tests.conftest import REDIS


def closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Maker:
    """Makes a new value each time, and counts."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> dict[str, int]:
        self.made += 1
        return {"made": self.made}


def application(url: str | None) -> Flask:
    app = Flask(__name__)
    cache.init_app(app, url)
    return app


@pytest.fixture
def make() -> Maker:
    return Maker()


@pytest.fixture(params=["process", "redis"] if REDIS else ["process"])
def cached(request: pytest.FixtureRequest) -> Iterator[Flask]:
    app = application(REDIS if request.param == "redis" else None)
    with app.app_context():
        cache.forget_all()
        yield app
        cache.forget_all()


def test_a_value_is_made_once_and_kept(cached: Flask, make: Maker) -> None:
    assert [cache.remember("k", 5.0, make) for _ in range(3)] == [{"made": 1}] * 3
    assert cache.remember("other", 5, make) == {"made": 2}


def test_what_was_forgotten_is_made_anew(cached: Flask, make: Maker) -> None:
    cache.remember("k", 60, make)
    cache.forget_all()
    assert cache.remember("k", 60, make) == {"made": 2}


def test_without_redis_there_is_no_client_and_with_it_there_is(cached: Flask) -> None:
    client = cache.redis_client()
    assert client is None or client.ping() is True


def test_a_cache_that_is_gone_costs_time_and_nothing_else(make: Maker) -> None:
    with application(f"redis://127.0.0.1:{closed_port()}/0").app_context():
        assert [cache.remember("k", 60, make) for _ in range(2)] == [{"made": 1}, {"made": 2}]
        with pytest.raises(cache.RedisError):
            cache.redis_client().ping()


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the clock of the process."""
    monkeypatch.setattr(cache, "_kept_here", {})

    def set_clock(seconds: float) -> None:
        monkeypatch.setattr(cache.time, "monotonic", lambda: seconds)

    set_clock(100.0)
    return set_clock


def test_what_is_kept_here_is_the_same_object_until_its_time_is_up(
    moment: Callable[[float], None], make: Maker
) -> None:
    first = cache.remember_here("k", 5, make)
    moment(104.9)
    assert cache.remember_here("k", 5, make) is first
    moment(105.0)
    assert cache.remember_here("k", 5, make) == {"made": 2}


def test_what_is_kept_here_never_grows_without_end(moment: Callable[[float], None], make: Maker) -> None:
    for number in range(5_001):
        cache.remember_here(f"k{number}", 60, make)
    assert len(cache._kept_here) == 1
    assert cache.remember_here("k5000", 60, make) == {"made": 5_001}


def test_nothing_kept_here_is_nothing_kept(moment: Callable[[float], None]) -> None:
    made: list[int] = []

    def nothing() -> None:
        made.append(1)

    for _ in range(2):
        assert cache.remember_here("k", 60, nothing) is None
    assert len(made) == 1


def numbered(make: Maker, seconds: float = 60.0) -> Callable[[], tuple[int, float]]:
    return lambda: (make()["made"], seconds)


def test_a_shared_value_is_made_once_and_anew_only_by_who_saw_it_fail(cached: Flask, make: Maker) -> None:
    assert [cache.share("k", numbered(make)) for _ in range(3)] == [1] * 3
    assert cache.share("k", numbered(make), instead_of=1) == 2
    assert cache.share("k", numbered(make), instead_of=1) == 2
    assert cache.share("k", numbered(make)) == 2
    assert cache.share("other", numbered(make)) == 3


def test_who_fails_to_make_a_shared_value_leaves_the_place_to_the_next(cached: Flask, make: Maker) -> None:
    def fail() -> tuple[int, float]:
        raise OSError

    with pytest.raises(OSError):
        cache.share("k", fail)
    assert cache.share("k", numbered(make)) == 1


def test_who_waits_too_long_for_a_shared_value_is_told_to_come_again(
    cached: Flask, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 0.1)

    def never_ending() -> tuple[int, float]:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(wait_in_vain).result()
        return numbered(make)()

    def wait_in_vain() -> None:
        with cached.app_context(), pytest.raises(Unavailable):
            cache.share("k", numbered(make))

    assert cache.share("k", never_ending) == 1


def test_without_a_redis_that_answers_each_process_has_a_shared_value_of_its_own(make: Maker) -> None:
    app = application(f"redis://127.0.0.1:{closed_port()}/0")
    with app.app_context():
        assert [cache.share("alone", numbered(make)) for _ in range(3)] == [1] * 3
        assert cache.share("alone", numbered(make), instead_of=1) == 2
        assert cache.share("alone", numbered(make)) == 2
