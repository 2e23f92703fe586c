"""A laundry and a packaging group, their people present on a Monday, and two supervisors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.workers import half_days, people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import Group
from esat.workers.posts.models import WorkPost
from tests.people import actor

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Floor:
    """Two groups of 9:00-12:00 and 13:00-17:00, two people each, and some posts."""

    linen: Group
    boxes: Group
    paul: int
    zoe: int
    eric: int
    ali: int
    ironing: int
    folding: int
    packing: int

    @property
    def key(self) -> int:
        return self.linen.id or 0


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.PARIS)


def leading(group: Group) -> Actor:
    """The supervisor of that group and of no other."""
    found = actor("moniteur", workshops=(group.workshop,))
    return Actor(
        roles=found.roles,
        capabilities=found.capabilities,
        workshops=found.workshops,
        groups=frozenset({group.id or 0}),
    )


@pytest.fixture
def floor(session: Session, now: datetime) -> Floor:
    hours = {
        "morning_from": time(9), "morning_to": time(12),
        "afternoon_from": time(13), "afternoon_to": time(17),
    }  # fmt: skip
    linen = people.create_group(
        session, GroupIn(code="linge", name="Linge", workshop="laundry", **hours)
    )
    boxes = people.create_group(
        session, GroupIn(code="cartons", name="Cartons", workshop="subcontracting", **hours)
    )

    def worker(first: str, last: str, group: Group) -> int:
        given = WorkerIn(first_name=first, last_name=last, group_id=group.id)
        return people.create_worker(session, given).id or 0

    def post(code: str, workshop: str, **more: object) -> int:
        made = WorkPost(
            code=f"t-{code}", label=code.capitalize(), workshop=workshop, created_at=now, **more
        )
        session.add(made)
        session.flush()
        return made.id or 0

    return Floor(
        linen,
        boxes,
        worker("Paul", "Durand", linen),
        worker("Zoé", "Martin", linen),
        worker("Éric", "Petit", boxes),
        worker("Ali", "Roux", boxes),
        post("repassage", "laundry", demanding=True),
        post("pliage", "laundry"),
        post("conditionnement", "subcontracting"),
    )


@pytest.fixture
def present(session: Session, floor: Floor) -> Callable[..., None]:
    """`present(day)`: everybody is there that whole day."""

    def record(day: date = TODAY) -> None:
        with clock.pinned(at(18, day=day)):
            for group, them in (
                (floor.linen, (floor.paul, floor.zoe)),
                (floor.boxes, (floor.eric, floor.ali)),
            ):
                for half in ("morning", "afternoon"):
                    entries = [Entry(one, "present") for one in them]
                    half_days.record_sheet(
                        session, Sheet(group, day, half), entries, by=leading(group), at=clock.now()
                    )

    return record
