"""A result that came by another road than the page of its check answers the turn it falls in."""

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_, select

from esat import clock
from esat.actors import Actor
from laundry_rabc.checks import answering, calendar
from laundry_rabc.checks.models import Check, CheckAnswer
from laundry_rabc.limits import Verdict
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result

MEASURED = (Verdict.CONFORM, Verdict.ALERT, Verdict.ACTION)


_OPEN = (
    select(Check)
    .join(CheckAnswer, col(CheckAnswer.check_id) == Check.id, isouter=True)
    .where(
        col(Check.point_id) == bindparam("point"),
        col(CheckAnswer.check_id).is_(None),
        col(Check.due_at) < bindparam("over"),
        col(Check.closes_at) > bindparam("at"),
        or_(col(Check.machine_id).is_(None), col(Check.machine_id) == bindparam("machine")),
        or_(col(Check.place) == "", col(Check.place) == bindparam("place")),
    )
    .order_by(col(Check.due_at), col(Check.id))
    .limit(1)
)


def told(session: Session, row: Result, version: PointVersion, by: Actor) -> None:
    """Answer the first open check of the point that this result is of: a laboratory's plate, a
    probe's value, a reading made outside the turns.
    """
    del by
    if row.check_id is not None or row.amends_id is not None or row.verdict not in MEASURED:
        return
    day = clock.local(row.taken_at).date()
    asked = {
        "point": version.point_id, "over": calendar.midnight_after(day), "at": row.taken_at,
        "machine": row.machine_id, "place": row.place,
    }  # fmt: skip
    check = session.exec(_OPEN, params=asked).first()
    if check is not None:
        answering.settle(session, check, row)
