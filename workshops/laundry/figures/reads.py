"""The figures of some days, from the rows of the days alone: never an event, never a person."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Table, case, func, select
from sqlmodel import Session

from esat.production import tables
from workshops.laundry.figures import words
from workshops.laundry.figures.models import DayClient, DayCycles, DayRejects
from workshops.laundry.figures.periods import Step
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine, Programme

REASONS: Final = {
    "stain": "Tache",
    "tear": "Déchirure",
    "damp": "Humide",
    "wrong_client": "Mauvais client",
    "button": "Bouton manquant",
    "label": "Étiquette illisible",
    "hygiene": "Hygiène",
    "other": "Autre",
}
FAULTS: Final = {"ours": "La blanchisserie", "client": "Le client", "unknown": "On ne sait pas"}
DECISIONS: Final = {"rewash": "Relaver", "mend": "Réparer", "discard": "Réformer"}
KINDS: Final = {"wash": "Lavage", "dry": "Séchage", "disinfect": "Désinfection à vide"}
_cycles, _clients, _rejects = (
    DayCycles.__table__, DayClient.__table__, DayRejects.__table__,
)  # fmt: skip
_client = tables.client
_individual = _client.c.kind != "organisation"
INDIVIDUALS: Final = "Particuliers"
MOST: Final = 30
OF_CLIENTS: Final = (
    "received", "received_unweighed", "received_kg", "delivered", "delivered_unweighed",
    "delivered_kg", "on_time", "late", "undated",
)  # fmt: skip
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """What some days come to, with what each percentage is of."""

    received_kg: Decimal = _ZERO
    received: int = 0
    received_unweighed: int = 0
    delivered_kg: Decimal = _ZERO
    delivered: int = 0
    delivered_unweighed: int = 0
    washed_kg: Decimal = _ZERO
    cycles: int = 0
    stopped: int = 0
    rewash_kg: Decimal = _ZERO
    aside_unweighed: int = 0
    on_time: int = 0
    late: int = 0
    undated: int = 0
    water_l: Decimal = _ZERO
    water_kg: Decimal = _ZERO
    energy_kwh: Decimal = _ZERO
    energy_kg: Decimal = _ZERO

    @property
    def rewash(self) -> Decimal | None:
        """Linen to be washed again, in per cent of what was washed."""
        return words.share(self.rewash_kg, self.washed_kg)

    @property
    def punctual(self) -> Decimal | None:
        """Orders whole by their day, in per cent of those that had one."""
        return words.share(self.on_time, self.on_time + self.late)


@dataclass(frozen=True, slots=True)
class Line:
    """A machine and a programme."""

    machine: str
    programme: str
    kind: str
    cycles: int
    stopped: int
    kg: Decimal
    water_l: Decimal
    water_kg: Decimal
    energy_kwh: Decimal
    energy_kg: Decimal

    @property
    def name(self) -> str:
        return f"{self.machine} · {self.programme}" if self.programme else self.machine


@dataclass(frozen=True, slots=True)
class Aside:
    """What was put aside for a reason, by whose doing."""

    reason: str
    fault: str
    decision: str
    kg: Decimal
    pieces: int
    rejects: int


@dataclass(frozen=True, slots=True)
class Names:
    """Labels of machines and programmes by their keys."""

    machines: dict[int, str] = field(default_factory=dict)
    programmes: dict[int, str] = field(default_factory=dict)


def totals(session: Session, since: date, until: date) -> Totals:
    """What these days come to."""
    clients = _sums(session, _clients, since, until)
    washed = _sums(session, _cycles, since, until, _cycles.c.kind == "wash")
    aside = _sums(session, _rejects, since, until, _rejects.c.decision == "rewash")
    return Totals(
        received_kg=clients["received_kg"], received=clients["received"],
        received_unweighed=clients["received_unweighed"], delivered_kg=clients["delivered_kg"],
        delivered=clients["delivered"],
        delivered_unweighed=clients["delivered_unweighed"], washed_kg=washed["kg"],
        cycles=washed["cycles"], stopped=washed["stopped"], rewash_kg=aside["kg"],
        aside_unweighed=aside["unweighed"], on_time=clients["on_time"], late=clients["late"],
        undated=clients["undated"], water_l=washed["water_l"], water_kg=washed["water_kg"],
        energy_kwh=washed["energy_kwh"], energy_kg=washed["energy_kg"],
    )  # fmt: skip


def lines(session: Session, since: date, until: date) -> list[Line]:
    """Every machine and programme that ran, the heaviest first."""
    named = names(session)
    keys = (_cycles.c.machine_id, _cycles.c.programme_id, _cycles.c.kind)
    amounts = ("cycles", "stopped", "kg", "water_l", "water_kg", "energy_kwh", "energy_kg")
    query = (
        select(*keys, *(func.sum(_cycles.c[name]).label(name) for name in amounts))
        .where(_cycles.c.day.between(since, until))
        .group_by(*keys)
    )
    found = [
        Line(
            named.machines.get(row.machine_id, "Machine retirée"),
            named.programmes.get(row.programme_id, ""),
            KINDS.get(row.kind, row.kind),
            *(getattr(row, name) for name in amounts),
        )
        for row in session.connection().execute(query)
    ]
    return sorted(found, key=lambda line: (-line.kg, line.name))


def asides(session: Session, since: date, until: date) -> list[Aside]:
    """What was put aside, by reason, whose doing and decision, the heaviest first."""
    keys = (_rejects.c.reason, _rejects.c.fault, _rejects.c.decision)
    amounts = (_rejects.c.kg, _rejects.c.pieces, _rejects.c.rejects)
    query = (
        select(*keys, *(func.sum(column).label(column.name) for column in amounts))
        .where(_rejects.c.day.between(since, until))
        .group_by(*keys)
    )
    found = [
        Aside(
            REASONS.get(row.reason, row.reason), FAULTS.get(row.fault, row.fault),
            DECISIONS.get(row.decision, row.decision), row.kg, row.pieces, row.rejects,
        )
        for row in session.connection().execute(query)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.kg, -one.rejects, one.reason))


def clients(session: Session, since: date, until: date) -> list[Any]:
    """What each client brought and got back, the heaviest first; individuals are one line."""
    shown = case((_individual, INDIVIDUALS), else_=_client.c.name)
    query = (
        select(
            func.max(shown).label("name"),
            *(func.sum(_clients.c[amount]).label(amount) for amount in OF_CLIENTS),
        )
        .select_from(_clients.join(_client, _client.c.id == _clients.c.client_id))
        .where(_clients.c.day.between(since, until))
        .group_by(whose_clients())
        .order_by(func.sum(_clients.c.received_kg).desc(), func.max(shown))
        .limit(MOST)
    )
    return list(session.connection().execute(query))


def whose_clients() -> Any:
    """One group a client, and one for all individuals."""
    return case((_individual, 0), else_=_client.c.id)


def washed_by_step(session: Session, steps: list[Step]) -> list[tuple[Decimal, Decimal]]:
    """Kilograms washed and kilograms to be washed again, step by step."""
    since, until = steps[0].since, steps[-1].until
    washed = _by_day(session, _cycles, _cycles.c.kind == "wash", since, until)
    again = _by_day(session, _rejects, _rejects.c.decision == "rewash", since, until)
    return [
        (
            sum((kg for day, kg in washed.items() if step.since <= day <= step.until), _ZERO),
            sum((kg for day, kg in again.items() if step.since <= day <= step.until), _ZERO),
        )
        for step in steps
    ]


def names(session: Session) -> Names:
    """What machines and programmes are called; a programme says its version after the first."""
    machines = versions.newest(session, Machine, "resource_id")
    programmes = session.connection().execute(
        select(Programme.__table__.c.id, Programme.__table__.c.label, Programme.__table__.c.version)
    )
    return Names(
        {one.resource_id: one.label for one in machines},
        {
            row.id: row.label if row.version == 1 else f"{row.label} (version {row.version})"
            for row in programmes
        },
    )


def _sums(session: Session, table: Table, since: date, until: date, *more: Any) -> dict[str, Any]:
    columns = [column for column in table.c if not column.primary_key]
    query = select(*(func.coalesce(func.sum(column), 0).label(column.name) for column in columns))
    row = session.connection().execute(query.where(table.c.day.between(since, until), *more)).one()
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way


def _by_day(
    session: Session, table: Table, which: Any, since: date, until: date
) -> dict[date, Decimal]:
    query = (
        select(table.c.day, func.sum(table.c.kg))
        .where(table.c.day.between(since, until), which)
        .group_by(table.c.day)
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}
