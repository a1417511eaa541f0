"""Publishing a contest's final standings: drawn up from the board, signed, kept, and given out with names."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Row, exists, func, select

from jinshui_study import clock
from jinshui_study.accounts import audit, organizations
from jinshui_study.accounts.models import Member, Organization
from jinshui_study.arena import boards as quiz_boards
from jinshui_study.arena import lots, modes
from jinshui_study.arena.contests import records, signing
from jinshui_study.arena.contests.models import Results
from jinshui_study.arena.models import Attempt, Quiz
from jinshui_study.compliance import Profile
from jinshui_study.db import db
from jinshui_study.errors import Conflict, NotFound
from jinshui_study.points import boards, group_boards
from jinshui_study.points.models import MemberStanding


def obstacles(quiz: Quiz, now: datetime) -> Iterator[tuple[str, str]]:
    """What keeps the results from being published yet: codes and sentences."""
    if not modes.overdue(quiz.closes_at, now):
        over = quiz.closes_at <= now
        yield "quiz_open", "刚刚结束，还在收最后一刻交的卷，请过半分钟再来。" if over else "活动还没有结束。"
    elif db.session.scalar(select(exists().where(Attempt.quiz_id == quiz.id, Attempt.state == "open"))):
        yield "attempts_open", "还有到时没有交卷的，后台正在替他们交卷，请过一会儿再试。"
    if quiz_boards.is_frozen(quiz.freezes_at, quiz.reveals_at, now):
        yield "board_frozen", "榜单还没有揭榜，请先揭榜。"


def publish(
    quiz: Quiz,
    key: Ed25519PrivateKey,
    nonce_key: bytes,
    profile: Profile,
    member_id: int,
    now: datetime,
) -> Results:
    """Sign the standings as they are. Raises Conflict: quiz_open, attempts_open, board_frozen."""
    for code, sentence in obstacles(quiz, now):
        raise Conflict(sentence, code=code)
    number = 1 + (db.session.scalar(select(func.max(Results.number)).where(Results.quiz_id == quiz.id)) or 0)
    document = {
        **_head(quiz, number, profile, now),
        "participants": records.ranked(list(_lines(quiz, nonce_key, profile))),
        "branches": _branches(quiz, profile),
    }
    text = records.canonical(document)
    results = Results(
        quiz_id=quiz.id,
        number=number,
        document=text.decode(),
        digest=records.digest(document),
        public_key=signing.public_text(key),
        signature=signing.sign(key, text),
        published_by=member_id,
        published_at=now,
    )
    db.session.add(results)
    db.session.flush()
    audit.record(
        "quiz.publish", f"quiz:{quiz.public_id}", now, member_id, number=number, digest=results.digest
    )
    return results


def _head(quiz: Quiz, number: int, profile: Profile, now: datetime) -> dict[str, Any]:
    owner = db.session.get_one(Organization, quiz.organization_id)
    return {
        "format": records.FORMAT,
        "number": number,
        "published_at": clock.local(now),
        "profile": profile.name,
        "quiz": {
            "id": quiz.public_id,
            "title": quiz.title,
            "preset": quiz.preset,
            "organization": {"id": owner.public_id, "name": owner.name},
            "opens_at": clock.local(quiz.opens_at),
            "closes_at": clock.local(quiz.closes_at),
        },
        "rules_version": modes.VERSION,
        "rules": quiz.rules,
        "draw": quiz.draw,
        "seed": quiz.seed,
        "seed_commitment": None if quiz.seed is None else lots.commitment(quiz.seed),
    }


def _lines(quiz: Quiz, nonce_key: bytes, profile: Profile) -> Iterator[dict[str, Any]]:
    """A line for each participant; their branch only where the profile lets everybody know who takes part."""
    adjusted = quiz_boards.adjusted(quiz.id)
    tells_branch = profile.shows_participation(own_secretary=False)
    for row in _participants(quiz):
        participant = id_of(quiz, row.public_id)
        line = {"id": participant, "score": row.points, "duration_ms": row.duration_ms or 0}
        if row.member_id in adjusted:
            line["adjusted"] = adjusted[row.member_id]
        if tells_branch:
            line["branch"] = row.branch_id
        if profile.lists_member(opted_in=row.ranking_opt_in, erased=row.erased_at is not None):
            nonce = records.nonce(nonce_key, quiz.public_id, participant)
            line["name_commitment"] = records.commitment(nonce, _name(row, profile), row.branch)
        yield line


def id_of(quiz: Quiz, member: str) -> str:
    return records.participant_id(quiz.seed or quiz.public_id, member)


def _participants(quiz: Quiz) -> Iterable[Row[*tuple[Any, ...]]]:
    return db.session.execute(
        select(
            MemberStanding.points,
            MemberStanding.duration_ms,
            Member.id.label("member_id"),
            Member.public_id,
            Member.name,
            Member.full_name_on_boards,
            Member.ranking_opt_in,
            Member.erased_at,
            Organization.public_id.label("branch_id"),
            Organization.name.label("branch"),
        )
        .join(Member, Member.id == MemberStanding.member_id)
        .join(Organization, Organization.id == MemberStanding.branch_id)
        .where(MemberStanding.board == boards.of_quiz(quiz.public_id))
        .order_by(MemberStanding.member_id)
    )


def _name(row: Any, profile: Profile) -> str:
    return profile.display_name(row.name, full_name_allowed=row.full_name_on_boards, is_me=False)


def _branches(quiz: Quiz, profile: Profile) -> list[dict[str, Any]]:
    owner = db.session.get_one(Organization, quiz.organization_id)
    node = organizations.get_node(owner.public_id)
    shows = profile.shows_participation(own_secretary=False)
    return [
        {
            "rank": one.rank,
            "id": one.public_id,
            "name": one.name,
            "street": one.street,
            "score": one.score,
            **({"participants": one.participants} if shows else {}),
        }
        for one in group_boards.standing_now(boards.of_quiz(quiz.public_id), node).branches
    ]


def find_latest(quiz_id: int) -> Results | None:
    query = select(Results).where(Results.quiz_id == quiz_id).order_by(Results.number.desc()).limit(1)
    return db.session.scalar(query)


def get_file(quiz: Quiz, nonce_key: bytes, profile: Profile) -> dict[str, Any]:
    """The published file, with the names of those who may be named by now. Raises NotFound."""
    results = find_latest(quiz.id)
    if results is None:
        raise NotFound("这个活动还没有公布成绩文件。")
    document = json.loads(results.document)
    return {
        "document": document,
        "digest": results.digest,
        "signature": {
            "algorithm": signing.ALGORITHM,
            "public_key": results.public_key,
            "value": results.signature,
        },
        "names": _names(quiz, document, nonce_key, profile),
    }


def _names(
    quiz: Quiz, document: dict[str, Any], nonce_key: bytes, profile: Profile
) -> dict[str, dict[str, str]]:
    """Names that were committed to and are still as they were; who has left the boards since is named no more."""
    committed = {line["id"]: line.get("name_commitment") for line in document["participants"]}
    found = {}
    for row in _participants(quiz):
        participant = id_of(quiz, row.public_id)
        nonce = records.nonce(nonce_key, quiz.public_id, participant)
        shown = {"name": _name(row, profile), "branch": row.branch, "nonce": nonce}
        listed = profile.lists_member(opted_in=row.ranking_opt_in, erased=row.erased_at is not None)
        if listed and committed.get(participant) == records.commitment(nonce, shown["name"], shown["branch"]):
            found[participant] = shown
    return found
