"""What a case holds: each thing in house on its own, so that no mixing and no parcel slips out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from esat.actors import SYSTEM, Actor
from esat.production import holds, subjects
from esat.production.models import Hold
from laundry_rabc.cases import reach
from laundry_rabc.cases.models import Case, CaseSubject
from workshops.laundry.stages import MACHINE

QUARANTINE: Final = "rabc_quarantine"
REPAIRS: Final = frozenset({"rewash", "load", "start_wash", "end_wash"})
"""What may be done with held linen: wash it again."""
BLOCKED: Final = tuple(one.action for one in MACHINE.moves if one.action not in REPAIRS)


def hold(session: Session, case: Case, lots: Mapping[int, datetime], *, at: datetime) -> list[int]:
    """Name the lots as what the case is about, and hold what is in house of them. Answers the
    items held. Flushes.
    """
    session.add_all(
        CaseSubject(case_id=case.id or 0, lot_id=lot, added_at=at)
        for lot in sorted(lots)
        if not _named(session, case, lot_id=lot)
    )
    items = reach.in_house(session, reach.concerned(session, lots))
    hold_items(session, case, items, at=at)
    return items


def hold_items(session: Session, case: Case, items: list[int], *, at: datetime) -> None:
    """Hold things for a case; what another case holds already stays held for both. Flushes."""
    for item_id in items:
        if _named(session, case, item_id=item_id):
            continue
        held = _open_hold(session, item_id)
        if held is None:
            subject = subjects.item(session, item_id)
            if subject is None:
                continue
            made = holds.place(
                session, subject, QUARANTINE, by=SYSTEM, at=at, note=f"{case.ref} : {case.title}",
                source="rabc.case", source_ref=case.ref,
            )  # fmt: skip
            held = made.id
        session.add(CaseSubject(case_id=case.id or 0, item_id=item_id, hold_id=held, added_at=at))
    session.flush()


def let_go(session: Session, case: Case, *, by: Actor, at: datetime, note: str) -> int:
    """Lift the holds of a case that no other open case needs; answers how many. Flushes."""
    query = select(CaseSubject.hold_id).where(
        CaseSubject.case_id == case.id, col(CaseSubject.hold_id).is_not(None)
    )
    needed = (
        select(CaseSubject.hold_id)
        .join(Case, col(Case.id) == col(CaseSubject.case_id))
        .where(Case.id != case.id, col(Case.closed_at).is_(None), CaseSubject.hold_id > 0)  # type: ignore[operator]
    )
    mine = select(Hold).where(
        col(Hold.id).in_(query), col(Hold.id).not_in(needed), col(Hold.lifted_at).is_(None)
    )
    found = session.exec(mine).all()
    for one in found:
        holds.lift(session, one.id or 0, by=by, at=at, note=note)
    return len(found)


def _open_hold(session: Session, item_id: int) -> int | None:
    query = select(Hold.id).where(
        Hold.item_id == item_id, Hold.reason == QUARANTINE, col(Hold.lifted_at).is_(None)
    )
    return session.exec(query).first()


def _named(
    session: Session, case: Case, *, lot_id: int | None = None, item_id: int | None = None
) -> bool:
    query = select(CaseSubject.id).where(
        CaseSubject.case_id == case.id,
        CaseSubject.lot_id == lot_id,
        CaseSubject.item_id == item_id,
    )
    return session.exec(query).first() is not None
