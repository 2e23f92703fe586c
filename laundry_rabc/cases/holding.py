"""What a case holds: each thing in house on its own, so that no mixing and no parcel slips out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from esat.actors import SYSTEM, Actor
from esat.production import held_apart, holds
from esat.production.models import Hold
from esat.production.subjects import Subject
from laundry_rabc.cases import reach
from laundry_rabc.cases.models import Case, CaseSubject
from workshops.laundry.stages import MACHINE

QUARANTINE: Final = "rabc_quarantine"
REPAIRS: Final = frozenset({"rewash", "sort", "empty", "load", "start_wash", "end_wash"})
"""What may be done with held linen: wash it again, and open what has to be opened for that."""
BY_HAND: Final = ""
"""The source of a quarantine that somebody placed: it ends by the hand that placed it."""
BLOCKED: Final = tuple(one.action for one in MACHINE.moves if one.action not in REPAIRS)


def hold(session: Session, case: Case, lots: Mapping[int, datetime], *, at: datetime) -> list[int]:
    """Name the lots as what the case is about, hold what is in house of them, and name what was
    handed over of them. Answers the items held. Flushes.
    """
    known = _named(session, case, "lot_id")
    session.add_all(
        CaseSubject(case_id=case.id or 0, lot_id=lot, added_at=at)
        for lot in sorted(set(lots) - known)
    )
    concerned = reach.concerned(session, lots)
    items = reach.in_house(session, concerned)
    hold_items(session, case, items, at=at)
    gone = reach.handed_over(session, concerned)
    session.add_all(
        CaseSubject(case_id=case.id or 0, item_id=item, added_at=at)
        for item in sorted(set(gone) - _named(session, case, "item_id"))
    )
    session.flush()
    return items


def hold_items(session: Session, case: Case, items: Sequence[int], *, at: datetime) -> None:
    """Hold things for a case; what another case holds already stays held for both. Flushes."""
    known = _named(session, case, "item_id")
    standing = _open_holds(session, items)
    for item_id in sorted(set(items) - known):
        held = standing.get(item_id)
        if held is None:
            subject = Subject(kind="item", item_id=item_id, workshop="laundry")
            made = holds.place(
                session, subject, QUARANTINE, by=SYSTEM, at=at,
                note=f"{case.ref} : {case.title}"[:280], source="rabc.case", source_ref=case.ref,
            )  # fmt: skip
            held = made.id or 0
        session.add(CaseSubject(case_id=case.id or 0, item_id=item_id, hold_id=held, added_at=at))
    session.flush()


def parted(session: Session, hold_id: int, item_id: int) -> None:
    """A part of what a case holds is held as it is: the case names it too. Flushes."""
    made = session.get(Hold, hold_id)
    if made is None or made.reason != QUARANTINE or made.source != held_apart.SOURCE:
        return
    what, _, key = made.source_ref.partition(" ")
    if what != "item" or not key.isdigit():
        return
    query = (
        select(CaseSubject.case_id)
        .join(Case, col(Case.id) == col(CaseSubject.case_id))
        .where(CaseSubject.item_id == int(key), col(Case.closed_at).is_(None))
    )
    session.add_all(
        CaseSubject(case_id=case_id, item_id=item_id, hold_id=hold_id, added_at=made.placed_at)
        for case_id in set(session.exec(query))
    )
    session.flush()


def let_go(session: Session, case: Case, *, by: Actor, at: datetime, note: str) -> int:
    """Lift the holds of a closed case that no open case needs; answers how many. Flushes."""
    mine = select(Hold).where(
        col(Hold.id).in_(
            select(CaseSubject.hold_id).where(
                CaseSubject.case_id == case.id, col(CaseSubject.hold_id).is_not(None)
            )
        ),
        col(Hold.id).not_in(_needed()),
        col(Hold.lifted_at).is_(None),
        col(Hold.source) != BY_HAND,
    )
    found = session.exec(mine.order_by(col(Hold.id))).all()
    for one in found:
        holds.lift(session, one.id or 0, by=by, at=at, note=note[:280])
    return len(found)


def may_lift(session: Session, hold: Hold) -> str | None:
    """Why a quarantine may not be lifted: an open case needs it (`case_open`)."""
    query = _needed().where(CaseSubject.hold_id == hold.id).limit(1)
    return None if session.exec(query).first() is None else "case_open"


def cases_of(session: Session, hold_id: int) -> list[Case]:
    """The open cases that need a hold."""
    query = (
        select(Case)
        .join(CaseSubject, col(CaseSubject.case_id) == col(Case.id))
        .where(CaseSubject.hold_id == hold_id, col(Case.closed_at).is_(None))
    )
    return list(session.exec(query.order_by(col(Case.id))))


def put_at(session: Session, case: Case, place_id: int) -> int:
    """Say where what a case holds lies; answers how many things. Flushes."""
    rows = session.exec(held(case)).all()
    for one in rows:
        one.place_id = place_id
    session.flush()
    return len(rows)


def held(case: Case) -> Any:
    """The holds of a case that stand: a statement."""
    mine = select(CaseSubject.hold_id).where(
        CaseSubject.case_id == case.id, col(CaseSubject.hold_id).is_not(None)
    )
    return select(Hold).where(col(Hold.id).in_(mine), col(Hold.lifted_at).is_(None))


def _needed() -> Any:
    """The keys of the holds that an open case needs."""
    return (
        select(CaseSubject.hold_id)
        .join(Case, col(Case.id) == col(CaseSubject.case_id))
        .where(col(Case.closed_at).is_(None), col(CaseSubject.hold_id).is_not(None))
    )


def _open_holds(session: Session, items: Sequence[int]) -> dict[int, int]:
    """The quarantine that stands on each of these items already."""
    query = select(Hold.item_id, Hold.id).where(
        col(Hold.item_id).in_(sorted(items)), Hold.reason == QUARANTINE,
        col(Hold.lifted_at).is_(None),
    )  # fmt: skip
    return {item: key for item, key in session.exec(query) if item is not None and key is not None}


def _named(session: Session, case: Case, what: str) -> set[int]:
    """The keys of what a case names already."""
    column = getattr(CaseSubject, what)
    query = select(column).where(CaseSubject.case_id == case.id, column.is_not(None))
    return set(session.exec(query))
