"""The calibration register: an instrument compared with what is known; the result is worked out.

|error at the worst point| ≤ permitted error  → passed, until the next one is due
above                                         → failed: whoever listens asks what it touched
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from laundry_rabc.instruments.models import (
    Calibration,
    CalibrationPoint,
    Instrument,
    PermittedError,
)
from laundry_rabc.policies import keeping as policies
from laundry_rabc.qualifications import last_day

CALIBRATE: Final = "rabc.calibrate"
WORKSHOP: Final = "laundry"
POINTS: Final = (1, 2, 3)
METHODS: Final = (
    ("reference", "Contre une référence", "Un étalon qui a son certificat.", "award"),
    ("ice", "Point de glace", "Glace fondante, 0 °C : prouve le zéro seul.", "snow"),
)
Failed = Callable[[Session, Calibration, Actor], None]
Words = Annotated[str, StringConstraints(max_length=160), NoControl]
Number = Annotated[FrenchDecimal | None, Field(max_digits=9, decimal_places=3), Blank]
Positive = Annotated[FrenchDecimal | None, Field(max_digits=9, decimal_places=3, ge=0), Blank]
_listeners: list[Failed] = []


class CalibrationIn(FormShape):
    """A calibration as it was done: up to three points, what was true and what was shown."""

    method: Literal["reference", "ice"]
    on: Annotated[date | None, Blank] = None
    performed_by: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    reference: Words = ""
    certificate: Annotated[str, StringConstraints(max_length=80), NoControl] = ""
    uncertainty: Positive = None
    true_1: Number = None
    shown_1: Number = None
    true_2: Number = None
    shown_2: Number = None
    true_3: Number = None
    shown_3: Number = None
    note: Annotated[str, StringConstraints(max_length=280), NoControl] = ""


class PermittedIn(FormShape):
    """How wrong an instrument may be, and why so much."""

    value: Annotated[FrenchDecimal, Field(gt=0, max_digits=9, decimal_places=3)]
    source: Annotated[str, StringConstraints(min_length=1, max_length=160), NoControl]
    status: Literal["proposed", "validated"]


@dataclass(frozen=True, slots=True)
class Point:
    """What was true, and what the instrument showed."""

    true: Decimal
    shown: Decimal

    @property
    def error(self) -> Decimal:
        return self.shown - self.true


def on_failed(callback: Failed) -> None:
    """Name who asks what a failed calibration touched; once, in the transaction of the entry."""
    if callback not in _listeners:
        _listeners.append(callback)


def worst(points: list[Point]) -> Decimal:
    """The error that is farthest from none, with its sign; the first of two as far."""
    return max((one.error for one in points), key=abs)


def permit(
    session: Session, instrument_id: int, given: PermittedIn, *, by: Actor
) -> PermittedError:
    """Say how wrong an instrument may be from today on; what was judged stays so. Flushes."""
    require(by)
    the(session, instrument_id)
    made = PermittedError(
        instrument_id=instrument_id, value=given.value, since=clock.today(), source=given.source,
        status=given.status, created_at=clock.now(), created_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def permitted(session: Session, instrument_id: int, at: datetime) -> PermittedError | None:
    """How wrong it might be at a moment; None where nobody has said it."""
    query = (
        select(PermittedError)
        .where(
            PermittedError.instrument_id == instrument_id,
            col(PermittedError.since) <= clock.local(at).date(),
        )
        .order_by(col(PermittedError.since).desc(), col(PermittedError.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def record(
    session: Session,
    instrument_id: int,
    given: CalibrationIn,
    *,
    by: Actor,
    file_id: int | None = None,
) -> Calibration:
    """Keep a calibration. Refuses `permitted_error_missing`, `instrument_retired`; Invalid for a
    day to come, no point, half a point, a reference that is not named. A failed one is told to who
    listens. Flushes.
    """
    require(by)
    instrument = the(session, instrument_id)
    if instrument.retired_at is not None:
        raise Refused("instrument_retired", code=instrument.code)
    now = clock.now()
    at = _performed(given, now)
    limit = permitted(session, instrument_id, now)
    if limit is None:
        raise Refused("permitted_error_missing")
    points = _points(given, instrument.unit)
    error = worst(points)
    months = policies.number(session, "calibration_months", at)
    made = Calibration(
        instrument_id=instrument_id, method=given.method, performed_at=at, recorded_at=now,
        performed_by=given.performed_by, reference=given.reference,
        certificate=given.certificate, file_id=file_id,
        uncertainty=given.uncertainty, permitted_error=limit.value, error_found=error,
        passed=abs(error) <= limit.value, next_due=last_day(clock.local(at).date(), months),
        note=given.note, account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _keep_points(session, made.id or 0, points)
    if not made.passed:
        for listener in _listeners:
            listener(session, made, by)
    return made


def _keep_points(session: Session, calibration_id: int, points: list[Point]) -> None:
    for position, point in enumerate(points, start=1):
        session.add(
            CalibrationPoint(
                calibration_id=calibration_id, position=position, true_value=point.true,
                shown_value=point.shown,
            )
        )  # fmt: skip
    session.flush()


def the(session: Session, instrument_id: int) -> Instrument:
    """An instrument. NotFound otherwise."""
    found = session.get(Instrument, instrument_id)
    if found is None:
        raise NotFound("instrument_unknown")
    return found


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a file is a certificate: it is read through its instrument's page alone."""
    query = select(Calibration.id).where(Calibration.file_id == file_id)
    return session.exec(query.limit(1)).first() is not None


def require(by: Actor) -> None:
    """Forbidden (`not_allowed`) to those who do not calibrate."""
    if not by.is_system and not by.can(CALIBRATE, workshop=WORKSHOP):
        raise Forbidden("not_allowed")


def _performed(given: CalibrationIn, now: datetime) -> datetime:
    """Today is now; another day is its noon in Paris."""
    today = clock.local(now).date()
    if given.on is None:
        raise Invalid("form_invalid", {"on": "Ce champ est à remplir."})
    if given.on > today:
        raise Invalid("form_invalid", {"on": "Ce jour n’est pas encore venu."})
    if given.on == today:
        return now
    return datetime.combine(given.on, datetime.min.time().replace(hour=12), clock.PARIS)


def _points(given: CalibrationIn, unit: str) -> list[Point]:
    ice = given.method == "ice"
    if ice and unit != "°C":
        raise Invalid("form_invalid", {"method": "La glace n’est que pour une température."})
    if not ice and not given.reference:
        raise Invalid("form_invalid", {"reference": "Dites quelle référence, et son certificat."})
    found = [point for n in POINTS if (point := _point(given, n, ice=ice)) is not None]
    if not found:
        raise Invalid("form_invalid", {"shown_1": "Écrivez au moins un point."})
    return found


def _point(given: CalibrationIn, n: int, *, ice: bool) -> Point | None:
    true, shown = getattr(given, f"true_{n}"), getattr(given, f"shown_{n}")
    if ice and true:
        raise Invalid("form_invalid", {f"true_{n}": "La glace fondante est à 0 °C."})
    if ice and shown is not None:
        true = Decimal(0)
    if true is None and shown is None:
        return None
    if true is None or shown is None:
        name = f"true_{n}" if true is None else f"shown_{n}"
        raise Invalid("form_invalid", {name: "Écrivez les deux valeurs du point."})
    return Point(true, shown)
