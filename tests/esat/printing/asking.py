"""Printers and labels asked of them, for tests of the queue and of its pages."""

import socket

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.db import Database
from esat.printing import asking, printers
from esat.printing.asking import Wish
from esat.printing.models import LabelPrinter, PrintJob
from esat.printing.printers import Wanted
from tests.factories import items_of, make_order


def make_printer(session: Session, code: str = "dossier", **values: object) -> LabelPrinter:
    wanted = {"kind": "file", "target": code, "format": "png", **values}
    return printers.create(session, Wanted(code, code.capitalize(), **wanted), at=clock.now())


def make_codes(session: Session, count: int = 3) -> list[str]:
    order = make_order(session, items=count)
    return [item.code or "" for item in items_of(session, order)]


def ask(session: Session, codes: list[str], printer: LabelPrinter, reason: str = "") -> list[int]:
    wish = Wish(printer, reason=reason)
    asked = asking.request(session, codes, wish, by=SYSTEM, at=clock.now())
    return [job.id or 0 for job in asked]


def jobs_of(database: Database) -> list[PrintJob]:
    with database.read() as reading:
        return list(reading.exec(select(PrintJob).order_by(col(PrintJob.id))))


def states(database: Database) -> list[str]:
    return [job.state for job in jobs_of(database)]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
