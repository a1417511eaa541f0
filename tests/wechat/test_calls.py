"""The calls to WeChat, against a server that answers like it: what each sends, and what each error number becomes."""

import json
import logging
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from jinshui_study import cache
from jinshui_study.app import create_app
from jinshui_study.db import db
from jinshui_study.errors import Problem
from jinshui_study.wechat import calls, client
from jinshui_study.wechat.breaker import BLOWS_AFTER
from jinshui_study.wechat.client import Client
from jinshui_study.wechat.refusals import REFUSALS
from tests.conftest import settings_for
from tests.wechat import fake
from tests.wechat.fake import APP_SECRET, PICTURE, SESSION_KEY, Hangup, Raw, WeChat

OPENID = "oTest-0123456789abcdefghijkl"
PHONE = "13912345678"
SLOW = Raw(pause=0.9)

CALLS: dict[str, Callable[[Client], object]] = {
    fake.LOGIN: lambda link: calls.openid_of(link, "code"),
    fake.PHONE: lambda link: calls.phone_of(link, "code"),
    fake.CHECK: lambda link: calls.check_text(link, OPENID, "一段心得", scene=2),
    fake.SEND: lambda link: calls.send_message(link, OPENID, "template", {"thing1": "成绩更正"}),
    fake.CODE: lambda link: calls.code_picture(link, "scene", "pages/scan/index"),
}
REPEATABLE = {fake.CHECK, fake.CODE}

