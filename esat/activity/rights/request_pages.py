"""A person's rights for the office: the readable statement, the export, requests and answers."""

import io
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, request, send_file, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.rights import exporting, once_pages, requests, statement
from esat.activity.rights.forms import AnswerIn, RequestIn
from esat.activity.rights.requests import MANAGE, Asked
from esat.activity.skills import extract_pages
from esat.documents import typesetting
from esat.files.store import store_of
from esat.production import once
from esat.web import door, forms, htmx
from esat.workers.absences.reading_pages import reading
from esat.workers.people import the_worker

blueprint = Blueprint("rights", __name__, url_prefix="/travailleurs/droits")
_ONE: Final = "/<int:worker_id>"


@blueprint.get(_ONE)
@allow(MANAGE)
def show(worker_id: int) -> Response:
    """What somebody asked, what was done, and the papers to give."""
    return _show(worker_id)


@blueprint.post(f"{_ONE}/demandes")
@allow(MANAGE)
def ask(worker_id: int) -> Response:
    """Write a request down."""

    def work() -> None:
        given = forms.read(RequestIn, request.form)
        asked = Asked(given.kind, given.asked_by, given.asked_on, given.words)
        requests.ask(door.session(), worker_id, asked, by=current_actor(), at=clock.now())

    to = url_for("rights.show", worker_id=worker_id)
    return once_pages.done(
        f"rights.ask.{worker_id}", to, work, lambda wrong: _show(worker_id, wrong, "ask")
    )


@blueprint.post(f"{_ONE}/demandes/<int:request_id>")
@allow(MANAGE)
def answer(worker_id: int, request_id: int) -> Response:
    """Say what was done."""

    def work() -> None:
        given = forms.read(AnswerIn, request.form)
        requests.answer(
            door.session(), request_id, given.outcome, given.words, by=current_actor(),
            at=clock.now(),
        )  # fmt: skip

    requests.of(door.session(), worker_id, request_id)
    return once_pages.done(
        f"rights.answer.{request_id}",
        url_for("rights.show", worker_id=worker_id),
        work,
        lambda wrong: _show(worker_id, wrong, f"answer-{request_id}"),
    )


@blueprint.get(f"{_ONE}/papier")
@allow(MANAGE)
def paper(worker_id: int) -> Response:
    """The readable statement, as it will be printed."""
    worker = the_worker(door.session(), worker_id)
    made = statement.of_worker(door.session(), worker)
    return htmx.render("activity/rights/statement.html", worker=worker, extract=made)


@blueprint.get(f"{_ONE}/papier.pdf")
@allow(MANAGE)
def pdf(worker_id: int) -> Response:
    """The same as a tagged PDF; made when asked for, kept nowhere."""
    made = statement.of_worker(door.session(), the_worker(door.session(), worker_id))
    data = typesetting.pdf(
        extract_pages.PAPER, extract_pages.said(made), extract_pages.pictures(made), clock.now()
    )
    return _sent(data, "application/pdf", f"donnees-{worker_id}.pdf", as_attachment=False)


@blueprint.get(f"{_ONE}/export.zip")
@allow(MANAGE)
def export(worker_id: int) -> Response:
    """Everything, reasons of absence included: who made it is in the access log."""
    session = door.session()
    worker = the_worker(session, worker_id)
    reading([worker_id])
    store = store_of(door.house().settings)
    data = exporting.archive(
        exporting.everything(session, worker),
        exporting.pictures(session, store, worker_id),
        clock.now(),
    )
    return _sent(data, "application/zip", f"donnees-{worker_id}.zip", as_attachment=True)


def _sent(data: bytes, kind: str, name: str, *, as_attachment: bool) -> Response:
    answer = send_file(io.BytesIO(data), kind, as_attachment=as_attachment, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _show(worker_id: int, errors: Mapping[str, str] | None = None, about: str = "") -> Response:
    session = door.session()
    found = requests.listed(session, worker_id)
    return htmx.render(
        "activity/rights/worker.html",
        status=422 if errors else 200,
        worker=the_worker(session, worker_id),
        waiting=[one for one in found if one.answer is None],
        answered=[one for one in reversed(found) if one.answer is not None],
        kinds=requests.KINDS,
        askers=requests.ASKERS,
        outcomes=requests.OUTCOMES,
        of_kind=requests.OF_KIND,
        today=clock.today(),
        values=request.form,
        errors=errors or {},
        about=about,
        key=once.fresh(),
    )
