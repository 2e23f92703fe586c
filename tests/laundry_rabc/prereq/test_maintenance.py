from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import Invalid, Refused
from laundry_rabc.prereq import chemical_reads, exports, gaps, maintenance, reads, upkeep_reads
from laundry_rabc.prereq.maintenance import EventIn, UpkeepIn
from laundry_rabc.prereq.upkeep import UpkeepEvent
from tests.conftest import MONDAY
from tests.laundry_rabc.prereq import washroom
from tests.laundry_rabc.prereq.washroom import Washroom
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing.models import Cycle

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def room(session: Session) -> Washroom:
    with clock.pinned(START):
        return washroom.build(session, START)


def event(room: Washroom, **more: Any) -> EventIn:
    given = {"machine": room.first, "kind": "repair", "what": "Sonde changée"} | more
    return EventIn.model_validate(given)


def planned(room: Washroom, **more: Any) -> UpkeepIn:
    given = {"machine": room.first, "what": "Joints", "every": 2, "unit": "week",
             "who": "maintenance"}  # fmt: skip
    return UpkeepIn.model_validate(given | more)


def test_the_next_is_due_so_long_after_the_last_and_late_beyond(
    session: Session, room: Washroom, nadia: Actor
) -> None:
    with clock.pinned(START):
        plan = maintenance.plan(session, planned(room), by=SYSTEM)
        assert upkeep_reads.plan_rows(session)[0].due_on == START.date()
        done = event(room, kind="preventive", plan_code=plan.code)
        maintenance.happened(session, done, by=nadia)
        assert upkeep_reads.plan_rows(session)[0].due_on == date(2026, 11, 16)
        other = event(room, machine=room.second, plan_code=plan.code)
        with pytest.raises(Invalid) as wrong:
            maintenance.happened(session, other, by=nadia)
        assert "plan_code" in wrong.value.fields
    with clock.pinned(MONDAY):
        (row,) = upkeep_reads.plan_rows(session)
        assert (row.state, row.meaning) == ("En retard", "refused")
        found = gaps.upkeep_gaps([row], MONDAY.date())
        assert [(one.kind, one.on) for one in found] == [("upkeep", date(2026, 11, 16))]
        assert "upkeep" in {one.kind for one in reads.gaps(session, START.date(), MONDAY.date())}
        with pytest.raises(Refused) as refusal:
            maintenance.follow(session, plan.code, by=nadia.__class__(
                capabilities=frozenset({"rabc.prereq.approve"}), workshops=None))  # fmt: skip
        assert refusal.value.code == "task_own"
        assert maintenance.follow(session, plan.code, by=SYSTEM).status == "validated"
        maintenance.follow(session, plan.code, by=SYSTEM, withdraw=True, reason="Machine vendue")
        assert upkeep_reads.plan_rows(session) == []


def test_a_change_that_ends_the_qualification_is_told_once_a_row(
    session: Session, room: Washroom, nadia: Actor
) -> None:
    told: list[UpkeepEvent] = []
    listener = lambda _session, row, _by: told.append(row)  # noqa: E731
    maintenance.on_voiding(listener)
    try:
        with clock.pinned(MONDAY):
            maintenance.happened(session, event(room), by=nadia)
            first = maintenance.happened(session, event(room, voids="1"), by=nadia)
            back = event(room, voids="1", amends=first.id, void="1", reason="Autre machine")
            maintenance.happened(session, back, by=nadia)
    finally:
        maintenance._on_voiding.remove(listener)
    assert told == [first]
    with clock.pinned(MONDAY):
        rows = upkeep_reads.events(session, machine_id=room.first)
    assert [one.struck for one in rows] == [True, True, False]
    assert len(session.exec(select(UpkeepEvent)).all()) == 3


def test_it_stands_beside_the_cycle_that_ran(
    session: Session, room: Washroom, nadia: Actor
) -> None:
    version = versions.current(session, Machine, "resource_id", room.first)
    cycle = Cycle(
        kind="wash", machine_id=room.first, machine_version_id=version.id or 0,
        started_at=MONDAY - timedelta(hours=2), start_recorded_at=MONDAY,
        ended_at=MONDAY - timedelta(hours=1), end_recorded_at=MONDAY, outcome="fault",
    )  # fmt: skip
    session.add(cycle)
    session.flush()
    with clock.pinned(MONDAY):
        during = event(room, kind="breakdown", at="2026-11-23T08:30")
        maintenance.happened(session, during, by=nadia)
        maintenance.happened(session, event(room), by=nadia)
        maintenance.happened(session, event(room, machine=room.second), by=nadia)
        rows = upkeep_reads.events(session)
        assert maintenance.broken(session, room.first) is not None
        with pytest.raises(Invalid):
            maintenance.happened(session, event(room, until="2026-11-23T07:00"), by=nadia)
        with pytest.raises(Invalid):
            maintenance.happened(session, event(room, machine=987654), by=nadia)
        assert len(list(exports.upkeep_rows(session, None, None))) == 3
    seen = [(one.machine, one.cycle and one.cycle.id, one.running) for one in rows]
    assert seen == [
        ("Laveuse 2", None, False), ("Laveuse 1", cycle.id, False), ("Laveuse 1", cycle.id, True)
    ]  # fmt: skip


def test_the_evidence_of_a_period_is_read_by_as_many_statements_for_many_rows(
    session: Session, room: Washroom, nadia: Actor, statements: list[str]
) -> None:
    with clock.pinned(MONDAY):
        found = reads.for_period(session, START.date(), MONDAY.date())
        few = len(statements)
        for _ in range(5):
            maintenance.happened(session, event(room), by=nadia)
        statements.clear()
        more = reads.for_period(session, START.date(), MONDAY.date())
        assert len(statements) <= few + 2
        assert [one.name for one in found.lots] == ["Désinfectant D4, lot DD-1"]
        assert (len(found.events), len(more.events)) == (0, 5)
        kinds = {one.kind for one in found.gaps}
        assert kinds == {"pest_never", "no_sheet"}
        (fill,) = exports.pump_rows(session, None, None)
        assert fill[1] == "Mise en place d’un lot"
        assert len(list(exports.gap_rows(session, None, MONDAY.date()))) == 2
        assert chemical_reads.lots(session)[0].state == "En réserve"
