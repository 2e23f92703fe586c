"""A path of recognition (RAE, VAE, RSFP): begun once, then one dated step after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.activity.skills import items, reads
from esat.activity.skills.levels import STAGES, WITHDRAWN
from esat.activity.skills.models import LearningPath, PathStep
from esat.activity.skills.observing import Corrects
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.web.forms import FormShape, NoControl
from esat.workers.models import Worker

PROOF_HEADERS: Final = (
    "atelier", "chapitre", "geste", "referentiel", "niveau", "mode_rae", "jour", "observe_par",
    "photo", "faits",
)  # fmt: skip


class PathIn(FormShape):
    """A path as it is begun."""

    kind: Literal["rae", "vae", "rsfp"]
    title: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    since: date


class StepIn(FormShape):
    """A step of a path, or the one that comes in the place of another."""

    stage: Literal[
        "opened", "file", "support", "observed", "interview", "obtained", "partly", "stopped",
        "withdrawn",
    ]  # fmt: skip
    day: date
    corrects: Corrects = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step as pages show it."""

    row: PathStep
    who: str

    @property
    def label(self) -> str:
        return STAGES[self.row.stage]


@dataclass(frozen=True, slots=True)
class Shown:
    """A path and what stands of its steps, the newest first."""

    path: LearningPath
    steps: tuple[Step, ...]


def begin(session: Session, worker: Worker, given: PathIn, *, by: Actor) -> LearningPath:
    """A path and its first step, flushed. Refused: `path_known` when the same one is under way."""
    twin = select(LearningPath.id).where(
        LearningPath.worker_id == worker.id,
        LearningPath.kind == given.kind,
        LearningPath.title == given.title,
    )
    if session.exec(twin).first() is not None:
        raise Refused("path_known")
    now = clock.now()
    path = LearningPath(
        worker_id=worker.id or 0, created_at=now, created_by=by.account_id, **given.model_dump()
    )
    session.add(path)
    session.flush()
    add_step(session, path, StepIn(stage="opened", day=given.since), by=by)
    return path


def add_step(session: Session, path: LearningPath, given: StepIn, *, by: Actor) -> PathStep:
    """Write a step, flushed. NotFound: `path_unknown`. Refused: `step_corrected`."""
    if given.corrects is not None:
        before = session.get(PathStep, given.corrects)
        if before is None or before.path_id != path.id:
            raise NotFound("path_unknown")
        follows = select(PathStep.id).where(PathStep.corrects_id == given.corrects)
        if session.exec(follows).first() is not None:
            raise Refused("step_corrected")
    elif given.stage == WITHDRAWN:
        raise NotFound("path_unknown")
    row = PathStep(
        path_id=path.id or 0, stage=given.stage, day=given.day, corrects_id=given.corrects,
        recorded_at=clock.now(), recorded_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def the(session: Session, worker: Worker, path_id: int) -> LearningPath:
    """NotFound: `path_unknown`."""
    found = session.get(LearningPath, path_id)
    if found is None or found.worker_id != worker.id:
        raise NotFound("path_unknown")
    return found


def of_worker(session: Session, worker_id: int) -> list[Shown]:
    """The paths of a worker, the newest first."""
    query = select(LearningPath).where(LearningPath.worker_id == worker_id)
    paths = session.exec(query.order_by(col(LearningPath.since).desc())).all()
    steps = _steps(session, [path.id or 0 for path in paths])
    return [Shown(path, tuple(steps.get(path.id or 0, ()))) for path in paths]


def proofs(session: Session, worker_id: int, day: date) -> Iterator[tuple[object, ...]]:
    """What may go into a file of proofs: every observation that stands, oldest first."""
    known = items.newest(session, day)
    for seen in reads.observations(session, worker_id):
        level, item = seen.words, known.get(seen.code)
        if seen.counts and level is not None and item is not None:
            yield (
                item.workshop, item.chapter, item.label, item.framework, level.label, level.rae,
                seen.day, seen.who, "oui" if seen.has_photo else "non", seen.note,
            )  # fmt: skip


def _steps(session: Session, path_ids: list[int]) -> dict[int, list[Step]]:
    later = PathStep.__table__.alias("later")
    query: Any = (
        select(PathStep, Account.display_name)
        .join(Account, col(Account.id) == PathStep.recorded_by, isouter=True)
        .where(
            col(PathStep.path_id).in_(path_ids), PathStep.stage != WITHDRAWN,
            ~select(later.c.id).where(later.c.corrects_id == PathStep.id).exists(),
        )
        .order_by(col(PathStep.day).desc(), col(PathStep.id).desc())
    )  # fmt: skip
    found: dict[int, list[Step]] = {}
    for row, who in session.exec(query):
        found.setdefault(row.path_id, []).append(Step(row, who or "Système"))
    return found
