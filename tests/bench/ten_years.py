"""The ten-year base: orders, things and their events, laid down by a few INSERT ... SELECT.

It is a base as the product would have filled it: codes with their check sign, stages that equal
the last event, most orders closed. Only the services are not used, for a matter of minutes.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from esat import clock, schema
from esat.assembly import compose
from esat.config import Settings
from esat.db import Database
from esat.production import codes
from esat.web.door import House
from tests.bench import house

CLIENTS, ITEMS, STEPS, BLOCK = 132, 10, 50, 10
"""Clients of the house, things of an order, events of a thing, orders at work at the same time."""
DAYS = 3652
SPREAD = 7_919_123
"""Prime: the numbers of codes are scattered over their whole range, as drawn ones are."""
ROAD = ("expected", "received", "sorted", "loaded")
CYCLE = ("washing", "washed", "dried", "finished", "loaded")


@dataclass(frozen=True, slots=True)
class Scale:
    """How many orders, and how many of them are still open."""

    name: str
    orders: int
    open: int
    days: int = DAYS

    @property
    def events(self) -> int:
        return self.orders * ITEMS * STEPS


FULL = Scale("full", 20_000, 120)
QUICK = Scale("quick", 200, 60)


def base(folder: Path, scale: Scale) -> House:
    """The base in that folder: the one that stands there when its schema is the code's."""
    data = folder / f"ten-years-{scale.name}"
    done = data / "built"
    if done.exists():
        found = compose(Settings(data_dir=data))
        with found.database.engine.connect() as connection:
            if schema.revision_of(connection) == schema.head():
                return found
        msg = f"the base in {data} has an older schema: remove it"
        raise RuntimeError(msg)
    made = house.empty(data)
    fill(made.database, scale)
    done.touch()
    return made


def fill(database: Database, scale: Scale, more: Sequence[str] = (), **numbers: object) -> None:
    """Lay the base down, and what more is asked: statements, and the numbers that they name."""
    database.disconnect()
    opened = sqlite3.connect(str(database.path), isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "foreign_keys=OFF"):
        opened.execute(f"PRAGMA {pragma}")
    opened.create_function("code", 2, lambda kind, n: codes.make(kind, n * SPREAD % codes.BASE**6))
    opened.create_collation("fr", lambda a, b: (a > b) - (a < b))
    opened.execute("BEGIN")
    own = (_CLIENTS, _ORDERS, _LINES, _THINGS, _CODES_OF_ORDERS, _CODES, _EVENTS, _DAYS)
    for statement in (*own, *more):
        opened.execute(statement, _numbers(scale) | numbers)
    opened.execute("COMMIT")
    opened.execute("PRAGMA journal_mode=WAL")
    opened.close()


def _numbers(scale: Scale) -> dict[str, object]:
    start = clock.now() - timedelta(days=scale.days)
    return {
        "start": start.strftime("%Y-%m-%d %H:%M:%S"),
        "clients": CLIENTS,
        "orders": scale.orders,
        "things": scale.orders * ITEMS,
        "events": scale.events,
        "first_open": scale.orders - scale.open + 1,
        "apart": scale.days / scale.orders,
        "days": scale.days,
    }


def upto(name: str) -> str:
    return f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < :{name})"


def at(days: str) -> str:
    return f"strftime('%Y-%m-%d %H:%M:%f', :start, '+' || ({days}) || ' days') || '000'"


def _stage(step: str, thing: str, order: str) -> str:
    """The stage after a step: along the road, round the washing, handed over when it is closed."""
    road = " ".join(f"WHEN {n} THEN '{stage}'" for n, stage in enumerate(ROAD))
    round_ = " ".join(f"WHEN {n} THEN '{stage}'" for n, stage in enumerate(CYCLE))
    # The things of an order travel together, but for three that lag or lead.
    turn = f"({step} - 4 + ({order} >= :first_open) * ({order} + ({thing} % 10 > 6))) % 5"
    return (
        f"CASE WHEN {order} < :first_open AND {step} = 49 THEN 'handed_over'"
        f" WHEN {order} < :first_open AND {step} = 48 THEN 'packed'"
        f" WHEN {step} < 4 THEN CASE {step} {road} END ELSE CASE {turn} {round_} END END"
    )


