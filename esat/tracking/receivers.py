"""The only listener of this room: it turns what the journal records into mails to be sent."""

from datetime import date
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlmodel import Session

from esat import clock, registry
from esat.actors import Actor
from esat.mailing import links as mail_links
from esat.production import tables
from esat.production.journal import Recorded, event_recorded
from esat.registry import Registry
from esat.stages import PHASE_RANKS, Phase
from esat.tracking import links, news

_item, _member = tables.item, tables.lot_item
_moved = _item.alias("moved")


def install() -> None:
    """Listen to the journal, and tell the mails how an address is made."""
    event_recorded.connect(on_event, weak=False)
    mail_links.set_link_resolver(links.address_by_id)


def on_event(session: Session, event: Recorded, by: Actor) -> None:
    """One event: nothing is asked of the database unless it is news for a client."""
    del by
    kind, entry = event.entry.kind, event.entry
    if kind in {"order.closed", "order.cancelled"} and entry.order_id is not None:
        links.end_with_order(session, entry.order_id, entry.at)
    elif entry.at < event.recorded_at - news.NO_NEWS:
        return
    elif kind == "order.confirmed" and entry.order_id is not None:
        news.confirmed(session, entry.order_id, entry.at)
    elif kind == "order.promised" and entry.order_id is not None:
        _promised(session, entry.order_id, event)
    elif kind in {"item.moved", "lot.moved"} and entry.to_stage in _told(registry.current()):
        day = clock.local(entry.at).date()
        for order_id, phases in _phases(session, event).items():
            news.reached(session, order_id, phases, day, event.recorded_at)


def _promised(session: Session, order_id: int, event: Recorded) -> None:
    data = event.entry.data or {}
    before, after = data.get("before"), date.fromisoformat(str(data["after"]))
    if before is not None and after > date.fromisoformat(str(before)):
        news.delayed(session, order_id, after, event.recorded_at)


_THINGS = select(_item.c.order_id, _item.c.workshop, _item.c.stage).distinct()
_OF_ITEM = _THINGS.where(
    _item.c.order_id.in_(select(_moved.c.order_id).where(_moved.c.id == bindparam("item")))
)
_OF_LOT = _THINGS.where(
    _item.c.order_id.in_(
        select(_moved.c.order_id)
        .join(_member, _member.c.item_id == _moved.c.id)
        .where(
            _member.c.lot_id == bindparam("lot"),
            _member.c.left_at.is_(None) | (_member.c.left_at == bindparam("at")),
        )
    )
)


def _phases(session: Session, event: Recorded) -> dict[int, set[Phase]]:
    """Where all the things stand of the orders whose things moved; one statement."""
    entry = event.entry
    query = _OF_LOT if entry.item_id is None else _OF_ITEM
    asked = {"item": entry.item_id, "lot": entry.lot_id, "at": entry.at}
    found: dict[int, set[Phase]] = {}
    for order_id, workshop, stage in session.connection().execute(query, asked):
        known = registry.current().workshop(workshop).road.stage(stage)
        if known.counted:
            found.setdefault(order_id, set()).add(known.phase)
    return found


@lru_cache(maxsize=4)
def _told(known: Registry) -> frozenset[str]:
    """The stages from which on a client may be told something, whatever the workshop."""
    return frozenset(
        stage.code
        for workshop in known.workshops.values()
        for stage in workshop.road.stages
        if PHASE_RANKS[stage.phase] >= PHASE_RANKS[Phase.READY]
    )
