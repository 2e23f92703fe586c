"""The daily figures, kept in the transaction of what happened: brought up to date, recomputed.

`add_*` may be called again and again: what a source gave before is taken away first, so that a
correction, an undone move or a late entry leaves nothing behind.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeVar

from sqlalchemy import Table, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from esat.production import tables
from workshops.laundry.figures import parts
from workshops.laundry.figures.models import DayClient, DayCycles, DayRejects, FigurePart
from workshops.laundry.figures.parts import Amounts, Given, Key

TABLES: Final[dict[str, Table]] = {
    "cycle": DayCycles.__table__,
    "client": DayClient.__table__,
    "reject": DayRejects.__table__,
}
MANY: Final = 500
Each = TypeVar("Each")
PASSAGES: Final = frozenset({parts.CAME, parts.LEFT})
PASSED: Final = ["source", "source_id", "last_day", "parts", "client_id", "kg"]
_DIALECTS: Final[dict[str, Any]] = {"sqlite": sqlite, "postgresql": postgresql}
_part, _item = FigurePart.__table__, tables.item


def add_cycles(session: Session, ids: Sequence[int]) -> None:
    """Bring the figures up to date with these cycles."""
    _add(session, "cycle", ids)


def add_items(session: Session, ids: Sequence[int]) -> None:
    """The same with these items: received, delivered, weighed again."""
    for source in (parts.CAME, parts.LEFT):
        _add(session, source, ids)


def add_passage(session: Session, source: str, item_id: int, day: date) -> None:
    """An item that just came (`parts.CAME`) or left: two statements when it is the first time."""
    session.flush()
    connection = session.connection()
    values = {"source": source, "item_id": item_id, "day": day}
    kept = connection.execute(_keeping(connection.dialect.name, source), values).first()
    if kept is not None:
        given = parts.passage(source, item_id, day, kept.client_id, kept.kg)
        _add_all(session, parts.summed([given]))
    elif _is_ours(session, item_id):
        add_items(session, [item_id])


def add_orders(session: Session, ids: Sequence[int]) -> None:
    """The same with these orders: closed, reopened, promised for another day."""
    _add(session, "order", ids)


def add_rejects(session: Session, ids: Sequence[int]) -> None:
    """The same with these rows of rejects."""
    _add(session, "reject", ids)


def put(session: Session, source: str, ids: Sequence[int], given: Iterable[Given]) -> None:
    """What these sources give now, in place of what they gave before."""
    before = _kept(session, source, ids)
    now = {one.source_id: one for one in given}
    changed = [
        key for key in ids
        if (parts.written(now[key].parts) if key in now else "") != before.get(key, "")
    ]  # fmt: skip
    if not changed:
        return
    rows = parts.summed(now[key] for key in changed if key in now)
    old = parts.summed(
        Given(source, key, parts.read(before[key])) for key in changed if key in before
    )
    changes = {place: _less(rows.get(place, {}), old.get(place, {})) for place in {**old, **rows}}
    _add_all(session, changes)
    _keep(session, source, changed, before, now)


def rebuild(session: Session, since: date | None = None) -> int:
    """Recompute the days and months from the month of `since` on (all of them by default) from the
    rows and the journal; answers how many rows were wrong.
    """
    session.flush()
    since = None if since is None else since.replace(day=1)
    given = list(parts.of_all(session))
    wanted = parts.summed(given, since)
    wrong = differing(stored(session, since), wanted)
    if since is None:
        session.connection().execute(delete(_part))
        for some in _slices([one for one in given if one.parts]):
            _keep_all(session, some)
    else:
        _put_since(session, given, since)
    for name, table in TABLES.items():
        whole = delete(table)
        session.connection().execute(whole if since is None else whole.where(table.c.day >= since))
        rows = [_values(place, amounts) for place, amounts in wanted.items() if place[0] == name]
        for few in _slices(rows):
            session.connection().execute(table.insert(), few)
    return len(wrong)


def _put_since(session: Session, given: list[Given], since: date) -> None:
    """Every source that gives something to these days, or gave: it may have moved to others."""
    for source in parts.READERS:
        mine = {one.source_id: one for one in given if one.source == source}
        ids = _since(session, source, since) | {
            key for key, one in mine.items() if any(part.day >= since for part in one.parts)
        }
        for some in _slices(sorted(ids)):
            put(session, source, some, [mine[key] for key in some if key in mine])


def _since(session: Session, source: str, since: date) -> set[int]:
    """The sources that gave something to a day from `since` on."""
    query = select(_part.c.source_id).where(_part.c.source == source, _part.c.last_day >= since)
    return set(session.connection().execute(query).scalars())


def _slices(rows: Sequence[Each]) -> Iterator[Sequence[Each]]:
    for start in range(0, len(rows), MANY):
        yield rows[start : start + MANY]


def stored(session: Session, since: date | None = None) -> dict[Key, Amounts]:
    """The rows as they are kept, without what is nothing."""
    found: dict[Key, Amounts] = {}
    for name, table in TABLES.items():
        keys = [column.name for column in table.primary_key if column.name not in {"day", "span"}]
        query = select(table) if since is None else select(table).where(table.c.day >= since)
        for row in session.connection().execute(query).mappings():
            amounts = {
                column: Decimal(value)
                for column, value in row.items()
                if column not in {"day", "span", *keys} and value
            }
            if amounts:
                key = tuple(sorted((column, row[column]) for column in keys))
                found[name, (("day", row["day"].isoformat()), ("span", row["span"]), *key)] = (
                    amounts
                )
    return found


def differing(kept: dict[Key, Amounts], wanted: dict[Key, Amounts]) -> list[Key]:
    """The rows that are not what they should be."""
    full = {place: amounts for place, amounts in wanted.items() if any(amounts.values())}
    return [place for place in {**kept, **full} if kept.get(place) != full.get(place)]


def _add(session: Session, source: str, ids: Sequence[int]) -> None:
    if ids:
        session.flush()
        put(session, source, ids, parts.READERS[source](session, ids))


def _less(now: Amounts, old: Amounts) -> Amounts:
    names = {**now, **old}
    return {name: now.get(name, Decimal(0)) - old.get(name, Decimal(0)) for name in names}


def _add_all(session: Session, changes: dict[Key, Amounts]) -> None:
    """Add to rows, made where they are missing; one statement for those that change alike (a day
    and its month), whoever else adds.
    """
    alike: dict[tuple[str, frozenset[str]], list[dict[str, Any]]] = {}
    for place, amounts in changes.items():
        some = {name: value for name, value in amounts.items() if value}
        if some:
            alike.setdefault((place[0], frozenset(some)), []).append(_values(place, some))
    connection = session.connection()
    for (name, changed), rows in alike.items():
        connection.execute(_adding(connection.dialect.name, name, changed), rows)


# Written once each: every move of the laundry runs one of them.


@lru_cache(maxsize=128)
def _adding(dialect: str, name: str, changed: frozenset[str]) -> Any:
    """The statement that adds to these columns of rows, or makes them."""
    table = TABLES[name]
    made = _DIALECTS[dialect].insert(table)
    return made.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={column: table.c[column] + made.excluded[column] for column in changed},
    )


@lru_cache(maxsize=8)
def _keeping(dialect: str, source: str) -> Any:
    """The statement that keeps an item's passage, unless it is kept already."""
    made = _DIALECTS[dialect].insert(_part).from_select(PASSED, parts.chosen(source))
    return made.on_conflict_do_nothing().returning(_part.c.client_id, _part.c.kg)


