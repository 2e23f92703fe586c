"""The figures of some days, from the rows of the days alone: never an event, never a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select, Table, and_, bindparam, case, func, or_, select
from sqlmodel import Session

from esat.production import tables
from workshops.laundry.figures import words
from workshops.laundry.figures.models import DAY, MONTH, DayClient, DayCycles, DayRejects
from workshops.laundry.figures.periods import Step
from workshops.laundry.finishing import asked as aside
from workshops.laundry.plant.models import Machine, Programme

REASONS: Final = {code: label for code, (label, _) in aside.REASONS.items()}
FAULTS: Final = {"ours": "La blanchisserie", "client": "Le client", "unknown": "On ne sait pas"}
DECISIONS: Final = {code: label for code, (label, _) in aside.DECISIONS.items()}
KINDS: Final = {"wash": "Lavage", "dry": "Séchage", "disinfect": "Désinfection à vide"}
_cycles, _clients, _rejects = (
    DayCycles.__table__, DayClient.__table__, DayRejects.__table__,
)  # fmt: skip
_client = tables.client
_individual = _client.c.kind != "organisation"
INDIVIDUALS: Final = "Particuliers"
MOST: Final = 30
OF_CYCLES: Final = (
    "cycles", "stopped", "kg", "water_l", "water_kg", "energy_kwh", "energy_kg",
)  # fmt: skip
OF_CLIENTS: Final = (
    "received", "received_unweighed", "received_kg", "delivered", "delivered_unweighed",
    "delivered_kg", "on_time", "late", "undated",
)  # fmt: skip
COUNTED: Final = ("received", "delivered", "on_time", "late", "undated")
"""Without any of these, what a client brought was corrected away."""
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
    days = spans(since, until)
    ask = session.connection().execute
    clients, washed, aside = (ask(one, days).one() for one in (_SUMS, _WASHED, _AGAIN))
    return Totals(
        received_kg=clients.received_kg, received=clients.received,
        received_unweighed=clients.received_unweighed, delivered_kg=clients.delivered_kg,
        delivered=clients.delivered, delivered_unweighed=clients.delivered_unweighed,
        washed_kg=washed.kg, cycles=washed.cycles, stopped=washed.stopped, rewash_kg=aside.kg,
        aside_unweighed=aside.unweighed, on_time=clients.on_time, late=clients.late,
        undated=clients.undated, water_l=washed.water_l, water_kg=washed.water_kg,
        energy_kwh=washed.energy_kwh, energy_kg=washed.energy_kg,
    )  # fmt: skip


def lines(session: Session, since: date, until: date, named: Names | None = None) -> list[Line]:
    """Every machine and programme that ran, the heaviest first."""
    known = named or names(session)
    found = [
        Line(
            known.machines.get(row.machine_id, "Machine retirée"),
            known.programmes.get(row.programme_id, ""),
            KINDS.get(row.kind, row.kind),
            *(getattr(row, name) for name in OF_CYCLES),
        )
        for row in session.connection().execute(_LINES, spans(since, until))
        if row.cycles or row.stopped  # what was corrected away leaves a row of nothing
    ]
    return sorted(found, key=lambda line: (-line.kg, line.name))


def asides(session: Session, since: date, until: date) -> list[Aside]:
    """What was put aside, by reason, whose doing and decision, the heaviest first."""
    found = [
        Aside(
            REASONS.get(row.reason, row.reason), FAULTS.get(row.fault, row.fault),
            DECISIONS.get(row.decision, row.decision), row.kg, row.pieces, row.rejects,
        )
        for row in session.connection().execute(_ASIDES, spans(since, until))
        if row.rejects
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.kg, -one.rejects, one.reason))


def clients(session: Session, since: date, until: date) -> list[Any]:
    """What each client brought and got back, the heaviest first; individuals are one line."""
    return list(session.connection().execute(_OF_CLIENTS, spans(since, until)))


def whose_clients() -> Any:
    """One group a client, and one for all individuals."""
    return case((_individual, 0), else_=_client.c.id)


def washed_by_step(session: Session, steps: list[Step]) -> list[tuple[Decimal, Decimal]]:
    """Kilograms washed and kilograms to be washed again, step by step: days or whole months."""
    span = DAY if steps[0].since == steps[0].until else MONTH
    asked = {"span": span, "since": steps[0].since, "until": steps[-1].since}
    ask = session.connection().execute
    washed: dict[date, Decimal] = {row[0]: row[1] for row in ask(_WASHED_BY_STEP, asked)}
    again: dict[date, Decimal] = {row[0]: row[1] for row in ask(_AGAIN_BY_STEP, asked)}
    return [(washed.get(step.since, _ZERO), again.get(step.since, _ZERO)) for step in steps]


def names(session: Session) -> Names:
    """What machines and programmes are called; a programme says its version after the first."""
    ask = session.connection().execute
    return Names(
        {row.resource_id: row.label for row in ask(_MACHINES)},
        {
            row.id: row.label if row.version == 1 else f"{row.label} (version {row.version})"
            for row in ask(_PROGRAMMES)
        },
    )


def spans(since: date, until: date) -> dict[str, date]:
    """Some days as the whole months among them (`first` to `last`) and the days before and after
    them; what there is none of is an empty range.
    """
    first = since if since.day == 1 else (since.replace(day=28) + timedelta(days=4)).replace(day=1)
    after = until + timedelta(days=1)
    last = (after.replace(day=1) - timedelta(days=1)).replace(day=1)
    if first > last:  # no whole month
        nothing = since - timedelta(days=1)
        return {"since": since, "before": until, "first": first, "last": nothing.replace(day=1),
                "after": after, "until": until}  # fmt: skip
    return {"since": since, "before": first - timedelta(days=1), "first": first, "last": last,
            "after": after.replace(day=1), "until": until}  # fmt: skip


def _by_step(table: Table, *which: Any) -> Select[Any]:
    return (
        select(table.c.day, func.sum(table.c.kg))
        .where(
            table.c.span == bindparam("span"),
            table.c.day.between(bindparam("since"), bindparam("until")),
            *which,
        )
        .group_by(table.c.day)
    )


def _days(table: Table) -> Any:
    """The months and the days that `spans` names."""
    span, day = table.c.span, table.c.day
    return or_(
        and_(span == MONTH, day.between(bindparam("first"), bindparam("last"))),
        and_(span == DAY, day.between(bindparam("since"), bindparam("before"))),
        and_(span == DAY, day.between(bindparam("after"), bindparam("until"))),
    )


def _sums(table: Table, names_of: Sequence[str], *which: Any) -> Select[Any]:
    """The sums of some days, nothing where there is none; made once."""
    sums = (func.coalesce(func.sum(table.c[name]), 0).label(name) for name in names_of)
    return select(*sums).where(_days(table), *which)


def _groups(table: Table, keys: Sequence[str], names_of: Sequence[str]) -> Select[Any]:
    """The sums of some days for each of the keys."""
    columns = [table.c[key] for key in keys]
    sums = (func.sum(table.c[name]).label(name) for name in names_of)
    return select(*columns, *sums).where(_days(table)).group_by(*columns)


def _of_clients() -> Select[Any]:
    """Summed for each client first: a name is then looked for once, not for every day."""
    each = _groups(_clients, ("client_id",), OF_CLIENTS).subquery("each")
    shown = func.max(case((_individual, INDIVIDUALS), else_=_client.c.name))
    return (
        select(
            shown.label("name"),
            *(func.sum(each.c[amount]).label(amount) for amount in OF_CLIENTS),
        )
        .select_from(each.join(_client, _client.c.id == each.c.client_id))
        .group_by(whose_clients())
        .having(func.sum(sum((each.c[name] for name in COUNTED[1:]), each.c[COUNTED[0]])) > 0)
        .order_by(func.sum(each.c.received_kg).desc(), shown)
        .limit(MOST)
    )


_machine, _programme = Machine.__table__, Programme.__table__
_MACHINES = select(_machine.c.resource_id, _machine.c.label).order_by(_machine.c.version)
_PROGRAMMES = select(_programme.c.id, _programme.c.label, _programme.c.version)
_SUMS = _sums(_clients, OF_CLIENTS)
_WASHED = _sums(_cycles, OF_CYCLES, _cycles.c.kind == "wash")
_AGAIN = _sums(_rejects, ("kg", "unweighed"), _rejects.c.decision == "rewash")
_WASHED_BY_STEP = _by_step(_cycles, _cycles.c.kind == "wash")
_AGAIN_BY_STEP = _by_step(_rejects, _rejects.c.decision == "rewash")
_LINES = _groups(_cycles, ("machine_id", "programme_id", "kind"), OF_CYCLES)
_ASIDES = _groups(_rejects, ("reason", "fault", "decision"), ("kg", "pieces", "rejects"))
_OF_CLIENTS = _of_clients()
