"""How long linen waits: each level said once, by the plan's limits, which the floor shares."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM
from esat.production import moves, subjects
from esat.production.moves import Context
from laundry_rabc.plan import proposing
from laundry_rabc.plan import reads as plan
from laundry_rabc.results.models import Result
from laundry_rabc.watch import waits
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import HOT, Ground
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.plant import limits as floor
from workshops.laundry.plant.models import Limit
from workshops.laundry.washing import ending
from workshops.laundry.washing.models import Load

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def ground(session: Session, now: datetime) -> Ground:
    return grounds.build(session, now)


def look(session: Session, at: datetime) -> int:
    """The job runs at that moment."""
    with clock.pinned(at):
        return waits.judge(session, at)


def kept(session: Session) -> list[tuple[str, str]]:
    rows = session.exec(select(Result).where(Result.source == "system"))
    by_id = {one.id: one for one in rows}
    found = {code: one for code, one in grounds.results(session).items() if one.id in by_id}
    return sorted((code, one.verdict) for code, one in found.items())


def test_wet_linen_is_said_once_a_level_and_held_at_the_last(
    session: Session, ground: Ground, now: datetime
) -> None:
    grounds.washed(session, ground, HOT, now)
    assert look(session, now + 30 * MINUTE) == 0, "on the boundary it is well"
    for _ in range(2):
        look(session, now + 31 * MINUTE)
    assert kept(session) == [("ESS-02", "alert")]
    assert grounds.held(session) == []
    assert look(session, now + 119 * MINUTE) == 0
    for minutes in (121, 131, 300):
        look(session, now + minutes * MINUTE)
    rows = session.exec(select(Result).where(Result.source == "system")).all()
    assert [one.verdict for one in rows] == ["alert", "action"]
    assert rows[1].value == Decimal(121)
    assert len(grounds.held(session)) == 1
    assert sorted(one.kind for one in grounds.cases(session)) == ["action", "alert"]


def test_washed_again_and_wet_again_it_is_said_again(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, HOT, now)
    assert look(session, now + 40 * MINUTE) == 1
    found = subjects.lot(session, cycle.lot_id or 0)
    assert found is not None
    moves.move(session, found, "rewash", Context(SYSTEM, now + 41 * MINUTE))
    session.expire_all()
    load = session.get_one(Load, cycle.lot_id)
    context = Context(ground.nadia, now + 42 * MINUTE)
    again = grounds.started(session, ground, load, context)
    with clock.pinned(now + 100 * MINUTE):
        ending.end(session, again, HOT, Context(ground.nadia, now + 100 * MINUTE))
    assert look(session, now + 140 * MINUTE) == 1


@pytest.mark.parametrize(
    ("stage", "point", "well", "alert", "action"),
    [
        ("received", "REC-01", 22 * HOUR, 25 * HOUR, 49 * HOUR),
        ("finished", "FIN-01", 7 * HOUR, 9 * HOUR, 13 * HOUR),
        ("packed", "STO-02", 14 * DAY, 15 * DAY, 31 * DAY),
    ],
)
def test_each_wait_by_its_own_checkpoint(
    session: Session, ground: Ground, now: datetime, stage: str, point: str,
    well: timedelta, alert: timedelta, action: timedelta,
) -> None:  # fmt: skip
    item = linens.finished(session, linens.order_of(session), "5", stage=stage)
    item.stage_since = now
    session.flush()
    assert look(session, now + well) == 0
    assert look(session, now + alert) == 1
    assert kept(session) == [(point, "alert")]
    assert look(session, now + action) == 1
    assert kept(session) == [(point, "action")]
    holds = plan.in_force(session, point, now)
    assert holds is not None
    assert bool(grounds.held(session)) is holds.holds_lots


def test_a_store_full_of_old_parcels_calls_for_one_attention(
    session: Session, ground: Ground, now: datetime
) -> None:
    for _ in range(3):
        item = linens.finished(session, linens.order_of(session), "5", stage="packed")
        item.stage_since = now
    session.flush()
    assert look(session, now + 20 * DAY) == 3
    assert [one.kind for one in grounds.cases(session)] == ["alert"]


def test_the_plan_and_the_floor_agree_at_installation(session: Session, now: datetime) -> None:
    floor.install(session, now)
    proposing.install(session, now)
    assert set(waits.POINTS.values()) <= set(plan.plan_at(session, now))
    assert waits.disagreements(session, now) == []
    assert waits.faults(session, None) == []


def test_a_limit_changed_on_one_side_only_is_said(session: Session, now: datetime) -> None:
    floor.install(session, now)
    proposing.install(session, now - DAY)
    session.add(
        Limit(code="wet_limit", version=2, value=Decimal(90), unit="min", since=now.date(),
              created_at=now)
    )  # fmt: skip
    session.flush()
    (told,) = waits.disagreements(session, now)
    assert told.startswith("ESS-02")
    assert "90" in told


def test_nothing_is_judged_without_a_plan(session: Session, now: datetime) -> None:
    item = linens.finished(session, linens.order_of(session), "5", stage="packed")
    item.stage_since = now - 90 * DAY
    session.flush()
    assert look(session, now) == 0
