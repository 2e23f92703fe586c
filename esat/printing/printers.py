"""The printers of the house: which there are, where they lead; sends nothing to any of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from sqlmodel import Session, col, select

from esat.accounts.models import Station
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.printing import queue
from esat.printing.models import LabelPrinter, PrintJob

Kind = Literal["file", "spool", "socket"]
KINDS: Final[dict[str, str]] = {
    "socket": "Imprimante d’étiquettes du réseau",
    "spool": "Imprimante du serveur",
    "file": "Dossier de fichiers",
}
FORMATS: Final[dict[str, str]] = {"zpl": "ZPL", "png": "Image PNG", "pdf": "PDF"}
FOLDER: Final = "impressions"
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TARGETS: Final = {
    "file": (re.compile(r"[A-Za-z0-9][\w-]{0,59}", re.ASCII), "Écrivez un seul nom de dossier."),
    "spool": (
        re.compile(r"[A-Za-z0-9][\w.-]{0,126}", re.ASCII),
        "Écrivez le nom de l’imprimante sur le serveur.",
    ),
    "socket": (
        re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][\w.-]*)(:\d{1,5})?", re.ASCII),
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
    shape, advice = _TARGETS[wanted.kind]
    errors = {}
    if not _CODE.fullmatch(wanted.code):
        errors["code"] = "Écrivez des lettres sans accent, des chiffres ou des tirets."
    elif _by_code(session, wanted.code) is not None:
        errors["code"] = "Une imprimante porte déjà ce nom court."
    if not shape.fullmatch(wanted.target):
        errors["target"] = advice
    if errors:
        raise Invalid("form_invalid", errors)
    made = LabelPrinter(
        code=wanted.code,
        name=wanted.name,
        kind=wanted.kind,
        target=wanted.target,
        dpi=wanted.dpi,
        media=wanted.media,
        format=wanted.format,
        created_at=at,
    )
    session.add(made)
    session.flush()
    return made


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


def offered(session: Session, by: Actor) -> list[LabelPrinter]:
    """The printers in use, that of the actor's station first."""
    query = select(Station.printer).where(Station.id == by.station_id)
    near = session.exec(query).first() if by.station_id is not None else None
    return sorted(usable(session), key=lambda printer: printer.code != near)


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
