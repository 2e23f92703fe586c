"""Engine, sessions and column types: how rows are kept; it knows no table.

A transaction begins and ends at one of three doors: a request, a command, a job. `Database.write`
is what they open; services are given the session and never commit.
"""

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakSet

from sqlalchemy import (
    BigInteger,
    Connection,
    Dialect,
    Engine,
    Numeric,
    Select,
    Table,
    create_engine,
    event,
)
from sqlalchemy import Row as Found
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Session, SQLModel

from esat.folding import fold
from esat.locks import WriteLock

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
    "PRAGMA temp_store=MEMORY",
)


class Row(SQLModel):
    """Base of every table: assignments are validated, which SQLModel leaves off by default.

    What validates a row is built when one is first assigned to, not when the house starts.
    """

    model_config = {"validate_assignment": True, "defer_build": True}

    if TYPE_CHECKING:
        __table__: ClassVar[Table]


class Quantity(TypeDecorator[Decimal]):
    """A decimal kept exactly: NUMERIC on PostgreSQL, a scaled integer on SQLite (no floats)."""

    impl = Numeric(14, 3)
    cache_ok = True
    places = 3

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(14, self.places))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        exact = Decimal(value)
        scaled = exact.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            msg = f"more than {self.places} decimals: {value}"
            raise ValueError(msg)
        return int(scaled) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return Decimal(value).scaleb(-self.places)
        return Decimal(value)


class Unit(Session):
    """A session that remembers its connection while its transaction lasts: a capture asks often."""

    _mine: Connection | None = None

    def connection(self, *args: Any, **options: Any) -> Connection:
        if args or options:
            return super().connection(*args, **options)
        mine = self._mine
        if mine is None or not mine.in_transaction():
            mine = self._mine = super().connection()
        return mine


class _Looking:
    """A connection for each thread that is never given back: fetching one from the pool, beginning
    and rolling back cost five times the SELECT. SQLite ends a lone SELECT with its last row.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._mine = threading.local()
        self._open: WeakSet[Connection] = WeakSet()

    def rows(self, query: Select[Any], values: Mapping[str, object]) -> Sequence[Found[Any]]:
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is None or mine.closed:
            mine = self._mine.connection = self._engine.connect()
            self._open.add(mine)
        try:
            return mine.execute(query, values).all()
        except BaseException:
            mine.close()
            raise

    def close(self) -> None:
        for connection in tuple(self._open):
            connection.close()
        self._engine.dispose()


class Database:
    """One database: reads that leave nothing, writes that wait their turn and commit once."""

    def __init__(self, url: str, *, pool: int = 20) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.path = Path(self.url.database) if self.is_sqlite and self.url.database else None
        self.engine = _engine(url, self.is_sqlite, pool)
        self._writer = (
            _engine(url, self.is_sqlite, pool, "BEGIN IMMEDIATE") if self.is_sqlite else self.engine
        )
        self._looking = _Looking(_engine(url, self.is_sqlite, pool, "")) if self.is_sqlite else None
        lock = None if self.path is None else self.path.with_name(self.path.name + ".lock")
        self._lock = WriteLock(lock) if self.is_sqlite else None

    def session(self, *, write: bool) -> Session:
        """A bare session; prefer `read` and `write`."""
        return Unit(self._writer if write else self.engine, expire_on_commit=False)

    def turn(self) -> AbstractContextManager[None]:
        """The writer's turn: queued on SQLite, nothing to wait for on PostgreSQL."""
        return self._lock if self._lock is not None else nullcontext()

    def look(self, query: Select[Any], values: Mapping[str, object]) -> Sequence[Found[Any]]:
        """The rows of one SELECT alone, as they stand now: no session, no transaction around it."""
        if self._looking is not None:
            return self._looking.rows(query, values)
        with self.engine.connect() as connection:
            return connection.execute(query, values).all()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that is always rolled back; what was loaded may be read after it."""
        with self.session(write=False) as session:
            yield session
            session.expunge_all()
            session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One unit of work: committed when the block ends, undone when it raises."""
        with self.turn(), self.session(write=True) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    def disconnect(self) -> None:
        """Close every idle connection; the next one asked for is new."""
        self.engine.dispose()
        self._writer.dispose()
        if self._looking is not None:
            self._looking.close()

    def dispose(self) -> None:
        self.disconnect()
        if self._lock is not None:
            self._lock.close()


def unit_of_work(database: Database) -> AbstractContextManager[Session]:
    """The door of commands and scripts."""
    return database.write()


def _engine(url: str, is_sqlite: bool, pool: int, begin: str = "BEGIN") -> Engine:  # noqa: FBT001 - private
    if not is_sqlite:
        return create_engine(url, pool_size=pool, max_overflow=pool, pool_pre_ping=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_use_lifo=True,  # the connection used last has the warmest caches
        pool_size=pool,
        max_overflow=pool if begin else -1,  # a look is one a thread, however many there are
        connect_args={"check_same_thread": False, "cached_statements": 256},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    # By the dialect and not by the event "begin": a listener makes every statement twice as dear.
    engine.dialect.do_begin = partial(_begin, begin)  # type: ignore[method-assign]
    return engine


def _begin(begin: str, connection: Any) -> None:
    if begin:
        connection.dbapi_connection.execute(begin)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Pragmas, and BEGIN in our own hands: the driver's own way loses updates silently."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)
    connection.create_function("sans_accent", 1, _folded, deterministic=True)
    connection.create_collation("fr", _compare_french)


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _compare_french(left: str, right: str) -> int:
    a, b = (fold(left), left), (fold(right), right)
    return (a > b) - (a < b)


def exactly_one(*columns: str) -> str:
    """A check that one and only one of the columns is filled, in SQL that both databases read."""
    terms = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in columns)
    return f"{terms} = 1"


def disk_full(error: BaseException) -> bool:
    """Whether an error says that the disk, not the user, is at fault."""
    text = str(error).lower()
    return any(sign in text for sign in ("disk is full", "disk i/o error", "no space left"))
