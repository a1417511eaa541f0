"""The signed file of final standings: what it holds, whom it names, and that anybody finds what was changed in it."""

import copy
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from jinshui_study.accounts.models import AuditEntry, Member
from jinshui_study.arena.contests import checking, publishing, records, signing
from jinshui_study.arena.models import Attempt
from jinshui_study.compliance import Profile
from jinshui_study.db import db, unit_of_work
from jinshui_study.errors import Conflict
from tests.arena.contests.contest import CLOSES_AT, OVER, Contest, at
from tests.world import Person, World

Clock = Callable[[datetime], None]
SECRET = "a secret of the tests"
KEY, NONCES = signing.key_of(SECRET), signing.nonce_key_of(SECRET)
PUBLIC = signing.public_text(KEY)
STRICT, OPEN = Profile("strict"), Profile("open")


def publish(contest: Contest, profile: Profile = STRICT, now: datetime = OVER) -> dict[str, Any]:
    with unit_of_work():
        publishing.publish(contest.row(), KEY, NONCES, profile, contest.admin.id, now)
    return publishing.get_file(contest.row(), NONCES, profile)


@pytest.fixture
def contest(world: World) -> Contest:
    return Contest(world)


@pytest.fixture
def crowd(contest: Contest) -> list[Person]:
    return contest.crowd()


@pytest.mark.parametrize("profile", [STRICT, OPEN], ids=["strict", "open"])
def test_a_file_is_right_by_itself_and_by_the_answers(
    contest: Contest, crowd: list[Person], profile: Profile
) -> None:
    file = publish(contest, profile)
    assert records.problems(file, PUBLIC) == []
    assert records.problems(json.loads(json.dumps(file))) == []
    assert list(checking.differences(file["document"], profile)) == []
    document = file["document"]
    assert [(line["rank"], line["score"]) for line in document["participants"]] == [
        (1, 500), (1, 500), (3, 300), (3, 300), (5, 100), (5, 100),
    ]  # fmt: skip
    assert len(document["branches"]) == 2
    assert document["seed"] == contest.row().seed


def test_who_did_not_choose_to_be_ranked_has_a_line_and_no_name(
    contest: Contest, crowd: list[Person]
) -> None:
    file = publish(contest)
    text = json.dumps(file, ensure_ascii=False)
    named = {line["id"] for line in file["document"]["participants"] if line["id"] in file["names"]}
    silent = {publishing.id_of(contest.row(), one.public_id) for one in crowd if not one.ranking_opt_in}
    assert len(named) == 4
    assert not named & silent
    assert {shown["name"] for shown in file["names"].values()} == {"张*明"}
    for one in crowd:
        for secret in (one.phone, one.public_id, one.name):
            assert secret not in text
    assert "branch" not in file["document"]["participants"][0]
    assert "participants" not in file["document"]["branches"][0]


def test_a_name_is_taken_back_by_choice_and_by_erasing_and_the_signature_stays(
    contest: Contest, crowd: list[Person]
) -> None:
    publish(contest)
    with unit_of_work() as session:
        session.execute(update(Member).where(Member.id == crowd[0].id).values(ranking_opt_in=False))
        session.execute(update(Member).where(Member.id == crowd[2].id).values(full_name_on_boards=True))
    file = publishing.get_file(contest.row(), NONCES, STRICT)
    assert len(file["names"]) == 2
    assert records.problems(file, PUBLIC) == []


def test_it_is_published_only_when_all_is_over_and_shown(contest: Contest, now: Clock) -> None:
    def refused(moment: datetime) -> str:
        with pytest.raises(Conflict) as raised:
            publish(contest, now=moment)
        return raised.value.code

    assert refused(CLOSES_AT) == "quiz_open"
    contest.world.start(contest.world.person(), contest.quiz)
    assert refused(OVER) == "attempts_open"
    with unit_of_work() as session:
        session.execute(update(Attempt).values(state="finished", finished_at=at(1), score=0, duration_ms=0))
        contest.row().freezes_at = at(2)
    assert refused(OVER) == "board_frozen"
    assert contest.world.call(contest.admin, "GET", f"/quizzes/{contest.quiz}/results").status_code == 404


def test_a_later_publication_takes_the_place_of_an_earlier_one(contest: Contest, crowd: list[Person]) -> None:
    publish(contest)
    assert publish(contest)["document"]["number"] == 2
    lines = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "quiz.publish")).all()
    assert [line.details["number"] for line in lines] == [1, 2]


def test_members_get_the_file_and_the_key_it_is_signed_by(
    contest: Contest, crowd: list[Person], now: Clock
) -> None:
    publish(contest)
    now(OVER)
    file = contest.world.get(crowd[0], f"/quizzes/{contest.quiz}/results")
    key = contest.world.get(crowd[0], "/results-key")["public_key"]
    assert key == PUBLIC
    assert records.problems(file, key) == []


