"""What a pump or a lot of product touched: cycles of its machines whose programme doses it."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlmodel import Session, col, select

from esat.errors import NotFound
from esat.folding import fold
from laundry_rabc.impact.hits import Cause, Hit, Touch
from laundry_rabc.prereq import pieces, windows
from laundry_rabc.prereq.models import Product, ProductLot, Pump, PumpEvent
from workshops.laundry.plant.models import ProgrammeDose

Reached = tuple[int, str, datetime, datetime]
"""A machine, the word of a product (empty: any), and from when to when."""


def of_pump(session: Session, cause: Cause) -> Touch:
    """The cycles that needed what this pump doses, on the machines that it served."""
    pump(session, cause)
    asked = PumpEvent(
        pump_id=cause.thing or 0, kind="empty", at=cause.since, until=cause.until,
        recorded_at=cause.until,
    )  # fmt: skip
    found = windows.of(session, [asked], cause.since, cause.until)
    return _touch(
        session,
        [(one.machine_id, one.product, one.since, one.until or cause.until) for one in found],
    )


def of_lot(session: Session, cause: Cause) -> Touch:
    """The cycles that were dosed from this lot: where and while it was in a pump."""
    lot, product = chemical(session, cause)
    word = product.dose_name or product.name
    known = windows.held(session)
    reached = [
        (machine_id, word, max(one.since, cause.since), min(one.until or cause.until, cause.until))
        for (pump_id, machine_id), served in known.served.items()
        for held in pieces.cut(known.lots.get(pump_id, []), cause.since, cause.until)
        if held.value == lot.id
        for one in pieces.cut([piece for piece in served if piece.value], held.since, held.until)
    ]
    return _touch(session, reached)


def _touch(session: Session, reached: list[Reached]) -> Touch:
    dosing = _dosing(session)

    def needed(hit: Hit) -> bool:
        return any(
            hit.machine_id == machine
            and hit.started_at < until
            and (hit.ended_at or hit.started_at) >= since
            and hit.programme_id in _programmes(dosing, product)
            for machine, product, since, until in reached
        )

    programmes = {key for _, product, *_ in reached for key in _programmes(dosing, product) if key}
    return Touch(
        tuple((machine, since, until) for machine, _, since, until in reached),
        tuple(sorted(programmes)),
        needed,
    )


def _dosing(session: Session) -> dict[str, set[int]]:
    """The programme versions that dose each product, by its folded word."""
    found: dict[str, set[int]] = {}
    for one in session.exec(select(ProgrammeDose)):
        found.setdefault(fold(one.product), set()).add(one.programme_id)
    return found


def _programmes(dosing: dict[str, set[int]], product: str) -> AbstractSet[int | None]:
    """Those that dose a product; where nobody said which it was, all that dose anything."""
    if product:
        return set(dosing.get(fold(product), ()))
    return {key for keys in dosing.values() for key in keys}


def pump(session: Session, cause: Cause) -> Pump:
    """The pump that a cause names. NotFound."""
    found = session.get(Pump, cause.thing or 0)
    if found is None:
        raise NotFound("not_found")
    return found


def chemical(session: Session, cause: Cause) -> tuple[ProductLot, Product]:
    """The lot of product that a cause names. NotFound."""
    found = session.get(ProductLot, cause.thing or 0)
    if found is None:
        raise NotFound("not_found")
    return found, session.get_one(Product, found.product_id)


def pump_label(session: Session, cause: Cause) -> str:
    return f"Pompe {pump(session, cause).code}"


def lot_label(session: Session, cause: Cause) -> str:
    lot, product = chemical(session, cause)
    return f"{product.name}, lot {lot.number}"


def pump_choices(session: Session) -> list[tuple[str, str]]:
    query = select(Pump).order_by(col(Pump.code))
    return [(str(one.id), f"Pompe {one.code}") for one in session.exec(query)]


def lot_choices(session: Session) -> list[tuple[str, str]]:
    query = (
        select(ProductLot, Product.name)
        .join(Product, col(Product.id) == ProductLot.product_id)
        .order_by(col(ProductLot.received_on).desc(), col(ProductLot.id).desc())
        .limit(200)
    )
    return [(str(lot.id), f"{name}, lot {lot.number}") for lot, name in session.exec(query)]
