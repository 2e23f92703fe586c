"""The printers of the house: which there are, where they lead, whom they serve; sends nothing."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, cast

from sqlmodel import Session, col, select

from esat.accounts.models import Station
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.printing import queue
from esat.printing.models import LabelPrinter, PrintJob
from esat.printing.papers import PAPERS
from labels import Printer

Kind = Literal["file", "ipp", "socket"]
KINDS: Final[dict[str, str]] = {
    "socket": "Imprimante d’étiquettes du réseau (port 9100)",
    "ipp": "Imprimante de bureau du réseau, ou file du serveur (IPP)",
    "file": "Dossier de fichiers",
}
FORMATS: Final[dict[str, str]] = {"zpl": "ZPL", "png": "Image PNG", "pdf": "PDF"}
FOLDER: Final = "impressions"
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_HOST: Final = r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][\w.-]*)(:\d{1,5})?"
_TARGETS: Final = {
    "file": (re.compile(r"[A-Za-z0-9][\w-]{0,59}", re.ASCII), "Écrivez un seul nom de dossier."),
    "ipp": (
        re.compile(
            r"ipps?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][\w.-]*)(:\d{1,5})?(/[\w./-]*)?", re.ASCII
        ),
        "Écrivez une adresse, par exemple ipp://192.168.1.41/ipp/print.",
    ),
    "socket": (
        re.compile(_HOST, re.ASCII),
        "Écrivez une adresse, par exemple 192.168.1.40:9100.",
    ),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A printer as somebody describes it."""

    code: str
    name: str
    kind: Kind
    target: str
    dpi: int = 203
    media: str = ""
    format: Literal["zpl", "png", "pdf"] = "zpl"


def create(session: Session, wanted: Wanted, *, at: datetime) -> LabelPrinter:
    """A new printer. Invalid `form_invalid`, one sentence a field. Flushes."""
    errors = _faults(wanted)
    if "code" not in errors and _by_code(session, wanted.code) is not None:
        errors["code"] = "Une imprimante porte déjà ce nom court."
    if errors:
        raise Invalid("form_invalid", errors)
    made = LabelPrinter(code=wanted.code, created_at=at, **_facts(wanted))
    session.add(made)
    session.flush()
    return made


def change(session: Session, printer: LabelPrinter, wanted: Wanted) -> None:
    """Other facts for a printer; its short name stays. Invalid `form_invalid`. Flushes."""
    errors = _faults(wanted)
    if errors:
        raise Invalid("form_invalid", errors)
    for name, value in _facts(wanted).items():
        setattr(printer, name, value)
    printer.state = printer.state_words = printer.checked_at = None
    session.flush()


def serve(session: Session, printer: LabelPrinter, station_ids: Collection[int], by: Actor) -> None:
    """Make it the printer of these stations, and of no other that the actor manages. Flushes."""
    for station in stations(session, by):
        if station.id in station_ids:
            station.printer = printer.code
        elif station.printer == printer.code:
            station.printer = None
    session.flush()


def stations(session: Session, by: Actor) -> list[Station]:
    """The stations in use of the actor's workshops."""
    query = select(Station).where(col(Station.retired_at).is_(None))
    if by.workshops is not None:
        query = query.where(col(Station.workshop).in_(by.workshops))
    return list(session.exec(query.order_by(Station.workshop, Station.name)))


def _faults(wanted: Wanted) -> dict[str, str]:
    shape, advice = _TARGETS[wanted.kind]
    errors = {}
    if not _CODE.fullmatch(wanted.code):
        errors["code"] = "Écrivez des lettres sans accent, des chiffres ou des tirets."
    if not shape.fullmatch(wanted.target):
        errors["target"] = advice
    if wanted.media and wanted.media not in PAPERS:
        errors["media"] = "Choisissez dans la liste."
    if wanted.kind == "socket" and wanted.format != "zpl":
        errors["format"] = "Au port 9100, une imprimante d’étiquettes attend du ZPL."
    return errors


def _facts(wanted: Wanted) -> dict[str, Any]:
    return {
        "name": wanted.name,
        "kind": wanted.kind,
        "target": wanted.target,
        "dpi": wanted.dpi,
        "media": wanted.media,
        "format": wanted.format,
    }


def retire(session: Session, printer: LabelPrinter, at: datetime) -> None:
    """Use it no more. Refuses `printer_has_labels` while labels wait for it."""
    if printer.retired_at is not None:
        return
    waiting = select(PrintJob.id).where(PrintJob.printer_id == printer.id, queue.WAITING)
    if session.exec(waiting.limit(1)).first() is not None:
        raise Refused("printer_has_labels")
    printer.retired_at = at


def usable(session: Session) -> list[LabelPrinter]:
    """The printers in use, by name."""
    query = select(LabelPrinter).where(col(LabelPrinter.retired_at).is_(None))
    return list(session.exec(query.order_by(LabelPrinter.name)))


def all_of(session: Session) -> list[LabelPrinter]:
    """Every printer there ever was."""
    return list(session.exec(select(LabelPrinter)))


def offered(session: Session, by: Actor) -> list[LabelPrinter]:
    """The printers in use, that of the actor's station first."""
    near = _near(session, by)
    return sorted(usable(session), key=lambda printer: printer.code != near)


def usual(session: Session, by: Actor) -> LabelPrinter | None:
    """The one that a single tap prints on: that of the station, else the only one there is."""
    near, found = _near(session, by), usable(session)
    return next((one for one in found if one.code == near), found[0] if len(found) == 1 else None)


def _near(session: Session, by: Actor) -> str | None:
    if by.station_id is None:
        return None
    return session.exec(select(Station.printer).where(Station.id == by.station_id)).first()


def sendable(printer: LabelPrinter, data_dir: Path) -> Printer:
    """The printer as `labels` knows it; a folder always lies below that of the data."""
    target, paper = printer.target, PAPERS.get(printer.media)
    if printer.kind == "file":
        target = str(folder(data_dir, target))
    kind = cast("Kind", printer.kind)
    return Printer(printer.name, kind, target, printer.dpi, paper.ipp if paper else "")


def by_code(session: Session, code: str) -> LabelPrinter:
    """A printer in use. NotFound `printer_unknown`."""
    found = _by_code(session, code)
    if found is None or found.retired_at is not None:
        raise NotFound("printer_unknown")
    return found


def with_work(session: Session) -> list[LabelPrinter]:
    """The printers that labels wait for."""
    waiting = select(PrintJob.printer_id).where(queue.WAITING)
    query = select(LabelPrinter).where(col(LabelPrinter.id).in_(waiting))
    return list(session.exec(query.order_by(col(LabelPrinter.id))))


def folder(data_dir: Path, name: str) -> Path:
    """The folder of a printer of files; it never lies elsewhere. Refuses `printer_outside`."""
    top = (data_dir / FOLDER).resolve()
    found = (top / name).resolve()
    if found == top or not found.is_relative_to(top):
        raise Refused("printer_outside")
    return found


def _by_code(session: Session, code: str) -> LabelPrinter | None:
    return session.exec(select(LabelPrinter).where(LabelPrinter.code == code)).first()
