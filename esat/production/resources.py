"""What stays and comes back, as a list: added, called by another name, retired; never deleted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, select
from sqlmodel import Session

from esat import registry
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.folding import fold
from esat.production import things
from esat.production.journal import Entry, record
from esat.production.models import Barcode, Item, Resource

MANAGE: Final = "resources.manage"
MAX_LABEL: Final = 120
PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that stays: its French name and the letter of its codes (CONTRACT §3)."""

    label: str
    letter: str
    pictogram: str


KINDS: Final = {
    "machine": Kind("Machine", "E", "gear"),
    "vehicle": Kind("Véhicule", "E", "truck"),
    "key": Kind("Clé", "E", "key"),
    "programme": Kind("Carte de programme", "K", "card-checklist"),
    "card": Kind("Carte d’action", "K", "lightning-charge"),
    "shelf": Kind("Étagère", "X", "bookshelf"),
    "press": Kind("Presse ou emplacement", "X", "geo-alt"),
    "site": Kind("Site, jardin", "J", "tree"),
    "crate": Kind("Caisse", "N", "box"),
    "tray": Kind("Bac", "N", "inbox"),
    "pallet": Kind("Palette", "N", "boxes"),
    "trolley": Kind("Chariot", "R", "minecart"),
    "bag": Kind("Sac", "F", "bag"),
    "textile": Kind("Pièce textile", "P", "tag"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing as somebody describes it; `action` is for action cards alone."""

    kind: str
    label: str
    workshop: str
    action: str = ""


def may_name(code: str, by: Actor) -> bool:
    """Whether a blank label of this letter may become a thing that stays, for this actor."""
    return by.can(MANAGE) and any(kind.letter == code[:1] for kind in KINDS.values())


def add(
    session: Session, wanted: Wanted, *, by: Actor, at: datetime, code: str | None = None
) -> str:
    """A new thing with its code, which is returned; `code` binds a pre-printed one. Invalid
    `form_invalid`; refuses as `barcodes.bind`; forbids another workshop. Flushes.
    """
    _mine(by, wanted.workshop)
    kind, errors = KINDS.get(wanted.kind), _faults(wanted)
    if kind is None or errors:
        raise Invalid("form_invalid", errors or {"kind": "Choisissez dans la liste."})
    if code is not None and not code.startswith(kind.letter):
        raise Invalid("form_invalid", {"kind": "Cette étiquette est d’une autre sorte."})
    made, code = things.add_resource(
        session, wanted.kind, wanted.label.strip(), wanted.workshop, kind.letter,
        action=wanted.action or None, at=at, code=code,
    )  # fmt: skip
    entry = Entry("resource.added", at, resource_id=made.id, data={"code": code})
    record(session, entry, by=by)
    return code


def retire(session: Session, resource_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Use it no more: its code answers « annulé ». Refuses `resource_busy`; Invalid without a
    reason.
    """
    found = the(session, resource_id, by)
    if not reason.strip():
        raise Invalid("form_invalid", {"reason": "Dites pourquoi il ne sert plus."})
    if found.retired_at is not None:
        return
    item = Item.__table__
    busy = select(item.c.id).where(item.c.resource_id == resource_id, item.c.closed_at.is_(None))
    if session.connection().execute(busy.limit(1)).first() is not None:
        raise Refused("resource_busy", label=found.label)
    found.retired_at = at
    entry = Entry("resource.retired", at, resource_id=found.id, reason=reason.strip()[:280])
    record(session, entry, by=by)


def the(session: Session, resource_id: int, by: Actor) -> Resource:
    """A thing of the actor's workshops. NotFound otherwise."""
    found = session.get(Resource, resource_id)
    if found is None or not by.can(MANAGE, workshop=found.workshop):
        raise NotFound("not_found")
    return found


def listed(
    session: Session, by: Actor, kind: str = "", text: str = "", *, before: int | None = None
) -> list[Row[Any]]:
    """The things in use that the actor may see, the newest first; one more than a page. Kinds that
    a workshop keeps in a register of its own are not material.
    """
    thing, code, client = Resource.__table__, Barcode.__table__, Client.__table__
    query: Select[Any] = (
        select(
            thing.c.id,
            thing.c.kind,
            thing.c.label,
            thing.c.workshop,
            code.c.code,
            client.c.name.label("client"),
        )
        .join(code, (code.c.resource_id == thing.c.id) & (code.c.origin == "ours"))
        .outerjoin(client, client.c.id == thing.c.client_id)
        .where(thing.c.retired_at.is_(None), code.c.revoked_at.is_(None), thing.c.kind.in_(KINDS))
        .order_by(thing.c.id.desc())
    )
    if by.workshops is not None:
        query = query.where(thing.c.workshop.in_(by.workshops))
    if kind in KINDS:
        query = query.where(thing.c.kind == kind)
    if before is not None:
        query = query.where(thing.c.id < before)
    words = fold(text).split()
    if not words:
        return list(session.connection().execute(query.limit(PAGE + 1)))
    found = session.connection().execute(query)
    return [row for row in found if _says(row, words)][: PAGE + 1]


def _says(row: Row[Any], words: list[str]) -> bool:
    """Whether a thing's name or code holds every word; a few thousand rows, read at once."""
    said = fold(f"{row.label} {row.code} {row.client or ''}")
    return all(word in said for word in words)


def _mine(by: Actor, workshop: str) -> None:
    if not by.can(MANAGE, workshop=workshop):
        raise Forbidden("other_workshop")


def _faults(wanted: Wanted) -> dict[str, str]:
    errors = {}
    workshop = registry.current().workshops.get(wanted.workshop)
    if wanted.kind not in KINDS:
        errors["kind"] = "Choisissez dans la liste."
    if not 1 <= len(wanted.label.strip()) <= MAX_LABEL:
        errors["label"] = "Écrivez un nom, de 1 à 120 signes."
    if workshop is None:
        errors["workshop"] = "Choisissez dans la liste."
    elif wanted.kind == "card":
        if wanted.action not in {move.action for move in workshop.road.moves}:
            errors["action"] = "Choisissez ce que la carte fait faire."
    elif wanted.action:
        errors["action"] = "Seule une carte d’action fait faire quelque chose."
    return errors
