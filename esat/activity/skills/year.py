"""What a year was made of, for one worker: hours by post and month, places, skills, training."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from esat import registry
from esat.activity.allocations.reads import slices
from esat.activity.skills import items, levels, paths, reads
from esat.activity.skills import training as trainings
from esat.workers.activities import BY_CODE, PRODUCTION
from esat.workers.models import Group, Worker
from esat.workers.posts.models import WorkPost


@dataclass(frozen=True, slots=True)
class Time:
    """Hours of one kind, and the months in which there were some."""

    label: str
    pictogram: str
    minutes: int
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """An item and the last level that was seen of it."""

    label: str
    level: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A training of the year."""

    title: str
    minutes: int
    result: str


@dataclass(frozen=True, slots=True)
class Walked:
    """A path, and how far it was at the end of the year."""

    kind: str
    title: str
    stage: str


@dataclass(frozen=True, slots=True)
class Year:
    """All that the extract says, in data."""

    name: str
    year: int
    places: tuple[Time, ...]
    posts: tuple[Time, ...]
    others: tuple[Time, ...]
    unsaid: int
    learnt: tuple[Learnt, ...]
    trainings: tuple[Followed, ...]
    paths: tuple[Walked, ...]


class _Sums:
    """Minutes and months by key."""

    def __init__(self) -> None:
        self.minutes: defaultdict[str, int] = defaultdict(int)
        self.months: defaultdict[str, set[int]] = defaultdict(set)

    def add(self, key: str, minutes: int, month: int) -> None:
        self.minutes[key] += minutes
        self.months[key].add(month)

    def times(self, faces: dict[str, tuple[str, str]]) -> tuple[Time, ...]:
        """The most hours first; what has no face is left out."""
        found = [
            Time(*faces[key], minutes, tuple(sorted(self.months[key])))
            for key, minutes in self.minutes.items()
            if key in faces and minutes
        ]
        return tuple(sorted(found, key=lambda one: (-one.minutes, one.label)))


def of_worker(session: Session, worker: Worker, year: int, today: date) -> Year:
    """The year up to today. Hours are those of the lines of work, cut to the time present."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    key = worker.id or 0
    places, posts, others = _hours(session, key, first, last)
    return Year(
        name=worker.display_name,
        year=year,
        places=places,
        posts=posts,
        others=tuple(one for one in others if one.label),
        unsaid=sum(one.minutes for one in others if not one.label),
        learnt=_learnt(session, key, last),
        trainings=tuple(
            Followed(one.row.title, one.row.minutes, one.row.result)
            for one in reversed(trainings.of_worker(session, key))
            if one.row.since <= last and (one.row.until or one.row.since) >= first
        ),
        paths=_paths(session, key, last),
    )


def _hours(
    session: Session, key: int, first: date, last: date
) -> tuple[tuple[Time, ...], tuple[Time, ...], tuple[Time, ...]]:
    places, posts, others = _Sums(), _Sums(), _Sums()
    groups = {row.id: row.workshop for row in session.exec(select(Group))}
    for one in slices(session, first, last, [key]):
        month = one.day.month
        workshop = groups.get(one.group_id, "")
        if workshop:
            places.add(workshop, one.minutes, month)
        if one.post_id is not None:
            posts.add(str(one.post_id), one.minutes, month)
        elif one.activity != "break":
            others.add(one.activity, one.minutes, month)
    known = registry.current().workshops
    place_faces = {code: (found.label, "geo-alt") for code, found in known.items()}
    kept = session.exec(
        select(WorkPost).where(col(WorkPost.id).in_([int(one) for one in posts.minutes]))
    )
    post_faces = {str(one.id): (one.label, one.pictogram) for one in kept}
    return places.times(place_faces), posts.times(post_faces), others.times(_activity_faces())


def _activity_faces() -> dict[str, tuple[str, str]]:
    """Time that is not said, or is production at no post, has no label of its own."""
    named = {code: (one.label, one.pictogram) for code, one in BY_CODE.items()}
    return {**named, PRODUCTION: ("", "box-seam"), "": ("", "box-seam")}


def _learnt(session: Session, key: int, last: date) -> tuple[Learnt, ...]:
    known = items.newest(session, last)
    seen = {
        one.code: one
        for one in reads.observations(session, key)
        if one.counts and one.day <= last and one.code in known
    }
    order = [level.code for level in reversed(levels.SCALE)]
    found = sorted(
        seen.values(), key=lambda one: (order.index(one.level), known[one.code].position)
    )
    return tuple(Learnt(known[one.code].label, one.level) for one in found)


def _paths(session: Session, key: int, last: date) -> tuple[Walked, ...]:
    found = []
    for shown in paths.of_worker(session, key):
        past = [step for step in shown.steps if step.row.day <= last]
        if past:
            found.append(Walked(shown.path.kind, shown.path.title, past[0].row.stage))
    return tuple(found)
