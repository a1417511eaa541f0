"""How migrations run: inside the application, on its engine, in one transaction."""

from alembic import context
from flask import current_app
from sqlalchemy import text

from jinshui_study.db import UTCDateTime, db, set_writing

FOREIGN_KEYS_BROKEN = "迁移后有外键指向不存在的行，已停止。"


def render_item(kind, item, autogen_context):
    """Write our time type as the plain one it is stored as, so that migrations don't import the application."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    options = dict(current_app.extensions["migrate"].configure_args)
    engine = db.engine
    set_writing(True)
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:  # altering a parent table copies it; with foreign keys on, its children would be deleted
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            compare_type=True,
            **{name: value for name, value in options.items() if name != "compare_type"},
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
                if sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                    raise RuntimeError(FOREIGN_KEYS_BROKEN)
        finally:
            if sqlite:
                connection.rollback()  # ends the check's transaction, within which the PRAGMA would do nothing
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
    set_writing(False)


run()
