"""The versions of the point rules, and which one is in force."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from jinshui_study import cache
from jinshui_study.db import db
from jinshui_study.errors import Invalid, NotFound
from jinshui_study.points import rules
from jinshui_study.points.models import PointRules
from jinshui_study.points.rules import Rulebook

KEPT_SECONDS = 5.0


def in_force(day: date) -> Rulebook:
    """The rulebook of a day: the last to come into force by then; the first rules where none is kept."""
    return cache.remember_here(f"rulebook:{day}", KEPT_SECONDS, lambda: _load(day))


def _load(day: date) -> Rulebook:
    row = db.session.execute(
        select(PointRules.version, PointRules.rules)
        .where(PointRules.effective_on <= day)
        .order_by(PointRules.effective_on.desc(), PointRules.version.desc())
        .limit(1)
    ).one_or_none()
    return rules.from_data(row.version, row.rules) if row else rules.from_data(0, rules.FIRST_RULES)


def of_version(version: int) -> Rulebook:
    """The rulebook a ledger line was paid by. Raises NotFound."""
    return cache.remember_here(f"rulebook-version:{version}", KEPT_SECONDS, lambda: _load_version(version))


def _load_version(version: int) -> Rulebook:
    if version == 0:
        return rules.from_data(0, rules.FIRST_RULES)
    row = db.session.get(PointRules, version)
    if row is None:
        raise NotFound(f"没有第 {version} 版积分规则。")
    return rules.from_data(version, row.rules)


def publish(data: dict[str, Any], effective_on: date, now: datetime) -> Rulebook:
    """Keep a new version, in force from `effective_on`. Raises Invalid for data that are no rules."""
    last = db.session.scalar(select(func.max(PointRules.version))) or 0
    try:
        rulebook = rules.from_data(last + 1, data)
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("积分规则的格式不对。", code="bad_rules", errors={"rules": [str(error)]}) from error
    db.session.add(PointRules(version=last + 1, effective_on=effective_on, rules=data, created_at=now))
    db.session.flush()
    return rulebook
