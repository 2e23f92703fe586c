"""What waits today, workshop by workshop: one SELECT over the open orders."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select
from sqlmodel import Session

from esat import registry
from esat.actors import Actor
from esat.production import tables
from esat.production.order_reads import scope
from esat.production.order_states import TODAY, conditions, held, late
from esat.registry import Registry

_order = tables.order


@dataclass(frozen=True, slots=True)
class Today:
    """The open orders of a workshop, and how many ask for attention."""

    workshop: str
    live: int
    late: int
    due: int
    held: int


def today_of(session: Session, by: Actor, today: date) -> tuple[Today, ...]:
    """Each of the actor's workshops that has open orders."""
    workshops = scope(by)
    statement = _statement(registry.current(), scoped=workshops is not None)
    values = {"today": today, "workshops": list(workshops or ())}
    return tuple(Today(*row) for row in session.connection().execute(statement, values))


@lru_cache(maxsize=16)
def _statement(known: Registry, *, scoped: bool) -> Select[Any]:
    """Made once: how many open orders of each workshop are late, due today, held."""
    counts = (late(known), _order.c.due_on == TODAY, held())
    query = (
        select(
            _order.c.workshop,
            func.count(),
            *(func.sum(case((condition, 1), else_=0)) for condition in counts),
        )
        .where(*conditions("ouvertes", known))
        .group_by(_order.c.workshop)
        .order_by(_order.c.workshop)
    )
    if scoped:
        query = query.where(_order.c.workshop.in_(bindparam("workshops", expanding=True)))
    return query
