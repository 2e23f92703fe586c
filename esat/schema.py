"""The schema's door: upgrade it, say whether it equals the models, make it for a test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from esat.db import Database
from esat.migrations import triggers

HERE = Path(__file__).parent / "migrations"
KEPT = 4
_seen: dict[tuple[object, ...], list[str]] = {}
"""What the last schemas compared differ by: reading 140 tables back takes half a second."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up to a revision; on SQLite foreign keys are off meanwhile, then checked."""
    _migrate(database, command.upgrade, revision)


def downgrade(database: Database, revision: str) -> None:
    """Bring the schema back down to a revision."""
    _migrate(database, command.downgrade, revision)


def _migrate(database: Database, act: Callable[[Config, str], None], revision: str) -> None:
    """A batch copy with foreign keys on would empty the tables that point at the copied one."""
    with database.turn(), database.engine.connect() as connection:
        if database.is_sqlite:
            _pragma(connection, "PRAGMA foreign_keys=OFF")
        try:
            act(config(connection), revision)
        finally:
            if database.is_sqlite:
                _pragma(connection, "PRAGMA foreign_keys=ON")
        if database.is_sqlite and (broken := _pragma(connection, "PRAGMA foreign_key_check")):
            msg = f"foreign keys broken by a migration: {broken[:5]}"
            raise RuntimeError(msg)


def _pragma(connection: Connection, statement: str) -> list[Any]:
    """Outside any transaction, where alone SQLite listens to it."""
    plain: Any = connection.connection.dbapi_connection
    return list(plain.execute(statement).fetchall())


def bring_up(database: Database, owner_url: str = "") -> None:
    """Bring the schema to the head as its owner, when another role owns it (PostgreSQL)."""
    if not owner_url or owner_url == database.url.render_as_string(hide_password=False):
        upgrade(database)
        return
    owner = Database(owner_url)
    try:
        upgrade(owner)
        if database.url.username and database.url.username != owner.url.username:
            open_to(owner, database.url.username)
    finally:
        owner.dispose()


def open_to(owner: Database, role: str) -> None:
    """Let the application's role read and write, but only add to what only grows (PostgreSQL)."""
    quoted = owner.engine.dialect.identifier_preparer.quote(role)
    grown = ", ".join(triggers.APPEND_ONLY)
    with owner.write() as session:
        for statement in (
            f"GRANT USAGE ON SCHEMA public TO {quoted}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
            f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {grown} FROM {quoted}",
        ):
            session.connection().execute(text(statement))


def head() -> str | None:
    """The newest revision of the code."""
    return ScriptDirectory.from_config(config()).get_current_head()


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at."""
    return MigrationContext.configure(connection).get_current_revision()


def differences(database: Database) -> list[str]:
    """What differs between the database and the models; empty when they are equal."""
    with database.engine.connect() as connection:
        found = _compared(connection)
        found += [f"trigger missing: {name}" for name in triggers.missing(connection)]
        current = revision_of(connection)
        if current != head():
            found.append(f"revision {current}, head {head()}")
    return found


def _compared(connection: Connection) -> list[str]:
    """What differs between the tables and the models. SQLite keeps the text that made each table,
    and the same texts differ by the same: they are compared once.
    """
    texts = _texts(connection)
    if texts is None:
        return _compare(connection)
    if texts not in _seen:
        while len(_seen) >= KEPT:
            del _seen[next(iter(_seen))]
        _seen[texts] = _compare(connection)
    return list(_seen[texts])


def _texts(connection: Connection) -> tuple[object, ...] | None:
    """The statements that made this schema, and the names of the models; SQLite alone has them."""
    if connection.dialect.name != "sqlite":
        return None
    asked = text("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    made = (tuple(row) for row in connection.execute(asked))
    return (*SQLModel.metadata.tables, *made)


def _compare(connection: Connection) -> list[str]:
    at = MigrationContext.configure(connection, opts={"compare_type": True})
    return [str(difference) for difference in compare_metadata(at, SQLModel.metadata)]
