"""Alerts, plates and investigations; moments and parts."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Forbidden
from esat.production import holds, lots, splitting, subjects
from esat.production.models import Lot
from laundry_rabc.cases import judged, reads, steps, things
from laundry_rabc.cases.models import Case
from laundry_rabc.cases.steps import Step
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import Ground
from tests.laundry_rabc.cases.test_steps import case, code, cold, ground, take
from workshops.laundry.washing.models import Cycle

__all__ = ["case", "cold", "ground"]
HOUR = timedelta(hours=1)


def test_an_alert_is_closed_by_one_persons_note(
    session: Session, ground: Ground, now: datetime
) -> None:
    judged.record(session, grounds.plate("HYG-01", "9", now), by=ground.ines)
    (case,) = grounds.cases(session)
    assert case.kind == "alert"
    assert case.procedure
    assert code(lambda: take(session, case, "release", ground.nadia, " ")) == "case_step_empty"
    assert code(lambda: take(session, case, "cause", ground.nadia)) == "case_step_unknown"
    take(session, case, "release", ground.ines, "Vu, prélèvement prévu")
    assert case.closed_at is not None
    assert code(lambda: take(session, case, "note", ground.ines)) == "case_closed"


def test_a_plate_in_action_is_measured_again_at_the_same_place(
    session: Session, ground: Ground, now: datetime
) -> None:
    judged.record(
        session, grounds.plate("HYG-02", "40", now - 5 * HOUR, place="Table 1"), by=ground.nadia
    )
    (case,) = grounds.cases(session)
    for kind in ("containment", "cause", "action"):
        take(session, case, kind, ground.rachid)
    elsewhere = grounds.plate("HYG-02", "2", now - HOUR, place="Table 2")
    judged.record(session, elsewhere, by=ground.nadia)
    assert code(lambda: take(session, case, "verification", ground.ines)) == "needs_conform_reading"
    for value in ("30", "3"):
        judged.record(
            session, grounds.plate("HYG-02", value, now - HOUR, place="Table 1"), by=ground.nadia
        )
    whole = reads.whole(session, case.id or 0, now)
    assert [one.result.value for one in whole.first] == [Decimal(40)]
    assert [one.result.value for one in whole.later] == [Decimal(30), Decimal(3)]
    done = steps.take(session, case, Step("verification", "Propre"), by=ground.ines)
    assert done.result_id == whole.later[-1].result.id


def test_an_investigation_needs_a_cause_then_a_conclusion(
    session: Session, ground: Ground, now: datetime
) -> None:
    for days, value in ((180, "9"), (90, "10"), (1, "11")):
        judged.record(
            session, grounds.plate("HYG-01", value, now - timedelta(days=days)), by=ground.ines
        )
    (case,) = grounds.cases(session, "investigation")
    assert code(lambda: take(session, case, "release", ground.ines)) == "needs_cause"
    take(session, case, "cause", ground.ines)
    take(session, case, "release", ground.ines, "Filtre changé")
    assert case.closed_at is not None


def test_a_step_has_its_own_moment_between_the_opening_and_now(
    session: Session, ground: Ground, case: Case, now: datetime
) -> None:
    for at in (now + HOUR, case.opened_at - HOUR):
        early = Step("containment", "Mis à part", at)
        assert code(lambda early=early: steps.take(session, case, early, by=ground.nadia)) == (  # type: ignore[misc]
            "case_step_early"
        )
    made = steps.take(session, case, Step("containment", "x", now - HOUR), by=ground.nadia)
    assert (made.at, made.recorded_at) == (now - HOUR, now)


def test_a_step_is_never_changed_or_deleted(session: Session, ground: Ground, case: Case) -> None:
    take(session, case, "containment", ground.nadia)
    session.commit()
    for order in ("UPDATE rabc_case_step SET text = 'autre'", "DELETE FROM rabc_case_step"):
        with pytest.raises(DBAPIError):
            session.connection().execute(text(order))
        session.rollback()


def test_a_stranger_and_another_workshop_take_no_step(session: Session, case: Case) -> None:
    from dataclasses import replace

    green = replace(
        grounds.person(session, "moniteur", "Vera"), workshops=frozenset({"green_spaces"})
    )
    for by in (green, Actor(roles=frozenset(), capabilities=frozenset())):
        with pytest.raises(Forbidden):
            take(session, case, "containment", by)


def test_a_part_of_what_is_held_is_held_for_the_same_case(
    session: Session, ground: Ground, cold: Cycle, case: Case, now: datetime
) -> None:
    (item,) = grounds.inside(session, cold.lot_id)
    lot = session.get_one(Lot, cold.lot_id)
    lots.take_out(session, lot, [item.id or 0], by=ground.nadia, at=now)
    found = subjects.item(session, item.id or 0)
    assert found is not None
    item.quantity = Decimal(36)
    session.flush()
    child = splitting.split_item(session, found, Decimal(10), by=ground.nadia, at=now)
    assert grounds.held(session) == sorted([item.id or 0, child.id or 0])
    assert {one.item_id for one in things.held(session, case)} == {item.id, child.id}
    for hold in holds.open_holds(session, subjects.item(session, child.id or 0)):  # type: ignore[arg-type]
        assert code(lambda hold=hold: holds.lift(session, hold.id, by=ground.ines)) == "case_open"  # type: ignore[misc]
