"""Putting a restored installation in the place of the old one, which is kept aside."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import DatabaseError
from sqlmodel import col, select

from esat import clock, schema
from esat.db import Database
from esat.errors import Refused
from esat.operations import archive, tables
from esat.scheduler.models import WorkerLease
from esat.web.door import House

Move = Callable[[Path, Path], None]


def is_free(house: House) -> bool:
    """Whether nothing would be replaced. A base that cannot be read is something."""
    if archive.parts_of(house.settings.data_dir):
        return False
    database = house.database
    if database.path is not None and not database.path.exists():
        return True
    try:
        return tables.is_empty(database)
    except DatabaseError:
        return False


@contextmanager
def stopped(house: House) -> Iterator[None]:
    """Hold the data folder. Refuses `already_served` while a server uses it, `jobs_running`."""
    if _jobs_run(house.database):
        raise Refused("jobs_running")
    with (house.settings.data_dir / "serve.lock").open("ab") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused("already_served") from error
        yield


def put_in_place(house: House, staged: Path, aside: Path) -> str:
    """Files first and the base last; whatever fails, everything goes back to where it was.

    Says in French where the old installation is, nothing when there was none.
    """
    with _all_or_nothing() as move:
        for name in (*archive.FOLDERS, archive.HEADS):
            _exchange(move, staged / name, house.settings.data_dir / name, aside / name)
        if house.database.path is None:
            kept = _into_postgresql(house.database, staged / archive.BASE, aside.name)
        else:
            _into_sqlite(move, house.database, staged / archive.BASE, aside)
            kept = ""
    return " et ".join(filter(None, (kept, str(aside) if aside.exists() else "")))


def _into_sqlite(move: Move, database: Database, base: Path, aside: Path) -> None:
    there = database.path or base
    with database.turn():
        database.disconnect()
        for end in ("-wal", "-shm", ""):
            old = there.with_name(there.name + end)
            if old.exists():
                move(old, aside / old.name)
        move(base, there)


def _into_postgresql(database: Database, base: Path, aside: str) -> str:
    """One transaction: the old schema takes another name, a new one is made and filled."""
    kept = ""
    source = Database(f"sqlite:///{base}")
    try:
        with tables.snapshot(source) as reading, database.write() as session:
            target = session.connection()
            target.execute(sa.text("SET LOCAL lock_timeout = '30s'"))
            if tables.counts(target):
                kept = _schema_aside(target, aside.replace("-", "_"))
            command.upgrade(schema.config(target), "head")
            tables.copy(reading, target)
            if tables.journal_hash(target) != tables.journal_hash(reading):
                raise Refused("copy_differs", what="le journal")
    finally:
        source.dispose()
    return kept


def _schema_aside(target: sa.Connection, old: str) -> str:
    """Give the schema another name and make an empty one in its place; says where the old is."""
    quote = target.dialect.identifier_preparer.quote
    named = target.execute(sa.text("SELECT current_schema()")).scalar_one()
    target.execute(sa.text(f"ALTER SCHEMA {quote(named)} RENAME TO {quote(old)}"))
    target.execute(sa.text(f"CREATE SCHEMA {quote(named)}"))
    return f"le schéma {old} de la base"


def _exchange(move: Move, new: Path, there: Path, aside: Path) -> None:
    if there.exists():
        move(there, aside)
    if new.exists():
        move(new, there)


@contextmanager
def _all_or_nothing() -> Iterator[Move]:
    done: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
        done.append((source, target))

    try:
        yield move
    except BaseException:
        for source, target in reversed(done):
            shutil.move(target, source)
        raise


def _jobs_run(database: Database) -> bool:
    """Whether the scheduler holds its lease; a base that is absent or broken has none."""
    if database.path is not None and not database.path.exists():
        return False
    try:
        with database.read() as session:
            query = select(WorkerLease).where(col(WorkerLease.until) > clock.now())
            return session.exec(query).first() is not None
    except DatabaseError:
        return False