def _is_ours(session: Session, item_id: int) -> bool:
    query = select(_item.c.workshop).where(_item.c.id == item_id)
    return session.connection().execute(query).scalar() == "laundry"


def _values(place: Key, amounts: Amounts) -> dict[str, Any]:
    """A whole row: its key, what is given, and nothing for the rest."""
    table, key = TABLES[place[0]], dict(place[1])
    row: dict[str, Any] = {column.name: 0 for column in table.c}
    whole = {column.name for column in table.c if column.type.python_type is int}
    row |= {name: int(value) if name in whole else value for name, value in amounts.items()}
    return row | key | {"day": date.fromisoformat(str(key["day"]))}


_KEPT = select(_part).where(
    _part.c.source == bindparam("source"), _part.c.source_id.in_(bindparam("ids", expanding=True))
)


def _kept(session: Session, source: str, ids: Sequence[int]) -> dict[int, str]:
    rows = session.connection().execute(_KEPT, {"source": source, "ids": list(ids)})
    return {row.source_id: _text(row) for row in rows}


def _text(row: Any) -> str:
    """What a source gave, as text."""
    if row.source not in PASSAGES:
        return str(row.parts)
    given = parts.passage(row.source, row.source_id, row.last_day, row.client_id, row.kg)
    return parts.written(given.parts)


def _keep(
    session: Session, source: str, changed: Sequence[int], before: dict[int, str],
    now: dict[int, Given],
) -> None:  # fmt: skip
    connection = session.connection()
    mine = _part.c.source == source
    gone = [key for key in changed if key in before and key not in now]
    if gone:
        connection.execute(delete(_part).where(mine, _part.c.source_id.in_(gone)))
    for key in (key for key in changed if key in before and key in now):
        connection.execute(
            update(_part).where(mine, _part.c.source_id == key).values(_row(now[key]))
        )
    _keep_all(session, [now[key] for key in changed if key not in before and key in now])


def _keep_all(session: Session, given: Sequence[Given]) -> None:
    rows = [_row(one) for one in given if one.parts]
    if rows:
        session.connection().execute(_part.insert(), rows)


def _row(one: Given) -> dict[str, Any]:
    row: dict[str, Any] = {
        "source": one.source,
        "source_id": one.source_id,
        "last_day": max(part.day for part in one.parts),
        "parts": "",
        "client_id": None,
        "kg": None,
    }
    if one.source not in PASSAGES:
        return row | {"parts": parts.written(one.parts)}
    (passed,) = one.parts
    amounts = dict(passed.amounts)
    unweighed = any(name.endswith("_unweighed") for name in amounts)
    weight = next((value for name, value in amounts.items() if name.endswith("_kg")), Decimal(0))
    return row | {
        "client_id": dict(passed.key)["client_id"],
        "kg": None if unweighed else weight,
    }


def newest_day(session: Session) -> date | None:
    """The last day of which there are figures."""
    found = [
        session.connection().execute(select(func.max(table.c.day))).scalar()
        for table in TABLES.values()
    ]
    return max((day for day in found if day is not None), default=None)
