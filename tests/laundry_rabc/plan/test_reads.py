"""Which versions were in force during a period."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from laundry_rabc.plan import drafting, reads
from tests.laundry_rabc.plan.acts import approve, given

pytestmark = pytest.mark.usefixtures("plan")
Person = Callable[..., Actor]


def test_a_period_knows_every_version_that_was_in_force_in_it(
    session: Session, person: Person
) -> None:
    start = clock.now()
    quality, head = person("qualite"), person("direction")
    with clock.pinned(start + timedelta(days=10)):
        row = drafting.draft(
            session, "FIN-02", given(session, "FIN-02", alert_high="4"), by=quality
        )
        approve(session, row, head)

    def of(since: int, until: int) -> list[int]:
        found = reads.of_period(
            session, start + timedelta(days=since), start + timedelta(days=until)
        )
        return [one.version.version for one in found if one.code == "FIN-02"]

    assert of(0, 30) == [1, 2]
    assert of(0, 10) == [1], "the end is not included"
    assert of(10, 30) == [2]
    assert of(11, 30) == [2]
    assert of(-9, 0) == []
