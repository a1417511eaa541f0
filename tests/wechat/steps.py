"""What a phone with WeChat does, and a secretary by the API."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from tests.wechat.fake import WeChat
from tests.world import Person, World

_codes = itertools.count(1)


@dataclass
class Handset:
    """A phone on which somebody uses WeChat; `number` is what WeChat vouches for."""

    world: World
    wechat: WeChat
    openid: str
    number: str = ""
    ticket: str = ""
    seen: list[str] = field(default_factory=list)
    """Everything it ever got, to look for what it must not get."""

    def code(self) -> str:
        code = f"code-{next(_codes)}"
        self.wechat.openids[code] = self.openid
        return code

    def phone_code(self) -> str:
        code = f"phone-{next(_codes)}"
        self.wechat.phones[code] = self.number
        return code

    def log_in(self) -> TestResponse:
        reply = self._post("/wechat/login", {"code": self.code()})
        if reply.status_code == 202:
            self.ticket = reply.get_json()["ticket"]
        return reply

    def bind_by_phone(self, name: str) -> TestResponse:
        body = {"ticket": self._ticket(), "name": name, "phone_code": self.phone_code()}
        return self._post("/wechat/bindings", body)

    def bind_by_invite(self, code: str, **more: str) -> TestResponse:
        return self._post("/wechat/bindings", {"ticket": self._ticket(), "invite_code": code, **more})

    def request(self) -> dict[str, Any] | None:
        """What it is told of its request when it opens the mini-program again."""
        reply = self.log_in()
        assert reply.status_code == 202, reply.get_data(as_text=True)
        return reply.get_json()["request"]  # type: ignore[no-any-return]

    def _ticket(self) -> str:
        if not self.ticket:
            assert self.log_in().status_code == 202
        return self.ticket

    def _post(self, path: str, body: dict[str, Any]) -> TestResponse:
        reply = self.world.call(None, "POST", path, body)
        self.seen.append(reply.get_data(as_text=True))
        return reply


def invite(world: World, by: Person, whom: Person) -> str:
    reply = world.call(by, "POST", f"/members/{whom.public_id}/invitations")
    assert reply.status_code == 201, reply.get_data(as_text=True)
    return str(reply.get_json()["code"])


def waiting(world: World, who: Person) -> list[dict[str, Any]]:
    return list(world.get(who, "/binding-requests")["items"])


def decide(world: World, who: Person, request_id: str, decision: str, **more: str) -> TestResponse:
    return world.call(who, "POST", f"/binding-requests/{request_id}/decision", {"decision": decision, **more})


def works(world: World, reply: TestResponse) -> bool:
    """Whether the token of a log-in works."""
    headers = {"Authorization": f"Bearer {reply.get_json()['token']}"}
    return world.client.get("/api/v1/me", headers=headers).status_code == 200


def code_of(reply: TestResponse) -> tuple[int, str]:
    return reply.status_code, reply.get_json()["code"]
