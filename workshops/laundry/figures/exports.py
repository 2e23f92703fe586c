"""The figures as tables to take away: days, machines, programmes, clients; nobody's name.

Individual clients are one line together; who worked, and where, is in none of these rows.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Table, case, func, select
from sqlmodel import Session

from esat import clock
from esat.declarations import Export
from esat.production import tables
from workshops.laundry.figures import meters, reads
from workshops.laundry.figures.models import DAY, DayClient, DayCycles, DayRejects

SEE = "laundry.figures"
_cycles, _clients, _rejects = (
    DayCycles.__table__, DayClient.__table__, DayRejects.__table__,
)  # fmt: skip
_client = tables.client
CYCLES = (
    "jour", "machine", "programme", "nature", "cycles", "cycles_arretes", "kg",
    "charges_non_pesees", "eau_l", "kg_avec_eau", "energie_kwh", "kg_avec_energie",
)  # fmt: skip
CLIENTS = (
    "jour", "client", "recus", "recus_non_peses", "kg_recus", "livres", "livres_non_peses",
    "kg_livres", "commandes_a_l_heure", "commandes_en_retard", "commandes_sans_date",
)  # fmt: skip
REJECTS = (
    "jour", "motif", "origine", "decision", "programme", "mises_de_cote", "kg", "non_pesees",
    "pieces",
)  # fmt: skip
METERS = ("compteur", "serie", "releve_le", "index", "unite", "en_retard", "corrige")
Rows = Iterator[tuple[object, ...]]


def cycles(session: Session, since: date | None, until: date | None) -> Rows:
    """A machine and a programme a day."""
    named = reads.names(session)
    for row in _days(session, _cycles, since, until):
        yield (
            row.day, named.machines.get(row.machine_id, ""),
            named.programmes.get(row.programme_id, ""), reads.KINDS.get(row.kind, row.kind),
            row.cycles, row.stopped, row.kg, row.unweighed, row.water_l, row.water_kg,
            row.energy_kwh, row.energy_kg,
        )  # fmt: skip


def clients(session: Session, since: date | None, until: date | None) -> Rows:
    """A client a day; individuals are one line together, without their names."""
    individual = _client.c.kind != "organisation"
    shown = case((individual, reads.INDIVIDUALS), else_=_client.c.name)
    query = (
        select(
            _clients.c.day, func.max(shown).label("name"),
            *(func.sum(_clients.c[a]).label(a) for a in reads.OF_CLIENTS),
        )
        .select_from(_clients.join(_client, _client.c.id == _clients.c.client_id))
        .where(_clients.c.span == DAY)
        .group_by(_clients.c.day, reads.whose_clients())
        .order_by(_clients.c.day, func.max(shown))
    )  # fmt: skip
    for row in session.connection().execute(_within(query, _clients, since, until)):
        yield row.day, row.name, *(getattr(row, amount) for amount in reads.OF_CLIENTS)


def rejects(session: Session, since: date | None, until: date | None) -> Rows:
    """A reason, whose doing, a decision and a programme a day."""
    named = reads.names(session)
    for row in _days(session, _rejects, since, until):
        yield (
            row.day, reads.REASONS.get(row.reason, row.reason),
            reads.FAULTS.get(row.fault, row.fault),
            reads.DECISIONS.get(row.decision, row.decision),
            named.programmes.get(row.programme_id, ""), row.rejects, row.kg, row.unweighed,
            row.pieces,
        )  # fmt: skip


def meter_readings(session: Session, since: date | None, until: date | None) -> Rows:
    """Every reading in force; its reason, in free words, stays inside."""
    named = reads.names(session)
    for kind, machine_id in meters.meters(session):
        label, unit, _ = meters.KINDS[kind]
        where = named.machines.get(machine_id or 0, meters.HOUSE)
        for one in meters.readings(session, kind, machine_id):
            day = clock.local(one.at).date()
            if (since is None or day >= since) and (until is None or day <= until):
                yield (
                    f"{label} · {where}", one.series,
                    clock.local(one.at).isoformat(timespec="minutes"), one.value, unit, one.late,
                    one.amends_id is not None,
                )  # fmt: skip


EXPORTS = (
    Export("laundry_cycles", "Blanchisserie : machines et programmes", SEE, CYCLES, cycles),
    Export("laundry_clients", "Blanchisserie : reçu, livré, à l’heure", SEE, CLIENTS, clients),
    Export("laundry_rejects", "Blanchisserie : linge mis de côté", SEE, REJECTS, rejects),
    Export("laundry_meters", "Blanchisserie : compteurs", SEE, METERS, meter_readings),
)


def _days(session: Session, table: Table, since: date | None, until: date | None) -> Any:
    query = select(table).where(table.c.span == DAY).order_by(*table.primary_key.columns)
    return session.connection().execute(_within(query, table, since, until))


def _within(query: Any, table: Table, since: date | None, until: date | None) -> Any:
    if since is not None:
        query = query.where(table.c.day >= since)
    return query if until is None else query.where(table.c.day <= until)
