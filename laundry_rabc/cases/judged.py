"""The one door of every judged fact: it is kept, and what must follow follows in the same act.

Given --> keep (verdict) --> alert: a light case with its procedure
                         --> action: a case, and the linen concerned is held
                         --> whoever asked to be told (trends)
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.cases import opening
from laundry_rabc.cases.models import Case
from laundry_rabc.cases.opening import Opening
from laundry_rabc.limits import WHY, Verdict
from laundry_rabc.plan import reads
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results import keeping
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result

Told = Callable[[Session, Result, PointVersion, Actor], None]
_told: Final[list[Told]] = []
OPENS: Final = (Verdict.ALERT, Verdict.ACTION)


def on_recorded(listener: Told) -> None:
    """Be told of every result, in its transaction."""
    if listener not in _told:
        _told.append(listener)


def record(
    session: Session, given: Given, *, by: Actor, lots: Mapping[int, datetime] | None = None
) -> Result:
    """Judge, keep, and do what follows. `lots`: the loads concerned, each since when; the lot of
    the result itself is one of them. Refuses all that `keeping.keep` refuses. Flushes.
    """
    row = keeping.keep(session, given, by=by)
    version = session.get_one(PointVersion, row.point_version_id)
    if Verdict(row.verdict) in OPENS:
        _open(session, row, version, by=by, lots=lots or {})
    for listener in _told:
        listener(session, row, version, by)
    return row


def _open(
    session: Session,
    row: Result,
    version: PointVersion,
    *,
    by: Actor,
    lots: Mapping[int, datetime],
) -> Case:
    action = row.verdict == Verdict.ACTION.value
    concerned = dict(lots)
    if row.lot_id is not None:
        concerned.setdefault(row.lot_id, row.taken_at)
    why = Opening(
        kind=row.verdict, origin="result", result_id=row.id, point_id=version.point_id,
        machine_id=row.machine_id,
        title=f"{reads.code_of(session, version)} — {version.label} : {WHY[row.why]}",
        procedure=version.action_procedure if action else version.alert_procedure,
    )  # fmt: skip
    held = concerned if action and version.holds_lots else {}
    return opening.open_case(session, why, by=by, at=row.taken_at, lots=held)
