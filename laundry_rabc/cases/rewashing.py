"""« Relaver » : what a case holds goes back to be washed, by the laundry's own decision."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Refused
from esat.production import lots, moves, subjects
from esat.production.models import Item, Lot, LotItem
from esat.production.moves import Context
from laundry_rabc.cases import holding
from laundry_rabc.cases.models import Case
from workshops.laundry.stages import MACHINE

REWASH: Final = "rewash"


def washable(session: Session, case: Case) -> list[Item]:
    """What the case holds that may go back to be washed now."""
    keys = [one.item_id for one in session.exec(holding.held(case)) if one.item_id is not None]
    found = session.exec(select(Item).where(col(Item.id).in_(keys)).order_by(col(Item.id)))
    return [one for one in found if MACHINE.move(one.stage, REWASH, one.kind) is not None]


def rewash(session: Session, case: Case, *, by: Actor, at: datetime | None = None) -> int:
    """Send back to be washed all that the case holds and that may; a load of which everything is
    held goes as one. Answers how many things. Refuses `case_nothing_to_wash`, and as the move.
    """
    moment = at or clock.now()
    wanted = {one.id or 0 for one in washable(session, case)}
    if not wanted:
        raise Refused("case_nothing_to_wash")
    for lot_id, inside in _loads(session, wanted).items():
        lot = session.get_one(Lot, lot_id)
        chosen = sorted(inside & wanted)
        if inside <= wanted:
            _move(session, lots.subject_of(session, lot), case, by, moment)
        lots.take_out(session, lot, chosen, by=by, at=moment, reason=case.ref)
        session.expire_all()
    for key in sorted(wanted):
        subject = subjects.item(session, key)
        if subject is not None and subject.stage != "to_rewash":
            _move(session, subject, case, by, moment)
    session.expire_all()
    return len(wanted)


def _loads(session: Session, wanted: set[int]) -> dict[int, set[int]]:
    """The loads in which these things travel, each with all that is in it."""
    mine = select(LotItem.lot_id).where(
        col(LotItem.item_id).in_(wanted), col(LotItem.left_at).is_(None)
    )
    query = select(LotItem.lot_id, LotItem.item_id).where(
        col(LotItem.lot_id).in_(mine), col(LotItem.left_at).is_(None)
    )
    found: dict[int, set[int]] = {}
    for lot_id, item_id in session.exec(query):
        found.setdefault(lot_id, set()).add(item_id)
    return found


def _move(session: Session, subject: subjects.Subject, case: Case, by: Actor, at: datetime) -> None:
    given = {"reason": "rabc", "case": case.ref}
    moves.move(session, subject, REWASH, Context(by, at, reason=case.ref, data=given))
