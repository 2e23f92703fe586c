"""Row 12: what a fault touched, and the history of a load both ways, over three years.

Each search is timed on its own; the slowest of them is the figure. What it finds is compared with
the same sums read by one plain statement.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from esat import clock
from esat.web.door import House
from laundry_rabc.impact import acting
from laundry_rabc.impact.hits import Cause
from tests.bench.result import Row, of_rounds
from workshops.laundry.recall import facts

DAYS = 1100


def measure(old: House, scale: str, cycles: int, rounds: int) -> Row:
    """Impact of a machine, of a programme and of all three years; the trace of three loads."""
    now = clock.now()
    since = now - timedelta(days=DAYS)
    asked: dict[str, Callable[[Session], Any]] = {
        "impact of a machine, s": _impact(Cause("machine", since, now, 1)),
        "impact of a programme, s": _impact(Cause("programme", since, now, 1)),
        "impact of three years, s": _impact(Cause("period", since, now)),
        "trace of an old load, s": _trace(cycles // 10),
        "trace of a load between, s": _trace(cycles // 2),
        "trace of a new load, s": _trace(cycles - 2),
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    faults: list[str] = []
    with old.database.read() as session:
        faults += _compared(session, since, now)
        for _ in range(rounds):
            for name, ask in asked.items():
                begun = time.perf_counter()
                ask(session)
                times[name].append(time.perf_counter() - begun)
    slowest = max(times.values(), key=median)
    parts = {name: median(found) for name, found in times.items()}
    return of_rounds(12, slowest, scale=scale, faults=faults, parts=parts)


def _impact(cause: Cause) -> Callable[[Session], Any]:
    return lambda session: acting.find(session, cause)


def _trace(lot_id: int) -> Callable[[Session], Any]:
    return lambda session: facts.of_nodes(session, ("lot", lot_id))


def _compared(session: Session, since: Any, now: Any) -> list[str]:
    """What the search says of all three years beside the sums of the rows themselves."""
    found = acting.find(session, Cause("period", since, now))
    grams, lots = session.connection().execute(text(_KG)).one()
    kg = Decimal(grams).scaleb(-3)
    faults = []
    if found.lots != lots or found.kg != kg:
        faults.append(f"impact: {found.lots} lots, {found.kg} kg; the rows say {lots}, {kg}")
    history = facts.of_nodes(session, ("lot", 1))
    if not history.sources or not history.recipients:
        faults.append("the trace of the first load is empty")
    return faults


_KG = """
SELECT sum(k.kg), count(DISTINCT c.lot_id) FROM laundry_cycle c
JOIN lot_item m ON m.lot_id = c.lot_id AND (m.left_at IS NULL OR m.left_at >= c.started_at)
JOIN laundry_item k ON k.item_id = m.item_id WHERE c.kind = 'wash'"""
