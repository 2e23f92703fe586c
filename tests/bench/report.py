"""Row 9: captures while the longest report runs, the audit dossier of a year, beside those alone.

The three-year base gets a plan, checks and readings; a dossier of a year is asked for and made by
the product's own child, as the jobs start it, while clients go on sending captures over HTTP.
"""

import csv
import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from sqlalchemy import text
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from esat.documents import service as papers
from esat.production.jobs import seal_journal
from esat.web.door import House
from laundry_rabc.checks import calendar
from laundry_rabc.dossier import asking, jobs
from laundry_rabc.dossier.asking import AskIn
from laundry_rabc.dossier.models import DossierMade
from laundry_rabc.plan import proposing
from tests.bench import checks, house, servers
from tests.bench.captures import Cell, moves, send
from tests.bench.house import Bench
from tests.bench.result import Row, of_rounds
from tests.bench.ten_years import at, upto

CLIENTS, EACH, BATCH, CELLS = 4, 700, 25, 6
BUSY, PAUSE = 12, 0.7
"""Cells sent while a dossier is made, and the seconds between two: they reach over its making."""
TURNS = 2
"""How often a bag is moved here: received, then sorted; a wash needs more than a code."""
YEAR, MONTH = timedelta(days=364), timedelta(days=29)
POINTS, DAYS = 12, 1096
"""Checks a day on the base, and its days."""


@dataclass
class Seen:
    """The cells of a side, and how long the dossiers took."""

    alone: list[Cell] = field(default_factory=list)
    busy: list[Cell] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def measure(old: House, scale: str, rounds: int) -> Row:
    """Captures alone and while a dossier of a year is made, in turn; then one of a month."""
    _lay(old)
    seal_journal(old)
    bench = house.furnish(old, CLIENTS, EACH)
    seen, faults = [Seen() for _ in range(rounds)], list[str]()
    with servers.ours(bench.data) as port:
        _cells(port, bench, 2)
        before = checks.rows(old)
        for number, one in enumerate(seen):
            for side in ("alone", "busy") if number % 2 else ("busy", "alone"):
                if side == "alone":
                    one.alone = _cells(port, bench, CELLS)
                else:
                    faults += _busy(port, bench, one)
    month, more = _made(old, MONTH)
    faults += more + _faults(bench, before, seen)
    row = of_rounds(
        9, [median(c.p99 for c in one.busy) for one in seen],
        [median(c.p99 for c in one.alone) for one in seen], scale=scale, faults=faults[:4],
    )  # fmt: skip
    row.parts = {
        "dossier of a year while captures run, s": median(one.seconds[0] for one in seen),
        "dossier of a month, s": month,
    }
    return row


def _cells(port: int, bench: Bench, count: int) -> list[Cell]:
    return [_cell(port, bench) for _ in range(count)]


def _cell(port: int, bench: Bench) -> Cell:
    return send(port, [moves(bench, client, BATCH) for client in range(CLIENTS)])


def _busy(port: int, bench: Bench, seen: Seen) -> list[str]:
    """Captures from the start of a dossier to its end; a cell that outlives it does not count."""
    key = _ask(bench.house, YEAR)
    begun = time.perf_counter()
    with _child(bench.house, key) as child:
        while child.poll() is None and len(seen.busy) < BUSY:
            cell = _cell(port, bench)
            if child.poll() is None or not seen.busy:
                seen.busy.append(cell)
            time.sleep(PAUSE)
        child.wait()
    seen.seconds.append(time.perf_counter() - begun)
    return _verified(bench.house, key, YEAR)


def _made(old: House, days: timedelta) -> tuple[float, list[str]]:
    """How long a dossier takes with nothing else to do."""
    key = _ask(old, days)
    begun = time.perf_counter()
    with _child(old, key) as child:
        child.wait()
    return time.perf_counter() - begun, _verified(old, key, days)


def _ask(old: House, days: timedelta) -> int:
    today = clock.today()
    with old.database.write() as session:
        return asking.ask(session, AskIn(since=today - days, until=today), by=SYSTEM).id or 0


def _child(old: House, key: int) -> "subprocess.Popen[bytes]":
    child = subprocess.Popen(
        [sys.executable, "-m", jobs.CHILD, str(key)], stdin=subprocess.PIPE, cwd=servers.ROOT
    )
    assert child.stdin is not None
    child.stdin.write(old.settings.model_dump_json().encode())
    child.stdin.close()
    return child


def _verified(old: House, key: int, days: timedelta) -> list[str]:
    """Whether the dossier is there, its files whole, and its data as many as the base holds."""
    with old.database.read() as session:
        made = session.get(DossierMade, key)
        if made is None:
            return [f"dossier {key} was not made"]
        store = papers.papers_of(old.settings)
        wrong = [one for one in (made.pdf_sha256, made.zip_sha256) if store.fault(one) is not None]
        archive = store.read(made.zip_sha256) or b""
        wanted = _counted(session, clock.local(made.made_at).date() - days)
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        told = {name: _rows(zipped, name) for name in wanted}
    return [f"{one} is not whole" for one in wrong] + [
        f"{name}: {told[name]} told, {wanted[name]} in the base"
        for name in wanted
        if told[name] != wanted[name]
    ]