_OPENED = at("(x - 1) * :apart")
_CLIENTS = f"""{upto("clients")}
INSERT INTO client (kind, name, category, siren, siret, siret_status, service_code,
  commitment_rule, address, address_extra, postcode, town, insee, finess, phone, email, source,
  notify, tariff, fictive, created_at, last_contact_on, search)
SELECT 'organisation', 'Maison ' || x, '', '', '', '', '', 'none', '', '', '63000', 'Riom', '', '',
  '', '', '', 0, '', 0, {at("0")}, date(:start, '+' || :days || ' days'), 'maison ' || x FROM n"""
_ORDERS = f"""{upto("orders")}
INSERT INTO orders (ref, workshop, client_id, due_on, client_ref, commitment_no, instructions,
  opened_at, confirmed_at, closed_at, search)
SELECT printf('B-%06d', x), 'laundry', 1 + x % :clients,
  date(:start, '+' || ((x - 1) * :apart + 7) || ' days'), '', '', '', {_OPENED}, {_OPENED},
  CASE WHEN x < :first_open THEN {at("(x - 1) * :apart + 7")} END, printf('b-%06d', x) FROM n"""
_LINES = f"""{upto("orders")}
INSERT INTO order_line (order_id, position, service_code, label, quantity, unit, place)
SELECT x, 1, '', 'Linge', 10000, 'sac', 'workshop' FROM n"""
_THINGS = f"""{upto("things")}
INSERT INTO item (order_id, workshop, kind, label, quantity, unit, stage, stage_since, closed_at)
SELECT o, 'laundry', 'bag', 'Sac ' || (1 + x % 10), 1000, 'sac', {_stage("49", "x", "o")},
  since, CASE WHEN o < :first_open THEN since END
FROM (SELECT x, 1 + (x - 1) / {ITEMS} AS o,
  {at(f"((x - 1) / {ITEMS * BLOCK}) * {BLOCK} * :apart + 5.9")} AS since FROM n)"""
_CODES = f"""{upto("things")}
INSERT INTO barcode (code, kind, origin, item_id, created_at)
SELECT code('F', x), 'F', 'ours', x, {at("0")} FROM n"""
_CODES_OF_ORDERS = f"""{upto("orders")}
INSERT INTO barcode (code, kind, origin, order_id, created_at)
SELECT code('D', x), 'D', 'ours', x, {at("0")} FROM n"""
_EVENTS = f"""{upto("events")}
INSERT INTO event (kind, at, recorded_at, item_id, from_stage, to_stage, late, reason, data)
SELECT CASE k WHEN 0 THEN 'item.added' ELSE 'item.moved' END, moment, moment, thing,
  CASE WHEN k > 0 THEN {_stage("(k - 1)", "thing", "o")} END, {_stage("k", "thing", "o")}, 0, '',
  '{{"action": "pack"}}'
FROM (SELECT k, thing, 1 + (thing - 1) / {ITEMS} AS o,
    {at(f"block * {BLOCK} * :apart + k * 0.12")} AS moment
  FROM (SELECT (x - 1) / {STEPS * ITEMS * BLOCK} AS block,
      (x - 1) % {STEPS * ITEMS * BLOCK} / {ITEMS * BLOCK} AS k,
      (x - 1) / {STEPS * ITEMS * BLOCK} * {ITEMS * BLOCK} + (x - 1) % {ITEMS * BLOCK} + 1 AS thing
    FROM n))"""
_DAYS = f"""{upto("days")}
INSERT INTO daily_count (day, workshop, stage, client_id, entered)
SELECT date(:start, '+' || x || ' days'), 'laundry', stage.column1, client.id, 1 + x % 9
FROM n, (VALUES {", ".join(f"('{s}')" for s in sorted({*ROAD, *CYCLE, "packed", "handed_over"}))})
  AS stage, client WHERE client.id % 7 = x % 7"""
