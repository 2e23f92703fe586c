"""Measured again: the result that shows that a case is settled, and who read what failed.

A wash is measured again by washing what is held again: every thing in house needs a later cycle
that is not in action. Anything else is measured again at the same machine or place. Time that went
by, a breach, an event cannot be measured again: the verification is then what a person saw.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.errors import Refused
from esat.production import tables
from laundry_rabc.cases import reach
from laundry_rabc.cases.models import Case, CaseSubject
from laundry_rabc.limits import Verdict
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.results.models import Result
from workshops.laundry.washing.models import Breach, Cycle

GOOD: Final = (Verdict.CONFORM.value, Verdict.ALERT.value)
"""Within the action level: an alert opens its own attention, and a wash that just held is held."""
SAME_WASH: Final = ("LAV-02", "LAV-03")
"""Both say that a wash disinfected: a rewash may be of the other kind."""
LISTED: Final = 50
_member, _cycle = tables.lot_item, Cycle.__table__
_result: Any = Result.__table__
_version: Any = PointVersion.__table__


def readers(session: Session, case: Case) -> set[int | None]:
    """The accounts that read the failing value, or are named by the breach that opened it."""
    if case.origin == "breach":
        breach = session.get(Breach, _breach_id(case))
        return set() if breach is None else {breach.account_id, breach.opened_by} - {None}
    return {one.account_id for one in chain(session, case.result_id)} - {None}


def decided(session: Session, case: Case) -> None:
    """The laundry decides of a breach in writing before its case ends. Refuses
    `needs_breach_decision`.
    """
    breach = session.get(Breach, _breach_id(case)) if case.origin == "breach" else None
    if breach is not None and breach.decided_at is None:
        raise Refused("needs_breach_decision")


def chain(session: Session, result_id: int | None) -> list[Result]:
    """A result and its corrections, the first first."""
    found: list[Result] = []
    ahead = None if result_id is None else session.get(Result, result_id)
    while ahead is not None:
        found.append(ahead)
        ahead = session.exec(rows_of(Result).where(Result.amends_id == ahead.id)).first()
    return found


def later(session: Session, case: Case) -> Sequence[Result]:
    """The results of the same checkpoint since the one that opened the case, at the same machine
    or place or on what it is about: whatever they say, the first stays.
    """
    first = None if case.result_id is None else session.get(Result, case.result_id)
    if first is None or case.point_id is None:
        return ()
    same_place = and_(col(Result.machine_id) == first.machine_id, col(Result.place) == first.place)
    query = (
        rows_of(Result)
        .join(PointVersion, col(PointVersion.id) == col(Result.point_version_id))
        .where(
            col(PointVersion.point_id).in_(_points(session, case.point_id)),
            col(Result.id) > first.id,
            or_(same_place, col(Result.lot_id).in_(_travelled(case))),
        )
        .order_by(col(Result.id))
        .limit(LISTED)
    )
    if case.closed_at is not None:
        query = query.where(col(Result.recorded_at) <= case.closed_at)
    return session.exec(query).all()


def reading(session: Session, case: Case) -> int | None:
    """The result that a verification rests on; None where the point cannot be measured again.
    Refuses `needs_conform_reading`.
    """
    links = chain(session, case.result_id)
    if not links or links[0].source == "system":
        return None
    if len(links) > 1 and links[-1].verdict in GOOD:
        return links[-1].id
    first = links[0]
    if first.cycle_id is not None or first.lot_id is not None:
        return _washed_again(session, case, first)
    found = [
        one
        for one in later(session, case)
        if one.verdict == Verdict.CONFORM.value and one.taken_at > first.taken_at
    ]
    if not found:
        raise Refused("needs_conform_reading")
    return found[-1].id


def _washed_again(session: Session, case: Case, first: Result) -> int | None:
    """Every thing of the case that is in house was washed again, and its cycle judged good; where
    all has left, no reading can be had.
    """
    query = rows_of(CaseSubject.item_id).where(
        CaseSubject.case_id == case.id, col(CaseSubject.item_id).is_not(None)
    )
    items = reach.in_house(session, [one for one in session.exec(query) if one is not None])
    good = _good(session, case, first, items)
    if set(items) - set(good):
        raise Refused("needs_conform_reading")
    return max(good.values(), default=None)


def _good(session: Session, case: Case, first: Result, items: list[int]) -> dict[int, int]:
    """The last good result of each item, in a lot that it was in for a later cycle."""
    query = (
        select(_member.c.item_id, _result.c.id)
        .join(_cycle, _cycle.c.lot_id == _member.c.lot_id)
        .join(_result, _result.c.cycle_id == _cycle.c.id)
        .join(_version, _version.c.id == _result.c.point_version_id)
        .where(
            _member.c.item_id.in_(items),
            _version.c.point_id.in_(_points(session, case.point_id)),
            _result.c.verdict.in_(GOOD),
            _cycle.c.started_at >= first.taken_at,
            _cycle.c.id != (first.cycle_id or 0),
            _member.c.joined_at <= _cycle.c.ended_at,
            _member.c.left_at.is_(None) | (_member.c.left_at >= _cycle.c.started_at),
        )
        .order_by(_result.c.id)
    )
    return {row.item_id: row.id for row in session.connection().execute(query)}


def _points(session: Session, point_id: int | None) -> list[int]:
    """The checkpoint, and the one that says the same of another kind of wash."""
    found = dict(
        session.exec(
            rows_of(ControlPoint.id, ControlPoint.code).where(
                (col(ControlPoint.id) == point_id) | col(ControlPoint.code).in_(SAME_WASH)
            )
        ).all()
    )
    if found.get(point_id) in SAME_WASH:
        return [key for key in found if key is not None]
    return [] if point_id is None else [point_id]


def _travelled(case: Case) -> Any:
    """The lots that what the case holds travelled in."""
    return (
        select(_member.c.lot_id)
        .join(CaseSubject.__table__, CaseSubject.__table__.c.item_id == _member.c.item_id)
        .where(CaseSubject.__table__.c.case_id == case.id)
    )


def _breach_id(case: Case) -> int:
    key = case.origin_ref.rpartition(" ")[2]
    return int(key) if key.isdigit() else 0
