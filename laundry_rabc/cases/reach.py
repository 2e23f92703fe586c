"""What linen is concerned by a lot that went wrong: what was in it then, and all made of it since.

    lot --> its linen --> the loads that it joined since --> what travelled there --> parcels

What lay in a load beside it is concerned too: nobody can tell them apart any more. Linen that left
before, a part cut off before, is not; nor is what was washed again to the end since, and a load
that waits for the washer is dirty anyway: the way stops there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, or_, select
from sqlmodel import Session

from esat.production import tables
from esat.production.models import ItemLink, LotLink
from workshops.laundry.washing.models import Cycle
from workshops.laundry.washing.rules import WAITING

_item, _lot, _member = tables.item, tables.lot, tables.lot_item
_parts: Any = ItemLink.__table__
_loads: Any = LotLink.__table__
_cycle: Any = Cycle.__table__
AT_ONCE: Final = 5000
"""How many keys one statement is asked about."""
DIRTY: Final = (*WAITING, "washing")

Moments = dict[int, datetime]


def concerned(session: Session, lots: Mapping[int, datetime]) -> set[int]:
    """The items concerned, in house or gone, by lots that went wrong each since a moment."""
    return set(since(session, lots))


def since(session: Session, lots: Mapping[int, datetime]) -> Moments:
    """The same, each with the moment since which it is."""
    found: Moments = {}
    cleaned: Moments = {}
    seen: set[int] = set()
    ahead = dict(lots)
    while ahead:
        seen |= set(ahead)
        further = _made_of(session, ahead)
        fresh = _new(_inside(session, ahead), found)
        while fresh:
            found |= fresh
            cleaned |= _washed_again(session, fresh, lots)
            further = _earliest(further, _joined(session, fresh, cleaned))
            fresh = _new(_parted(session, fresh, cleaned), found)
        unseen = {lot: at for lot, at in further.items() if lot not in seen}
        ahead = _clean_side(session, unseen)
    return {item: at for item, at in found.items() if item not in cleaned}


def in_house(session: Session, items: Iterable[int]) -> list[int]:
    """Those that are still here: neither handed over nor taken up into something else."""

    def asked(some: list[int]) -> Select[Any]:
        return select(_item.c.id).where(
            _item.c.id.in_(some), _item.c.closed_at.is_(None), _item.c.stage != "expected"
        )

    return sorted(row.id for row in _rows(session, items, asked))


def handed_over(session: Session, items: Iterable[int]) -> list[int]:
    """Those that their client has."""

    def asked(some: list[int]) -> Select[Any]:
        return select(_item.c.id).where(_item.c.id.in_(some), _item.c.stage == "handed_over")

    return sorted(row.id for row in _rows(session, items, asked))


def _rows(
    session: Session, keys: Iterable[int], asked: Callable[[list[int]], Select[Any]]
) -> Iterator[Any]:
    """What a statement answers of many keys, some at a time."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), AT_ONCE):
        yield from session.connection().execute(asked(wanted[start : start + AT_ONCE]))


def _new(some: Moments, known: Moments) -> Moments:
    """What is not known yet, or was concerned earlier than we knew."""
    return {key: at for key, at in some.items() if key not in known or at < known[key]}


def _earliest(one: Moments, other: Moments) -> Moments:
    both = dict(one)
    for key, at in other.items():
        both[key] = min(at, both.get(key, at))
    return both


def _inside(session: Session, lots: Mapping[int, datetime]) -> Moments:
    """What was in these lots at their moment, or joined them later: since then."""

    def asked(some: list[int]) -> Select[Any]:
        columns = (_member.c.lot_id, _member.c.item_id, _member.c.joined_at, _member.c.left_at)
        return select(*columns).where(_member.c.lot_id.in_(some))

    found: Moments = {}
    for row in _rows(session, lots, asked):
        at = lots[row.lot_id]
        if row.left_at is None or row.left_at >= at:
            found = _earliest(found, {row.item_id: max(at, row.joined_at)})
    return found


def _washed_again(session: Session, items: Moments, wrong: Mapping[int, datetime]) -> Moments:
    """When each of them began a further wash that went to its end, in a lot that did not go wrong
    itself.
    """

    def asked(some: list[int]) -> Select[Any]:
        return (
            select(_member.c.item_id, _member.c.left_at, _cycle.c.started_at, _cycle.c.lot_id)
            .join(_cycle, _cycle.c.lot_id == _member.c.lot_id)
            .where(
                _member.c.item_id.in_(some),
                _cycle.c.kind == "wash",
                _cycle.c.outcome == "done",
                _member.c.joined_at <= _cycle.c.ended_at,
            )
        )

    found: Moments = {}
    for row in _rows(session, items, asked):
        stayed = row.left_at is None or row.left_at >= row.started_at
        bad = row.lot_id in wrong and row.started_at <= wrong[row.lot_id]
        if stayed and not bad and row.started_at >= items[row.item_id]:
            found = _earliest(found, {row.item_id: row.started_at})
    return found


def _parted(session: Session, items: Moments, cleaned: Moments) -> Moments:
    """What was cut or made of them since, before they were washed again."""

    def asked(some: list[int]) -> Select[Any]:
        return select(_parts.c.parent_id, _parts.c.child_id, _parts.c.at).where(
            _parts.c.parent_id.in_(some)
        )

    found: Moments = {}
    for row in _rows(session, items, asked):
        before = row.parent_id not in cleaned or row.at < cleaned[row.parent_id]
        if row.at >= items[row.parent_id] and before:
            found = _earliest(found, {row.child_id: row.at})
    return found


def _joined(session: Session, items: Moments, cleaned: Moments) -> Moments:
    """The lots that they are in, or joined since: each since they were in it."""

    def asked(some: list[int]) -> Select[Any]:
        columns = (_member.c.lot_id, _member.c.item_id, _member.c.joined_at, _member.c.left_at)
        return select(*columns).where(_member.c.item_id.in_(some))

    found: Moments = {}
    for row in _rows(session, items, asked):
        at = items[row.item_id]
        before = row.item_id not in cleaned or row.joined_at < cleaned[row.item_id]
        if before and (row.left_at is None or row.left_at >= at):
            found = _earliest(found, {row.lot_id: max(at, row.joined_at)})
    return found


def _made_of(session: Session, lots: Mapping[int, datetime]) -> Moments:
    """The lots that were made of these since."""

    def asked(some: list[int]) -> Select[Any]:
        return select(_loads.c.parent_id, _loads.c.child_id, _loads.c.at).where(
            _loads.c.parent_id.in_(some)
        )

    found: Moments = {}
    for row in _rows(session, lots, asked):
        if row.at >= lots[row.parent_id]:
            found = _earliest(found, {row.child_id: row.at})
    return found


def _clean_side(session: Session, lots: Moments) -> Moments:
    """Those of these lots that do not wait for the washer and were not washed themselves."""

    def asked(some: list[int]) -> Select[Any]:
        washed = select(_cycle.c.id).where(_cycle.c.lot_id == _lot.c.id, _cycle.c.kind == "wash")
        return select(_lot.c.id).where(
            _lot.c.id.in_(some), or_(_lot.c.stage.in_(DIRTY), washed.exists())
        )

    stopped = {row.id for row in _rows(session, lots, asked)}
    return {lot: at for lot, at in lots.items() if lot not in stopped}
