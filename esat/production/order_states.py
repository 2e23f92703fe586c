"""What makes an order late, held, ready or done, as conditions of a SELECT on orders.

`today` is a parameter of the statement, so that it is made once.
"""

from typing import Any

from sqlalchemy import and_, bindparam, literal, or_, select

from esat.production import tables
from esat.registry import Registry
from esat.stages import PHASE_RANKS, Phase

STATES = {
    "ouvertes": "En cours",
    "retard": "En retard",
    "aujourdhui": "À rendre aujourd’hui",
    "retenues": "Retenues",
    "pretes": "Prêtes",
    "terminees": "Terminées",
    "annulees": "Annulées",
}
FINISHED = frozenset({"terminees", "annulees"})
TODAY: Any = bindparam("today")
_order, _item, _hold, _member = tables.order, tables.item, tables.hold, tables.lot_item


def conditions(state: str, registry: Registry) -> tuple[Any, ...]:
    """What makes an order belong to a state of the list."""
    if state == "terminees":
        return (_order.c.closed_at.is_not(None),)
    if state == "annulees":
        return (_order.c.cancelled_at.is_not(None),)
    more: dict[str, tuple[Any, ...]] = {
        "retard": (late(registry),),
        "aujourdhui": (_order.c.due_on == TODAY,),
        "retenues": (held(),),
        "pretes": (all_ready(registry),),
    }
    live = (_order.c.closed_at.is_(None), _order.c.cancelled_at.is_(None))
    return (*live, *more.get(state, ()))


def late(registry: Registry) -> Any:
    """Past its date, and not all of it ready: what is ready only waits to be fetched."""
    return and_(_order.c.due_on < TODAY, ~all_ready(registry))


def held() -> Any:
    """An item, the lot it travels in, or what carries it is held."""
    live = (_hold.c.lifted_at.is_(None), _item.c.closed_at.is_(None))
    on_item = select(_item.c.order_id).join(_hold, _hold.c.item_id == _item.c.id).where(*live)
    on_lot = (
        select(_item.c.order_id)
        .join(_member, _member.c.item_id == _item.c.id)
        .join(_hold, _hold.c.lot_id == _member.c.lot_id)
        .where(_member.c.left_at.is_(None), *live)
    )
    on_resource = (
        select(_item.c.order_id)
        .join(_hold, _hold.c.resource_id == _item.c.resource_id)
        .where(_item.c.resource_id.is_not(None), *live)
    )
    return _order.c.id.in_(on_item.union_all(on_lot, on_resource))


def all_ready(registry: Registry) -> Any:
    """Has items, and none of them below the phase « ready »."""
    mine = _item.c.order_id == _order.c.id
    some = select(literal(1)).where(mine)
    return and_(some.exists(), ~some.where(~is_ready(registry)).exists())


def is_ready(registry: Registry) -> Any:
    """An item stands at « ready » or further, by the roads that are declared."""
    found = []
    for workshop in registry.workshops.values():
        codes = [
            stage.code
            for stage in workshop.road.stages
            if PHASE_RANKS[stage.phase] >= PHASE_RANKS[Phase.READY] or not stage.counted
        ]
        found.append(and_(_item.c.workshop == workshop.code, _item.c.stage.in_(codes)))
    return or_(literal(value=False), *found)
