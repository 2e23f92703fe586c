"""Labels leave here, printer by printer, outside any transaction; each is marked on its own.

A label is said to be on its way before a byte leaves. What a killed process leaves behind, or a
printer that was cut off, is never sent again by itself: somebody says whether it came out.
"""

import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Final, Protocol, cast

from esat import clock
from esat.config import Settings
from esat.db import Database
from esat.errors import EsatError
from esat.printing import outgoing, printer_states, printers, queue, service
from esat.printing.models import LabelPrinter, PrintJob
from esat.printing.outgoing import Outgoing
from esat.printing.printers import sendable
from esat.scheduler import stopping
from esat.texts import sentence
from labels import (
    DoubtError,
    LabelError,
    NotSentError,
    Printer,
    State,
    TransportError,
    send,
    state,
)
from labels.ipp import has_job
from labels.transports import written

log = logging.getLogger("esat.print")

BITE: Final = 200
"""Labels a printer may take in a round; the rest keep their turn."""
WATCH: Final = 13.0
"""Seconds that a round looks out for more labels: whoever asked waits at the printer."""
LOOK: Final = 0.4
ASK_AGAIN: Final = timedelta(minutes=5)
"""How long a printer that was ready is believed."""
_one_at_a_time = threading.Lock()


class PrintHouse(Protocol):
    """What the queue needs of the composition."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...


def print_pending(house: PrintHouse, watch: float = 0.0) -> int:
    """Let every printer take what waits for it, in order; gives how many labels left.

    A printer that does not answer keeps its queue, and the others go on. `watch` is for how many
    seconds it goes on looking. Two rounds at once would send a label twice: the second leaves.
    """
    if not _one_at_a_time.acquire(blocking=False):
        return 0
    try:
        left = _round(house)
        end = time.monotonic() + watch
        while time.monotonic() < end and not stopping.ASKED.wait(LOOK):
            left += _round(house)
        return left
    finally:
        _one_at_a_time.release()


def watching(house: PrintHouse) -> int:
    """A round that looks out for labels nearly until the next one."""
    return print_pending(house, WATCH)


def _round(house: PrintHouse) -> int:
    with house.database.read() as session:
        waiting = printers.with_work(session)
    return sum(_print_on(house, printer) for printer in waiting)


def _print_on(house: PrintHouse, printer: LabelPrinter) -> int:
    """Print until the queue is empty or something fails."""
    try:
        where = sendable(printer, house.settings.data_dir)
    except EsatError as error:
        return _leads_nowhere(house, printer, sentence(error.code, error.params))
    _settle_orphans(house, printer, where)
    if _due(house.database, printer) is None or not _ready(house, printer, where):
        return 0
    seen: dict[str, int] = {}
    for sent in range(BITE):
        job = _due(house.database, printer)
        if job is None or not _print(house, printer, where, job, seen):
            return sent
    return BITE


def _due(database: Database, printer: LabelPrinter) -> PrintJob | None:
    """The head of the printer's queue, if its turn has come and nobody has to look first."""
    with database.read() as session:
        head = queue.head(session, printer.id or 0)
    if head is None or head.state in {"sending", "unsure"} or head.next_try_at > clock.now():
        return None
    return head


def _ready(house: PrintHouse, printer: LabelPrinter, where: Printer) -> bool:
    """Whether the printer prints: one that says it has no paper keeps its queue."""
    known = printer.state == "ready" and printer.checked_at is not None
    if known and clock.now() - cast("datetime", printer.checked_at) < ASK_AGAIN:
        return True
    said = ask_state(house, printer, where)
    # One that is away is tried all the same: the failure is told on the label, and waits.
    return said.word != "stopped"


def ask_state(house: PrintHouse, printer: LabelPrinter, where: Printer) -> State:
    """Ask a printer how it is, and note what it said."""
    said = state(where, asks_zpl=printer.format == "zpl")
    with house.database.write() as session:
        printer_states.note(session, printer.id or 0, said, clock.now())
    return said


def _settle_orphans(house: PrintHouse, printer: LabelPrinter, where: Printer) -> None:
    """What a killed process was sending: a folder and IPP can tell, a socket cannot."""
    with house.database.read() as session:
        left = queue.orphans(session, printer.id or 0)
    for job in left:
        job_id, arrived = job.id or 0, _arrived(where, outgoing.name_of(job))
        with house.database.write() as session:
            if arrived is None:
                queue.mark_unsure(session, job_id, sentence("print_cut_short", {}))
            elif arrived:
                queue.mark_sent(session, job_id, clock.now())
            else:
                queue.put_back(session, job_id, clock.now())


def _arrived(where: Printer, name: str) -> bool | None:
    if where.kind == "file":
        return written(where, name)
    if where.kind == "ipp":
        try:
            return has_job(where, name) or None
        except LabelError:
            return None
    return None


def _print(
    house: PrintHouse, printer: LabelPrinter, where: Printer, job: PrintJob, seen: dict[str, int]
) -> bool:
    """One label, from its row to the printer and back to its row; whether it left."""
    job_id = job.id or 0
    try:
        with house.database.read() as session:
            going = outgoing.of(session, job, printer)
        data = going.drawn(first_of_24=_first_of_24(going, seen))
    except EsatError as error:
        return _failed(house, job_id, sentence(error.code, error.params), own_fault=True)
    with house.database.write() as session:
        if not queue.claim(session, job_id, going.layout_version):
            return False
    try:
        send(data, where, name=going.name)
    except NotSentError as error:
        return _failed(house, job_id, sentence(f"print_{error.code}", error.params))
    except DoubtError as error:
        return _doubted(house, job_id, sentence(f"print_{error.code}", error.params))
    except TransportError as error:
        if error.code != "file_exists":  # a killed process wrote it whole, and did not mark it
            raise
    with house.database.write() as session:
        queue.mark_sent(session, job_id, clock.now())
    return True


def _leads_nowhere(house: PrintHouse, printer: LabelPrinter, why: str) -> int:
    """A printer of files whose folder is none: its first label says so."""
    job = _due(house.database, printer)
    if job is not None:
        _failed(house, job.id or 0, why, own_fault=True)
    return 0


def _first_of_24(going: Outgoing, seen: dict[str, int]) -> bool:
    count = seen.get(going.layout, 0)
    seen[going.layout] = count + 1
    return count % service.READ_BACK == 0


def _failed(house: PrintHouse, job_id: int, why: str, *, own_fault: bool = False) -> bool:
    log.warning("print job %s: %s", job_id, why)
    with house.database.write() as session:
        queue.mark_failed(session, job_id, why, clock.now(), own_fault=own_fault)
        if not own_fault:
            printer_states.doubt(session, job_id)
    return False


def _doubted(house: PrintHouse, job_id: int, why: str) -> bool:
    log.warning("print job %s may have left: %s", job_id, why)
    with house.database.write() as session:
        queue.mark_unsure(session, job_id, why)
        printer_states.doubt(session, job_id)
    return False
