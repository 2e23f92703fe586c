"""What the van shows: the stops of a trip, what to hand over, what to collect. SELECTs only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from esat.clients.models import Client, DeliverySite
from esat.production import holds, subjects
from esat.production.models import Item, Order
from workshops.laundry.dispatch import collecting, handing, labels, trips, trolleys
from workshops.laundry.dispatch.models import HandOver, TripStop
from workshops.laundry.intake import items
from workshops.laundry.stages import MACHINE

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Unit:
    """A parcel or a bag that is ready to leave."""

    item_id: int
    code: str
    label: str
    words: str
    order_ref: str
    due_on: date | None
    trolley: str
    trolley_code: str
    held: str
    kg: Decimal
    pieces: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stop is: the client's own address, or that of one of his places."""

    name: str
    site: str
    address: tuple[str, ...]
    phone: str
    access_note: str


@dataclass(frozen=True, slots=True)
class StopView:
    """A stop as its page shows it."""

    stop: TripStop
    number: int
    place: Place
    units: tuple[Unit, ...]
    handed: tuple[HandOver, ...]
    collected: int
    announced: int

    @property
    def ready(self) -> list[Unit]:
        return [unit for unit in self.units if not unit.held]

    @property
    def done(self) -> bool:
        """Nothing is left to do here: handed over, collected, passed over, or nothing to bring."""
        if self.stop.skipped_at is not None:
            return True
        if self.ready:
            return False
        return bool(self.handed or self.collected or not self.stop.collect)

    @property
    def kg(self) -> Decimal:
        return sum((unit.kg for unit in self.units), ZERO)

    @property
    def pieces(self) -> int:
        return sum(unit.pieces for unit in self.units)


def view(session: Session, trip_id: int) -> list[StopView]:
    """The stops of a trip in their order, each with what is there for it."""
    there = trips.stops(session, trip_id)
    ready = units_of(session, [stop.client_id for stop in there])
    return [
        _stop(session, number, stop, ready[stop.client_id])
        for number, stop in enumerate(there, start=1)
    ]


def one(session: Session, stop: TripStop) -> StopView:
    """One stop of a trip."""
    return next(v for v in view(session, stop.trip_id) if v.stop.id == stop.id)


def next_of(views: Sequence[StopView]) -> StopView | None:
    """The first stop where something is left to do."""
    return next((one for one in views if not one.done), None)


def units_of(
    session: Session, client_ids: Sequence[int] | None = None
) -> dict[int, list[tuple[int | None, Unit]]]:
    """What is packed for these clients (None: for all), each with the place of its order."""
    query = (
        select(Item, Order)
        .join(Order, col(Order.id) == col(Item.order_id))
        .where(
            Item.workshop == "laundry",
            Item.stage == "packed",
            col(Item.closed_at).is_(None),
            col(Order.cancelled_at).is_(None),
            *(() if client_ids is None else (col(Order.client_id).in_(client_ids),)),
        )
        .order_by(col(Order.due_on), col(Order.id), col(Item.id))
    )
    rows = session.exec(query).all()
    keys = [item.id or 0 for item, _ in rows]
    known = items.rows(session, keys)
    on = trolleys.of_items(session, keys)
    trolley_codes = trolleys.codes_of(session, {t.id or 0 for t in on.values()})
    found = defaultdict[int, list[tuple[int | None, Unit]]](list)
    for item, order in rows:
        key = item.id or 0
        subject = subjects.item(session, key)
        if subject is None:
            continue
        row, trolley = known.get(key), on.get(key)
        held = ", ".join(sorted({hold.label for hold in holds.open_holds(session, subject)}))
        unit = Unit(
            key, subject.code or "", item.label, labels.words(row), order.ref, order.due_on,
            trolley.label if trolley else "",
            trolley_codes.get(trolley.id or 0, "") if trolley else "", held,
            (row.kg if row else None) or ZERO, (row.pieces if row else None) or 0,
        )  # fmt: skip
        found[order.client_id].append((order.site_id, unit))
    return found


def by_trolley(units: Sequence[Unit]) -> list[tuple[str, str, list[Unit]]]:
    """Units as they stand: the trolleys first, each with its code, then what is on none."""
    found = defaultdict[tuple[str, str], list[Unit]](list)
    for unit in units:
        found[unit.trolley, unit.trolley_code].append(unit)
    ordered = sorted(found, key=lambda name: (name[0] == "", name))
    return [(*name, found[name]) for name in ordered]


def _stop(
    session: Session, number: int, stop: TripStop, ready: list[tuple[int | None, Unit]]
) -> StopView:
    """Orders without a place are handed over wherever the client is met."""
    here = [unit for site, unit in ready if None in {site, stop.site_id} or site == stop.site_id]
    key = stop.id or 0
    return StopView(
        stop, number, place_of(session, stop.client_id, stop.site_id),
        tuple(here) if stop.deliver else (), tuple(handing.of_stop(session, key)),
        len(collecting.of_stop(session, key)), announced(session, stop.client_id),
    )  # fmt: skip


def announced(session: Session, client_id: int) -> int:
    """How many bags the client announced that have not come."""
    query = (
        select(Item.id)
        .join(Order, col(Order.id) == col(Item.order_id))
        .where(
            Item.workshop == "laundry",
            col(Item.kind).in_(("bag", "trolley")),
            Item.stage == MACHINE.initial,
            col(Item.closed_at).is_(None),
            col(Order.cancelled_at).is_(None),
            Order.client_id == client_id,
        )
    )
    return len(session.exec(query).all())


def place_of(session: Session, client_id: int, site_id: int | None) -> Place:
    """The address in words, with the phone to call."""
    client = session.get_one(Client, client_id)
    site = session.get(DeliverySite, site_id) if site_id is not None else None
    at: Client | DeliverySite = site or client
    extra = "" if site is not None else client.address_extra
    lines = (at.address, extra, f"{at.postcode} {at.town}".strip())
    return Place(
        client.name, site.name if site else "", tuple(filter(None, lines)), client.phone,
        site.access_note if site else "",
    )  # fmt: skip
