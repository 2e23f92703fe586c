"""Rows 7, 8, 9 and 12 on the laundry's three-year base: 34 000 cycles, 1 500 000 events.

Its orders, things and events are laid down as those of the ten-year base, its machines, loads,
cycles and weights beside them; its daily figures are made by the product's own `rebuild`.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from esat import clock, schema
from esat.assembly import compose
from esat.config import Settings
from esat.web.door import House
from tests.bench import growth, house, ten_years, tracing
from tests.bench import report as reporting
from tests.bench.result import Row, of_rounds
from tests.bench.ten_years import Scale, at, upto
from workshops.laundry.figures import reads, rollups

DAYS = 1096
FULL = Scale("full", 3_000, 120, DAYS)
QUICK = Scale("quick", 200, 60, DAYS)
CYCLES = {"full": 34_000, "quick": 2_267}
MACHINES, PROGRAMMES = 5, 3
TURNING = 4
REPORTS = 7
"""Reports from rollups in a round; from raw events one is long enough."""


def measure(folder: Path, rounds: int, *, quick: bool) -> list[Row]:
    """Build the base, or take the one that stands there; measure rows 7, 8, 9 and 12 on it. On
    the quick one, whose events are few, the report is only compared.
    """
    scale = QUICK if quick else FULL
    old = base(folder, scale)
    pages = growth.pages_of(old, scale, rounds, "Laveuse 1", ", laundry of three years")
    report = _reports(old, scale, 1 if quick else rounds)
    traced = tracing.measure(old, scale.name, CYCLES[scale.name], min(rounds, 3))
    reported = reporting.measure(old, scale.name, 2 if quick else 3)
    old.database.dispose()
    if quick:
        pages.faults += report.faults
        return [pages, traced, reported]
    return [pages, report, traced, reported]


def base(folder: Path, scale: Scale) -> House:
    """The base in that folder: the one that stands there when its schema is the code's."""
    data = folder / f"three-years-{scale.name}"
    done = data / "built"
    if done.exists():
        found = compose(Settings(data_dir=data))
        with found.database.engine.connect() as connection:
            if schema.revision_of(connection) == schema.head():
                return found
        msg = f"the base in {data} has an older schema: remove it"
        raise RuntimeError(msg)
    made = house.empty(data)
    cycles = CYCLES[scale.name]
    ten_years.fill(
        made.database, scale, LAUNDRY, cycles=cycles, between=DAYS / cycles, turning=TURNING,
        machines=MACHINES, programmes=PROGRAMMES,
    )  # fmt: skip
    with made.database.write() as session:
        rollups.rebuild(session)
    done.touch()
    return made


def _reports(old: House, scale: Scale, rounds: int) -> Row:
    """Row 8: the report of all three years, from the days and from what happened, in turn."""
    until = clock.today()
    since = until - timedelta(days=DAYS + 9)
    ours: list[float] = []
    raw: list[float] = []
    with old.database.read() as session:
        said, told = _report(session, since, until), _raw(session, since, until)
        for number in range(rounds):
            turns = [(ours, _report, REPORTS), (raw, _raw, 1)]
            for kept, make, times in turns if number % 2 else reversed(turns):
                kept.append(_timed(make, session, since, until, times))
    faults = [f"{name}: {said[name]} from days, {told[name]} from events"
              for name in said if said[name] != told[name]]  # fmt: skip
    if not said["received"] or not said["cycles"]:
        faults.append("an empty report")
    return of_rounds(8, ours, raw, scale=scale.name, faults=faults[:3])


def _timed(
    make: Callable[[Session, date, date], Any], session: Session, since: date, until: date,
    times: int,
) -> float:  # fmt: skip
    """The p50 of so many reports, in milliseconds."""
    seen = []
    for _ in range(times):
        begun = time.perf_counter()
        make(session, since, until)
        seen.append(1000 * (time.perf_counter() - begun))
    return median(seen)


