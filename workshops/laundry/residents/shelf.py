"""Pieces that nobody knows: put on the shelf with what is seen, compared with what is missing,
recognised by a person and never by the house.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Invalid, Refused
from esat.production import codes, subjects
from esat.production.models import Item, LotItem, Order
from workshops.laundry.residents import garments, matching, people, photos, rights, search
from workshops.laundry.residents.garments import GarmentIn
from workshops.laundry.residents.matching import Traits
from workshops.laundry.residents.models import Garment, Resident
from workshops.laundry.residents.people import Alike
from workshops.laundry.residents.search import Found

PROPOSED = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """A missing garment that may be the found piece: how well it fits and why, and who must not be
    taken for its owner.
    """

    garment: Found
    score: int
    reasons: tuple[str, ...]
    alike: tuple[Alike, ...]


def put(session: Session, given: GarmentIn, found_in: str, *, by: Actor) -> tuple[Garment, str]:
    """A piece without a readable label, found in a bag or a lot (its code; empty when nobody
    knows). Invalid for a code that is neither. Flushes.
    """
    item_id, lot_id = _found_in(session, found_in)
    garment, code = garments.register(session, given, by=by)
    now = clock.now()
    garment.lost, garment.lost_since = "unidentified", now
    garment.found_item_id, garment.found_lot_id = item_id, lot_id
    session.flush()
    return garment, code


def on_it(session: Session) -> list[Found]:
    """The shelf, the oldest first."""
    return search.lost(session, "unidentified")


def clients_of(session: Session, garment: Garment) -> dict[int, str]:
    """Whose bag it was found with: one client for a bag, each of its clients for a lot."""
    query = select(Client.id, Client.name).join(Order, col(Order.client_id) == Client.id)
    if garment.found_item_id is not None:
        query = query.join(Item, col(Item.order_id) == Order.id).where(
            Item.id == garment.found_item_id
        )
    elif garment.found_lot_id is not None:
        query = (
            query.join(Item, col(Item.order_id) == Order.id)
            .join(LotItem, col(LotItem.item_id) == Item.id)
            .where(LotItem.lot_id == garment.found_lot_id)
        )
    else:
        return {}
    return {key or 0: name for key, name in session.exec(query.distinct())}


def proposals(session: Session, garment: Garment) -> list[Proposal]:
    """The missing garments that it may be, the likeliest first: those of the clients concerned
    alone, or of every client when nobody knows where it was found.
    """
    clients = frozenset(clients_of(session, garment))
    mine = Traits(garment.nature, garment.colour, garment.size, clients)
    found = []
    for one in search.lost(session, "missing"):
        if clients and one.client_id not in clients:
            continue
        theirs = Traits(one.nature, one.colour, one.size, frozenset({one.client_id or 0}))
        fit = matching.match(mine, theirs)
        if fit.score >= matching.LEAST:
            found.append((one, fit))
    found.sort(key=lambda pair: (-pair[1].score, pair[0].id))
    return [
        Proposal(one, fit.score, fit.reasons, tuple(_alike(session, one)))
        for one, fit in found[:PROPOSED]
    ]


def recognise(session: Session, piece: Garment, missing: Garment, *, sure: bool, by: Actor) -> None:
    """The piece is that missing garment: it takes its place and its photographs, is no longer
    missing, and is marked again under its own code; the piece's code serves no more.

    Refuses `garment_not_unidentified`, `garment_not_missing`, `resident_alike` until somebody is
    sure, `resource_busy`.
    """
    rights.require(by, rights.EDIT)
    if piece.lost != "unidentified":
        raise Refused("garment_not_unidentified")
    if missing.lost != "missing":
        raise Refused("garment_not_missing")
    owner = session.get(Resident, missing.resident_id or 0)
    if owner is not None and not sure and like(session, owner):
        raise Refused("resident_alike")
    garments.close(session, piece, "Reconnue", by=by)
    photos.move(session, piece.resource_id, missing.resource_id)
    now = clock.now()
    piece.lost, piece.lost_since = "", None
    missing.lost, missing.lost_since = "", None
    missing.marked_at, missing.to_mark_since = None, now
    session.flush()
    garments.step(session, piece, "matched", by=by, at=now, other=missing.resource_id)
    garments.step(session, missing, "found", by=by, at=now, other=piece.resource_id)
    garments.step(session, missing, "to_mark", by=by, at=now)


def give(session: Session, piece: Garment, resident: Resident, *, sure: bool, by: Actor) -> None:
    """The piece is that resident's, who did not miss it. Refuses `garment_not_unidentified`,
    `resident_alike` until somebody is sure, and as `garments.assign`.
    """
    rights.require(by, rights.EDIT)
    if piece.lost != "unidentified":
        raise Refused("garment_not_unidentified")
    if not sure and like(session, resident):
        raise Refused("resident_alike")
    garments.assign(session, piece, resident, by=by)


def _found_in(session: Session, raw: str) -> tuple[int | None, int | None]:
    """The item or the lot of a code. Invalid when it is neither of the laundry's."""
    if not raw.strip():
        return None, None
    code = codes.read(raw).code
    subject = None if code is None else subjects.by_code(session, code)
    if subject is None or subject.workshop != rights.WORKSHOP:
        subject = None
    if subject is not None and subject.lot_id is not None:
        return None, subject.lot_id
    if subject is not None and subject.item_id is not None:
        return subject.item_id, None
    if subject is not None and subject.resource_id is not None:
        last = select(Item.id).where(Item.resource_id == subject.resource_id)
        item_id = session.exec(last.order_by(col(Item.id).desc()).limit(1)).first()
        if item_id is not None:
            return item_id, None
    raise Invalid("form_invalid", {"found_in": "Scannez le sac ou le lot où elle était."})


def like(session: Session, resident: Resident) -> list[Alike]:
    """Who may be taken for this resident."""
    name = (resident.last_name, resident.first_name)
    return people.alike(session, resident.client_id, name, resident.id)


def _alike(session: Session, one: Found) -> list[Alike]:
    owner = session.get(Resident, one.resident_id or 0)
    return [] if owner is None else like(session, owner)


def houses(session: Session) -> list[Client]:
    """The clients with residents."""
    known = select(Resident.client_id).distinct()
    query = select(Client).where(col(Client.id).in_(known)).order_by(col(Client.search))
    return list(session.exec(query))
