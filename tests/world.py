"""A small district for tests: people, questions, quizzes, and the client that speaks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from jinshui_study import clock
from jinshui_study.accounts import members, organizations, sessions
from jinshui_study.accounts.models import Organization
from jinshui_study.arena import modes, quizzes
from jinshui_study.arena.modes import Rules
from jinshui_study.db import db, unit_of_work
from jinshui_study.questions import banks, check
from jinshui_study.questions.drafts import BankFile, Draft
from jinshui_study.questions.sampling import DrawRule

PASSWORD = "a long password"


@dataclass(frozen=True)
class Person:
    """A member with a log-in; plain values, so that tests need no session to read them."""

    id: int
    public_id: str
    name: str
    phone: str
    branch_id: int
    street_id: int
    token: str
    ranking_opt_in: bool

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class World:
    """金水区 with two streets of two branches each, a bank of 60 questions, and everybody opted in to ranking."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._phones = iter(range(13900000000, 13999999999))
        with unit_of_work():
            self.district = organizations.create("district", "金水区")
            self.streets = [
                organizations.create("street", name, self.district) for name in ("经八路街道", "花园路街道")
            ]
            self.branches = [
                organizations.create("branch", f"第{number}支部", street)
                for street in self.streets
                for number in (1, 2)
            ]
            self.load_bank("study", sixty_questions())
        self.bystander = self.person(name="路人甲", branch=3)

    def load_bank(self, code: str, drafts: Sequence[Draft], purpose: str = "study") -> None:
        file = BankFile(
            file=f"{code}.yaml", layout="yaml", encoding="utf-8", bank=code, title=code, purpose=purpose
        )
        file.drafts.extend(drafts)
        banks.load([check.check(file)], self.district, clock.now(), state="ready")

    def person(
        self,
        *,
        name: str = "张晓明",
        branch: int = 0,
        opted_in: bool = True,
        role: str | None = None,
        over: Organization | None = None,
        password: str | None = None,
    ) -> Person:
        """A member of one of the four branches, logged in; `role` is over the branch unless `over` says else."""
        phone = str(next(self._phones))
        with unit_of_work():
            home = db.session.get_one(Organization, self.branches[branch].id)
            member = members.create(name, home, clock.now(), phone=phone)
            member.ranking_opt_in = opted_in
            if password is not None:
                members.set_password(member, password)
            if role is not None:
                members.grant_role(member, role, over or home)
            secret, _ = sessions.issue(member, "bearer", clock.now(), 30)
            return Person(
                member.id, member.public_id, name, phone, home.id, home.street_id or 0, secret, opted_in
            )

    def quiz(
        self,
        preset: str = "daily",
        *,
        opens_at: datetime | None = None,
        closes_at: datetime | None = None,
        draw: Sequence[DrawRule] | None = None,
        owner: Organization | None = None,
        same_for_all: bool = False,
        freezes_at: datetime | None = None,
        reveals_at: datetime | None = None,
        **changes: Any,
    ) -> str:
        """The public id of a quiz that is open for a day around now; `changes` are rules unlike the preset's."""
        now = clock.now()
        rules: Rules = modes.preset(preset, **changes)
        whole = (DrawRule(count=rules.questions, score=100, banks=("study",)),)
        plan = quizzes.Plan(
            preset=preset,
            title=f"测试活动 {preset}",
            opens_at=opens_at or now - timedelta(hours=1),
            closes_at=closes_at or now + timedelta(hours=11),
            rules=rules,
            draw=tuple(draw) if draw else whole,
            same_for_all=same_for_all,
            freezes_at=freezes_at,
            reveals_at=reveals_at,
        )
        with unit_of_work():
            home = db.session.get_one(Organization, (owner or self.district).id)
            return quizzes.create(plan, home, now, Random(1)).public_id

    def call(
        self, who: Person | None, method: str, path: str, json: Any = None, **headers: str
    ) -> TestResponse:
        """A request to the API as somebody; headers with `_` for `-`."""
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {**(who.headers if who else {}), **extra}
        return self.client.open(f"/api/v1{path}", method=method, json=json, headers=sent)

    def get(self, who: Person | None, path: str) -> Any:
        reply = self.call(who, "GET", path)
        assert reply.status_code == 200, reply.get_data(as_text=True)
        return reply.get_json()

    def start(self, who: Person, quiz: str) -> dict[str, Any]:
        reply = self.call(who, "POST", f"/quizzes/{quiz}/attempts")
        assert reply.status_code == 201, reply.get_data(as_text=True)
        return dict(reply.get_json())

    def submit(
        self, who: Person, attempt: dict[str, Any], answers: Sequence[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        reply = self.call(who, "POST", f"/attempts/{attempt['id']}/submission", {"answers": list(answers)})
        assert reply.status_code == 200, reply.get_data(as_text=True)
        return dict(reply.get_json())

    def play(self, who: Person, quiz: str, right: int) -> dict[str, Any]:
        """Run through a quiz that shows all its questions, with the first `right` answers right."""
        attempt = self.start(who, quiz)
        answers = [
            {"number": question["number"], "response": answer_to(question, right=index < right)}
            for index, question in enumerate(attempt["questions"])
        ]
        return self.submit(who, attempt, answers)


def answer_to(question: dict[str, Any], *, right: bool) -> dict[str, Any]:
    """A right or wrong response to a question of `sixty_questions`: right options are those with 对 in their text."""
    match question["kind"]:
        case "single":
            chosen = [option["id"] for option in question["options"] if ("对" in option["text"]) == right]
            return {"options": chosen[:1]}
        case "multiple":
            return {
                "options": [
                    option["id"] for option in question["options"] if ("对" in option["text"]) == right
                ]
            }
        case "true_false":
            return {"value": ("真" in question["stem"]) == right}
        case "blank":
            return {"texts": ["对"] * question["gaps"] if right else ["错"]}
        case "ordering":
            ordered = sorted(question["options"], key=lambda option: option["text"], reverse=not right)
            return {"options": [option["id"] for option in ordered]}
    rights = {option["text"][-1]: option["id"] for option in question["right"]}
    pairs = [[option["id"], rights[option["text"][-1]]] for option in question["left"]]
    if not right:
        pairs = [[left, pairs[index - 1][1]] for index, (left, _) in enumerate(pairs)]
    return {"pairs": pairs}


def sixty_questions() -> list[Draft]:
    """Ten of each kind; every one tells its key to `answer_to`, and to nobody else."""
    return [draft for number in range(10) for draft in six_questions(number)]


def six_questions(number: int) -> list[Draft]:
    shared = {"explanation": "因为史料如此记载。", "source": "《测试文献》", "difficulty": number % 3 + 1}
    topic = f"专题{number % 2}"

    def draft(kind: str, **fields: Any) -> Draft:
        return Draft(where="行 1", kind=kind, topic=topic, code=f"{kind}-{number}", **shared, **fields)

    options = ["甲", "乙", "丙", "丁"]
    key = number % 4
    single = [text + ("对" if index == key else "错") for index, text in enumerate(options)]
    multiple = [text + ("错" if index == key else "对") for index, text in enumerate(options)]
    letters = "ABCD"
    return [
        draft("single", stem=f"单选{number}", options=single, answer=[letters[key]]),
        draft(
            "multiple",
            stem=f"多选{number}",
            options=multiple,
            answer=[letter for index, letter in enumerate(letters) if index != key],
        ),
        draft(
            "true_false",
            stem=f"判断{number}{'真' if number % 2 else '假'}",
            answer=["true" if number % 2 else "false"],
        ),
        draft("blank", stem=f"填空{number}：____和____", answer=["对|正确", "对"]),
        draft("ordering", stem=f"排序{number}", options=["3月", "1月", "2月"], answer=["B", "C", "A"]),
        draft(
            "matching",
            stem=f"连线{number}",
            left=["左1", "左2", "左3"],
            right=["右3", "右1", "右2"],
            answer=["A-2", "B-3", "C-1"],
        ),
    ]
