"""What somebody did here: presence, lines of work, authorisations, skills, the kiosk."""

from collections.abc import Iterator
from typing import Final

from sqlmodel import Session, col, func, select

from esat.activity.allocations.models import Allocation
from esat.activity.rights.held import Held, Kept, count
from esat.activity.rights.plain import day, plural
from esat.activity.skills import paths, training
from esat.workers import activities
from esat.workers.models import HalfDay, Worker
from esat.workers.posts.models import WorkAuthorisation, WorkPost

_PRESENT: Final = frozenset({"present", "late", "left_early", "elsewhere", "outside"})
_KIOSK: Final = Kept("kiosk_entry")
_SEEN: Final = Kept("skill_observation")
_TRACES: Final = Kept("skill_trace", "observation_id", "skill_observation")
_CHANGES: Final = Kept("half_day_change", "half_day_id", "half_day")


def _presence(session: Session, worker: Worker) -> Iterator[str]:
    row = HalfDay
    query = (
        select(row.status, func.count(), func.min(row.day), func.max(row.day))
        .where(row.worker_id == worker.id)
        .group_by(row.status)
    )
    found = session.exec(query).all()
    if not found:
        return
    first, last = min(one[2] for one in found), max(one[3] for one in found)
    there = sum(one[1] for one in found if one[0] in _PRESENT)
    away = sum(one[1] for one in found) - there
    yield f"Vos demi-journées sont notées du {day(first)} au {day(last)}."
    yield f"Vous étiez là : {there} demi-journées."
    if away:
        yield f"Vous n’étiez pas là : {away} demi-journées."
    if changed := count(session, _CHANGES, worker.id or 0):
        yield f"{plural(changed, 'correction')} de ces demi-journées."


def _lines(session: Session, worker: Worker) -> Iterator[str]:
    row, post = Allocation, WorkPost
    query = (
        select(post.label, row.activity, func.count())
        .join_from(row, post, col(post.id) == row.post_id, isouter=True)
        .where(row.worker_id == worker.id, col(row.voided_at).is_(None))
        .group_by(post.label, row.activity)
        .order_by(func.count().desc())
    )
    for label, activity, lines in session.exec(query):
        name = label or activities.COLUMNS.get(activity) or "Autre travail"
        yield f"{name} : {plural(lines, 'ligne')}."


def _authorisations(session: Session, worker: Worker) -> Iterator[str]:
    row = WorkAuthorisation
    query = (
        select(row, WorkPost.label)
        .join(WorkPost, col(WorkPost.id) == row.post_id)
        .where(row.worker_id == worker.id)
        .order_by(col(row.since), col(row.id))
    )
    for one, label in session.exec(query):
        said = "vous pouvez y travailler" if one.allowed else "vous n’y travaillez pas"
        end = f", jusqu’au {day(one.until)}" if one.until else ""
        yield f"Poste {label} : {said}{end}.\nLa raison n’est pas écrite."


def _skills(session: Session, worker: Worker) -> Iterator[str]:
    key = worker.id or 0
    if seen := count(session, _SEEN, key):
        yield f"Ce que vous savez faire est noté {seen} fois."
    if traces := count(session, _TRACES, key):
        yield f"Notes et photos de votre travail : {traces}."
    for one in training.of_worker(session, key):
        yield f"Formation : {one.row.title}."
    for path in paths.of_worker(session, key):
        yield f"Parcours : {path.path.title}."


def _kiosk(session: Session, worker: Worker) -> Iterator[str]:
    if found := count(session, _KIOSK, worker.id or 0):
        yield f"Vous avez touché la borne {found} fois."


FAMILIES: Final = (
    Held("presence", "Vos présences", "calendar-week", (Kept("half_day"), _CHANGES), _presence),
    Held(
        "lines", "Votre travail", "list-check",
        (
            Kept("allocation"), Kept("allocation_change", "allocation_id", "allocation"),
            Kept("allocation_overlap"),
        ),
        _lines,
    ),
    Held("authorisations", "Vos postes", "shield-check", (Kept("work_authorisation"),),
         _authorisations),
    Held(
        "skills", "Ce que vous savez faire", "hand-thumbs-up",
        (
            _SEEN, _TRACES, Kept("worker_training"), Kept("learning_path"),
            Kept("learning_path_step", "path_id", "learning_path"),
        ),
        _skills,
    ),
    Held(
        "kiosk", "La borne", "hand-index-thumb",
        (_KIOSK, Kept("kiosk_undo", "entry_id", "kiosk_entry")), _kiosk,
    ),
)  # fmt: skip
