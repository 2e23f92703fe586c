"""What is scanned after the wash: a dryer, a load, an item, a drying programme; and what turns."""

from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production import codes, subjects
from esat.production.models import Lot
from esat.production.subjects import Subject
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine, Programme, ProgrammeMachine
from workshops.laundry.washing import cycles
from workshops.laundry.washing.models import Cycle


def right_side(by: Actor) -> None:
    """Refuses `finishing_clean_side` at a station of the dirty side."""
    if by.station_zone == "dirty":
        raise Refused("finishing_clean_side")


def subject(session: Session, code: str) -> Subject:
    """What a code of the laundry designates. Refuses `code_not_here` for anything else."""
    found = subjects.by_code(session, codes.repair(code))
    if found is None or found.revoked or found.workshop != "laundry":
        raise Refused("code_not_here")
    return found


def dryer(session: Session, code: str) -> Machine:
    """The dryer of a code. Refuses `not_a_dryer`."""
    found = subject(session, code)
    try:
        machine = versions.current(session, Machine, "resource_id", found.resource_id)
    except NotFound as gone:
        raise Refused("not_a_dryer") from gone
    if found.kind != "resource" or machine.kind != "dryer":
        raise Refused("not_a_dryer")
    return machine


def programme(session: Session, code: str, machine: Machine) -> int | None:
    """The version in force of a drying programme, None without a code. Refuses
    `not_a_dry_programme`: another kind, withdrawn, or not for this dryer.
    """
    if not code:
        return None
    card = subject(session, code)
    try:
        found = versions.current(session, Programme, "resource_id", card.resource_id)
    except NotFound as gone:
        raise Refused("not_a_dry_programme") from gone
    runs_on = set(
        session.exec(
            select(ProgrammeMachine.machine_id).where(ProgrammeMachine.programme_id == found.id)
        )
    )
    if found.kind != "dry" or (runs_on and machine.resource_id not in runs_on):
        raise Refused("not_a_dry_programme")
    return found.id


def turning(session: Session, code: str) -> tuple[Cycle, Lot]:
    """The dry cycle that runs on a dryer or over a load. Refuses `dryer_idle`."""
    found = subject(session, code)
    if found.kind == "lot" and found.lot_id is not None:
        cycle = cycles.last_of_lot(session, found.lot_id)
    elif found.kind == "resource" and found.resource_id is not None:
        cycle = cycles.running(session, found.resource_id)
    else:
        cycle = None
    lot = None if cycle is None else session.get(Lot, cycle.lot_id)
    if cycle is None or cycle.kind != "dry" or cycle.ended_at is not None or lot is None:
        raise Refused("dryer_idle")
    return cycle, lot
