"""Foreign keys point down, hot tables can be distributed by member, relationships never load by surprise."""

from sqlalchemy import inspect

from jinshui_study.app import create_app  # noqa: F401 maps every model
from jinshui_study.db import Base

LEVELS = [
    "http",
    "accounts",
    "media",
    "points questions moderation",
    "news learning arena practice",
    "branch",
]
BY_MEMBER = {"attempts", "answers", "ledger_entries", "member_standings", "exposures", "daily_progress"}


def level_of(module: str) -> int:
    slice_name = module.split(".")[1]
    return next(index for index, names in enumerate(LEVELS) if slice_name in names.split())


def models() -> list[type]:
    return [mapper.class_ for mapper in Base.registry.mappers]


def test_foreign_keys_point_down_or_stay() -> None:
    levels = {model.__tablename__: level_of(model.__module__) for model in models()}
    upward = [
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if levels[key.column.table.name] > levels[table.name]
    ]
    assert len(levels) > 15
    assert not upward


def test_hot_tables_begin_their_keys_with_the_member() -> None:
    for name in BY_MEMBER:
        assert next(iter(Base.metadata.tables[name].primary_key.columns)).name == "member_id", name


def test_relationships_to_many_never_load_by_surprise() -> None:
    for model in models():
        for relationship in inspect(model).relationships:
            assert not relationship.uselist or relationship.lazy == "raise_on_sql"
