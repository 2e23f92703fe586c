"""Training and paths of a worker: lists, forms, and the list of proofs to take away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.skills import levels, once_pages, paths, rights
from esat.activity.skills import training as trainings
from esat.activity.skills.models import LearningPath
from esat.activity.skills.paths import PathIn, StepIn
from esat.activity.skills.training import TrainingIn
from esat.exchange import spreadsheet
from esat.production import once
from esat.web import door, forms, htmx
from esat.workers import reach
from esat.workers.models import Group, Worker

blueprint = Blueprint("activity_training", __name__, url_prefix="/travailleurs/<int:worker_id>")


@dataclass(frozen=True, slots=True)
class Written:
    """What one form writes: its shape, what keeps it, and the page it stands on."""

    name: str
    page: str
    shape: type[Any]
    keep: Callable[..., object]


TRAINING = Written("training", "training", TrainingIn, trainings.add)
PATH = Written("path", "path", PathIn, paths.begin)
STEP = Written("step", "path", StepIn, paths.add_step)
WITHDRAW = (levels.WITHDRAWN, "Retirer : c’était une erreur", "", "x-lg")


@blueprint.get("/formations")
@allow(rights.READ)
def training(worker_id: int) -> Response:
    return _training(*_reached(worker_id, rights.READ), {})


@blueprint.post("/formations")
@allow(rights.TRAIN)
def add_training(worker_id: int) -> Response:
    """Write a training, or what comes in the place of one."""
    whose = _reached(worker_id, rights.TRAIN)
    return _write(TRAINING, whose, whose[0])


@blueprint.get("/parcours")
@allow(rights.READ)
def path(worker_id: int) -> Response:
    return _path(*_reached(worker_id, rights.READ), {})


@blueprint.post("/parcours")
@allow(rights.TRAIN)
def begin(worker_id: int) -> Response:
    """Begin a path."""
    whose = _reached(worker_id, rights.TRAIN)
    return _write(PATH, whose, whose[0])


@blueprint.post("/parcours/<int:path_id>/etapes")
@allow(rights.TRAIN)
def step(worker_id: int, path_id: int) -> Response:
    """A step of a path, or what comes in the place of one."""
    whose = _reached(worker_id, rights.TRAIN)
    return _write(STEP, whose, paths.the(door.session(), whose[0], path_id))


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


def _write(
    kind: Written, whose: tuple[Worker, Group | None], on: Worker | LearningPath
) -> Response:
    """Keep once what a form of this page says of a worker, or of one of his paths."""

    def work() -> str:
        given = forms.read(kind.shape, request.form)
        kind.keep(door.session(), on, given, by=current_actor())
        return url_for(f"activity_training.{kind.page}", worker_id=whose[0].id, ecrit=1)

    def again(errors: Mapping[str, str], status: int) -> Response:
        if kind.page == "training":
            return _training(*whose, errors, status)
        return _path(*whose, errors, status, on=on.id if kind is STEP else None)

    return once_pages.act(f"{kind.name}.{on.id}", work, again)


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
