"""Garments to mark, what their label says, and the scan that proves that it is on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as choose

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.declarations import Act, ActDone, ActSent
from esat.errors import Invalid, Refused
from esat.printing.models import PrintJob
from esat.production import codes, tables
from esat.production.models import Resource
from workshops.laundry.residents import garments, marking_rules, rights
from workshops.laundry.residents.models import Garment, Resident

MOST = 300
LEFT = ("sent", "seen", "sheet", "unsure")
"""Labels that came out of a printer, or were taken on paper."""
_garment, _thing, _code = Garment.__table__, Resource.__table__, tables.barcode
_client, _job = Client.__table__, PrintJob.__table__
_WAITS = (
    _garment.c.marked_at.is_(None), _thing.c.retired_at.is_(None),
    _garment.c.lost != "unidentified",
)  # fmt: skip
WAITING = (
    select(func.count())
    .select_from(_garment.join(_thing, _thing.c.id == _garment.c.resource_id))
    .where(*_WAITS)
)
"""How many garments wait for their label."""


@dataclass(frozen=True, slots=True)
class ToMark:
    """A garment that waits for its label: printed, but not read on it yet."""

    id: int
    code: str
    what: str
    client: str
    since: datetime
    printed: bool


def backlog(session: Session, client_id: int | None = None) -> list[ToMark]:
    """What is to mark, by client, the oldest first. One statement."""
    printed = (
        select(_job.c.id)
        .where(
            _job.c.code == _code.c.code, _job.c.state.in_(LEFT),
            _job.c.requested_at >= _garment.c.to_mark_since,
        )
        .exists()
    )  # fmt: skip
    query = (
        select(
            _garment.c.resource_id, _code.c.code, _thing.c.label,
            _client.c.name, _garment.c.to_mark_since, printed.label("printed"),
        )
        .select_from(
            _garment.join(_thing, _thing.c.id == _garment.c.resource_id)
            .join(_code, (_code.c.resource_id == _thing.c.id) & (_code.c.origin == "ours"))
            .outerjoin(_client, _client.c.id == _thing.c.client_id)
        )
        .where(*_WAITS, _code.c.revoked_at.is_(None))
        .order_by(_client.c.search, _garment.c.to_mark_since, _garment.c.resource_id)
        .limit(MOST)
    )  # fmt: skip
    if client_id is not None:
        query = query.where(_thing.c.client_id == client_id)
    return [
        ToMark(row.resource_id, row.code, row.label, row.name or "", row.to_mark_since, row.printed)
        for row in session.connection().execute(query)
    ]


def mark(session: Session, raw: str, *, by: Actor, at: datetime | None = None) -> Garment:
    """The label is on: it was read on the garment after it was printed. Refuses
    `garment_marked_already`, `garment_not_printed`; NotFound `garment_unknown`.
    """
    rights.require(by, rights.READ)
    code = codes.read(raw).code
    if code is None:
        raise Refused("code_unreadable")
    garment = garments.by_code(session, code)
    if garment.marked_at is not None:
        raise Refused("garment_marked_already")
    query = choose(PrintJob.id).where(
        PrintJob.code == code,
        col(PrintJob.state).in_(LEFT),
        col(PrintJob.requested_at) >= garment.to_mark_since,
    )
    if session.exec(query.limit(1)).first() is None:
        raise Refused("garment_not_printed")
    moment = at or clock.now()
    garment.marked_at = max(moment, garment.to_mark_since)
    session.flush()
    garments.step(session, garment, "marked", by=by, at=moment)
    return garment


def mark_again(session: Session, garment: Garment, why: str, *, by: Actor) -> None:
    """Its label is worn or wrong: it waits for another one. Refuses `garment_to_mark_already`."""
    rights.require(by, rights.READ)
    if garment.marked_at is None:
        raise Refused("garment_to_mark_already")
    if not why.strip():
        raise Invalid("form_invalid", {"label": "Dites pourquoi l’étiquette est à refaire."})
    garment.marked_at, garment.to_mark_since = None, clock.now()
    session.flush()
    garments.step(session, garment, "to_mark", why.strip(), by=by)


def label_lines(session: Session, resource_id: int) -> dict[str, str]:
    """What stands beside the code: as much as the client asked for, nothing where it did not.
    The code says nothing of anybody.
    """
    garment = session.get(Garment, resource_id)
    thing = session.get_one(Resource, resource_id)
    level = marking_rules.level(session, thing.client_id)
    if level == 0 or thing.client_id is None:
        return {}
    house = session.get_one(Client, thing.client_id).name
    owner = None if garment is None else session.get(Resident, garment.resident_id or 0)
    said = {"title": house}
    if owner is None or owner.purged_at is not None:
        return said
    if level >= 2 and owner.sector:
        said["line1"] = owner.sector
    if level == marking_rules.NAMED:
        return {"title": owner.name, "line1": house, "line2": owner.sector}
    return said


def _act(session: Session, sent: ActSent) -> ActDone:
    data: Any = sent.data.get("code")
    raw = sent.code or (data if isinstance(data, str) else "")
    if not raw:
        raise Refused("code_unreadable")
    garment = mark(session, raw, by=sent.actor, at=sent.at)
    said = f"{garment.nature} {garment.colour}".strip()
    code = garments.code_of(session, garment)
    return ActDone(f"{said} : marquage enregistré.", code)


MARK = Act("laundry.mark_garment", "Marquage d’un vêtement lu", rights.READ, _act)
