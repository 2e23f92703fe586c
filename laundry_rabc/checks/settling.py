"""A result that came by another road than the page of its check answers the turn it falls in."""

from sqlmodel import Session, col, or_, select

from esat import clock
from esat.actors import Actor
from laundry_rabc.checks import answering, calendar
from laundry_rabc.checks.models import Check, CheckAnswer
from laundry_rabc.limits import Verdict
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result

MEASURED = (Verdict.CONFORM, Verdict.ALERT, Verdict.ACTION)


def told(session: Session, row: Result, version: PointVersion, by: Actor) -> None:
    """Answer the first open check of the point that this result is of: a laboratory's plate, a
    probe's value, a reading made outside the turns.
    """
    del by
    if row.check_id is not None or row.amends_id is not None or row.verdict not in MEASURED:
        return
    day = clock.local(row.taken_at).date()
    query = (
        select(Check)
        .join(CheckAnswer, col(CheckAnswer.check_id) == Check.id, isouter=True)
        .where(
            Check.point_id == version.point_id,
            col(CheckAnswer.check_id).is_(None),
            col(Check.due_at) < calendar.midnight_after(day),
            col(Check.closes_at) > row.taken_at,
            or_(col(Check.machine_id).is_(None), Check.machine_id == row.machine_id),
            or_(Check.place == "", Check.place == row.place),
        )
        .order_by(col(Check.due_at), col(Check.id))
        .limit(1)
    )
    check = session.exec(query).first()
    if check is not None:
        answering.settle(session, check, row)
