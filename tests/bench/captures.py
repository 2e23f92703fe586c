"""Rows 1, 2, 3, 5 and 6: whole captures over HTTP, beside the floor, in interleaved rounds."""

import json
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from esat import clock
from tests.bench import checks, house, servers
from tests.bench.house import Bench
from tests.bench.load import request
from tests.bench.result import Row, of_rounds

MANY = 16
EACH = 40
CAPTURES = "/api/v1/captures"
OK = '"outcome":"ok"'
HTMX = "HX-Request: true\r\n"


@dataclass(frozen=True, slots=True)
class Size:
    """How many rounds, and how many requests in each cell of one."""

    rounds: int
    alone: int
    together: int


@dataclass(slots=True)
class Cell:
    """What one cell of one round saw."""

    p50: float
    p99: float
    rate: float
    answered: int
    failed: int
    bad: list[str]


@dataclass(slots=True)
class Ports:
    floor: int
    ours: int
    bench: Bench
    cells: dict[str, list[Cell]] = field(default_factory=dict)


def measure(folder: Path, size: Size) -> list[Row]:
    """Build the house and the floor, run the rounds, check what was written."""
    bench = house.furnish(house.empty(folder / "captures"), MANY + 1, EACH)
    with (
        servers.floor(folder / "floor.db") as floor,
        servers.ours(bench.data) as ours,
    ):
        ports = Ports(floor, ours, bench)
        _round(ports, Size(1, 60, 20), 0)
        ports.cells.clear()
        before = checks.rows(bench.house)
        for number in range(size.rounds):
            _round(ports, size, number)
        found = _rows(ports)
        faults = _faults(ports, before)
    bench.house.database.dispose()
    for row in found:
        row.faults += faults
    return found


def _round(ports: Ports, size: Size, number: int) -> None:
    """Every cell once, from another one on each time, and every other time backwards."""
    cells: list[tuple[str, Callable[[], Cell]]] = [
        ("floor 1", lambda: send(ports.floor, [floor(size.alone)])),
        ("ours 1", lambda: send(ports.ours, [moves(ports.bench, 0, size.alone)])),
        ("floor 16", lambda: send(ports.floor, [floor(size.together) for _ in range(MANY)])),
        ("ours 16", lambda: send(ports.ours, _crowd(ports.bench, size.together))),
        ("scan json", lambda: send(ports.ours, [_scans(ports.bench, size.alone)])),
        ("scan page", lambda: send(ports.ours, [_pages(ports.bench, size.alone)], "data-outcome")),
    ]
    turned = cells[number % len(cells) :] + cells[: number % len(cells)]
    for name, run in turned if number % 2 == 0 else reversed(turned):
        ports.cells.setdefault(name, []).append(run())


def send(port: int, clients: list[list[str]], expect: str = OK) -> Cell:
    """Send these requests from the generator's own process."""
    plan = json.dumps({"port": port, "clients": clients, "expect": expect})
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=plan, capture_output=True, text=True, check=True, cwd=servers.ROOT,
    )  # fmt: skip
    seen = json.loads(done.stdout)
    latencies = [1000 * one for one in seen["latencies"]]
    return Cell(
        median(latencies),
        quantiles(latencies, n=100)[98],
        len(latencies) / seen["wall"],
        len(latencies),
        seen["failed"],
        seen["bad"],
    )


def _capture(kind: str, code: str, action: str | None = None) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "at": clock.now().isoformat(),
        "kind": kind,
        "code": code,
        "action": action,
    }


def floor(n: int) -> list[str]:
    return [request("POST", "/capture", _capture("move", "F0000019", "dry")) for _ in range(n)]


def moves(bench: Bench, client: int, n: int) -> list[str]:
    bearer = f"Authorization: Bearer {bench.token}\r\n"
    return [
        request("POST", CAPTURES, _capture("move", code, action), headers=bearer)
        for code, action in bench.things[client].moves(n)
    ]


def _crowd(bench: Bench, n: int) -> list[list[str]]:
    return [moves(bench, 1 + client, n) for client in range(MANY)]


def _scans(bench: Bench, n: int) -> list[str]:
    """Scans by JSON from a signed-in clerk: the same way in as the counter's page."""
    cookie, codes = f"Cookie: {bench.cookie}\r\n", bench.things[0].codes
    return [
        request("POST", CAPTURES, _capture("scan", codes[k % EACH]), headers=cookie)
        for k in range(n)
    ]


def _pages(bench: Bench, n: int) -> list[str]:
    """The same scans from the counter's field, answered as a fragment."""
    headers, found = f"Cookie: {bench.cookie}\r\n{HTMX}", []
    for k in range(n):
        sent = _capture("scan", bench.things[0].codes[k % EACH])
        form = urlencode({name: sent[name] for name in ("id", "at", "code")})
        found.append(request("POST", "/comptoir/scan", form=form, headers=headers))
    return found


def _rows(ports: Ports) -> list[Row]:
    def p50(name: str) -> list[float]:
        return [cell.p50 for cell in ports.cells[name]]

    crowd = ports.cells["ours 16"]
    return [
        of_rounds(1, p50("ours 1"), p50("floor 1")),
        of_rounds(2, [c.rate for c in crowd], [c.rate for c in ports.cells["floor 16"]]),
        of_rounds(3, [c.p99 for c in crowd], [c.p50 for c in crowd]),
        of_rounds(5, [float(sum(c.failed for c in crowd))]),
        of_rounds(6, p50("scan page"), p50("scan json")),
    ]


def _faults(ports: Ports, before: dict[str, int]) -> list[str]:
    """Failures, rows that are missing or too many, things out of place, a journal that differs."""
    cells = [(name, cell) for name, cells in ports.cells.items() for cell in cells]
    faults = [f"{name}: {cell.failed} failed, {cell.bad}" for name, cell in cells if cell.failed]
    answered = {
        "captures": sum(c.answered - c.failed for name, c in cells if not name.startswith("floor")),
        "moves": sum(c.answered - c.failed for name, c in cells if name.startswith("ours")),
    }
    faults += checks.lost(ports.bench.house, before, answered)
    faults += checks.misplaced(ports.bench.house, house.all_stages(ports.bench.things))
    return faults + checks.journal(ports.bench.house)
