"""What is searched by itself: a failed calibration, a pump that was empty, a machine changed.

The rooms below tell it in the transaction of their own entry; what is in house is held at once.
"""

from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.folding import fold
from laundry_rabc.impact import acting
from laundry_rabc.impact.hits import Cause
from laundry_rabc.instruments import believed, calibrations
from laundry_rabc.instruments.models import Calibration, Instrument
from laundry_rabc.prereq import maintenance, pumps
from laundry_rabc.prereq.models import Product, PumpEvent
from laundry_rabc.prereq.upkeep import UpkeepEvent
from laundry_rabc.prereq.windows import EmptyWindow
from laundry_rabc.qualify.models import Qualification, QualificationVoid
from laundry_rabc.watch import evidence

DISINFECTS: Final = ("disinfectant", "bleach")
"""The kinds of product that make a wash a chemical one."""


def install() -> None:
    """Be told by the rooms below."""
    calibrations.on_failed(calibration_failed)
    pumps.on_empty(pump_empty)
    maintenance.on_voiding(machine_changed)
    evidence.add_kinds(disinfectants)


def disinfectants(session: Session) -> dict[str, bool]:
    """Whether each product, by the folded word by which programmes dose it, disinfects."""
    return {
        fold(pumps.dosed_as(one)): one.kind in DISINFECTS for one in session.exec(select(Product))
    }


def calibration_failed(session: Session, found: Calibration, by: Actor) -> None:
    """Every cycle since the last good calibration that the error leaves without proof."""
    good = believed.last_good(session, found.instrument_id, found.performed_at)
    declared = session.get_one(Instrument, found.instrument_id).created_at
    since = declared if good is None else good.performed_at
    until = max(clock.now(), found.performed_at)
    if until <= since:  # it measured nothing yet
        return
    cause = Cause("instrument", since, until, found.instrument_id, -found.error_found)
    reason = "Étalonnage en échec : ce qui a été mesuré depuis le dernier bon est en doute."
    _act(session, cause, reason, f"calibration:{found.id}", by)


def pump_empty(
    session: Session, event: PumpEvent, windows: tuple[EmptyWindow, ...], by: Actor
) -> None:
    """The cycles that needed what the pump lacked; told again with its end, only what is new."""
    del windows
    cause = Cause("pump", event.at, event.until or clock.now(), event.pump_id)
    if cause.until > cause.since:
        _act(session, cause, "Pompe vide.", f"pump:{event.id}", by, family="pump:")


def machine_changed(session: Session, event: UpkeepEvent, by: Actor) -> None:
    """Every report that proved this machine counts no more since that moment."""
    query = select(Qualification).where(
        Qualification.machine_id == event.machine_id,
        col(Qualification.recorded_at) <= clock.now(),
        col(Qualification.id).not_in(select(QualificationVoid.qualification_id)),
    )
    session.add_all(
        QualificationVoid(
            qualification_id=one.id or 0, at=event.at, recorded_at=clock.now(),
            reason=f"Intervention sur la machine : {event.what}"[:200], account_id=by.account_id,
        )
        for one in session.exec(query).all()
    )  # fmt: skip
    session.flush()


def _act(
    session: Session, cause: Cause, reason: str, ref: str, by: Actor, *, family: str = ""
) -> None:
    """Search and hold; where nothing is concerned there is nothing to keep."""
    try:
        acting.act(session, cause, reason, by=by, source_ref=ref, family=family)
    except Refused as refusal:
        if refusal.code != "impact_nothing":
            raise
