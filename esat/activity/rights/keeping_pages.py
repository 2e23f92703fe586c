"""Keeping: who waits for an answer, whose file is due, the visa, the destruction and its record."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, request, url_for

from esat import clock, texts
from esat.accounts.permissions import allow, current_actor
from esat.activity.rights import erasing, keeping, once_pages, places, requests, stored
from esat.activity.rights.forms import CONFIRMED, DestroyIn, VisaIn
from esat.activity.rights.keeping import KEEP
from esat.errors import Invalid
from esat.production import once
from esat.web import door, forms, htmx

blueprint = Blueprint("rights_keeping", __name__, url_prefix="/travailleurs/droits")
_ONE: Final = "/<int:worker_id>/conservation"


@blueprint.get("")
@allow(KEEP)
def index() -> Response:
    """What waits: requests, then files that are due; then what was destroyed."""
    session, by = door.session(), current_actor()
    may_answer = by.can(requests.MANAGE)
    return htmx.render(
        "activity/rights/index.html",
        waiting=requests.listed(session) if may_answer else [],
        due=keeping.due(session, clock.today()),
        done=keeping.done(session),
        kinds=requests.KINDS,
        may_answer=may_answer,
    )


@blueprint.get(_ONE)
@allow(KEEP)
def show(worker_id: int) -> Response:
    """One file that is due: the visa, then the destruction."""
    return _show(worker_id)


@blueprint.post(f"{_ONE}/visa")
@allow(KEEP)
def visa(worker_id: int) -> Response:
    """The archives agreed."""

    def work() -> None:
        given = forms.read(VisaIn, request.form)
        keeping.record_visa(
            door.session(), worker_id, given.reference, given.granted_on, by=current_actor(),
            at=clock.now(),
        )  # fmt: skip

    return once_pages.done(
        f"rights.visa.{worker_id}",
        url_for("rights_keeping.show", worker_id=worker_id),
        work,
        lambda wrong: _show(worker_id, wrong),
    )


@blueprint.post(f"{_ONE}/detruire")
@allow(KEEP)
def destroy(worker_id: int) -> Response:
    """For ever, after a word."""

    def work() -> None:
        if forms.read(DestroyIn, request.form).word.upper() != CONFIRMED:
            raise Invalid("form_invalid", {"word": texts.sentence("destruction_words")})
        settings = door.house().settings
        keeping.destroy(door.session(), settings, worker_id, by=current_actor(), at=clock.now())

    return once_pages.done(
        f"rights.destroy.{worker_id}",
        url_for("rights_keeping.index"),
        work,
        lambda wrong: _show(worker_id, wrong),
    )


def _show(worker_id: int, errors: Mapping[str, str] | None = None) -> Response:
    session, settings = door.session(), door.house().settings
    one = keeping.the_due(session, worker_id, clock.today())
    return htmx.render(
        "activity/rights/keeping.html",
        status=422 if errors else 200,
        one=one,
        to_read=places.of(erasing.left_in(session, one.worker)),
        papers=stored.papers(session, settings, one.worker),
        copies=stored.copies(settings),
        word=CONFIRMED,
        today=clock.today(),
        values=request.form,
        errors=errors or {},
        key=once.fresh(),
        may_answer=current_actor().can(requests.MANAGE),
    )
