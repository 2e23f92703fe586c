"""Labels asked for together: followed, taken up again after a failure, given as a PDF."""

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound, Refused
from esat.printing import asking, queue, reach, resuming, service, wanted
from esat.printing.label_pages import BUSY, SHAPES
from esat.printing.models import LabelPrinter, PrintJob, PrintRun
from esat.printing.pages import file_answer
from esat.printing.service import PRINT
from esat.printing.wanted import PrintForm
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, Required
from labels import GRIDS

MOST = 500
WINDOW = 60
"""Labels of a run shown at once."""
blueprint = Blueprint("print_runs", __name__, url_prefix="/impressions")


class ResumeForm(FormShape):
    """The last good label, as it was scanned."""

    code: Required


@blueprint.post("/serie")
@allow(PRINT)
def ask() -> Response:
    """Ask for a label of each code that comes with the form; without a place, asks where."""
    session, by = door.session(), current_actor()
    given = wanted.codes(request.form.getlist("code"), MOST)
    codes = [reach.subject_of(session, code, by).code or code for code in given]
    if not codes:
        raise Refused("labels_none_asked")
    form = forms.read(PrintForm, request.form)
    again = asking.printed_before(session, codes)
    wish = wanted.wish(session, form, by) if form.printer else None
    if wish is None or (again and not form.reason):
        return _where(codes, form, again=again)
    jobs = asking.request(session, codes, wish, by=by, at=clock.now())
    return htmx.go_to(url_for("print_runs.page", run_id=jobs[0].run_id, debut=form.debut))


@blueprint.get("/series/<int:run_id>")
@allow(PRINT)
def page(run_id: int) -> Response:
    """How far a run is, label by label; what to do when the printer stopped."""
    return _page(reach.run_of(door.session(), run_id, current_actor()))


@blueprint.post("/series/<int:run_id>/reprise")
@allow(PRINT)
def resume(run_id: int) -> Response:
    """Go on after the last good label."""
    session, by = door.session(), current_actor()
    run = reach.run_of(session, run_id, by)
    try:
        form = forms.read(ResumeForm, request.form)
        done = resuming.after(session, run.id or 0, form.code, by=by, at=clock.now())
    except (Invalid, NotFound, Refused) as error:
        return _page(run, error)
    return htmx.go_to(
        url_for("print_runs.page", run_id=run_id, vues=done.seen, refaites=done.again)
    )


@blueprint.post("/series/<int:run_id>/abandon")
@allow(PRINT)
def give_up(run_id: int) -> Response:
    """Print no more of it: what left stays as it is."""
    session = door.session()
    run = reach.run_of(session, run_id, current_actor())
    for job in resuming.of_run(session, run.id or 0):
        if job.state in {"queued", "failed"}:
            queue.give_up(session, job.id or 0)
    return htmx.go_to(url_for("print_runs.page", run_id=run_id))


@blueprint.get("/series/<int:run_id>.pdf")
@allow(PRINT)
def pdf(run_id: int) -> Response:
    """The labels of a run that was asked for on paper; `?debut=` is the first free place."""
    session = door.session()
    run = reach.run_of(session, run_id, current_actor())
    rows = [job for job in resuming.of_run(session, run.id or 0) if job.state == "sheet"]
    if not rows:
        raise NotFound("labels_none")
    labels = [service.label_of_job(session, job) for job in rows]
    grid = rows[0].layout.removeprefix("sheet")
    if grid in GRIDS:
        start = request.args.get("debut", 1, type=int)
        return file_answer(service.sheet(labels, grid, start), "pdf", f"Planche {run.id}")
    return file_answer(service.rendered(labels, "pdf"), "pdf", f"Étiquettes {run.id}")


def _where(codes: list[str], form: PrintForm, *, again: bool) -> Response:
    """Nothing was written: where, and why once more."""
    session, by = door.session(), current_actor()
    return htmx.render(
        "printing/ask.html",
        codes=codes,
        again=again,
        places=wanted.places(session, by),
        chosen=form.printer,
        suite=form.suite,
    )


def _page(run: PrintRun, error: Invalid | NotFound | Refused | None = None) -> Response:
    session = door.session()
    rows = resuming.of_run(session, run.id or 0)
    return htmx.render(
        "printing/run.html",
        "printing/_run.html",
        error.status if error else 200,
        run=run,
        jobs=_window(rows, whole="tout" in request.args),
        whole="tout" in request.args or len(rows) <= WINDOW,
        counts=_counts(rows),
        printer=session.get(LabelPrinter, run.printer_id) if run.printer_id else None,
        unsure=next((job for job in rows if job.state == "unsure"), None),
        left=[job for job in rows if job.state in resuming.LEFT],
        waiting=sum(job.state in {"queued", "failed"} for job in rows),
        busy=any(job.state in BUSY for job in rows),
        labels=queue.LABELS,
        shapes=SHAPES,
        refusal=error,
        grid=rows[0].layout.removeprefix("sheet") if rows else "",
        args=request.args,
    )


def _window(rows: list[PrintJob], *, whole: bool) -> list[tuple[int, PrintJob]]:
    """The labels shown, with their places: of a long run, those around the one that is next."""
    numbered = list(enumerate(rows, 1))
    if whole or len(rows) <= WINDOW:
        return numbered
    first = next((n for n, job in enumerate(rows) if job.state in queue.OPEN), len(rows))
    start = max(0, min(first - 10, len(rows) - WINDOW))
    return numbered[start : start + WINDOW]


def _counts(rows: list[PrintJob]) -> list[tuple[str, str, int]]:
    """How many labels are in each state, in the order in which one cares."""
    return [
        (words, SHAPES[state], number)
        for state, words in queue.LABELS.items()
        if (number := sum(job.state == state for job in rows))
    ]
