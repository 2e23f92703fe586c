"""Labels leave here, printer by printer, outside any transaction; each is marked on its own."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol, cast

from sqlmodel import Session, col, select

from esat import clock
from esat.config import Settings
from esat.db import Database
from esat.errors import EsatError
from esat.printing import printers, queue, service
from esat.printing.models import TEST, LabelPrinter, PrintJob
from esat.printing.service import Format
from esat.texts import sentence
from labels import LAYOUTS, Label, Printer, TransportError, send
from labels.spec import REPRINT

log = logging.getLogger("esat.print")

BITE: Final = 200
"""Labels a printer may take in a round; the rest keep their turn."""
MARK: Final = "Réimpression"


class PrintHouse(Protocol):
    """What the queue needs of the composition."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A label about to leave, away from the database."""

    name: str
    """The same at each try: a folder then holds one file for one job."""
    label: Label


def print_pending(house: PrintHouse) -> int:
    """Let every printer take what waits for it, in order; gives how many labels left.

    A printer that does not answer keeps its queue, and the others go on.
    """
    with house.database.read() as session:
        waiting = printers.with_work(session)
    return sum(_print_on(house, printer) for printer in waiting)


def sendable(printer: LabelPrinter, data_dir: Path) -> Printer:
    """The printer as `labels` knows it; a folder always lies below that of the data."""
    target = printer.target
    if printer.kind == "file":
        target = str(printers.folder(data_dir, target))
    kind = cast("printers.Kind", printer.kind)
    return Printer(printer.name, kind, target, printer.dpi, printer.media)


def _print_on(house: PrintHouse, printer: LabelPrinter) -> int:
    """Print until the queue is empty or something fails."""
    seen: dict[str, int] = {}
    for sent in range(BITE):
        job = _next(house.database, printer.id or 0, clock.now())
        if job is None or not _print(house, printer, job, seen):
            return sent
    return BITE


def _print(house: PrintHouse, printer: LabelPrinter, job: PrintJob, seen: dict[str, int]) -> bool:
    """One label, from its row to the printer and back to its row; whether it left."""
    job_id = job.id or 0
    try:
        with house.database.read() as session:
            going = _outgoing(session, job)
        where = sendable(printer, house.settings.data_dir)
        data = _drawn(going.label, printer, seen)
    except EsatError as error:
        return _failed(house, job_id, sentence(error.code, error.params), own_fault=True)
    try:
        send(data, where, name=going.name)
    except TransportError as error:
        if error.code != "file_exists":  # a killed process wrote it whole, and did not mark it
            return _failed(house, job_id, sentence(f"print_{error.code}", error.params))
    with house.database.write() as session:
        queue.mark_sent(session, job_id, clock.now())
    return True


def _failed(house: PrintHouse, job_id: int, why: str, *, own_fault: bool = False) -> bool:
    log.warning("print job %s: %s", job_id, why)
    with house.database.write() as session:
        queue.mark_failed(session, job_id, why, clock.now(), own_fault=own_fault)
    return False


def _next(database: Database, printer_id: int, at: datetime) -> PrintJob | None:
    """The head of the printer's queue, if its turn has come; nobody overtakes it."""
    query = select(PrintJob).where(PrintJob.printer_id == printer_id, queue.WAITING)
    with database.read() as session:
        head = session.exec(query.order_by(col(PrintJob.id)).limit(1)).first()
    return head if head is not None and head.next_try_at <= at else None


def _outgoing(session: Session, job: PrintJob) -> Outgoing:
    label = _test() if job.code == TEST else service.label_for(session, job.code, job.layout)
    if job.reprint_of is not None:
        label = replace(label, fields={**label.fields, REPRINT: MARK})
    name = f"{job.id:08d}-{job.requested_at:%Y%m%dT%H%M%S}-{job.code}"
    return Outgoing(name, label)


def _test() -> Label:
    words = {"title": "Étiquette d’essai", "line1": "Cette étiquette ne désigne rien."}
    return Label(LAYOUTS["small"], TEST, words)


def _drawn(label: Label, printer: LabelPrinter, seen: dict[str, int]) -> bytes:
    """The bytes of a label; the first of each layout and one in 24 are read back before."""
    count = seen.get(label.layout.code, 0)
    seen[label.layout.code] = count + 1
    if count % service.READ_BACK == 0:
        service.read_back([label], printer.dpi)
    return service.drawn([label], cast("Format", printer.format), printer.dpi)