def _report(session: Session, since: date, until: date) -> dict[str, Any]:
    """What the page of figures reads for its tables: sums, machines and programmes, clients."""
    totals = reads.totals(session, since, until)
    lines = reads.lines(session, since, until)
    clients = reads.clients(session, since, until)
    return {
        "received": (totals.received, totals.received_kg),
        "delivered": (totals.delivered, totals.delivered_kg),
        "orders": totals.on_time + totals.late,
        "cycles": sorted((one.machine, one.programme, one.cycles, one.kg) for one in lines),
        "clients": sorted((one.name, one.received_kg, one.delivered_kg) for one in clients),
    }


def _raw(session: Session, since: date, until: date) -> dict[str, Any]:
    """The same from the events, the cycles and the orders themselves, by one statement each."""
    days = {"since": since.isoformat(), "until": (until + timedelta(days=1)).isoformat()}
    ask = session.connection().execute
    moved = ask(text(_MOVED), days).all()
    cycles = ask(text(_CYCLES), days).all()
    orders = ask(text(_ORDERS), days).scalar_one()
    clients = sorted(moved, key=lambda row: (-row.came_kg, row.name))[: reads.MOST]
    return {
        "received": (sum(row.came for row in moved), _kg(sum(row.came_kg for row in moved))),
        "delivered": (sum(row.left for row in moved), _kg(sum(row.left_kg for row in moved))),
        "orders": orders,
        "cycles": sorted((row[0], row[1], row[2], _kg(row[3])) for row in cycles),
        "clients": sorted((row.name, _kg(row.came_kg), _kg(row.left_kg)) for row in clients),
    }


def _kg(scaled: int) -> Decimal:
    """SQLite keeps a quantity as a whole number of grams."""
    return Decimal(scaled).scaleb(-3)


_MOVED = """
SELECT c.name AS name,
  sum(e.from_stage = 'expected') AS came,
  sum(CASE WHEN e.from_stage = 'expected' THEN coalesce(k.kg, 0) ELSE 0 END) AS came_kg,
  sum(e.to_stage = 'handed_over') AS "left",
  sum(CASE WHEN e.to_stage = 'handed_over' THEN coalesce(k.kg, 0) ELSE 0 END) AS left_kg
FROM event e JOIN item i ON i.id = e.item_id JOIN orders o ON o.id = i.order_id
JOIN client c ON c.id = o.client_id LEFT JOIN laundry_item k ON k.item_id = i.id
WHERE e.kind = 'item.moved' AND (e.from_stage = 'expected' OR e.to_stage = 'handed_over')
  AND e.at >= :since AND e.at < :until
GROUP BY c.id"""
_CYCLES = """
SELECT m.label, p.label, count(*), sum(c.kg) FROM laundry_cycle c
JOIN laundry_machine m ON m.id = c.machine_version_id
JOIN laundry_programme p ON p.id = c.programme_id
WHERE c.ended_at >= :since AND c.ended_at < :until GROUP BY c.machine_id, c.programme_id"""
_ORDERS = """
SELECT count(*) FROM orders WHERE workshop = 'laundry' AND cancelled_at IS NULL
  AND closed_at >= :since AND closed_at < :until AND due_on IS NOT NULL"""

