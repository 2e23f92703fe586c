"""Outputs as tables to take away: by order, unit and month; never by team, never by person.

What fewer than three people made in a month could tell what one of them made: supervisors read no
figure there. They get whole months that are over, or two files taken a day apart would tell a day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat import clock, registry
from esat.activity.allocations.reads import slices
from esat.activity.outputs.models import Output
from esat.activity.outputs.reads import ZERO, standing
from esat.actors import Actor
from esat.production.models import Order
from esat.workers.rules.keeping import BOOK

EXPORT = "outputs.export"
EXPORT_ALL = "outputs.export_all"
HEADERS: Final = ("commande", "atelier", "mois", "unite", "quantite", "rebut", "remarque")
HIDDEN: Final = "Moins de {least} personnes : non montré."
"""So few people on an order in a month: no figure leaves with a supervisor."""

Key = tuple[int, date, str]


def supervisors(
    session: Session, since: date | None, until: date | None, *, by: Actor
) -> Iterator[tuple[object, ...]]:
    """The months that are over, of one's own workshops; an amount only where enough people were."""
    least = BOOK.number(session, "shared_people_least", clock.today())
    last = _month(clock.today()) - timedelta(days=1)
    until = last if until is None else min(last, _month_end(until))
    since = None if since is None else _month(since)
    rows = _rows(session, since, until)
    people = _people(session, since or min((row[1] for row in rows), default=until), until)
    for order, month, unit, quantity, scrap in rows:
        if by.workshops is not None and order.workshop not in by.workshops:
            continue
        shown = people[order.id or 0, month] >= least
        amounts = (quantity, scrap, "") if shown else ("", "", HIDDEN.format(least=least))
        yield (order.ref, _label(order), f"{month:%Y-%m}", unit, *amounts)


def office(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Every amount, the days included as asked."""
    for order, month, unit, quantity, scrap in _rows(session, since, until):
        yield (order.ref, _label(order), f"{month:%Y-%m}", unit, quantity, scrap, "")


def _rows(
    session: Session, since: date | None, until: date | None
) -> list[tuple[Order, date, str, Decimal, Decimal]]:
    query = (
        select(Output, Order).join(Order, col(Order.id) == col(Output.order_id)).where(standing())
    )
    if since is not None:
        query = query.where(Output.day >= since)
    if until is not None:
        query = query.where(Output.day <= until)
    sums: dict[Key, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    named: dict[int, Order] = {}
    for output, order in session.exec(query):
        named[output.order_id] = order
        kept = sums[output.order_id, _month(output.day), output.unit]
        kept[0] += output.quantity
        kept[1] += output.scrap
    ordered = sorted(sums, key=lambda key: (named[key[0]].ref, key[1], key[2]))
    return [(named[key[0]], key[1], key[2], sums[key][0], sums[key][1]) for key in ordered]


def _people(session: Session, since: date, until: date) -> dict[tuple[int, date], int]:
    """How many different people really worked on each order each month."""
    found: dict[tuple[int, date], set[int]] = defaultdict(set)
    for one in slices(session, since, until):
        if one.order_id is not None and one.minutes:
            found[one.order_id, _month(one.day)].add(one.worker_id)
    return defaultdict(int, {key: len(workers) for key, workers in found.items()})


def _month(day: date) -> date:
    return day.replace(day=1)


def _month_end(day: date) -> date:
    return _month(_month(day) + timedelta(days=32)) - timedelta(days=1)


def _label(order: Order) -> str:
    return registry.current().workshop(order.workshop).label
