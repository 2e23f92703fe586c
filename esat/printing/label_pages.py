"""One label: seen, asked for by one tap, followed until it is out; sends nothing itself."""

from typing import Final

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Refused
from esat.printing import asking, client_side, printers, queue, reach, service, wanted, wording
from esat.printing.models import LabelPrinter, PrintJob
from esat.printing.service import PRINT
from esat.printing.wanted import PrintForm
from esat.production.floor_forms import safe_return
from esat.web import door, forms, htmx
from labels import fits

SHAPES: Final = {
    "queued": "plain", "sending": "plain", "failed": "question", "unsure": "question",
    "sent": "ok", "seen": "ok", "sheet": "ok", "lost": "refused", "given_up": "refused",
}  # fmt: skip
BUSY: Final = ("queued", "sending", "failed")
PROBLEMS: Final = {
    "cut": "Trop long, coupé :",
    "replaced": "Signe que l’imprimante n’a pas, montré par ¤ :",
    "not_shown": "Pas de place sur ce gabarit :",
}
FIELDS: Final = {
    "title": "titre", "line1": "ligne 1", "line2": "ligne 2", "line3": "ligne 3",
    "footer": "bas de l’étiquette", "url": "lien de suivi",
}  # fmt: skip
blueprint = Blueprint("print_label", __name__, url_prefix="/impressions/etiquette")


@blueprint.get("/<code>")
@allow(PRINT)
def page(code: str) -> Response:
    """One label, seen before it is asked for, and what became of those before it."""
    session, by = door.session(), current_actor()
    subject = reach.subject_of(session, code, by)
    asked = request.args.get("gabarit", "")
    layout = wording.layout_named(session, asked) if asked else None
    made = wording.label_of(session, subject, layout)
    return htmx.render(
        "printing/label.html",
        label=made,
        problems=[(PROBLEMS[one.kind], FIELDS.get(one.field, one.field)) for one in fits(made)],
        layouts=[(one.code, one.label) for one in wording.layouts(session).values()],
        of_client=client_side.choices(session, subject),
        chosen=asked,
        places=wanted.places(session, by),
        usual=printers.usual(session, by),
        last=asking.last(session, made.code),
        history=_history(made.code),
        labels=queue.LABELS,
        shapes=SHAPES,
        here=url_for("print_label.page", code=made.code),
    )


@blueprint.post("/<code>/imprimer")
@allow(PRINT)
def ask(code: str) -> Response:
    """Ask for one label by one tap; asks back where, or why once more, when that is not known."""
    session, by = door.session(), current_actor()
    subject = reach.subject_of(session, code, by)
    ours, form = subject.code or code, forms.read(PrintForm, request.form)
    wish = wanted.wish(session, form, by)
    before = asking.last(session, ours, form.layout)
    waits = before is not None and before.state in queue.OPEN
    if before is not None and not waits and not form.reason:
        return _asked_back(ours, form, again=True)
    if wish is None:
        return _asked_back(ours, form, again=False)
    (job,) = asking.request(session, [ours], wish, by=by, at=clock.now())
    if htmx.wants_fragment() and wish.printer is not None:
        return _state(job)
    run = url_for("print_runs.page", run_id=job.run_id)
    return htmx.go_to(run if wish.printer is None else safe_return(form.suite, run))


@blueprint.get("/<code>/etat/<int:job_id>")
@allow(PRINT)
def state(code: str, job_id: int) -> Response:
    """How far this label is: a few words in the place of its button."""
    job = reach.job_of(door.session(), job_id, current_actor())
    if job.code != code:
        raise Refused("form_invalid")
    return _state(job)


def _state(job: PrintJob) -> Response:
    printer = door.session().get(LabelPrinter, job.printer_id)
    return htmx.render(
        "printing/state.html",
        "printing/_state.html",
        job=job,
        printer=printer,
        words=queue.LABELS[job.state],
        meaning=SHAPES[job.state],
        busy=job.state in BUSY,
    )


def _asked_back(code: str, form: PrintForm, *, again: bool) -> Response:
    """Nothing was written: what is missing is asked for in the place of the button."""
    if not htmx.wants_fragment():
        return htmx.go_to(url_for("print_label.page", code=code))
    session, by = door.session(), current_actor()
    return htmx.render(
        "printing/state.html",
        "printing/_ask_back.html",
        code=code,
        again=again,
        places=wanted.places(session, by),
        chosen=form.printer or getattr(printers.usual(session, by), "code", ""),
    )


def _history(code: str) -> list[tuple[PrintJob, str]]:
    """The labels of this code that were asked for, the newest first, and where each went."""
    session = door.session()
    names = {printer.id: printer.name for printer in printers.all_of(session)}
    return [
        (job, names.get(job.printer_id, "PDF"))
        for job in service.jobs_of_code(session, code, limit=10)
    ]