TABLE = {
    fake.LOGIN: {40029: "wechat_code_invalid", 40163: "wechat_code_used", 40226: "wechat_high_risk"},
    fake.PHONE: {40029: "wechat_phone_code_invalid"},
    fake.CHECK: {40003: "wechat_user_unknown", 45009: "wechat_quota", 61010: "wechat_user_inactive"},
    fake.SEND: {
        43101: "wechat_not_subscribed",
        47003: "wechat_template_mismatch",
        40003: "wechat_user_unknown",
        41030: "wechat_page_unpublished",
    },
    fake.CODE: {41030: "wechat_page_unpublished", 45009: "wechat_quota"},
}
"""What each call may be refused with, beside what all may: those below."""
ALL = {
    -1: "wechat_busy",
    45011: "wechat_too_often",
    40013: "wechat_misconfigured",
    40125: "wechat_misconfigured",
    40164: "wechat_misconfigured",
    48001: "wechat_misconfigured",
    99999: "wechat_error",
}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between tries are a hundredth of what they are."""
    monkeypatch.setattr(client, "PAUSES", {number: (0.002,) * len(p) for number, p in client.PAUSES.items()})


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow replies are given up sooner."""
    monkeypatch.setattr(client, "READ_SECONDS", 0.5)
    monkeypatch.setattr(client, "ALTOGETHER_SECONDS", 1.0)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application whose database nobody asks: the calls have nothing to do with one."""
    folder = tmp_path_factory.mktemp("bare")
    app = create_app(settings_for(f"sqlite:///{folder / 'x.db'}", folder))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def linked(bare: Flask, wechat: WeChat) -> Iterator[Client]:
    link = Client(wechat.account)
    with bare.app_context():
        cache.forget_all()
        yield link
    link.close()


@pytest.fixture
def known(wechat: WeChat) -> WeChat:
    wechat.openids["code"] = OPENID
    wechat.phones["code"] = PHONE
    return wechat


def problem_of(call: Callable[[], object]) -> Problem:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value


def test_a_code_gives_the_openid_once(known: WeChat, linked: Client) -> None:
    assert calls.openid_of(linked, "code") == OPENID
    assert problem_of(lambda: calls.openid_of(linked, "code")).code == "wechat_code_used"
    assert problem_of(lambda: calls.openid_of(linked, "other")).code == "wechat_code_invalid"
    assert known.times(fake.TOKEN) == 0


def test_the_phone_buttons_code_gives_the_number(known: WeChat, linked: Client) -> None:
    assert calls.phone_of(linked, "code") == PHONE
    assert problem_of(lambda: calls.phone_of(linked, "code")).code == "wechat_phone_code_invalid"


def test_a_number_from_abroad_is_refused_with_a_way_out(known: WeChat, linked: Client) -> None:
    known.country = "852"
    problem = problem_of(lambda: calls.phone_of(linked, "code"))
    assert problem.code == "phone_from_abroad"
    assert "邀请码" in problem.detail


def test_a_text_is_checked_with_what_wechat_needs_to_know(wechat: WeChat, linked: Client) -> None:
    assert calls.check_text(linked, OPENID, "一段心得", scene=2, title="题目").suggestion == "pass"
    assert wechat.asked[-1].body == {
        "version": 2,
        "scene": 2,
        "openid": OPENID,
        "content": "一段心得",
        "title": "题目",
    }


@pytest.mark.parametrize(
    ("label", "said", "kept"),
    [
        (20001, "risky", "review"),
        (20001, "review", "review"),
        (20006, "risky", "risky"),
        (100, "pass", "pass"),
    ],
)
def test_politics_is_for_people_to_look_at(
    wechat: WeChat, linked: Client, label: int, said: str, kept: str
) -> None:
    wechat.verdict = {"suggest": said, "label": label}
    assert calls.check_text(linked, OPENID, "党史", scene=2) == (kept, label, "trace")


def test_a_text_too_long_for_one_check_is_not_sent(wechat: WeChat, linked: Client) -> None:
    assert problem_of(lambda: calls.check_text(linked, OPENID, "字" * 2501, scene=2)).code == "text_too_long"
    assert wechat.asked == []


def test_a_message_uses_up_one_consent(wechat: WeChat, linked: Client) -> None:
    def send() -> None:
        calls.send_message(linked, OPENID, "template", {"thing1": "成绩更正"}, page="pages/notices/index")

    send()
    assert wechat.asked[-1].body == {
        "touser": OPENID,
        "template_id": "template",
        "data": {"thing1": {"value": "成绩更正"}},
        "page": "pages/notices/index",
        "miniprogram_state": "formal",
        "lang": "zh_CN",
    }
    assert problem_of(send).code == "wechat_not_subscribed"


def test_a_code_picture_is_bytes(wechat: WeChat, linked: Client) -> None:
    assert calls.code_picture(linked, "abc-_123", "pages/scan/index") == PICTURE
    problem = problem_of(lambda: calls.code_picture(linked, "abc", "pages/none/index"))
    assert problem.code == "wechat_page_unpublished"


@pytest.mark.parametrize("scene", ["", "x" * 33, "党", "a b", "a%b"])
def test_a_scene_wechat_does_not_take_is_not_sent(wechat: WeChat, linked: Client, scene: str) -> None:
    with pytest.raises(ValueError, match="scene"):
        calls.code_picture(linked, scene, "pages/scan/index")
    assert wechat.asked == []


CASES = [(path, number, code) for path, own in TABLE.items() for number, code in {**ALL, **own}.items()]


@pytest.mark.parametrize(("path", "number", "code"), CASES)
def test_every_error_number_becomes_a_problem_that_says_what_to_do(
    known: WeChat, linked: Client, path: str, number: int, code: str
) -> None:
    known.script(path, *[fake.error(number)] * 4)
    problem = problem_of(lambda: CALLS[path](linked))
    assert problem.code == code
    assert problem.detail.endswith("。")
    assert "请" in problem.detail or "没有发出" in problem.detail
    assert SESSION_KEY not in problem.detail
    assert problem.status in (403, 409, 422, 429, 503)
    assert known.times(path) == 1 + len(client.PAUSES.get(number, ()))


def test_every_number_of_the_table_has_been_tried() -> None:
    tried = {number for _, number, _ in CASES}
    assert set(REFUSALS) - tried == {40001, 40014, 42001}


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("number", [-1, 45011])
def test_what_is_busy_is_tried_again(known: WeChat, linked: Client, path: str, number: int) -> None:
    known.script(path, fake.error(number))
    CALLS[path](linked)
    assert known.times(path) == 2


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("number", [40001, 40014, 42001])
def test_a_stale_token_is_renewed_once(known: WeChat, linked: Client, path: str, number: int) -> None:
    if path == fake.LOGIN:
        known.script(path, fake.error(number))
        assert problem_of(lambda: CALLS[path](linked)).code == "wechat_token_refused"
        return
    known.script(path, fake.error(number))
    CALLS[path](linked)
    assert known.times(path) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"1",
        b'"text"',
        b"<html>502</html>",
        b'{"errcode": "x"}',
        b"[" * 100_000,
        b"\xff",
    ],
)
@pytest.mark.parametrize("path", CALLS)
def test_a_reply_one_cannot_read_is_a_problem(known: WeChat, linked: Client, path: str, data: bytes) -> None:
    known.script(path, Raw(data))
    assert problem_of(lambda: CALLS[path](linked)).code == "wechat_bad_reply"


@pytest.mark.parametrize(
    ("path", "reply"),
    [
        (fake.LOGIN, {}),
        (fake.LOGIN, {"openid": ""}),
        (fake.LOGIN, {"openid": 5}),
        (fake.LOGIN, PICTURE),
        (fake.PHONE, {"errcode": 0}),
        (fake.PHONE, {"phone_info": {"purePhoneNumber": None}}),
        (fake.CHECK, {"errcode": 0}),
        (fake.CHECK, {"result": {"suggest": "maybe", "label": 1}}),
        (fake.CODE, {"errcode": 0}),
        (fake.TOKEN, {"access_token": "", "expires_in": 7200}),
        (fake.TOKEN, {"access_token": "t"}),
        (fake.TOKEN, {"access_token": "t", "expires_in": 0}),
        (fake.TOKEN, PICTURE),
    ],
)
def test_a_reply_without_what_was_asked_for_is_a_problem(
    known: WeChat, linked: Client, path: str, reply: object
) -> None:
    known.script(path, Raw(reply if isinstance(reply, bytes) else json.dumps(reply).encode()))
    call = CALLS[fake.PHONE if path == fake.TOKEN else path]
    assert problem_of(lambda: call(linked)).code == "wechat_bad_reply"


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("trouble", [Hangup, Raw(status=502), SLOW], ids=["hangup", "502", "slow"])
def test_only_what_may_be_sent_twice_is_sent_again(
    known: WeChat, linked: Client, path: str, trouble: fake.Answer
) -> None:
    known.script(path, trouble)
    if path in REPEATABLE and trouble != SLOW:
        CALLS[path](linked)
        assert known.times(path) == 2
        return
    problem = problem_of(lambda: CALLS[path](linked))
    assert (problem.code, problem.status, problem.headers) == (
        "wechat_unreachable",
        503,
        {"Retry-After": "30"},
    )
    assert known.times(path) == 1


@pytest.mark.usefixtures("hasty")
def test_a_reply_that_drips_is_given_up(known: WeChat, linked: Client) -> None:
    known.script(fake.LOGIN, Raw(b'{"openid": "x"}' + b" " * 100, drip=0.2))
    started = time.monotonic()
    assert problem_of(lambda: calls.openid_of(linked, "code")).code == "wechat_unreachable"
    assert time.monotonic() - started < 2


def test_a_reply_that_never_ends_is_given_up(known: WeChat, linked: Client) -> None:
    known.script(fake.LOGIN, Raw(b" " * (client.MOST_BYTES + 100_000)))
    assert problem_of(lambda: calls.openid_of(linked, "code")).code == "wechat_unreachable"


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(("trouble", "calls_it_takes"), [(SLOW, 1), (Raw(status=502), BLOWS_AFTER)])
def test_when_nobody_answers_further_calls_fail_at_once_and_one_looks_whether_it_is_back(
    known: WeChat,
    linked: Client,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Raw,
    calls_it_takes: int,
) -> None:
    def fail() -> None:
        assert problem_of(lambda: calls.openid_of(linked, "code")).code == "wechat_unreachable"

    known.down = trouble
    for _ in range(calls_it_takes):
        fail()
    assert len(known.asked) == calls_it_takes
    started = time.monotonic()
    for _ in range(20):
        fail()
    assert time.monotonic() - started < client.READ_SECONDS
    for rest in (10.0, 20.0, 40.0, 40.0):
        monkeypatch.setattr(linked._breaker, "_closed_until", 0.0)
        asked = len(known.asked)
        for _ in range(5):
            fail()
        assert len(known.asked) == asked + 1
        assert linked._breaker._rest == rest
    known.down = None
    monkeypatch.setattr(linked._breaker, "_closed_until", 0.0)
    assert calls.openid_of(linked, "code") == OPENID
    known.openids["again"] = OPENID
    assert calls.openid_of(linked, "again") == OPENID


def test_a_refusal_is_an_answer_and_blows_no_fuse(known: WeChat, linked: Client) -> None:
    for _ in range(BLOWS_AFTER + 2):
        assert problem_of(lambda: calls.openid_of(linked, "wrong")).code == "wechat_code_invalid"
    assert calls.openid_of(linked, "code") == OPENID


def chained_to(call: Callable[[], object]) -> list[BaseException]:
    """The exceptions a traceback of the call's problem would show beside it: theirs hold whole requests."""
    try:
        call()
    except Problem as problem:
        shown = None if problem.__suppress_context__ else problem.__context__
        return [error for error in (problem.__cause__, shown) if error is not None]
    return []


def test_no_secret_and_no_person_gets_into_a_log(
    known: WeChat, linked: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(logging.getLogger("jinshui_study"), "propagate", True)
    caplog.set_level(logging.DEBUG, logger="jinshui_study")
    caplog.set_level(logging.DEBUG)
    told: list[BaseException] = []
    for path, call in CALLS.items():
        for trouble in (None, fake.error(40013), fake.error(40001), Raw(b"{"), Hangup, Raw(status=500)):
            known.openids["code"], known.phones["code"] = OPENID, PHONE
            if trouble is not None:
                known.script(path, trouble, trouble)
            told += chained_to(lambda call=call: call(linked))  # type: ignore[misc]
            linked._breaker.note(answered=True)
    written = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert "wechat refused" in written
    assert told == []
    for secret in (APP_SECRET, SESSION_KEY, OPENID, PHONE, "token-0", "access_token", "js_code"):
        assert secret not in written
