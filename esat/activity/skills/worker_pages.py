"""A worker as those who work with him see him: posts, skills, training; nothing of the office."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.outputs import remarks
from esat.activity.skills import items, levels, observing, once_pages, paths, reads, rights
from esat.activity.skills import training as trainings
from esat.activity.skills.models import SkillItem
from esat.activity.skills.observing import SeenIn
from esat.errors import NotFound
from esat.files import pages as file_pages
from esat.files.models import StoredFile
from esat.production import once
from esat.web import door, forms, htmx
from esat.workers import reach
from esat.workers.models import Group, Worker
from esat.workers.posts import reads as post_reads

blueprint = Blueprint("activity_skills", __name__, url_prefix="/travailleurs/<int:worker_id>")
_ITEM = "/gestes/<code>"


@blueprint.get("/fiche")
@allow(rights.READ)
def worker(worker_id: int) -> Response:
    """First name, group, posts, what was seen, training and paths."""
    found, group = _reached(worker_id, rights.READ)
    session, by, today = door.session(), current_actor(), clock.today()
    workshop = group.workshop if group else ""
    every = request.args.get("gestes") == "tous" or not workshop
    return htmx.render(
        "activity/skills/worker.html",
        worker=found,
        group=group,
        stands=post_reads.of_worker(session, worker_id, workshop, today),
        words=post_reads.WORDS,
        chapters=reads.chapters(session, worker_id, workshop, today, every=every),
        every=every,
        trainings=trainings.of_worker(session, worker_id),
        results=levels.RESULTS,
        paths=paths.of_worker(session, worker_id),
        kinds=levels.PATHS,
        may_observe=reach.may(by, rights.OBSERVE, group),
        year=today.year,
    )


@blueprint.get(_ITEM)
@allow(rights.READ)
def item(worker_id: int, code: str) -> Response:
    """One item of a worker: all that was seen of it, and the form for what is seen now."""
    found, group = _reached(worker_id, rights.READ)
    return _item(found, group, _the(code), {}, {})


@blueprint.post(_ITEM)
@allow(rights.OBSERVE)
def observe(worker_id: int, code: str) -> Response:
    """Write what was seen; the page comes back filled when something is wrong."""
    found, group = _reached(worker_id, rights.OBSERVE)
    session, by, wanted = door.session(), current_actor(), _the(code)

    def work() -> str:
        given = forms.read(SeenIn, request.form)
        observing.observe(session, found, wanted, given, once_pages.picture(), by=by)
        return url_for("activity_skills.item", worker_id=worker_id, code=code, ecrit=1)

    return once_pages.act(
        f"seen.{worker_id}.{code}", work,
        lambda errors, status: _item(found, group, wanted, request.form, errors, status),
    )  # fmt: skip


@blueprint.post("/observations/<int:seen_id>/retrait")
@allow(remarks.WITHDRAW)
def withdraw(worker_id: int, seen_id: int) -> Response:
    """The office takes the words and the picture out; the observation stays."""
    _reached(worker_id, rights.READ)
    session = door.session()
    row = observing.withdraw(session, worker_id, seen_id, by=current_actor())
    code = session.get_one(SkillItem, row.item_id).code
    return htmx.go_to(url_for("activity_skills.item", worker_id=worker_id, code=code))


@blueprint.get("/observations/<int:seen_id>/photo")
@allow(rights.READ)
def photo(worker_id: int, seen_id: int) -> Response:
    return _photo(worker_id, seen_id)


@blueprint.get("/observations/<int:seen_id>/vignette")
@allow(rights.READ)
def thumbnail(worker_id: int, seen_id: int) -> Response:
    return _photo(worker_id, seen_id, small=True)


def _photo(worker_id: int, seen_id: int, *, small: bool = False) -> Response:
    _reached(worker_id, rights.READ)
    kept = reads.photo_of(door.session(), seen_id)
    if kept is None or kept[0] != worker_id:
        raise NotFound("not_found")
    file = door.session().get(StoredFile, kept[1])
    if file is None:
        raise NotFound("not_found")
    return file_pages.answer(file, small=small)


def _reached(worker_id: int, capability: str) -> tuple[Worker, Group | None]:
    return reach.the(door.session(), worker_id, current_actor(), capability)


def _the(code: str) -> SkillItem:
    return items.the(door.session(), code, clock.today())


def _item(
    found: Worker,
    group: Group | None,
    wanted: SkillItem,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    status: int = 200,
) -> Response:
    session = door.session()
    seen = [one for one in reads.observations(session, found.id or 0) if one.code == wanted.code]
    asked = values.get("corrects") or request.args.get("corrige", "")
    return htmx.render(
        "activity/skills/item_of_worker.html",
        status=status,
        worker=found,
        item=wanted,
        seen=list(reversed(seen)),
        corrected=next((one for one in seen if str(one.id) == asked and not one.corrected), None),
        scale=[(one.code, one.label, one.detail, one.pictogram) for one in levels.SCALE],
        rae=levels.BY_CODE,
        values=values,
        errors=errors,
        written=request.args.get("ecrit") == "1" and not errors,
        may_observe=reach.may(current_actor(), rights.OBSERVE, group),
        may_withdraw=current_actor().can(remarks.WITHDRAW),
        today=date.isoformat(clock.today()),
        key=once.fresh(),
    )
