"""How many checks wait: those of the floor, and those that a laboratory or the RABC lead owes."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, or_, select

from laundry_rabc.checks.models import Check, CheckAnswer
from laundry_rabc.checks.shapes import ELSEWHERE
from laundry_rabc.plan.models import PointVersion

_OFF_FLOOR: Final = or_(
    *(col(PointVersion.who).like(f"{one}%") for one in ELSEWHERE),
    col(PointVersion.method) != "",
    col(PointVersion.surface_cm2).is_not(None),
)
"""`shapes.off_floor`, as the database asks it."""


def count_waiting(session: Session, at: datetime, *, late: bool, off_floor: bool = False) -> int:
    """How many wait now on the floor, or how many of them are late; or those that a laboratory or
    the RABC lead answers.
    """
    query = (
        select(func.count())
        .select_from(Check)
        .join(PointVersion, col(PointVersion.id) == Check.version_id)
        .join(CheckAnswer, col(CheckAnswer.check_id) == Check.id, isouter=True)
        .where(
            col(CheckAnswer.check_id).is_(None),
            col(Check.due_at) <= at,
            col(Check.closes_at) > at,
            col(Check.late_at) < at if late else col(Check.late_at) >= at,
            _OFF_FLOOR if off_floor else ~_OFF_FLOOR,
        )
    )
    return session.exec(query).one()
