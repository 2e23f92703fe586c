"""Records by version: the one in force, a further one, the history; nothing is ever changed."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from esat.errors import NotFound
from workshops.laundry.plant.models import (
    BinVersion,
    Family,
    Limit,
    Machine,
    Precaution,
    Programme,
)

Versioned = TypeVar("Versioned", Family, Machine, Programme, Precaution, Limit, BinVersion)


def newest(session: Session, table: type[Versioned], key: str) -> list[Versioned]:
    """The last version of every record, withdrawn ones included; `key` names its column."""
    return list(session.exec(_newest(table, key)))


def in_force(session: Session, table: type[Versioned], key: str) -> list[Versioned]:
    """The last version of every record that is not withdrawn."""
    return [row for row in newest(session, table, key) if not getattr(row, "withdrawn", False)]


def current(session: Session, table: type[Versioned], key: str, value: object) -> Versioned:
    """The version in force of one record. NotFound when there is none or it is withdrawn."""
    found = history(session, table, key, value)
    if not found or getattr(found[0], "withdrawn", False):
        raise NotFound("not_found")
    return found[0]


def history(
    session: Session, table: type[Versioned], key: str, value: object
) -> Sequence[Versioned]:
    """Every version of one record, the newest first."""
    found: Sequence[Versioned] = session.exec(_history(table, key), params={"wanted": value}).all()
    return found


def following(session: Session, table: type[Versioned], key: str, value: object) -> int:
    """The number of the next version of a record."""
    name: Any = getattr(table, key)
    last = session.exec(select(func.max(table.version)).where(name == value)).first()
    return (last or 0) + 1


# Built once each: every load and every cycle asks them.


@lru_cache(maxsize=32)
def _newest(table: type[Any], key: str) -> Any:
    name: Any = getattr(table, key)
    last = select(name, func.max(table.version).label("version")).group_by(name).subquery()
    query = select(table).join(last, (last.c[key] == name) & (last.c.version == col(table.version)))
    return query.order_by(name)


@lru_cache(maxsize=32)
def _history(table: type[Any], key: str) -> Any:
    name: Any = getattr(table, key)
    return select(table).where(name == bindparam("wanted")).order_by(col(table.version).desc())
