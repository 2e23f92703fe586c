"""The one door of every judged fact: it is kept, and what must follow follows in the same act.

Given --> keep (verdict) --> alert: a light case with its procedure
                         --> action: a case, and the linen concerned is held
                         --> whoever asked to be told (trends)
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import or_, true
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from laundry_rabc.cases import holding, opening, reach
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
ROUTINE: Final = ("machine", "system")
"""Sources that speak of every cycle and every wait: one open attention is enough for them."""
OPENS: Final = (Verdict.ALERT, Verdict.ACTION)


def on_recorded(listener: Told) -> None:
    """Be told of every result, in its transaction."""
    if listener not in _told:
        _told.append(listener)


def record(
    session: Session,
    given: Given,
    *,
    by: Actor,
    lots: Mapping[int, datetime] | None = None,
    case: Opening | None = None,
) -> Result:
    """Judge, keep, and do what follows. `lots`: the loads concerned, each since when; the lot and
    the thing of the result itself are among them. `case` says why it opens, where more is known of
    it than the result says. Refuses all that `keeping.keep` refuses. Flushes.
    """
    row = keeping.keep(session, given, by=by)
    version = session.get_one(PointVersion, row.point_version_id)
    if Verdict(row.verdict) in OPENS:
        why = _why(session, row, version) if case is None else replace(case, result_id=row.id)
        _open(session, row, version, why, by=by, lots=lots or {})
    for listener in _told:
        listener(session, row, version, by)
    return row


def _why(session: Session, row: Result, version: PointVersion) -> Opening:
    """The case that a result opens by itself, with the procedure that the plan wrote."""
    action = row.verdict == Verdict.ACTION.value
    return Opening(
        kind=row.verdict, origin="result", result_id=row.id, point_id=version.point_id,
        machine_id=row.machine_id,
        title=f"{reads.code_of(session, version)} — {version.label} : {WHY[row.why]}",
        procedure=version.action_procedure if action else version.alert_procedure,
    )  # fmt: skip


def _open(
    session: Session,
    row: Result,
    version: PointVersion,
    why: Opening,
    *,
    by: Actor,
    lots: Mapping[int, datetime],
) -> Case:
    action = row.verdict == Verdict.ACTION.value
    concerned, items = dict(lots), []
    if row.lot_id is not None:
        concerned.setdefault(row.lot_id, row.taken_at)
    if row.item_id is not None:
        items.append(row.item_id)
    if not (action and version.holds_lots):
        concerned, items = {}, []
    known = _open_already(session, row, version)
    if known is not None:
        now = clock.now()
        holding.hold(session, known, concerned, at=now)
        holding.hold_items(session, known, reach.in_house(session, items), at=now)
        return known
    return opening.open_case(session, why, by=by, at=row.taken_at, lots=concerned, items=items)


def _open_already(session: Session, row: Result, version: PointVersion) -> Case | None:
    """The open case that a result belongs to: of the result that it corrects, of the same cycle, or
    the attention that a machine or a wait calls for already. An action never hides in an alert.
    """
    same = [col(Result.id) == row.amends_id] if row.amends_id is not None else []
    if row.cycle_id is not None:
        same.append(col(Result.cycle_id) == row.cycle_id)
    if row.verdict == Verdict.ALERT.value and row.source in ROUTINE:
        same.append(col(Result.machine_id) == row.machine_id if row.machine_id else true())
    if not same:
        return None
    kinds = ("action",) if row.verdict == Verdict.ACTION.value else ("action", "alert")
    query = (
        select(Case)
        .join(Result, col(Result.id) == col(Case.result_id))
        .where(
            Case.point_id == version.point_id,
            col(Case.closed_at).is_(None),
            col(Case.kind).in_(kinds),
            or_(*same),
        )
        .order_by(col(Case.id))
        .limit(1)
    )
    return session.exec(query).first()
