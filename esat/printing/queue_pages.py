"""The print queue on the screen: what waits, what failed, what is asked for; sends nothing."""

from typing import Final

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.printing import printers, queue, reach, service
from esat.printing.models import TEST, LabelPrinter
from esat.printing.service import PRINT
from esat.production import order_detail
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, Required, Text

PAGE: Final = 50
SHAPES: Final = {"queued": "plain", "failed": "question", "sent": "ok", "given_up": "refused"}
blueprint = Blueprint("print_queue", __name__, url_prefix="/impressions")


class PrintForm(FormShape):
    """On which printer, and why when a label left before."""

    printer: Required
    reason: Text = ""


@blueprint.get("")
@allow(PRINT)
def page() -> Response:
    """The labels that were asked for, the newest first."""
    session, state = door.session(), request.args.get("etat", "")
    state = state if state in queue.LABELS else ""
    before = request.args.get("avant", type=int)
    found = queue.jobs(session, current_actor(), state, before=before, limit=PAGE + 1)
    shown, more = found[:PAGE], len(found) > PAGE
    names = {job.printer_id: session.get_one(LabelPrinter, job.printer_id).name for job in shown}
    return htmx.render(
        "printing/queue.html",
        jobs=shown,
        names=names,
        labels=queue.LABELS,
        shapes=SHAPES,
        test=TEST,
        tabs=[
            (label, url_for("print_queue.page", etat=code or None), state == code)
            for code, label in (("", "Toutes"), *queue.LABELS.items())
        ],
        next_page=url_for("print_queue.page", etat=state or None, avant=shown[-1].id)
        if more
        else "",
    )


@blueprint.get("/etiquette/<code>")
@allow(PRINT)
def label(code: str) -> Response:
    """One label, seen before it is asked for."""
    session = door.session()
    reach.subject_of(session, code, current_actor())
    made = service.label_for(session, code)
    return htmx.render(
        "printing/label.html",
        label=made,
        printers=printers.offered(session, current_actor()),
        last=queue.last(session, made.code),
        labels=queue.LABELS,
    )


@blueprint.post("/etiquette/<code>/imprimer")
@allow(PRINT)
def print_label(code: str) -> Response:
    """Ask a printer for one label."""
    reach.subject_of(door.session(), code, current_actor())
    return _request([code])


@blueprint.post("/commande/<ref>/imprimer")
@allow(PRINT)
def print_order(ref: str) -> Response:
    """Ask a printer for all the labels of an order."""
    order = order_detail.visible(door.session(), ref, current_actor(), PRINT)
    codes = [made.code for made in service.labels_of_order(door.session(), order)]
    if not codes:
        raise NotFound("labels_none")
    return _request(codes)


@blueprint.post("/<int:job_id>/reessayer")
@allow(PRINT)
def retry(job_id: int) -> Response:
    """Do not wait for the next try."""
    reach.job_of(door.session(), job_id, current_actor())
    queue.retry(door.session(), job_id)
    return htmx.go_to(url_for("print_queue.page"))


@blueprint.post("/<int:job_id>/abandonner")
@allow(PRINT)
def give_up(job_id: int) -> Response:
    """Let the labels behind it pass."""
    reach.job_of(door.session(), job_id, current_actor())
    queue.give_up(door.session(), job_id)
    return htmx.go_to(url_for("print_queue.page"))


def _request(codes: list[str]) -> Response:
    form = forms.read(PrintForm, request.form)
    session = door.session()
    printer = printers.by_code(session, form.printer)
    queue.request(session, codes, printer, by=current_actor(), at=clock.now(), reason=form.reason)
    return htmx.go_to(url_for("print_queue.page"))
