"""Rows carried from one database to another, whatever the two are; it knows no file."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from esat.db import Database
from esat.errors import Refused
from esat.production import seals

AT_ONCE = 1000
OWN_OF_ALEMBIC = "alembic_version"


@contextmanager
def snapshot(database: Database) -> Iterator[sa.Connection]:
    """A connection that sees one moment of the base, however long it is read."""
    options: dict[str, Any] = {} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with database.engine.connect().execution_options(**options) as connection:
        yield connection


def copy(
    source: sa.Connection, target: sa.Connection, told: Callable[[str], None] = lambda _: None
) -> dict[str, int]:
    """Copy every table into the same, empty, tables of `target`; gives the count of each.

    Refuses `tables_unknown` when the source holds rows of tables that no loaded module declares:
    they would be lost in silence.
    """
    refuse_unknown_tables(source)
    if target.dialect.name == "sqlite":
        target.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    done = {}
    for table in SQLModel.metadata.sorted_tables:
        told(table.name)
        done[table.name] = _copy_table(source, target, table)
        if target.dialect.name == "postgresql":
            _set_sequence(target, table)
    return done


def refuse_unknown_tables(connection: sa.Connection) -> None:
    """Tables of modules that are not loaded may be there, as long as nothing is in them."""
    filled = {name for name, count in counts(connection).items() if count}
    if names := sorted(filled - set(SQLModel.metadata.tables)):
        raise Refused("tables_unknown", names=", ".join(names))


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many rows each table of this base holds, the loaded modules' and others."""
    names = sorted(set(sa.inspect(connection).get_table_names()) - {OWN_OF_ALEMBIC})
    return {
        name: connection.execute(
            sa.select(sa.func.count()).select_from(sa.table(name))
        ).scalar_one()
        for name in names
    }


def is_empty(database: Database) -> bool:
    """Whether no table of this base holds a row, or there is no table at all."""
    with database.engine.connect() as connection:
        return not any(counts(connection).values())


def last_seal(connection: sa.Connection) -> str:
    """The head of the last seal, empty when nothing was sealed."""
    query = sa.text("SELECT head FROM seal ORDER BY id DESC LIMIT 1")
    return str(connection.execute(query).scalar() or "")


def journal_hash(connection: sa.Connection) -> str:
    """One hash over every event and every seal, the same on both kinds of database."""
    whole = hashlib.sha256()
    for name in ("event", "seal"):
        for row in _rows(connection, SQLModel.metadata.tables[name]):
            whole.update(seals.canonical(row))
    return whole.hexdigest()


def _copy_table(source: sa.Connection, target: sa.Connection, table: sa.Table) -> int:
    total, waiting = 0, []
    insert = _plain(table).insert()
    for row in _rows(source, table):
        waiting.append(dict(row))
        if len(waiting) == AT_ONCE:
            target.execute(insert, waiting)
            total, waiting = total + len(waiting), []
    if waiting:
        target.execute(insert, waiting)
    return total + len(waiting)


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[Any]:
    plain = _plain(table)
    query = sa.select(plain).order_by(*(plain.c[key.name] for key in table.primary_key))
    found = connection.execute(query, execution_options={"yield_per": AT_ONCE})
    yield from found.mappings()


def _plain(table: sa.Table) -> sa.TableClause:
    """The table without defaults, and with JSON that writes None as NULL, not as `null`."""
    return sa.table(
        table.name,
        *(
            sa.column(
                column.name,
                sa.JSON(none_as_null=True) if isinstance(column.type, sa.JSON) else column.type,
            )
            for column in table.columns
        ),
    )


def _set_sequence(target: sa.Connection, table: sa.Table) -> None:
    """The next number follows the last one copied."""
    key = table.autoincrement_column
    if key is None:
        return
    name = target.dialect.identifier_preparer.quote(table.name)
    sequence = target.execute(
        sa.text("SELECT pg_get_serial_sequence(:name, :key)"), {"name": name, "key": key.name}
    ).scalar_one()
    last = target.execute(sa.select(sa.func.max(key))).scalar_one()
    if sequence is not None and last is not None:
        target.execute(sa.select(sa.func.setval(sequence, last)))
