"""What a scale says of the bag scanned last at its station; without one it waits for a tap.

Nothing is guessed: only the very last thing scanned there, within a minute, and once.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import or_
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import EsatError, NotFound, Refused
from esat.production import hearing, scans
from esat.production.journal_models import Capture
from workshops.laundry.intake import weighing, weights
from workshops.laundry.intake.cases import ScaleWeight
from workshops.laundry.intake.doing import INTAKE, Deed
from workshops.laundry.intake.models import Weighing
from workshops.laundry.intake.weighing import SCALE, Weight

WAIT: Final = timedelta(seconds=60)
AGAIN: Final = "Pesé de nouveau après un nouveau scan"
RECEIVE: Final = "laundry.receive"


@dataclass(frozen=True, slots=True)
class Heard:
    """A weight as the scale sent it, in kilograms, and the key of its reading."""

    key: bytes
    kg: Decimal
    instrument: str
    at: datetime


def take(session: Session, heard: Heard, *, by: Actor) -> Weighing | None:
    """Give a weight to the bag scanned last at this station; else keep it for a tap. What is no
    weight at all (an empty scale) is nothing to weigh. Never refuses: the reading stays. Flushes.
    """
    if heard.kg <= 0:
        return None
    scanned = _scanned(session, heard, by)
    if scanned is None or not by.can(INTAKE, workshop="laundry"):
        _keep(session, heard, by, "no_bag")
        return None
    item_id, since = scanned
    before = weighing.last(session, item_id)
    if before is not None and before.at >= since:
        _keep(session, heard, by, "no_bag")
        return None
    late = clock.now() - heard.at > timedelta(minutes=10)
    why = AGAIN if before is not None else ("Envoyé par la balance plus tard" if late else "")
    try:
        with session.begin_nested():
            return weighing.weigh(
                session, item_id, _weight(heard), Deed(by, heard.at, late=late, reason=why)
            )
    except EsatError as refusal:
        _keep(session, heard, by, "not_taken", refusal.code)
        return None


def waiting(session: Session, at: datetime) -> list[ScaleWeight]:
    """What scales said today without a bag, the newest first."""
    midnight = datetime.combine(clock.local(at).date(), time(), clock.local(at).tzinfo)
    query = select(ScaleWeight).where(
        ScaleWeight.at >= midnight, col(ScaleWeight.weighing_id).is_(None)
    )
    return list(session.exec(query.order_by(col(ScaleWeight.at).desc())))


def attribute(session: Session, weight_id: int, item_id: int, how: Deed) -> Weighing:
    """Give a waiting weight to a bag, the same day. Refuses `scale_taken`, `scale_too_old`,
    `scale_impossible`, and as `weighing.weigh`; NotFound. Flushes.
    """
    row = session.get(ScaleWeight, weight_id)
    if row is None:
        raise NotFound("not_found")
    if row.weighing_id is not None:
        raise Refused("scale_taken")
    if clock.local(row.at).date() != clock.today():
        raise Refused("scale_too_old")
    heard = Heard(row.reading_key, row.kg, row.instrument, row.at)
    deed = Deed(how.by, row.at, late=how.late, reason=how.reason, capture_uid=how.capture_uid)
    made = weighing.weigh(session, item_id, _weight(heard), deed)
    row.weighing_id = made.id
    session.flush()
    return made


def kilograms(value: Decimal, unit: str) -> Decimal | None:
    """What a scale measured, in kilograms to the gram; None for what cannot be kept exactly."""
    if unit not in {"kg", "g"}:
        return None
    kg = weights.grams_to_kg(value) if unit == "g" else value
    return kg if kg == round(kg, weights.PLACES) else None


def _weight(heard: Heard) -> Weight:
    return Weight(round(heard.kg, 3), SCALE, heard.instrument, heard.key)


def _scanned(session: Session, heard: Heard, by: Actor) -> tuple[int, datetime] | None:
    """The item scanned last at this station in the minute before, and when; a card, a bag that
    was refused, or something else scanned since is none.
    """
    if by.station_id is None:
        return None
    query = (
        select(Capture.code, Capture.captured_at, Capture.outcome)
        .where(
            *hearing.here(by),
            col(Capture.code).is_not(None),
            col(Capture.captured_at) >= heard.at - WAIT,
            col(Capture.captured_at) <= heard.at,
            or_(col(Capture.kind) != "act", col(Capture.action) == RECEIVE),
        )
        .order_by(col(Capture.captured_at).desc(), col(Capture.id).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    if found is None or found[2] not in {scans.OK, scans.QUESTION}:
        return None
    subject = scans.resolve(session, found[0] or "").subject
    if subject is None or subject.item_id is None or subject.workshop != "laundry":
        return None
    return subject.item_id, found[1]


def _keep(session: Session, heard: Heard, by: Actor, why: str, refusal: str = "") -> None:
    """A weight too large for the column is no bag's: its reading is enough."""
    if heard.kg > weights.MOST_PIECES * 1000:
        return
    session.add(
        ScaleWeight(
            reading_key=heard.key, kg=round(heard.kg, 3), instrument=heard.instrument,
            at=heard.at, recorded_at=clock.now(), station_id=by.station_id, why=why,
            refusal=refusal,
        )
    )  # fmt: skip
    session.flush()
