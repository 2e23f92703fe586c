"""A blank pre-printed label becomes a client's bag or trolley; it knows no request."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from esat import registry
from esat.actors import Actor
from esat.declarations import ItemKind, Workshop
from esat.errors import Forbidden, Refused
from esat.production import codes, tables, things
from esat.production.journal import Entry, record

MAX_LABEL = 120


@dataclass(frozen=True, slots=True)
class Binding:
    """What a blank label of this letter becomes here."""

    workshop: Workshop
    kind: ItemKind


@dataclass(frozen=True, slots=True)
class Bound:
    """What the label now names."""

    code: str
    label: str
    client: str


def binding_of(code: str, by: Actor) -> Binding | None:
    """What a blank label may become for this actor: a thing that a workshop of his receives."""
    for workshop in registry.current().workshops.values():
        if workshop.receive is None or not by.can("production.move", workshop=workshop.code):
            continue
        for kind in workshop.item_kinds:
            if kind.letter == code[:1]:
                return Binding(workshop, kind)
    return None


def bind_label(
    session: Session,
    raw: str,
    client_id: int,
    label: str,
    *,
    by: Actor,
    at: datetime,
    capture_uid: bytes | None = None,
) -> Bound:
    """Give a blank label to a client's new bag. Refuses `label_no_kind`, `client_gone`,
    `note_too_long`, and as `barcodes.bind`; forbids another workshop's.
    """
    code = codes.repair(raw)
    found = binding_of(code, by)
    if found is None:
        raise _why_not(code)
    client = session.connection().execute(
        select(tables.client.c.name)
        .where(tables.client.c.id == client_id, tables.client.c.archived_at.is_(None))
    ).first()  # fmt: skip
    if client is None:
        raise Refused("client_gone")
    called = label.strip() or _next_label(session, found, client_id)
    if len(called) > MAX_LABEL:
        raise Refused("note_too_long")
    resource, _ = things.add_resource(
        session, found.kind.code, called, found.workshop.code, found.kind.letter,
        client_id=client_id, at=at, code=code,
    )  # fmt: skip
    entry = Entry("resource.bound", at, resource_id=resource.id, capture_uid=capture_uid,
                  data={"code": code})  # fmt: skip
    record(session, entry, by=by)
    return Bound(code, called, client.name)


def _why_not(code: str) -> Refused | Forbidden:
    letters = {
        kind.letter
        for workshop in registry.current().workshops.values()
        if workshop.receive is not None
        for kind in workshop.item_kinds
    }
    return Forbidden("not_allowed") if code[:1] in letters else Refused("label_no_kind")


def _next_label(session: Session, found: Binding, client_id: int) -> str:
    """« Sac 4 » for a client who has three."""
    things = tables.resource
    count = session.connection().execute(
        select(func.count()).select_from(things)
        .where(things.c.client_id == client_id, things.c.kind == found.kind.code)
    ).scalar_one()  # fmt: skip
    return f"{found.kind.label} {count + 1}"
