"""Which lot was in which pump, for which machine, when; and what an empty pump left without."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from laundry_rabc.prereq import pieces
from laundry_rabc.prereq.models import Product, ProductLot, Pump, PumpEvent, PumpFill, PumpMachine
from laundry_rabc.prereq.pieces import Piece
from laundry_rabc.prereq.saying import standing


@dataclass(frozen=True, slots=True)
class EmptyWindow:
    """A machine that a product did not reach from a moment until another (None: it still lasts).
    `product` is the word by which programmes dose it; empty when nobody said what
    was in the pump, which may then be any.
    """

    event_id: int
    pump_id: int
    pump: str
    machine_id: int
    product: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """The history of pumps: their lots by time, and the machines that each served by time."""

    lots: dict[int, list[Piece[int | None]]]
    served: dict[tuple[int, int], list[Piece[bool]]]
    """By pump and machine."""


def held(
    session: Session, *, machine_id: int | None = None, pumps: Collection[int] | None = None
) -> Held:
    """The history of the pumps given, or of those that ever served a machine. Two statements."""
    query = select(PumpMachine).order_by(col(PumpMachine.id))
    if machine_id is not None:
        query = query.where(PumpMachine.machine_id == machine_id)
    if pumps is not None:
        query = query.where(col(PumpMachine.pump_id).in_(pumps))
    served = defaultdict[tuple[int, int], list[tuple[datetime, bool]]](list)
    for row in session.exec(query):
        served[row.pump_id, row.machine_id].append((row.at, row.serves))
    wanted = set(pumps or ()) | {pump_id for pump_id, _ in served}
    fills = standing(PumpFill).where(col(PumpFill.pump_id).in_(wanted))
    lots = defaultdict[int, list[tuple[datetime, int | None]]](list)
    for fill in session.exec(fills.order_by(col(PumpFill.id))):
        lots[fill.pump_id].append((fill.at, fill.lot_id))
    return Held(
        {key: list(pieces.pieces(changes)) for key, changes in lots.items()},
        {key: list(pieces.pieces(changes)) for key, changes in served.items()},
    )


def in_pumps(known: Held, machine_id: int, at: datetime) -> list[tuple[int, int | None]]:
    """The pumps that served a machine at a moment, each with its lot."""
    return [
        (pump_id, pieces.at(known.lots.get(pump_id, []), at))
        for (pump_id, machine), served in known.served.items()
        if machine == machine_id and pieces.at(served, at)
    ]


def of(
    session: Session, events: Sequence[PumpEvent], since: datetime, until: datetime
) -> tuple[EmptyWindow, ...]:
    """The windows of these events within two moments: one for each machine and product, the
    product being the one in the pump before it ran dry. Four statements.
    """
    if not events:
        return ()
    pumps = {one.pump_id for one in events}
    known = held(session, pumps=pumps)
    names = dict(session.exec(select(Pump.id, Pump.code).where(col(Pump.id).in_(pumps))).all())
    words = _words(session, known)
    return tuple(
        window
        for event in events
        for one in _of_event(event, known, _products(known, words, event.pump_id), names)
        if (window := _within(one, since, until)) is not None
    )


def _of_event(
    event: PumpEvent, known: Held, products: list[Piece[str]], names: dict[int | None, str]
) -> list[EmptyWindow]:
    """What one event left without, over its whole length."""
    return [
        EmptyWindow(
            event.id or 0, event.pump_id, names[event.pump_id], machine_id, product.value,
            piece.since, piece.until,
        )
        for (pump_id, machine_id), served in known.served.items()
        if pump_id == event.pump_id
        for product in pieces.cut(products, event.at, event.until)
        for piece in pieces.cut(
            [one for one in served if one.value], product.since, product.until
        )
    ]  # fmt: skip


def _within(one: EmptyWindow, since: datetime, until: datetime) -> EmptyWindow | None:
    """The window where it touches the two moments; one that still lasts keeps no end."""
    if one.since >= until or (one.until is not None and one.until <= since):
        return None
    end = None if one.until is None else min(one.until, until)
    return replace(one, since=max(one.since, since), until=end)


def _products(known: Held, words: dict[int, str], pump_id: int) -> list[Piece[str]]:
    """The product of a pump by time. Where nothing was in it, the last one is what it lacked."""
    found: list[Piece[str]] = []
    last = ""
    for one in known.lots.get(pump_id, []):
        last = last if one.value is None else words.get(one.value, "")
        found.append(Piece(last, one.since, one.until))
    start = found[0].since if found else None
    early = Piece("", datetime.min.replace(tzinfo=UTC), start)
    return [early, *found]


def _words(session: Session, known: Held) -> dict[int, str]:
    keys = {one.value for held_in in known.lots.values() for one in held_in if one.value}
    query = (
        select(ProductLot.id, Product.dose_name, Product.name)
        .join(Product, col(Product.id) == ProductLot.product_id)
        .where(col(ProductLot.id).in_(keys))
    )
    return {key or 0: dose or name for key, dose, name in session.exec(query)}
