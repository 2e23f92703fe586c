"""What was seen on the wrong side: listed, and decided in writing by who answers for the flow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import or_, select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production import holds, journal, lots, moves, subjects, tables
from esat.production.journal import Entry
from esat.production.models import Hold, Lot
from esat.production.moves import Context
from esat.production.subjects import Subject
from workshops.laundry.washing import loads
from workshops.laundry.washing.models import Breach
from workshops.laundry.washing.zones import HOLD

DECIDE: Final = "laundry.breach"
LIFT: Final = "laundry.breach.lift"
"""Held by nobody: a hold of this kind ends by a decision alone."""
Outcome = Literal["keep", "rewash"]
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A breach as the page shows it, with the names of both accounts and of the place."""

    breach: Breach
    label: str
    code: str
    client: str
    seen_by: str
    opened_by: str
    decided_by: str
    station: str


def listed(session: Session, *, still_open: bool) -> list[Row]:
    """The breaches that wait for a decision, or the last ones that were decided."""
    query = rows_of(Breach)
    if still_open:
        query = query.where(col(Breach.decided_at).is_(None)).order_by(col(Breach.id))
    else:
        query = query.where(col(Breach.decided_at).is_not(None)).order_by(col(Breach.id).desc())
    return _rows(session, session.exec(query.limit(SHOWN)).all())


def one(session: Session, breach_id: int) -> Row:
    """One breach. NotFound for none."""
    found = session.get(Breach, breach_id)
    if found is None:
        raise NotFound("not_found")
    return _rows(session, [found])[0]


def count_open(session: Session) -> int:
    """How many wait for a decision."""
    table = Breach.__table__
    query = select(table.c.id).where(table.c.decided_at.is_(None)).limit(SHOWN)
    return len(session.connection().execute(query).all())


def decide(
    session: Session,
    breach_id: int,
    decision: str,
    outcome: Outcome,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Breach:
    """Say in writing what becomes of it; the hold ends. `rewash` sends the thing back to be washed.
    Refuses `breach_decided`, `decision_missing`; forbids one without the right.
    """
    loads.require(by, DECIDE)
    moment = at or clock.now()
    breach = session.get(Breach, breach_id)
    if breach is None:
        raise NotFound("not_found")
    if breach.decided_at is not None:
        raise Refused("breach_decided")
    if not decision.strip():
        raise Refused("decision_missing")
    breach.decided_at, breach.decided_by = moment, by.account_id
    breach.decision = decision.strip()[:200]
    session.flush()
    _free(session, breach, by, moment)
    if outcome == "rewash":
        _rewash(session, breach, by, moment)
    data = {"breach": breach.id or 0, "outcome": outcome}
    kind = "item.breach_decided" if breach.item_id is not None else "lot.breach_decided"
    entry = Entry(
        kind, moment, item_id=breach.item_id, lot_id=breach.lot_id, reason=breach.decision,
        data=data,
    )  # fmt: skip
    journal.record(session, entry, by=by)
    return breach


def _free(session: Session, breach: Breach, by: Actor, at: datetime) -> None:
    """End the hold, and what it became on things that parted from the one seen."""
    decider = replace(by, capabilities=by.capabilities | {LIFT})
    ours = {breach.hold_id} if breach.hold_id else set()
    ref = f"item {breach.item_id}" if breach.item_id is not None else f"lot {breach.lot_id}"
    query = rows_of(Hold).where(
        Hold.reason == HOLD,
        col(Hold.lifted_at).is_(None),
        col(Hold.id).in_(ours) | (col(Hold.source_ref) == ref),
    )
    for hold in session.exec(query).all():
        holds.lift(session, hold.id or 0, by=decider, at=at, note=breach.decision)


def _rewash(session: Session, breach: Breach, by: Actor, at: datetime) -> None:
    """The thing goes back to be washed; one that travels in a lot leaves it first."""
    subject = _subject(session, breach)
    if subject is None or subject.stage == "to_rewash":
        return
    if subject.travels_in is not None and subject.item_id is not None:
        lot = session.get(Lot, subject.travels_in)
        if lot is not None:
            lots.take_out(session, lot, [subject.item_id], by=by, at=at, reason=breach.decision)
            subject = _subject(session, breach) or subject
    given = {"reason": "breach"}
    moves.move(session, subject, "rewash", Context(by, at, reason=breach.decision, data=given))


def _subject(session: Session, breach: Breach) -> Subject | None:
    if breach.item_id is not None:
        return subjects.item(session, breach.item_id)
    return subjects.lot(session, breach.lot_id or 0)


def _rows(session: Session, found: Sequence[Breach]) -> list[Row]:
    """Those breaches with what is said of them, by four statements however many there are."""
    names, places, things = _names(session, found), _places(session, found), _things(session, found)
    rows = []
    for breach in found:
        subject = things.get((breach.item_id, breach.lot_id))
        rows.append(
            Row(
                breach=breach,
                label="" if subject is None else subject.label,
                code="" if subject is None else subject.code or "",
                client="" if subject is None else subject.client_name or "",
                seen_by=names.get(breach.account_id or 0, ""),
                opened_by=names.get(breach.opened_by or 0, ""),
                decided_by=names.get(breach.decided_by or 0, ""),
                station=places.get(breach.station_id or 0, ""),
            )
        )
    return rows


def _things(
    session: Session, found: Sequence[Breach]
) -> dict[tuple[int | None, int | None], Subject]:
    """What each breach is about, by the item or the lot that it names."""
    code, item = tables.barcode, tables.item
    worn = (code.c.origin == "ours", code.c.revoked_at.is_(None))
    of_items = (
        select(item.c.id.label("item_id"), code.c.code)
        .join(code, or_(code.c.item_id == item.c.id, code.c.resource_id == item.c.resource_id))
        .where(item.c.id.in_(_keys(found, "item_id")), *worn)
        .order_by(code.c.item_id.is_not(None))
    )  # the code that an item wears itself comes last, and counts
    of_lots = select(code.c.lot_id, code.c.code).where(
        code.c.lot_id.in_(_keys(found, "lot_id")), *worn
    )
    ask = session.connection().execute
    worn_by = {(row.item_id, None): row.code for row in ask(of_items)}
    worn_by |= {(None, row.lot_id): row.code for row in ask(of_lots)}
    known = subjects.by_codes(session, worn_by.values())
    return {key: known[code] for key, code in worn_by.items() if code in known}


def _names(session: Session, found: Sequence[Breach]) -> dict[int, str]:
    account = tables.account
    rows = session.connection().execute(select(account.c.id, account.c.display_name).where(
        account.c.id.in_(_keys(found, "account_id", "opened_by", "decided_by"))
    ))  # fmt: skip
    return {row.id: row.display_name for row in rows}


def _places(session: Session, found: Sequence[Breach]) -> dict[int, str]:
    station = tables.station
    rows = session.connection().execute(
        select(station.c.id, station.c.name).where(station.c.id.in_(_keys(found, "station_id")))
    )
    return {row.id: row.name for row in rows}


def _keys(found: Sequence[Breach], *columns: str) -> set[int]:
    return {key for one in found for column in columns if (key := getattr(one, column))}
