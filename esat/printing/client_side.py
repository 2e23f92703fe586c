"""Clients' own templates on our printers: which suit a thing, a number for each, their bytes."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from esat.client_labels import filling, service
from esat.client_labels.filling import Filled
from esat.client_labels.models import ClientTemplate
from esat.errors import Refused
from esat.printing import papers, wording
from esat.printing.models import LabelPrinter, PrintJob
from esat.production.subjects import Subject
from labels import Layout
from labels.spec import REPRINT

CLIENT: Final = "client:"
"""What the layout of a job begins with when it is a client's template."""


def is_template(layout: str) -> bool:
    return layout.startswith(CLIENT)


def template_of(session: Session, layout: str) -> ClientTemplate:
    """The template that a layout names. NotFound `template_unknown`."""
    return service.current(session, layout.removeprefix(CLIENT))


def choices(session: Session, subject: Subject) -> list[tuple[str, str]]:
    """The templates that this thing may be printed on, for a list."""
    letter = (subject.code or "")[:1]
    found = service.for_thing(session, subject.client_id, letter)
    return [(f"{CLIENT}{one.code}", f"Étiquette du client : {one.name}") for one in found]


def ask(
    session: Session,
    subject: Subject,
    layout: str,
    printer: LabelPrinter | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Check that the printer can print it, and give the thing its number. Refuses
    `template_not_for_it`, `template_wants_printer`, `template_wants_zpl`, `layout_not_on_paper`
    and what `ranges.issue` refuses. Flushes.
    """
    template = template_of(session, layout)
    if layout not in dict(choices(session, subject)):
        raise Refused("template_not_for_it")
    if printer is None:
        raise Refused("template_wants_printer")
    if printer.format not in filling.kinds(template):
        raise Refused("template_wants_zpl")
    paper = papers.PAPERS.get(printer.media)
    size = Layout(layout, template.name, float(template.width_mm), float(template.height_mm), ())
    if paper is not None and not paper.holds(size):
        raise Refused("layout_not_on_paper", layout=template.name, paper=paper.label)
    service.issue_for(session, template, subject.code or "", by=by, at=at)


def filled(session: Session, job: PrintJob) -> tuple[Filled, int]:
    """The label of a row as its thing stands now, and the version of its template."""
    template = template_of(session, job.layout)
    ours = wording.label_of(session, wording.subject_of(session, job.code))
    fields = dict(ours.fields)
    if job.reprint_of is not None:
        fields[REPRINT] = wording.MARK
    return filling.filled(session, template, job.code, fields), template.version
