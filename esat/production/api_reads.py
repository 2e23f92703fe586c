"""What the API answers about orders and lots: SELECTs shaped as CONTRACT §4, no person in them."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select, text
from sqlmodel import Session

from esat import registry
from esat.actors import Actor
from esat.errors import NotFound
from esat.production import barcodes, codes, genealogy
from esat.production.genealogy import Node
from esat.production.models import Barcode, Item, Lot, Order
from esat.production.subjects import by_code

_CLIENT = text("SELECT name FROM client WHERE id = :id")
_item, _code, _lot = Item.__table__, Barcode.__table__, Lot.__table__


def order(session: Session, found: Order) -> dict[str, Any]:
    """An order and its items."""
    client = session.connection().execute(_CLIENT, {"id": found.client_id}).scalar()
    return {
        "ref": found.ref,
        "code": barcodes.of(session, order_id=found.id or 0),
        "workshop": found.workshop,
        "client": client,
        "client_ref": found.client_ref,
        "due_on": None if found.due_on is None else found.due_on.isoformat(),
        "opened_at": _iso(found.opened_at),
        "confirmed_at": _iso(found.confirmed_at),
        "closed_at": _iso(found.closed_at),
        "cancelled_at": _iso(found.cancelled_at),
        "items": _items(session, found),
    }


def _items(session: Session, found: Order) -> list[dict[str, Any]]:
    """The items of an order, each once, with the code that it wears."""
    road = registry.current().workshop(found.workshop).road
    own = (_code.c.item_id == _item.c.id) | (_code.c.resource_id == _item.c.resource_id)
    rows = session.connection().execute(
        select(_item, _code.c.code.label("code"))
        .outerjoin(_code, own & (_code.c.origin == "ours") & _code.c.revoked_at.is_(None))
        .where(_item.c.order_id == found.id)
        .order_by(_item.c.id)
    )
    items = {
        row.id: {
            "code": row.code,
            "kind": row.kind,
            "label": row.label,
            "quantity": str(row.quantity),
            "unit": row.unit,
            "stage": row.stage,
            "stage_label": road.stage(row.stage).label,
            "since": _iso(row.stage_since),
            "closed_at": _iso(row.closed_at),
        }
        for row in rows
    }
    return list(items.values())


def trace(session: Session, code: str, way: Literal["up", "down"], *, by: Actor) -> dict[str, Any]:
    """The family of a lot. NotFound (`code_unknown`) for what is no lot of the actor's."""
    subject = by_code(session, codes.repair(code))
    if subject is None or subject.lot_id is None:
        raise NotFound("code_unknown")
    if not by.can("orders.read", workshop=subject.workshop):
        raise NotFound("code_unknown")
    walk = genealogy.upstream if way == "up" else genealogy.downstream
    family = walk(session, ("lot", subject.lot_id))
    names = _names(session, family.nodes)
    certain = family.certain
    return {
        "code": subject.code,
        "direction": way,
        "nodes": [
            {
                "kind": node[0],
                "code": names[node][0],
                "label": names[node][1],
                "certain": node in certain,
            }
            for node in sorted(family.nodes)
        ],
        "links": [
            {
                "source": names[link.source][0],
                "target": names[link.target][0],
                "certain": link.certain,
            }
            for link in family.links
        ],
    }


def _names(session: Session, nodes: frozenset[Node]) -> dict[Node, tuple[str | None, str]]:
    found: dict[Node, tuple[str | None, str]] = {}
    items = [key for kind, key in nodes if kind == "item"]
    lots = [key for kind, key in nodes if kind == "lot"]
    rows = session.connection().execute(
        select(_item.c.id, _item.c.label, _code.c.code)
        .outerjoin(
            _code,
            ((_code.c.item_id == _item.c.id) | (_code.c.resource_id == _item.c.resource_id))
            & (_code.c.origin == "ours"),
        )
        .where(_item.c.id.in_(items))
    )
    for row in rows:
        found[("item", row.id)] = (row.code, row.label)
    rows = session.connection().execute(
        select(_lot.c.id, _lot.c.ref, _code.c.code)
        .outerjoin(_code, (_code.c.lot_id == _lot.c.id) & (_code.c.origin == "ours"))
        .where(_lot.c.id.in_(lots))
    )
    for row in rows:
        found[("lot", row.id)] = (row.code, row.ref)
    return found


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
