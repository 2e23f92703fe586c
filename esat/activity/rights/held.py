"""What the house holds of a worker: each family names its tables and says it in easy words.

A test walks the schema: a table that names a worker and stands in no family fails it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlmodel import Session, SQLModel

from esat.workers.models import Worker

Say = Callable[[Session, Worker], Iterable[str]]
Open = Callable[[Mapping[str, Any]], Any]
"""From a row to what its sealed column says."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A table, and the way from a row of it to the worker: a column of its own, or the column
    `key` that names a row of `parent`. `opened` reads what is sealed.
    """

    table: str
    key: str = "worker_id"
    parent: str = ""
    opened: tuple[tuple[str, Open], ...] = ()

    @property
    def exists(self) -> bool:
        """Whether the modules of this house bring the table."""
        return self.table in SQLModel.metadata.tables

    def of(self, worker_id: int, *columns: ColumnElement[Any]) -> Select[Any]:
        """The rows of a worker, in the order in which they came."""
        table = _table(self.table)
        query = select(*columns) if columns else select(table)
        if not self.parent:
            return query.select_from(table).where(table.c[self.key] == worker_id)
        parent = _table(self.parent)
        joined = table.join(parent, table.c[self.key] == parent.c.id)
        return query.select_from(joined).where(parent.c.worker_id == worker_id)


@dataclass(frozen=True, slots=True)
class Held:
    """A family of what is held: its title, its tables, and what the readable statement says."""

    code: str
    title: str
    pictogram: str
    tables: tuple[Kept, ...]
    say: Say


NEVER_GIVEN: Final = frozenset({
    "password_hash", "totp_secret", "totp_last_step", "pin_hash", "badge_code", "digest",
})  # fmt: skip
"""Keys of the house's doors: they are no words about anybody."""


def count(session: Session, kept: Kept, worker_id: int) -> int:
    """How many rows of a table are about a worker."""
    if not kept.exists:
        return 0
    return int(session.connection().execute(kept.of(worker_id, func.count())).scalar_one())


def rows(session: Session, kept: Kept, worker_id: int) -> Iterator[dict[str, Any]]:
    """The rows themselves, seals opened, keys of doors left out."""
    if not kept.exists:
        return
    table = _table(kept.table)
    opened = dict(kept.opened)
    query = kept.of(worker_id).order_by(*table.primary_key.columns)
    for row in session.connection().execute(query).mappings():
        yield {
            name: opened[name](dict(row)) if name in opened and value else value
            for name, value in row.items()
            if name not in NEVER_GIVEN
        }


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]
