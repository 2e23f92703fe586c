"""Pumps: which machines each serves, which lot is in it, and when it was empty or at fault."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.folding import fold
from esat.production import things
from laundry_rabc.prereq import chemicals, judging, rights, windows
from laundry_rabc.prereq.judging import Fact
from laundry_rabc.prereq.models import Product, ProductLot, Pump, PumpEvent, PumpFill, PumpMachine
from laundry_rabc.prereq.pump_shapes import Dosed, EventIn, FillIn, MachineIn, PumpIn
from laundry_rabc.prereq.saying import Stamp, When, amended, day, moment, stamp, standing, the
from laundry_rabc.prereq.windows import EmptyWindow
from workshops.laundry.plant.models import Machine

EVENTS: Final = {"empty": "Vide", "fault": "En panne", "calibration": "Dosage mesuré"}
THING: Final = "pump"
DOSING: Final = "LAV-06"
Corrected = TypeVar("Corrected", PumpFill, PumpEvent)
OnEmpty = Callable[[Session, PumpEvent, tuple[EmptyWindow, ...], Actor], None]
_on_empty: list[OnEmpty] = []


def on_empty(callback: OnEmpty) -> None:
    """Be told of each pump that was empty, in the transaction that says so, with the windows that
    follow from it: `callback(session, event, windows, by)`. It is told again when the end or a
    correction is written, with `event.amends_id` set: do the same thing once only.
    """
    if callback not in _on_empty:
        _on_empty.append(callback)


def add(session: Session, given: PumpIn, *, by: Actor) -> Pump:
    """A new pump, with a label code. Invalid when its code is taken; flushes."""
    rights.require(by, rights.PLAN)
    code = given.code.upper()
    if session.exec(select(Pump.id).where(Pump.code == code)).first() is not None:
        raise Invalid("form_invalid", {"code": "Une pompe porte déjà ce nom."})
    if given.machine is not None:
        known_machine(session, given.machine)
    now = clock.now()
    resource, _ = things.add_resource(session, THING, f"Pompe {code}", rights.WORKSHOP, "E", at=now)
    pump = Pump(
        code=code, resource_id=resource.id or 0, place=given.place, created_at=now,
        created_by=by.account_id,
    )  # fmt: skip
    session.add(pump)
    session.flush()
    if given.machine is not None:
        serve(session, pump.id or 0, MachineIn(machine=given.machine, serves=True), by=by)
    return pump


def serve(session: Session, pump_id: int, given: MachineIn, *, by: Actor) -> PumpMachine:
    """The pump serves a machine from then on, or no more. Flushes."""
    _in_use(session, pump_id)
    known_machine(session, given.machine)
    said = stamp(session, given, by=by, needs=rights.PLAN)
    row = PumpMachine(
        pump_id=pump_id, machine_id=given.machine, serves=given.serves, **said.columns
    )
    session.add(row)
    session.flush()
    return row


def fill(session: Session, pump_id: int, given: FillIn, *, by: Actor) -> PumpFill:
    """Write what is in the pump from then on. Refuses `lot_expired`, `lot_withdrawn`,
    `pump_withdrawn`, `already_corrected`; Invalid when no lot, or no one lot, is meant. Flushes.
    """
    _in_use(session, pump_id)
    first = _corrects(session, PumpFill, given.amends, pump_id)
    lot = None if given.nothing or given.takes_back else _lot(session, given)
    said = stamp(session, given, by=by, first=first)
    if lot is not None:
        if lot.withdrawn_at is not None:
            raise Refused("lot_withdrawn")
        if chemicals.expired(lot, day(said.at)):
            raise Refused("lot_expired", number=lot.number)
    row = PumpFill(
        pump_id=pump_id, lot_id=None if lot is None else lot.id, amends_id=given.amends,
        void=given.takes_back, **said.columns,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def happened(session: Session, pump_id: int, given: EventIn, *, by: Actor) -> PumpEvent:
    """Write that a pump was empty or at fault, or what it dosed. Invalid for an end before its
    start, or a measure without its two amounts; refuses `pump_already` when it is so already.
    Flushes; those who listen are told of an empty pump.
    """
    pump = _in_use(session, pump_id)
    first = _corrects(session, PumpEvent, given.amends, pump_id)
    if first is not None:
        given = given.model_copy(update=_kept(given, first))
    measured = given.kind == "calibration"
    delay = judging.LATE if measured else None
    said = stamp(session, given, by=by, late_after=delay, first=first)
    until = None if measured else moment(given.until, given.which, clock.now(), "until")
    until = first.until if until is None and first is not None else until
    if until is not None and until <= said.at:
        raise Invalid("form_invalid", {"until": "La fin est avant le début."})
    if measured:
        _two_amounts(given)
    elif until is None and first is None and _lasts(session, pump_id, given.kind):
        raise Refused("pump_already")
    row = PumpEvent(
        pump_id=pump_id, kind=given.kind, until=until, set_ml=given.set_ml if measured else None,
        measured_ml=given.measured_ml if measured else None, amends_id=given.amends,
        void=given.takes_back, **said.columns,
    )  # fmt: skip
    if measured and not row.void:
        fact = Fact(
            DOSING,
            value=Dosed(row).off,
            place=f"Pompe {pump.code}",
            amends_id=None if first is None else first.result_id,
        )
        row.result_id = judging.result_of(session, fact, said, by=by)
    session.add(row)
    session.flush()
    _tell(session, row, by)
    return row


def ended(session: Session, event_id: int, given: When, *, by: Actor) -> PumpEvent:
    """From then on the pump doses again. Refuses `pump_not_empty`; Invalid for a moment before it
    began. Flushes; the row that says so follows the first.
    """
    first = amended(session, PumpEvent, event_id)
    if first.kind == "calibration" or first.until is not None or first.void:
        raise Refused("pump_not_empty")
    said = stamp(session, given, by=by)
    if said.at <= first.at:
        raise Invalid("form_invalid", {"at": "C’est avant le début. Vérifiez l’heure."})
    row = PumpEvent(
        pump_id=first.pump_id, kind=first.kind, until=said.at, amends_id=first.id,
        **{**said.columns, **_since(first, said)},
    )  # fmt: skip
    session.add(row)
    session.flush()
    _tell(session, row, by)
    return row


def lots_in(session: Session, machine_id: int, product: str, at: datetime) -> list[ProductLot]:
    """The lots of a product (the word by which a programme doses it) in the pumps that served a
    machine at a moment.
    """
    held = windows.held(session, machine_id=machine_id)
    keys = {lot_id for pump_id, lot_id in windows.in_pumps(held, machine_id, at) if lot_id}
    query = (
        select(ProductLot, Product)
        .join(Product, col(Product.id) == ProductLot.product_id)
        .where(col(ProductLot.id).in_(keys))
        .order_by(col(ProductLot.id))
    )
    return [lot for lot, one in session.exec(query) if fold(dosed_as(one)) == fold(product)]


def empty_windows(session: Session, since: datetime, until: datetime) -> tuple[EmptyWindow, ...]:
    """Each machine that a product did not reach, from when until when, within two moments."""
    query = standing(PumpEvent).where(
        PumpEvent.kind == "empty",
        col(PumpEvent.at) < until,
        (col(PumpEvent.until).is_(None)) | (col(PumpEvent.until) > since),
    )
    events = session.exec(query.order_by(col(PumpEvent.at), col(PumpEvent.id))).all()
    return windows.of(session, events, since, until)


def dosed_as(product: Product) -> str:
    """The word by which programmes dose it."""
    return product.dose_name or product.name


def known_machine(session: Session, machine_id: int) -> None:
    """Invalid for what is no machine of the laundry."""
    query = select(Machine.id).where(Machine.resource_id == machine_id).limit(1)
    if session.exec(query).first() is None:
        raise Invalid("form_invalid", {"machine": "Choisissez dans la liste."})


def _tell(session: Session, event: PumpEvent, by: Actor) -> None:
    if event.kind != "empty" or event.void:
        return
    found = windows.of(session, [event], event.at, event.until or clock.now())
    for callback in _on_empty:
        callback(session, event, found, by)


def _in_use(session: Session, pump_id: int) -> Pump:
    pump = the(session, Pump, pump_id)
    if pump.withdrawn_at is not None:
        raise Refused("pump_withdrawn")
    return pump


def _corrects(
    session: Session, table: type[Corrected], key: int | None, pump_id: int
) -> Corrected | None:
    if key is None:
        return None
    first = amended(session, table, key)
    if first.pump_id != pump_id:
        raise Refused("already_corrected")
    return first


def _since(first: PumpEvent, said: Stamp) -> dict[str, object]:
    """It began when it began, and was told late where either end was."""
    reasons = (first.late_reason, str(said.columns["late_reason"]))
    return {
        "at": first.at,
        "late": first.late or said.late,
        "late_reason": " · ".join(one for one in reasons if one)[:200],
    }


def _kept(given: EventIn, first: PumpEvent) -> dict[str, object]:
    """What a correction leaves as it was: the kind, and the amounts that it does not give."""
    return {
        "kind": first.kind,
        "set_ml": first.set_ml if given.set_ml is None else given.set_ml,
        "measured_ml": first.measured_ml if given.measured_ml is None else given.measured_ml,
    }


def _lot(session: Session, given: FillIn) -> ProductLot:
    if given.code:
        found = chemicals.by_number(session, given.code)
        if len(found) == 1:
            return found[0]
        many = "Plusieurs produits ont ce numéro : choisissez le lot dans la liste."
        none = "Aucun lot reçu ne porte ce numéro. Notez d’abord sa réception."
        raise Invalid("form_invalid", {"code": many if found else none})
    chosen = None if given.lot is None else session.get(ProductLot, given.lot)
    if chosen is None:
        raise Invalid("form_invalid", {"lot": "Scannez un bidon, ou choisissez un lot."})
    return chosen


def _two_amounts(given: EventIn) -> None:
    wrong = {}
    if not given.set_ml:
        wrong["set_ml"] = "Écrivez la dose réglée, en millilitres."
    if given.measured_ml is None:
        wrong["measured_ml"] = "Écrivez ce qui a été mesuré, en millilitres."
    if wrong:
        raise Invalid("form_invalid", wrong)


def _lasts(session: Session, pump_id: int, kind: str) -> bool:
    query = standing(PumpEvent).where(
        PumpEvent.pump_id == pump_id, PumpEvent.kind == kind, col(PumpEvent.until).is_(None)
    )
    return session.exec(query.limit(1)).first() is not None