def _rows(zipped: zipfile.ZipFile, name: str) -> int:
    reader = csv.reader(io.StringIO(zipped.read(f"donnees/{name}").decode("utf-8-sig")),
                        delimiter=";")  # fmt: skip
    return sum(1 for _ in reader) - 1


def _counted(session: Session, since: date) -> dict[str, int]:
    days = {"since": calendar.moment(since), "until": calendar.midnight_after(clock.today())}
    return {
        name: int(session.connection().execute(text(query), _utc(days)).scalar_one())
        for name, query in _COUNTS.items()
    }


def _utc(days: dict[str, object]) -> dict[str, str]:
    return {
        name: value.astimezone(clock.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # type: ignore[attr-defined]
        for name, value in days.items()
    }


def _faults(bench: Bench, before: dict[str, int], seen: Sequence[Seen]) -> list[str]:
    cells = [cell for one in seen for cell in (*one.alone, *one.busy)]
    faults = [f"{cell.failed} failed, {cell.bad}" for cell in cells if cell.failed]
    sent = checks.rows(bench.house)
    if sent["captures"] - before["captures"] < sum(cell.answered for cell in cells):
        faults.append("captures were answered and not written")
    return faults + checks.misplaced(bench.house, house.all_stages(bench.things))


def _lay(old: House) -> None:
    """A plan, its checks and readings of three years, once; those of a wash and those of a day."""
    with old.database.write() as session:
        ask = session.connection().execute
        if ask(text("SELECT count(*) FROM rabc_check")).scalar_one():
            return
        start = clock.now() - timedelta(days=DAYS)
        proposing.install(session, start)
        calendar.install(session, start)
        numbers = {
            "start": start.strftime("%Y-%m-%d %H:%M:%S"), "checks": POINTS * DAYS, "points": POINTS,
        }  # fmt: skip
        for statement in _LAID:
            ask(text(statement), numbers)


_COUNTS = {
    "cycles.csv": """SELECT count(*) FROM laundry_cycle
      WHERE kind IN ('wash', 'disinfect') AND started_at >= :since AND started_at < :until""",
    "controles.csv": "SELECT count(*) FROM rabc_check WHERE due_at >= :since AND due_at < :until",
    "releves.csv": """SELECT count(*) FROM rabc_result
      WHERE taken_at >= :since AND taken_at < :until""",
}
_DUE = at("(x - 1) / :points + 0.3")
_LATE = at("(x - 1) / :points + 0.4")
_OVER = at("(x - 1) / :points + 0.6")
_RESULT = """INSERT INTO rabc_result (point_version_id, value, qualifier, unit, method, forbidden,
  verdict, why, source, declared, confirmed, taken_at, recorded_at, late, late_reason, check_id,
  lot_id, cycle_id, machine_id, place, note, fix_reason)"""
_LAID = (
    f"""INSERT INTO rabc_check (point_id, version_id, key, zone, step, shift, place, due_at,
  late_at, closes_at, made_at)
{upto("checks")}
SELECT v.point_id, v.id, 'n' || x, v.zone, v.step, '', '', {_DUE}, {_LATE}, {_OVER}, {_DUE}
FROM n JOIN rabc_point_version v ON v.id = 1 + (x - 1) % :points""",
    f"""{_RESULT}
SELECT version_id, 20000, '', '', '', 0, CASE id % 40 WHEN 7 THEN 'alert' ELSE 'conform' END,
  'within_target', 'hand', 0, 0, due_at, CASE id % 30 WHEN 3 THEN closes_at ELSE due_at END,
  id % 30 = 3, CASE id % 30 WHEN 3 THEN 'Oubli' ELSE '' END, id, NULL, NULL, NULL, '', '', ''
FROM rabc_check WHERE id % 25 <> 0""",
    """INSERT INTO rabc_check_answer (check_id, result_id, at)
SELECT check_id, id, recorded_at FROM rabc_result WHERE check_id IS NOT NULL""",
    f"""{_RESULT}
SELECT v.id, 71000, '', '', '', 0, CASE c.id % 50 WHEN 9 THEN 'alert' ELSE 'conform' END,
  'within_target', 'machine', 1, 0, c.ended_at, c.ended_at, 0, '', NULL, c.lot_id, c.id,
  c.machine_id, '', '', ''
FROM laundry_cycle c JOIN rabc_point_version v ON v.id IN (:points + 1, :points + 2)
WHERE c.ended_at IS NOT NULL""",
)
