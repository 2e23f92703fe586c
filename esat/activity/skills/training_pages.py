"""Training and paths of a worker: lists, forms, and the list of proofs to take away."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.skills import levels, once_pages, paths, rights
from esat.activity.skills import training as trainings
from esat.activity.skills.paths import PathIn, StepIn
from esat.activity.skills.training import TrainingIn
from esat.exchange import spreadsheet
from esat.production import once
from esat.web import door, forms, htmx
from esat.workers import reach
from esat.workers.models import Group, Worker

blueprint = Blueprint("activity_training", __name__, url_prefix="/travailleurs/<int:worker_id>")
WITHDRAW = (levels.WITHDRAWN, "Retirer : c’était une erreur", "", "x-lg")


@blueprint.get("/formations")
@allow(rights.READ)
def training(worker_id: int) -> Response:
    return _training(*_reached(worker_id, rights.READ), {})


@blueprint.post("/formations")
@allow(rights.TRAIN)
def add_training(worker_id: int) -> Response:
    """Write a training, or what comes in the place of one."""
    found, group = _reached(worker_id, rights.TRAIN)
    return _act(
        f"training.{worker_id}", "activity_training.training", found,
        lambda session: trainings.add(
            session, found, forms.read(TrainingIn, request.form), by=current_actor()
        ),
        lambda errors, status: _training(found, group, errors, status),
    )  # fmt: skip


@blueprint.get("/parcours")
@allow(rights.READ)
def path(worker_id: int) -> Response:
    return _path(*_reached(worker_id, rights.READ), {})


@blueprint.post("/parcours")
@allow(rights.TRAIN)
def begin(worker_id: int) -> Response:
    """Begin a path."""
    found, group = _reached(worker_id, rights.TRAIN)
    return _act(
        f"path.{worker_id}", "activity_training.path", found,
        lambda session: paths.begin(
            session, found, forms.read(PathIn, request.form), by=current_actor()
        ),
        lambda errors, status: _path(found, group, errors, status),
    )  # fmt: skip


@blueprint.post("/parcours/<int:path_id>/etapes")
@allow(rights.TRAIN)
def step(worker_id: int, path_id: int) -> Response:
    """A step of a path, or what comes in the place of one."""
    found, group = _reached(worker_id, rights.TRAIN)
    on = paths.the(door.session(), found, path_id)
    return _act(
        f"step.{path_id}", "activity_training.path", found,
        lambda session: paths.add_step(
            session, on, forms.read(StepIn, request.form), by=current_actor()
        ),
        lambda errors, status: _path(found, group, errors, status, on=path_id),
    )  # fmt: skip


@blueprint.get("/parcours/preuves.<any(csv, xlsx):kind>")
@allow(rights.READ)
def proofs(worker_id: int, kind: str) -> Response:
    """What was seen of him, for a file of proofs."""
    found, _ = _reached(worker_id, rights.READ)
    rows = paths.proofs(door.session(), worker_id, clock.today())
    answer = Response(
        spreadsheet.write(kind, paths.PROOF_HEADERS, rows),
        mimetype=spreadsheet.MIME[kind].partition(";")[0],
    )
    name = f"preuves-{found.id}-{clock.today().isoformat()}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _reached(worker_id: int, capability: str) -> tuple[Worker, Group | None]:
    return reach.the(door.session(), worker_id, current_actor(), capability)


def _act(
    name: str, back: str, found: Worker, do: Callable[[Session], object], again: once_pages.Again
) -> Response:
    def work() -> str:
        do(door.session())
        return url_for(back, worker_id=found.id, ecrit=1)

    return once_pages.act(name, work, again)


def _training(
    found: Worker, group: Group | None, errors: Mapping[str, str], status: int = 200
) -> Response:
    kept = trainings.of_worker(door.session(), found.id or 0)
    asked = request.form.get("corrects") or request.args.get("corrige", "")
    results = [(code, label) for code, label in levels.RESULTS.items()]
    return htmx.render(
        "activity/skills/training.html",
        status=status,
        trainings=kept,
        corrected=next((one for one in kept if str(one.row.id) == asked), None),
        labels=levels.RESULTS,
        results=results,
        withdraw=WITHDRAW,
        **_shared(found, group, errors),
    )


def _path(
    found: Worker,
    group: Group | None,
    errors: Mapping[str, str],
    status: int = 200,
    on: int | None = None,
) -> Response:
    return htmx.render(
        "activity/skills/paths.html",
        status=status,
        paths=paths.of_worker(door.session(), found.id or 0),
        kinds=list(levels.PATHS.items()),
        labels=levels.PATHS,
        stages=list(levels.STAGES.items()),
        withdraw=WITHDRAW,
        on=on,
        asked=request.form.get("corrects") or request.args.get("corrige", ""),
        **_shared(found, group, errors),
    )


def _shared(found: Worker, group: Group | None, errors: Mapping[str, str]) -> dict[str, object]:
    return {
        "worker": found,
        "errors": errors,
        "values": request.form,
        "written": request.args.get("ecrit") == "1" and not errors,
        "may_train": reach.may(current_actor(), rights.TRAIN, group),
        "key": once.fresh(),
    }
