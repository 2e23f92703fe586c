"""A group of the laundry with three people, and who leads it."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlmodel import Session

from esat.actors import Actor
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group
from tests.people import actor


@dataclass(frozen=True)
class Team:
    group: Group
    paul: int
    zoe: int
    eric: int

    @property
    def all(self) -> tuple[int, int, int]:
        return self.paul, self.zoe, self.eric


@pytest.fixture
def team(session: Session, now: datetime) -> Team:
    group = people.create_group(session, GroupIn(code="linge", name="Linge", workshop="laundry"))
    names = (("Paul", "Durand"), ("Zoé", "Martin"), ("Éric", "Petit"))
    keys = [
        people.create_worker(
            session, WorkerIn(first_name=first, last_name=last, group_id=group.id)
        ).id
        or 0
        for first, last in names
    ]
    return Team(group, *keys)


@pytest.fixture
def leader(team: Team) -> Actor:
    """Nadia, who leads the group of the laundry and no other."""
    found = actor("moniteur", workshops=("laundry",))
    return Actor(
        roles=found.roles,
        capabilities=found.capabilities,
        workshops=found.workshops,
        groups=frozenset({team.group.id or 0}),
        display_name="Nadia",
    )
