"""The elected delegate and the deputy, and their hours of the month beside the usual number."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from esat.activity.allocations import reads as allocations
from esat.workers.contracts import agreeing, kinds
from esat.workers.rules.keeping import BOOK

DELEGATE = "delegate"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat, who holds it, the hours of this month, and the usual number as a mark."""

    label: str
    worker_id: int | None
    name: str
    hours: Decimal
    usual: Decimal

    @property
    def above(self) -> bool:
        return self.hours > self.usual


def held(session: Session, day: date) -> list[Seat]:
    """Both seats, held or not."""
    seats = agreeing.seats(session, day)
    names = agreeing.names(session, seats.values())
    usual = BOOK.value(session, "delegate_hours", day)
    minutes: dict[int, int] = {}
    if seats:
        for one in allocations.slices(session, day.replace(day=1), day, list(seats.values())):
            if one.activity == DELEGATE:
                minutes[one.worker_id] = minutes.get(one.worker_id, 0) + one.minutes
    return [
        Seat(
            label, seats.get(code), names.get(seats.get(code, 0), ""),
            Decimal(minutes.get(seats.get(code, 0), 0)) / 60, usual,
        )
        for code, label in kinds.SEATS.items()
    ]  # fmt: skip
