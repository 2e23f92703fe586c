"""Databases for tests: one template made once, a savepoint a test, a whole copy when asked."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select
from sqlmodel import Session, SQLModel

from esat.db import Database
from esat.migrations import triggers
from tests.pg_cluster import database as pg_database

SERVER = "ESAT_TEST_DATABASE_URL"
_COPIED: list[str] = []
"""The database to copy, where there is a server."""


class Bound(Database):
    """A database all of whose sessions live in one transaction, undone after the test."""

    def __init__(self, whole: Database, connection: Connection) -> None:
        self.url, self.is_sqlite, self.path = whole.url, whole.is_sqlite, whole.path
        self.engine = whole.engine
        self.connection = connection
        self._lock = None

    def session(self, *, write: bool) -> Session:
        del write
        return Session(
            self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )

    def look(self, query: Select[Any], values: Mapping[str, object]) -> Sequence[Row[Any]]:
        return self.connection.execute(query, values).all()

    def turn(self) -> AbstractContextManager[None]:
        return nullcontext()

    def dispose(self) -> None:
        """The connection is closed by the fixture."""


def build(database: Database) -> None:
    """Every table of every module loaded, and the triggers."""
    with database.turn(), database.engine.connect() as connection:
        SQLModel.metadata.create_all(connection)
        triggers.install(connection, triggers.APPEND_ONLY)
        connection.commit()
    database.engine.dispose()  # the last connection closed, the WAL is in the file that is copied


def server() -> str:
    """The PostgreSQL server of this run, empty when the run is on SQLite."""
    return os.environ.get(SERVER, "")


@contextmanager
def template(folder: Path) -> Iterator[Database]:
    """The database that every test of this worker shares."""
    with _url(folder / "template.db") as url, _pristine():
        made = Database(url)
        build(made)
        yield made
        made.dispose()


@contextmanager
def alone(template_path: Path | None, folder: Path) -> Iterator[Database]:
    """A database of one's own: real commits, real threads, real processes."""
    with _url(folder / "esat.db", like=_COPIED[-1] if _COPIED else "") as url:
        made = Database(url)
        if template_path is not None and made.path is not None:
            shutil.copyfile(template_path, made.path)
        elif not _COPIED:
            build(made)
        yield made
        made.dispose()


@contextmanager
def _pristine() -> Iterator[None]:
    """On a server, a database that this process builds once: nobody connects to it, so that those
    of one's own are copies of it.
    """
    if not server():
        yield
        return
    name = f"esat_{uuid4().hex[:12]}"
    with pg_database(server(), name) as url:
        made = Database(url)
        build(made)
        made.dispose()
        _COPIED.append(name)
        yield
        _COPIED.remove(name)


@contextmanager
def empty(folder: Path) -> Iterator[Database]:
    """A database without any table."""
    with _url(folder / "empty.db") as url:
        made = Database(url)
        yield made
        made.dispose()


@contextmanager
def bound(whole: Database) -> Iterator[Bound]:
    """The shared database in a transaction that is undone."""
    with whole.engine.connect() as connection:
        outer = connection.begin()
        yield Bound(whole, connection)
        outer.rollback()


@contextmanager
def _url(path: Path, like: str = "") -> Iterator[str]:
    if not server():
        yield f"sqlite:///{path}"
        return
    with pg_database(server(), f"esat_{uuid4().hex[:12]}", like) as url:
        yield url
