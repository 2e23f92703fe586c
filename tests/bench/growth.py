"""Rows 4, 7 and 14: what ten years of history cost, to a capture, to a page, to a start."""

import subprocess
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import text

from esat import clock
from esat.accounts.pages.edge import SESSION_COOKIE
from esat.production import captures
from esat.production.sent import Sent
from esat.tracking import links
from esat.web.door import House
from tests import signing_in
from tests.bench import checks, house, servers, ten_years
from tests.bench.captures import Cell, send
from tests.bench.house import Bench
from tests.bench.load import request
from tests.bench.result import BARS, Row, of_rounds
from tests.bench.ten_years import Scale

WARM, BATCH, PAGES, STARTS = 60, 60, 40, 5


def measure(folder: Path, scale: Scale, rounds: int) -> list[Row]:
    """Build the base, or take the one that stands there; measure rows 4, 7 and 14 on it."""
    old = ten_years.base(folder, scale)
    # The pages first: a link's address is made with the key of the house composed last.
    found = [
        pages_of(old, scale, rounds),
        _flat(folder, old, scale, rounds),
        _starts(old, scale),
    ]
    old.database.dispose()
    return found


def _flat(folder: Path, old: House, scale: Scale, rounds: int) -> Row:
    """Row 4: captures without HTTP, in this process, on both bases in turn."""
    new = house.empty(folder / f"empty-{uuid.uuid4().hex[:8]}")
    sides = [house.furnish(new, 1, BATCH), house.furnish(old, 1, BATCH)]
    before = [checks.rows(side.house) for side in sides]
    times: list[list[float]] = [[], []]
    for side in sides:
        _take(side, WARM)
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            times[which].append(_take(sides[which], BATCH))
    taken = WARM + rounds * BATCH
    faults = []
    for side, was in zip(sides, before, strict=True):
        faults += checks.lost(side.house, was, {"captures": taken, "moves": taken})
        faults += checks.misplaced(side.house, house.all_stages(side.things))
    faults += checks.journal(new)
    new.database.dispose()
    return of_rounds(4, times[1], times[0], scale=scale.name, faults=faults)


def _take(side: Bench, n: int) -> float:
    """The p50 of `n` captures, in milliseconds."""
    by, seen = house.clerk(), []
    for code, action in side.things[0].moves(n):
        sent = Sent(uuid.uuid4(), clock.now(), "move", code, action)
        begun = time.perf_counter()
        answer = captures.take(side.house.database, sent, by=by)
        seen.append(1000 * (time.perf_counter() - begun))
        if answer["outcome"] != "ok":
            raise RuntimeError(answer["message"])
    return median(seen)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ours, the bare table of the same rows, and a text that both must show."""

    name: str
    ours: str
    floor: str
    shows: str
    headers: str = ""


def pages_of(old: House, scale: Scale, rounds: int, shown: str = "Maison ", base: str = "") -> Row:
    """Row 7: three pages, each beside the bare table of the same rows; the slowest counts. `shown`
    is a text of the wall board, `base` is said after the name of each page.
    """
    pages = _visit(old, shown, base)
    cells: dict[str, list[tuple[Cell, Cell]]] = {page.name: [] for page in pages}
    with (
        servers.floor(old.database.path or Path()) as floor,
        servers.ours(old.settings.data_dir) as ours,
    ):
        for number in range(rounds + 1):
            for page in pages if number % 2 else reversed(pages):
                mine = [request("GET", page.ours, headers=page.headers)] * PAGES
                bare = [request("GET", page.floor)] * PAGES
                pair = send(ours, [mine], page.shows), send(floor, [bare], page.shows)
                if number:
                    cells[page.name].append(pair)
    return _slowest(cells, scale)


def _slowest(cells: dict[str, list[tuple[Cell, Cell]]], scale: Scale) -> Row:
    ratios = {name: [a.p50 / b.p50 for a, b in pairs] for name, pairs in cells.items()}
    worst = max(ratios, key=lambda name: median(ratios[name]))
    bad = [
        f"{name}: {cell.bad}" for name, ps in cells.items() for p in ps for cell in p if cell.bad
    ]
    return Row(
        BARS[7],
        [a.p50 for a, _ in cells[worst]],
        [b.p50 for _, b in cells[worst]],
        ratios[worst],
        scale.name,
        bad[:3],
        {name: median(values) for name, values in ratios.items()},
    )


def _visit(old: House, shown: str, base: str) -> list[Page]:
    """Sign a head of workshop in, and give an open order its link."""
    with old.database.write() as session:
        name, value = signing_in.open_session(session, "responsable_atelier", "Rachid", None)
        order_id, ref = session.connection().execute(text(_OPEN)).one()
        link = links.create(session, order_id, "Mairie", by=house.clerk())
        address = links.address(old.settings, link)
    assert name == SESSION_COOKIE
    path = address.removeprefix(old.settings.base_url.rstrip("/"))
    cookie = f"Cookie: {name}={value}\r\n"
    return [
        Page(f"order list{base}", "/commandes", "/orders", ref, cookie),
        Page(f"wall board{base}", "/tableau/blanchisserie", "/board", shown, cookie),
        Page(f"tracking page{base}", path, f"/tracking/{ref}", ref),
    ]


_OPEN = """
SELECT id, ref FROM orders WHERE closed_at IS NULL AND cancelled_at IS NULL AND due_on IS NOT NULL
ORDER BY due_on, id LIMIT 1
"""


def _starts(old: House, scale: Scale) -> Row:
    """Row 14: from the command to the first answer, the machine's caches warm."""
    old.database.disconnect()
    seconds = []
    for _ in range(STARTS):
        port = servers.free_port()
        with subprocess.Popen(
            servers.serve_command(old.settings.data_dir, port),
            cwd=servers.ROOT, env=servers.environment(), stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            seconds.append(servers.wait_for(port, process, "/connexion"))
            process.terminate()
    return of_rounds(14, seconds, scale=scale.name)
