"""The year in hours and people, for direction: by workshop, order, client, activity and month.

Nobody is named and nobody's pace can be told: the smallest thing counted is a group's day, and an
order of which it would tell what one person did alone is not shown by itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat.activity.reports import alone, rollups
from esat.activity.reports.rollups import Sum
from esat.clients.models import Client
from esat.production.models import Order
from esat.workers import activities
from esat.workers.contracts import calendar, chains
from esat.workers.contracts.gauge import Gauge
from esat.workers.models import Group
from esat.workers.rules.keeping import BOOK
from esat.workers.rules.limits import budget_of

NOT_SAID: Final = ""
SAID_LABELS: Final = {**activities.COLUMNS, NOT_SAID: "Non dit"}
INDIVIDUALS: Final = "Particuliers"
UNSHOWN: Final = "Commandes non montrées"


@dataclass(frozen=True, slots=True)
class Split:
    """A workshop's hours for the two budgets, in minutes."""

    workshop: str
    production: int
    support: int
    not_said: int

    @property
    def said(self) -> int:
        return self.production + self.support

    @property
    def share(self) -> Decimal | None:
        """Production in what is said, in hundredths; None when nothing is."""
        return part(self.production, self.said)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """The hours of an order."""

    ref: str
    workshop: str
    client_id: int
    client: str
    minutes: int


@dataclass(frozen=True, slots=True)
class People:
    """A month: how many held a place at some time, came, left; mean full-time equivalent."""

    month: date
    counted: int
    came: int
    left: int
    fte: Decimal


@dataclass(frozen=True, slots=True)
class Year:
    """Everything of a period, from one reading."""

    since: date
    until: date
    sums: Sequence[Sum]
    workshops: Mapping[int, str]
    orders: Sequence[OrderLine]
    sales: Mapping[date, frozenset[str]]
    """By month, the activities that the rules give to the budget of production; the others are the
    social budget's. What is not said belongs to neither.
    """
    hidden: int = 0
    """How many orders are not shown, each for the sake of one person."""
    hidden_minutes: int | None = None
    """Their minutes together; None while it is of one person alone that they would tell."""

    def months(self) -> list[tuple[date, Counter[str]]]:
        """Minutes by month and column."""
        found: dict[date, Counter[str]] = {}
        for one in self.sums:
            found.setdefault(one.month, Counter())[column(one.activity)] += one.minutes
        return sorted(found.items())

    def total(self) -> Counter[str]:
        return _added(counted for _, counted in self.months())

    def activities(self) -> list[tuple[str, int]]:
        """Minutes by activity, in the order in which they are declared; then what is not said."""
        found: Counter[str] = Counter()
        for one in self.sums:
            found[one.activity] += one.minutes
        known = [(one.label, found[one.code]) for one in activities.ALL if found[one.code]]
        return known + ([("Non dit", found[NOT_SAID])] if found[NOT_SAID] else [])

    def splits(self, labels: Mapping[str, str]) -> list[Split]:
        """The two budgets, workshop by workshop."""
        found: dict[str, Counter[str]] = {}
        for one in self.sums:
            where = self.workshops.get(one.group_id, "")
            found.setdefault(where, Counter())[self._budget(one)] += one.minutes
        made = [
            Split(labels.get(code, "Sans atelier"), tally["sales"], tally["social"],
                  tally[NOT_SAID])
            for code, tally in found.items()
        ]  # fmt: skip
        return sorted(made, key=lambda one: one.workshop)

    def sold(self) -> list[str]:
        """What the newest month gives to the budget of production, as labels."""
        newest = self.sales[max(self.sales)] if self.sales else frozenset()
        return [one.label for one in activities.ALL if one.code in newest]

    def _budget(self, one: Sum) -> str:
        if not one.activity:
            return NOT_SAID
        return "sales" if one.activity in self.sales[one.month] else "social"

    def clients(self) -> list[tuple[int, str, int]]:
        """Minutes by client, the most first; individuals are one line together."""
        found: Counter[tuple[int, str]] = Counter()
        for one in self.orders:
            found[one.client_id, one.client] += one.minutes
        return [(key, name, minutes) for (key, name), minutes in found.most_common()]


def year(session: Session, since: date, until: date) -> Year:
    """The figures of a period."""
    found = rollups.sums(session, since, until)
    groups = {one.id or 0: one.workshop for one in session.exec(select(Group))}
    sales = {month: _sales(session, month) for month in {one.month for one in found}}
    tally: Counter[int] = Counter()
    for one in found:
        if one.order_id is not None:
            tally[one.order_id] += one.minutes
    only = {key: who for key, who in alone.of_orders(session, since, until).items() if key in tally}
    several = len(set(only.values())) >= alone.LEAST
    rest = sum(tally.pop(key) for key in only)
    return Year(
        since, until, found, groups, _orders(session, tally), sales, len(only),
        rest if several else None,
    )  # fmt: skip


def people(session: Session, first: int, today: date) -> list[People]:
    """The months of a year that have begun: those who held a place, without any name."""
    gauge = Gauge(session)
    months = [date(first, n, 1) for n in range(1, 13)]
    return [_month(gauge, one) for one in months if one <= today]


def part(some: int, whole: int) -> Decimal | None:
    """In hundredths, at one decimal; None of nothing."""
    return round(Decimal(100 * some) / whole, 1) if whole else None


def hours(minutes: int) -> Decimal:
    return Decimal(minutes) / 60


def column(activity: str) -> str:
    """The column of the statement that an activity counts in."""
    return activities.BY_CODE[activity].column if activity else NOT_SAID


def _sales(session: Session, month: date) -> frozenset[str]:
    """The activities of the budget of production, by the rules at the end of that month."""
    values = BOOK.values(session, calendar.month_end(month))
    return frozenset(one.code for one in activities.ALL if values[budget_of(one.code)])


def _orders(session: Session, tally: Mapping[int, int]) -> list[OrderLine]:
    query = (
        select(Order, Client)
        .join(Client, col(Client.id) == Order.client_id)
        .where(col(Order.id).in_(tally))
    )
    lines = [_line(order, client, tally[order.id or 0]) for order, client in session.exec(query)]
    return sorted(lines, key=lambda one: (-one.minutes, one.ref))


def _line(order: Order, client: Client, minutes: int) -> OrderLine:
    alone = client.kind != "organisation"
    key, name = (0, INDIVIDUALS) if alone else (client.id or 0, client.name)
    return OrderLine(order.ref, order.workshop, key, name, minutes)


def _month(gauge: Gauge, first: date) -> People:
    last = calendar.month_end(first)
    levels = gauge.over(first, last)
    before = _holders(gauge, first - calendar.DAY)
    after = _holders(gauge, last)
    within = before & _holders(gauge, first)
    for day in sorted({one for one in gauge.edges if first <= one <= last} | {first}):
        within |= _holders(gauge, day)
    fte = sum((one.fte for one in levels), Decimal(0)) / len(levels)
    return People(first, len(within), len(within - before), len((within | before) - after), fte)


def _holders(gauge: Gauge, day: date) -> set[int]:
    held = chains.standing(gauge.chains, day)
    return {worker for worker, one in held.items() if one.counted}


def _added(tallies: Iterable[Counter[str]]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for one in tallies:
        whole.update(one)
    return whole
