"""Authorisations on screen: what ends soon, the table of a workshop, one worker at each post."""

from collections.abc import Mapping

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.actors import Actor
from esat.errors import Invalid, NotFound
from esat.web import door, forms, htmx
from esat.web.keys import LARGEST
from esat.workers import reach
from esat.workers.models import Group, Worker
from esat.workers.posts import giving, reads, rights
from esat.workers.posts.giving import SaidIn, SinceIn

blueprint = Blueprint("work_authorisations", __name__, url_prefix="/travailleurs/autorisations")


@blueprint.get("")
@allow(rights.SEE)
def index() -> Response:
    """What ends soon, then who may be at which post of one workshop."""
    session, by, today = door.session(), current_actor(), clock.today()
    workshops = _workshops(by)
    asked = request.args.get("atelier", "")
    chosen = asked if asked in workshops else next(iter(workshops), "")
    posts, lines = reads.matrix(session, by, chosen, today)
    return htmx.render(
        "workers/posts/authorisations.html",
        workshops=workshops,
        chosen=chosen,
        posts=posts,
        lines=lines,
        ending=reads.ending(session, by, today),
        notice=reads.notice_days(session, today),
        words=reads.WORDS,
    )


@blueprint.get("/<int:worker_id>")
@allow(rights.SEE)
def show(worker_id: int) -> Response:
    """One worker at each post, and all that was written."""
    worker, group = reach.the(door.session(), worker_id, current_actor(), rights.SEE)
    return _show(worker, group, {}, {})


@blueprint.post("/<int:worker_id>")
@allow(rights.GIVE)
def say(worker_id: int) -> Response:
    """Write what changed on the page: all of it or nothing."""
    session, by = door.session(), current_actor()
    worker, group = reach.the(session, worker_id, by, rights.GIVE)
    try:
        entries = _entries(request.form)
        since = forms.read(SinceIn, request.form).since
        count = giving.say(session, worker, entries, since, by=by)
    except Invalid as error:
        session.rollback()
        return _show(worker, group, request.form, error.fields)
    return htmx.go_to(url_for("work_authorisations.show", worker_id=worker_id, ecrit=count))


def _workshops(by: Actor) -> dict[str, str]:
    known = door.house().registry.workshops.values()
    return {
        one.code: one.label for one in known if by.workshops is None or one.code in by.workshops
    }


def _entries(form: Mapping[str, str]) -> list[tuple[int, SaidIn]]:
    """Each line of the form. Invalid: `form_invalid` with the field of the line. NotFound:
    `post_unknown`.
    """
    entries: list[tuple[int, SaidIn]] = []
    faults: dict[str, str] = {}
    for name in form:
        start, _, key = name.partition("-")
        if start != "until" or not key.isdecimal():
            continue
        if int(key) > LARGEST:
            raise NotFound("post_unknown")
        words = {"allowed": form.get(f"allowed-{key}", ""), "until": form[name]}
        try:
            entries.append((int(key), forms.read(SaidIn, words)))
        except Invalid as error:
            faults |= {f"{field}-{key}": said for field, said in error.fields.items()}
    if faults:
        raise Invalid("form_invalid", faults)
    return entries


def _show(
    worker: Worker, group: Group | None, sent: Mapping[str, str], errors: Mapping[str, str]
) -> Response:
    session, by, today = door.session(), current_actor(), clock.today()
    workshop = group.workshop if group else ""
    every = request.args.get("tous") == "1" or not workshop
    stands = reads.of_worker(session, worker.id or 0, workshop, today, every=every)
    mine = [
        one
        for one in stands
        if by.workshops is None
        or rights.may(by, rights.SEE, one[0].workshop)
        or not one[0].workshop
    ]
    return htmx.render(
        "workers/posts/worker.html",
        status=422 if errors else 200,
        worker=worker,
        group=group,
        stands=mine,
        rows=reads.rows(session, worker.id or 0, today),
        past=reads.history(session, worker.id or 0),
        words=reads.WORDS,
        sent=sent,
        errors=errors,
        every=every,
        written=request.args.get("ecrit", type=int),
        may_give=reach.may(by, rights.GIVE, group),
        may_every=by.workshops is None,
        kept=[post.id for post, _ in mine if rights.may(by, rights.GIVE, post.workshop)],
        today=today,
    )
