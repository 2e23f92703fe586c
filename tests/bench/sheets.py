"""Row 13: a half-day sheet of eight people posted by their supervisor, beside the floor.

Each keeps a template of two weeks, as in the house; every sheet is a new one. It is posted as the
page does with a script (an act in the queue) and without one (its form); the slower one counts.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import SYSTEM
from esat.web.door import House
from esat.workers import people, statuses
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.timetables import keeping, plans
from esat.workers.timetables.keeping import Week
from esat.workers.timetables.plans import Span
from tests import signing_in
from tests.bench import house, servers
from tests.bench.captures import CAPTURES, Cell, Size, send
from tests.bench.captures import floor as floor_requests
from tests.bench.load import request
from tests.bench.result import Row, of_rounds

GROUPS, PEOPLE, YEARS = 16, 8, 3
HTMX = "HX-Request: true\r\n"


@dataclass(slots=True)
class Teams:
    """The groups with their people, the cookie of who leads them, and the sheets still to post."""

    house: House
    cookie: str
    people: dict[str, list[int]]
    sheets: Iterator[tuple[str, date, str]]


def measure(folder: Path, size: Size) -> list[Row]:
    """Post sheets in interleaved rounds, then count what was written."""
    teams = _furnish(house.empty(folder / "sheets"))
    seen: dict[str, list[Cell]] = {"floor": [], "act": [], "page": []}
    with (
        servers.floor(folder / "sheets-floor.db") as floor,
        servers.ours(teams.house.settings.data_dir) as ours,
    ):
        _round(teams, floor, ours, Size(1, 40, 0), {name: [] for name in seen}, 0)
        before = _written(teams.house)
        for number in range(size.rounds):
            _round(teams, floor, ours, size, seen, number)
        faults = _faults(teams.house, before, seen)
    teams.house.database.dispose()
    p50 = {name: [cell.p50 for cell in cells] for name, cells in seen.items()}
    found = [of_rounds(13, p50[name], p50["floor"], faults=faults) for name in ("act", "page")]
    slower = max(found, key=lambda row: row.ratio)
    slower.parts = {
        f"posted as {name}, ratio": row.ratio
        for name, row in zip(("act", "page"), found, strict=True)
    }
    return [slower]


def _round(
    teams: Teams, floor: int, ours: int, size: Size, seen: dict[str, list[Cell]], number: int
) -> None:
    cells = [
        ("floor", lambda: send(floor, [floor_requests(size.alone)])),
        ("act", lambda: send(ours, [_acts(teams, size.alone)])),
        ("page", lambda: send(ours, [_pages(teams, size.alone)], "")),
    ]
    turned = cells[number % 3 :] + cells[: number % 3]
    for name, run in turned:
        seen[name].append(run())


def _acts(teams: Teams, n: int) -> list[str]:
    headers, found = f"Cookie: {teams.cookie}\r\n", []
    for code, day, half in _next(teams, n):
        data: dict[str, Any] = {"group": code, "day": day.isoformat(), "half": half}
        sent = {
            "id": str(uuid.uuid4()), "at": clock.now().isoformat(), "kind": "act", "code": None,
            "action": "half_day.record", "data": data | _form(teams, code),
        }  # fmt: skip
        found.append(request("POST", CAPTURES, sent, headers=headers))
    return found


def _pages(teams: Teams, n: int) -> list[str]:
    headers = f"Cookie: {teams.cookie}\r\n{HTMX}"
    return [
        request(
            "POST", f"/equipes/{code}/{day}/{statuses.SLUG_OF[half]}",
            form=urlencode(_form(teams, code)), headers=headers,
        )
        for code, day, half in _next(teams, n)
    ]  # fmt: skip


def _next(teams: Teams, n: int) -> list[tuple[str, date, str]]:
    return [next(teams.sheets) for _ in range(n)]


def _form(teams: Teams, code: str) -> dict[str, str]:
    """Six present, one late, one away: as on most mornings."""
    *present, late, away = teams.people[code]
    said = {f"status-{worker}": "present" for worker in present}
    said |= {f"from-{worker}": "" for worker in present} | {
        f"to-{worker}": "" for worker in present
    }
    return said | {
        f"status-{late}": "late", f"from-{late}": "11:00", f"to-{late}": "",
        f"status-{away}": "absent_announced",
    }  # fmt: skip


def _furnish(made: House) -> Teams:
    found: dict[str, list[int]] = {}
    with made.database.write() as session:
        name, value = signing_in.open_session(session, "moniteur", "Nadia", None)
        account = session.exec(select(Account.id).order_by(col(Account.id).desc())).first() or 0
        begun = update(Account).values(created_at=datetime(2020, 1, 1, tzinfo=UTC))
        session.connection().execute(begun)  # a house has no day before its first account
        for number in range(GROUPS):
            group = people.create_group(
                session, GroupIn(code=f"g{number}", name=f"Groupe {number}")
            )
            people.lead(session, group, account, date(2020, 1, 1))
            found[group.code] = [_worker(session, group.id, n) for n in range(PEOPLE)]
        _weeks(session, [worker for members in found.values() for worker in members])
    return Teams(made, f"{name}={value}", found, _sheets(list(found)))


def _worker(session: Session, group_id: int | None, number: int) -> int:
    given = WorkerIn(first_name=f"Prénom {number}", group_id=group_id)
    return people.create_worker(session, given).id or 0


def _weeks(session: Session, workers: list[int]) -> None:
    """Six templates of two weeks. Mornings and afternoons are posted one a day, never both: 11:00
    is late in either.
    """
    at, since = clock.now(), date(2015, 1, 5)
    spans = {half: Span(time(9), time(12, 30)) for half in plans.HALVES}
    slots = {
        (week, weekday, half): spans[half]
        for week in ("A", "B") for weekday in range(5) for half in plans.HALVES
    }  # fmt: skip
    made = [
        keeping.create(session, f"Modèle {n}", Week(since, 2, slots), by=SYSTEM, at=at)
        for n in range(6)
    ]
    for n, worker in enumerate(workers):
        keeping.assign(session, worker, made[n % 6], since, by=SYSTEM, at=at)


def _sheets(codes: list[str]) -> Iterator[tuple[str, date, str]]:
    """A sheet of each group for each working day, backwards: a morning, then an afternoon."""
    day = clock.today()
    for turn in range(YEARS * 366):
        day -= timedelta(days=1)
        if day.weekday() < 5 and not plans.holiday(day):
            for code in codes:
                yield code, day, plans.HALVES[turn % 2]


def _written(made: House) -> dict[str, int]:
    with made.database.read() as session:
        count = session.connection().execute
        return {
            name: int(count(text(f"SELECT count(*) FROM {name}")).scalar_one())
            for name in ("half_day", "half_day_change")
        }


def _faults(made: House, before: dict[str, int], seen: dict[str, list[Cell]]) -> list[str]:
    """Failures, half-days that are missing, corrections that nobody asked for."""
    cells = [(name, cell) for name, found in seen.items() for cell in found]
    faults = [f"{name}: {cell.failed} failed, {cell.bad}" for name, cell in cells if cell.failed]
    posted = sum(cell.answered - cell.failed for name, cell in cells if name != "floor")
    after = _written(made)
    wanted = {"half_day": before["half_day"] + PEOPLE * posted, "half_day_change": 0}
    faults += [
        f"{after[name]} {name}, {wanted[name]} awaited"
        for name in wanted
        if after[name] != wanted[name]
    ]
    return faults
