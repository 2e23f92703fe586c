"""The moments of a day that are no work at a post: support, meeting, training. SELECTs only."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from esat.activity.allocations.models import Allocation
from esat.folding import fold
from esat.workers.activities import BY_CODE, Activity
from esat.workers.models import Group, Worker

ACTIVITIES: Final[tuple[Activity, ...]] = tuple(
    BY_CODE[code]
    for code in ("support", "meeting", "training", "rae_vae", "delegate", "support_outside")
)
"""What such a moment may be, the usual ones first."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What it is, from when to when, and who is there."""

    label: str
    pictogram: str
    starts_at: datetime
    ends_at: datetime | None
    names: tuple[str, ...]

    @property
    def people(self) -> int:
        return len(self.names)


def slots(session: Session, group: Group, day: date) -> tuple[Slot, ...]:
    """The moments that a group noted that day, in their order."""
    query = (
        select(Allocation, Worker)
        .join(Worker, col(Worker.id) == col(Allocation.worker_id))
        .where(
            Allocation.group_id == group.id,
            Allocation.day == day,
            col(Allocation.voided_at).is_(None),
            col(Allocation.activity).in_([one.code for one in ACTIVITIES]),
        )
        .order_by(col(Allocation.starts_at), col(Allocation.id))
    )
    found: dict[tuple[Activity, datetime, datetime | None], dict[int, str]] = defaultdict(dict)
    for line, worker in session.exec(query):
        moment = BY_CODE[line.activity], line.starts_at, line.ends_at
        found[moment][line.worker_id] = worker.display_name
    return tuple(
        Slot(one.label, one.pictogram, start, end, tuple(sorted(people.values(), key=fold)))
        for (one, start, end), people in found.items()
    )
