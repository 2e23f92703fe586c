"""What each kind of cause touches: on which machines, when, with which programme versions.

Each kind is a function of the session and the cause; the rooms below hold the facts (where a probe
stands, what a pump doses, how a programme is qualified).
"""

from collections.abc import Callable
from typing import Final

from sqlmodel import Session, col, select

from esat.errors import NotFound, Refused
from laundry_rabc.impact import checked, doses, probes
from laundry_rabc.impact.hits import KINDS, Cause, Touch
from workshops.laundry.plant.models import Machine, Programme

ORIGIN: Final = {"instrument": "calibration", "pump": "pump", "chemical": "pump"}


def touch(session: Session, cause: Cause) -> Touch:
    """What a cause touches. Refuses `impact_period` when it ends before it begins; NotFound for a
    thing that is not there.
    """
    if cause.until <= cause.since:
        raise Refused("impact_period")
    if cause.kind not in _TOUCH:
        raise NotFound("not_found")
    return _TOUCH[cause.kind](session, cause)


def label(session: Session, cause: Cause) -> str:
    """How a cause is called on screen and on paper."""
    return _LABEL[cause.kind](session, cause) if cause.kind in _LABEL else KINDS[cause.kind]


def _period(_session: Session, cause: Cause) -> Touch:
    return Touch(((None, cause.since, cause.until),))


def _machine(_session: Session, cause: Cause) -> Touch:
    return Touch(((cause.thing, cause.since, cause.until),))


def _programme(_session: Session, cause: Cause) -> Touch:
    return Touch(((None, cause.since, cause.until),), (cause.thing or 0,))


def _machine_label(session: Session, cause: Cause) -> str:
    query = select(Machine.label).where(Machine.resource_id == cause.thing)
    found = session.exec(query.order_by(col(Machine.version).desc()).limit(1)).first()
    return found or KINDS["machine"]


def _programme_label(session: Session, cause: Cause) -> str:
    found = session.get(Programme, cause.thing or 0)
    return f"{found.label} (version {found.version})" if found else KINDS["programme"]


_TOUCH: Final[dict[str, Callable[[Session, Cause], Touch]]] = {
    "period": _period,
    "machine": _machine,
    "programme": _programme,
    "instrument": probes.touch,
    "pump": doses.of_pump,
    "chemical": doses.of_lot,
    "point": checked.touch,
}
_LABEL: Final[dict[str, Callable[[Session, Cause], str]]] = {
    "machine": _machine_label,
    "programme": _programme_label,
    "instrument": probes.label,
    "pump": doses.pump_label,
    "chemical": doses.lot_label,
    "point": checked.label,
}
