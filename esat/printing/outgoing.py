"""A label about to leave, away from the database: its name, its bytes, and the layout it is on."""

from dataclasses import dataclass
from typing import cast

from sqlmodel import Session

from esat.client_labels import filling
from esat.client_labels.filling import Filled
from esat.printing import client_side, service, wording
from esat.printing.models import TEST, LabelPrinter, PrintJob
from esat.printing.service import Format
from labels import Label


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What leaves for one printer."""

    name: str
    """The same at each try: a folder then holds one file for one job."""
    label: Label | Filled
    layout: str
    layout_version: int
    format: Format
    dpi: int

    def drawn(self, *, first_of_24: bool) -> bytes:
        """The bytes; the first of each layout and one in 24 are read back before, and every label
        of a client's. Invalid `label_does_not_fit`; refuses `label_unreadable` and what
        `filling.render` refuses.
        """
        if isinstance(self.label, Filled):
            return filling.render(self.label, self.format, self.dpi)
        if first_of_24:
            service.read_back([self.label], self.dpi)
        return service.drawn([self.label], self.format, self.dpi)


def of(session: Session, job: PrintJob, printer: LabelPrinter) -> Outgoing:
    """The label of a row, as its thing stands now."""
    if client_side.is_template(job.layout):
        label, version = client_side.filled(session, job)
        kind = cast("Format", printer.format)
        return Outgoing(name_of(job), label, job.layout, version, kind, printer.dpi)
    ours = _test(session, job) if job.code == TEST else service.label_of_job(session, job)
    return Outgoing(
        name=name_of(job),
        label=ours,
        layout=ours.layout.code,
        layout_version=wording.layout_version(session, ours.layout.code),
        format=cast("Format", printer.format),
        dpi=printer.dpi,
    )


def name_of(job: PrintJob) -> str:
    """What the printer's own queue calls it."""
    return f"{job.id:08d}-{job.requested_at:%Y%m%dT%H%M%S}-{job.code}"


def _test(session: Session, job: PrintJob) -> Label:
    words = {"title": "Étiquette d’essai", "line1": "Cette étiquette ne désigne rien."}
    return Label(wording.layout_named(session, job.layout or "small"), TEST, words)