def changed(file: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    other = copy.deepcopy(file)
    change(other)
    return other


def resigned(file: dict[str, Any], key: Any) -> dict[str, Any]:
    """The file with a digest and a signature that fit what it holds, by somebody's key."""
    data = records.canonical(file["document"])
    signature = {
        "algorithm": "Ed25519",
        "public_key": signing.public_text(key),
        "value": signing.sign(key, data),
    }
    return {**file, "digest": records.digest(file["document"]), "signature": signature}


def test_whatever_is_changed_is_found(contest: Contest, crowd: list[Person]) -> None:
    file = publish(contest, OPEN)
    forger = signing.key_of("somebody else")

    def swap(other: dict[str, Any]) -> None:
        other["document"]["participants"][2]["score"] = 999

    assert records.problems(changed(file, swap), PUBLIC) != []
    forged = resigned(changed(file, swap), forger)
    assert "名次和成绩对不上。" in records.problems(forged)
    assert "支部的得分和成绩对不上。" in records.problems(forged)
    assert "签名用的不是给出的公钥。" in records.problems(resigned(file, forger), PUBLIC)
    assert records.problems(resigned(file, forger)) == []
    other_seed = resigned(changed(file, lambda one: one["document"].update(seed="0" * 64)), forger)
    assert records.problems(other_seed) == ["抽题种子和事先公布的指纹不符。"]

    def rename(other: dict[str, Any]) -> None:
        next(iter(other["names"].values()))["name"] = "王五"

    assert [one.endswith("的姓名和签发时的不符。") for one in records.problems(changed(file, rename))] == [
        True
    ]
    reordered = changed(file, lambda one: one["document"]["branches"].reverse())
    if file["document"]["branches"][0]["score"] != file["document"]["branches"][1]["score"]:
        assert "支部的名次和得分对不上。" in records.problems(resigned(reordered, forger))


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda one: st.lists(one) | st.dictionaries(st.text(), one)
    )
)
def test_what_is_no_such_file_is_told_and_never_fails(value: Any) -> None:
    assert records.problems(value) == ["文件的格式不对，不是一份竞赛成绩文件。"]


lines = st.lists(
    st.fixed_dictionaries({"score": st.integers(0, 40), "duration_ms": st.integers(0, 5)}), max_size=30
).map(lambda found: [{**line, "id": str(place)} for place, line in enumerate(found)])


@given(lines)
def test_a_rank_is_one_more_than_how_many_are_better(found: list[dict[str, Any]]) -> None:
    ranked = records.ranked(found)
    for line in ranked:
        better = [
            one
            for one in found
            if (one["score"], -one["duration_ms"]) > (line["score"], -line["duration_ms"])
        ]
        assert line["rank"] == 1 + len(better)
    assert records.ranked(ranked) == ranked


@given(st.text(), st.text(), st.binary(), st.binary())
def test_a_signature_holds_for_its_key_and_its_text_alone(
    secret: str, another: str, data: bytes, other: bytes
) -> None:
    key = signing.key_of(secret)
    made = signing.sign(key, data)
    assert signing.is_signed(signing.public_text(key), made, data)
    assert signing.is_signed(signing.public_text(key), made, other) == (data == other)
    assert signing.is_signed(signing.public_text(signing.key_of(another)), made, data) == (secret == another)
    assert not signing.is_signed(secret, another, data)


def test_the_answers_find_a_score_or_a_draw_that_was_touched(contest: Contest, crowd: list[Person]) -> None:
    document = publish(contest)["document"]
    first = db.session.scalars(select(Attempt).where(Attempt.member_id == crowd[0].id)).one()
    with unit_of_work() as session:
        session.execute(update(Attempt).where(Attempt.id == first.id).values(seed="0" * 32, score=0))
    told = "".join(checking.differences(document, STRICT))
    assert f"作答 {first.id}：试卷不是按种子抽的。" in told
    assert f"作答 {first.id}：记的是 0 分，按答案应是 50 分。" in told
    assert f"编号 {publishing.id_of(contest.row(), crowd[0].public_id)}" in told


def test_the_command_says_what_it_found(
    app: Flask, contest: Contest, crowd: list[Person], tmp_path: Path
) -> None:
    file, path = publish(contest), tmp_path / "成绩.json"
    path.write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
    run = app.test_cli_runner().invoke
    good = run(args=["quiz", "verify", str(path), "--public-key", PUBLIC, "--database"])
    assert (good.exit_code, good.output) == (0, "核对通过：测试活动 contest，6 人。\n")
    assert PUBLIC in run(args=["quiz", "verify", str(path)]).output
    file["document"]["participants"][0]["score"] = 1
    path.write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
    bad = run(args=["quiz", "verify", str(path)])
    assert bad.exit_code == 1
    assert "内容的摘要对不上" in bad.output
    path.write_text("{", encoding="utf-8")
    assert run(args=["quiz", "verify", str(path)]).exit_code == 1