_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ({minutes}) || ' minutes') || '000'"
_ENDED = at("(x - 1) * :between + 0.03")
_DRIED = at("(x - 1) * :between + 0.06")
LAUNDRY = (
    f"""{upto("machines")}
INSERT INTO resource (kind, label, workshop, created_at)
SELECT 'machine', 'Laveuse ' || x, 'laundry', {at("0")} FROM n""",
    f"""{upto("programmes")}
INSERT INTO resource (kind, label, workshop, created_at)
SELECT 'programme', 'Programme ' || x, 'laundry', {at("0")} FROM n""",
    f"""{upto("machines")}
INSERT INTO laundry_machine (resource_id, version, kind, label, nominal_kg, barrier,
  contaminated_only, withdrawn, reason, created_at)
SELECT x, 1, 'washer', 'Laveuse ' || x, 24000, 1, 0, 0, '', {at("0")} FROM n""",
    f"""{upto("programmes")}
INSERT INTO laundry_programme (resource_id, version, code, kind, label, minutes, status, source,
  withdrawn, reason, created_at)
SELECT :machines + x, 1, 'P' || x, 'wash', 'Programme ' || x, 60, 'proposed', '', 0, '', {at("0")}
FROM n""",
    f"""{upto("things")}
INSERT INTO laundry_item (item_id, kg) SELECT x, 4000 + x * 7919 % 9000 FROM n""",
    f"""{upto("cycles")}
INSERT INTO lot (ref, workshop, kind, label, stage, stage_since, opened_at, closed_at)
SELECT printf('L-%06d', x), 'laundry', 'wash', '', 'finished', {_ENDED}, {_ENDED}, {_ENDED}
FROM n""",
    f"""{upto("cycles")}
INSERT INTO laundry_load (lot_id, kind, machine_id, programme_id, accepted_reason)
SELECT x, 'wash', 1 + x % :machines, 1 + x % :programmes, '' FROM n""",
    f"""{upto("cycles")}
INSERT INTO laundry_cycle (lot_id, kind, machine_id, machine_version_id, programme_id, kg,
  started_at, start_recorded_at, ended_at, end_recorded_at, outcome, max_c, hold_minutes, water_l,
  energy_kwh, fault, declared, late, late_reason)
SELECT x, 'wash', 1 + x % :machines, 1 + x % :machines, 1 + x % :programmes,
  15000 + x * 7919 % 9000, {at("(x - 1) * :between")}, {at("(x - 1) * :between")}, {_ENDED},
  {_ENDED}, 'done', 69000 + x * 7919 % 6000, 3000 + x % 9000, 200000 + x % 50000,
  8000 + x % 3000, '', 1, 0, '' FROM n""",
    f"""{upto("cycles")}
INSERT INTO barcode (code, kind, origin, lot_id, created_at)
SELECT code('T', x), 'T', 'ours', x, {_ENDED} FROM n""",
    f"""{upto("cycles")}
INSERT INTO lot_item (lot_id, item_id, quantity, joined_at, left_at)
SELECT x, 1 + (CAST((x - 1) * 1.0 * (:things - 60) / :cycles AS INTEGER) + j * 11) % :things,
  1000, {at("(x - 1) * :between")}, {_ENDED}
FROM n, (SELECT 0 AS j UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)""",
    f"""{upto("cycles")}
INSERT INTO lot (ref, workshop, kind, label, stage, stage_since, opened_at, closed_at)
SELECT printf('S-%06d', x), 'laundry', 'dry', '', 'finished', {_DRIED}, {_ENDED}, {_DRIED}
FROM n WHERE x % 2 = 0""",
    f"""{upto("cycles")}
INSERT INTO lot_link (parent_id, child_id, certain, at)
SELECT x, :cycles + (x + 1) / 2, 0, {_ENDED} FROM n WHERE x < :cycles OR :cycles % 2 = 0""",
    """
INSERT INTO lot_item (lot_id, item_id, quantity, joined_at, left_at)
SELECT DISTINCT k.child_id, m.item_id, m.quantity, m.left_at, datetime(m.left_at, '+1 hours')
  || '.000000'
FROM lot_link k JOIN lot_item m ON m.lot_id = k.parent_id GROUP BY k.child_id, m.item_id""",
    f"""{upto("turning")}
INSERT INTO lot (ref, workshop, kind, label, stage, stage_since, opened_at)
SELECT printf('M-%06d', x), 'laundry', 'wash', '', CASE x % 2 WHEN 0 THEN 'washed' ELSE 'washing'
  END, {_NOW.format(minutes="x * 17")}, {_NOW.format(minutes="90")} FROM n""",
    f"""{upto("turning")}
INSERT INTO laundry_cycle (lot_id, kind, machine_id, machine_version_id, programme_id, kg,
  started_at, start_recorded_at, outcome, fault, declared, late, late_reason)
SELECT NULL, 'wash', x, x, 1, 18000, {_NOW.format(minutes="x * 17")},
  {_NOW.format(minutes="x * 17")}, '', '', 1, 0, '' FROM n""",
    f"""{upto("turning")}
INSERT INTO hold (item_id, reason, note, source, source_ref, placed_at, lift_note)
SELECT :things - x, 'to_check', '', '', '', {_NOW.format(minutes="x * 60")}, '' FROM n""",
)
"""Machines, programmes, weights, three years of loads and cycles, and what turns, is wet and is
held now.
"""
