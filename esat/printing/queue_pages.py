"""The print queue on the screen: what waits, what failed, what somebody must look at."""

from typing import Final

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.printing import asking, printer_states, printers, queue, reach, resuming, service, wanted
from esat.printing.label_pages import SHAPES
from esat.printing.models import TEST
from esat.printing.service import PRINT
from esat.printing.wanted import PrintForm
from esat.production import order_detail
from esat.web import door, forms, htmx

PAGE: Final = 50
blueprint = Blueprint("print_queue", __name__, url_prefix="/impressions")


@blueprint.get("")
@allow(PRINT)
def page() -> Response:
    """The labels that were asked for, the newest first; above them, the printers that wait."""
    session, state, by = door.session(), request.args.get("etat", ""), current_actor()
    state = state if state in queue.LABELS else ""
    before = request.args.get("avant", type=int)
    found = queue.jobs(session, by, state, before=before, limit=PAGE + 1)
    shown, more = found[:PAGE], len(found) > PAGE
    names = {printer.id: printer.name for printer in printers.all_of(session)}
    stuck = [job for job in printer_states.stuck(session).values() if _mine(job.workshop)]
    return htmx.render(
        "printing/queue.html",
        jobs=shown,
        names=names,
        labels=queue.LABELS,
        shapes=SHAPES,
        test=TEST,
        stuck=stuck,
        tabs=[
            (label, url_for("print_queue.page", etat=code or None), state == code)
            for code, label in (("", "Toutes"), *queue.LABELS.items())
        ],
        next_page=url_for("print_queue.page", etat=state or None, avant=shown[-1].id)
        if more
        else "",
    )


@blueprint.post("/commande/<ref>/imprimer")
@allow(PRINT)
def print_order(ref: str) -> Response:
    """Ask for all the labels of an order, on a printer or on paper."""
    session, by = door.session(), current_actor()
    order = order_detail.visible(session, ref, by, PRINT)
    codes = [made.code for made in service.labels_of_order(session, order)]
    if not codes:
        raise NotFound("labels_none")
    form = forms.read(PrintForm, request.form)
    wish = wanted.wish(
        session, form, by, kind="order", title=f"Commande {order.ref}", order_id=order.id
    )
    if wish is None:
        return htmx.go_to(url_for("printing.of_order", ref=ref))
    jobs = asking.request(session, codes, wish, by=by, at=clock.now())
    return htmx.go_to(url_for("print_runs.page", run_id=jobs[0].run_id, debut=form.debut))


@blueprint.post("/<int:job_id>/reessayer")
@allow(PRINT)
def retry(job_id: int) -> Response:
    """Do not wait for the next try."""
    session = door.session()
    job = reach.job_of(session, job_id, current_actor())
    queue.retry(session, job_id)
    return _back(job.run_id)


@blueprint.post("/<int:job_id>/abandonner")
@allow(PRINT)
def give_up(job_id: int) -> Response:
    """Let the labels behind it pass."""
    session = door.session()
    job = reach.job_of(session, job_id, current_actor())
    queue.give_up(session, job_id)
    return _back(job.run_id)


@blueprint.post("/<int:job_id>/sortie")
@allow(PRINT)
def came_out(job_id: int) -> Response:
    """The label of which nobody knew is there."""
    session, by = door.session(), current_actor()
    job = reach.job_of(session, job_id, by)
    resuming.came_out(session, job_id, by=by, at=clock.now())
    return _back(job.run_id)


@blueprint.post("/<int:job_id>/refaire")
@allow(PRINT)
def make_again(job_id: int) -> Response:
    """The label of which nobody knew is not there: make it again, in its place."""
    session, by = door.session(), current_actor()
    job = reach.job_of(session, job_id, by)
    resuming.did_not_come_out(session, job_id, by=by, at=clock.now())
    return _back(job.run_id)


def _back(run_id: int | None) -> Response:
    """To the page that asked: that of the run when it says so."""
    if run_id is not None and request.form.get("suite") == "serie":
        return htmx.go_to(url_for("print_runs.page", run_id=run_id))
    return htmx.go_to(url_for("print_queue.page"))


def _mine(workshop: str | None) -> bool:
    return current_actor().can(PRINT, workshop=workshop)
