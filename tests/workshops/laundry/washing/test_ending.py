from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat.accounts.devices import create_station
from esat.actors import Actor
from esat.errors import Forbidden, Refused
from esat.production import holds, lots, moves, projection, splitting, subjects
from esat.production.journal_models import Event
from esat.production.models import Lot
from esat.production.moves import Context
from tests import people
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from tests.workshops.laundry.washing.test_starting import filled, start
from workshops.laundry.washing import cycles, ending, fixes
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.models import Cycle, CycleDose, CycleFix, Load

READ = Report(
    "done",
    Decimal("71.5"),
    Decimal(10),
    Decimal(160),
    Decimal("12.5"),
    doses={"Lessive": Decimal(120)},
)


@pytest.fixture
def plant(session: Session) -> Plant:
    return laundries.build(session)


@pytest.fixture
def context(nadia: Actor, now: datetime) -> Context:
    return Context(nadia, now)


@pytest.fixture
def load(session: Session, plant: Plant, context: Context) -> Load:
    """A load that turns in L1."""
    made = filled(session, plant, context)
    start(session, plant, made, context)
    return made


def running(session: Session, load: Load) -> Cycle:
    cycle = cycles.last_of_lot(session, load.lot_id)
    assert cycle is not None
    return cycle


def stage(session: Session, load: Load) -> str:
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    return lot.stage or ""


def refusal(work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as found:
        work()
    return found.value


def test_the_end_keeps_what_was_read_as_declared(
    session: Session, load: Load, context: Context, now: datetime
) -> None:
    later = replace(context, at=now + timedelta(minutes=58))
    cycle = ending.end(session, running(session, load), READ, later)
    assert (cycle.max_c, cycle.water_l, cycle.declared) == (Decimal("71.5"), Decimal(160), True)
    assert cycle.ended_at == later.at
    dose = session.exec(select(CycleDose).where(CycleDose.cycle_id == cycle.id)).one()
    assert (dose.product, dose.ml) == ("Lessive", Decimal(120))
    assert stage(session, load) == "washed"
    assert projection.compare(session) == []


@pytest.mark.parametrize("degrees", ["-0.1", "100.1", "700"])
def test_an_implausible_temperature_is_refused(
    session: Session, load: Load, context: Context, degrees: str
) -> None:
    report = Report("done", Decimal(degrees))
    found = refusal(lambda: ending.end(session, running(session, load), report, context))
    assert found.code == "temperature_implausible"
    assert running(session, load).ended_at is None


def test_an_end_before_the_beginning_is_refused(
    session: Session, load: Load, context: Context, now: datetime
) -> None:
    early = replace(context, at=now - timedelta(minutes=1))
    found = refusal(lambda: ending.end(session, running(session, load), READ, early))
    assert found.code == "cycle_ends_before"


def test_a_cycle_ends_once(session: Session, load: Load, context: Context) -> None:
    ending.end(session, running(session, load), READ, context)
    found = refusal(lambda: ending.end(session, running(session, load), READ, context))
    assert found.code == "cycle_ended"


@pytest.mark.parametrize("outcome", ["fault", "stopped"])
def test_a_fault_sends_the_load_back_held_until_it_is_washed_again(
    session: Session, plant: Plant, load: Load, context: Context, outcome: str
) -> None:
    ending.end(session, running(session, load), Report(outcome, fault="Porte"), context)
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    assert lot.stage == "to_rewash"
    assert [one.reason for one in holds.open_holds(session, lot)] == [ending.FAULT]
    start(session, plant, load, context)
    ending.end(session, running(session, load), READ, context)
    again = subjects.lot(session, load.lot_id)
    assert again is not None
    assert again.stage == "washed"
    assert holds.open_holds(session, again) == []
    assert len(session.exec(select(Cycle).where(Cycle.lot_id == load.lot_id)).all()) == 2
    assert projection.compare(session) == []


def test_a_held_load_still_ends_its_cycle(session: Session, load: Load, context: Context) -> None:
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    holds.place(session, lot, "quarantine", by=context.by, at=context.at)
    ending.end(session, running(session, load), READ, context)
    assert stage(session, load) == "washed"


def test_what_is_entered_late_keeps_both_times_and_why(
    session: Session, load: Load, context: Context, now: datetime
) -> None:
    cycle = running(session, load)
    cycle.started_at = now - timedelta(hours=2)
    late = replace(context, at=now - timedelta(hours=1), reason="Panne de réseau", late=True)
    ending.end(session, cycle, READ, late)
    assert (cycle.ended_at, cycle.end_recorded_at) == (late.at, now)
    assert (cycle.late, cycle.late_reason) == (True, "Panne de réseau")


def test_nothing_is_dried_before_the_machine_was_opened(
    session: Session, load: Load, context: Context
) -> None:
    ending.end(session, running(session, load), READ, context)
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    for action in ("dry", "finish"):
        found = refusal(lambda action=action: moves.move(session, lot, action, context))  # type: ignore[misc]
        assert found.code == "not_opened"
    ending.open_door(session, running(session, load), by=context.by, at=context.at, late=False)  # type: ignore[arg-type]
    moves.move(session, lot, "dry", context)


def test_what_is_merged_or_taken_out_stays_unopened_too(
    session: Session, plant: Plant, load: Load, context: Context
) -> None:
    other = filled(session, plant, context, "15", "kitchen")
    start(session, plant, other, context, "l2")
    for one in (load, other):
        ending.end(session, running(session, one), READ, context)
    ending.open_door(session, running(session, load), by=context.by, at=context.at, late=False)  # type: ignore[arg-type]
    parents = [session.get(Lot, one.lot_id) for one in (load, other)]
    dryer = splitting.merge(session, parents, by=context.by, at=context.at)  # type: ignore[arg-type]
    found = refusal(lambda: moves.move(session, lots.subject_of(session, dryer), "dry", context))
    assert found.code == "not_opened"
    (linen,) = [one for one in laundries.inside(session, dryer.id) if one.label.startswith("Cui")]
    lots.take_out(session, dryer, [linen.id or 0], by=context.by, at=context.at)
    alone = subjects.item(session, linen.id or 0)
    assert alone is not None
    assert refusal(lambda: moves.move(session, alone, "finish", context)).code == "not_opened"
    moves.move(session, lots.subject_of(session, dryer), "dry", context)


def test_the_door_is_opened_once_by_a_person_who_signs(
    session: Session, load: Load, context: Context, now: datetime
) -> None:
    cycle, by = running(session, load), replace(context.by, worker_id=None)
    found = refusal(lambda: ending.open_door(session, cycle, by=by, at=now, late=False))
    assert found.code == "not_washed"
    ending.end(session, cycle, READ, context)
    early = now - timedelta(seconds=1)
    found = refusal(lambda: ending.open_door(session, cycle, by=by, at=early, late=False))
    assert found.code == "opened_before_end"
    ending.open_door(session, cycle, by=by, at=now, late=False)
    event = session.exec(select(Event).where(Event.kind == "lot.unloaded")).one()
    assert (event.lot_id, event.data) == (load.lot_id, {"cycle": cycle.id})
    found = refusal(lambda: ending.open_door(session, cycle, by=by, at=now, late=False))
    assert found.code == "already_opened"


def test_a_house_with_a_clean_station_opens_there(
    session: Session, load: Load, context: Context, now: datetime
) -> None:
    ending.end(session, running(session, load), READ, context)
    create_station(session, code="X-PROPRE", name="Sortie", workshop="laundry", zone="clean")
    cycle = running(session, load)
    for zone in (None, "none", "dirty"):
        by = replace(context.by, station_zone=zone)
        found = refusal(lambda by=by: ending.open_door(session, cycle, by=by, at=now, late=False))  # type: ignore[misc]
        assert found.code == "needs_clean_station"
    clean = replace(context.by, station_zone="clean")
    assert ending.open_door(session, cycle, by=clean, at=now, late=False).opened_at == now


def test_a_corrected_value_leaves_the_first_where_it_was(
    session: Session, load: Load, context: Context, now: datetime
) -> None:
    cycle = ending.end(session, running(session, load), READ, context)
    key, by = cycle.id or 0, context.by
    found = refusal(lambda: fixes.fix(session, key, "max_c", Decimal(700), "Faute", by=by))
    assert found.code == "temperature_implausible"
    fixes.fix(session, key, "max_c", Decimal(70), "Lu de travers", by=by)
    made = fixes.of(session, key)
    assert [(one.before, one.after, one.reason, one.at) for one in made] == [
        ("71.5", "70", "Lu de travers", now)
    ]
    assert cycle.max_c == Decimal("71.5")
    assert fixes.values(cycle, made)["max_c"] == Decimal(70)
    for field, value, reason, code in (
        ("max_c", 70, "Encore", "fix_same"),
        ("outcome", 70, "Encore", "fix_unknown"),
        ("max_c", 71, "  ", "fix_reason"),
    ):
        found = refusal(
            lambda f=field, v=value, r=reason: fixes.fix(session, key, f, Decimal(v), r, by=by)  # type: ignore[misc]
        )
        assert found.code == code


def test_a_running_cycle_and_a_stranger_correct_nothing(
    session: Session, load: Load, context: Context
) -> None:
    key = running(session, load).id or 0
    found = refusal(
        lambda: fixes.fix(session, key, "max_c", Decimal(70), "Trop tôt", by=context.by)
    )
    assert found.code == "cycle_runs"
    with pytest.raises(Forbidden):
        fixes.fix(session, key, "max_c", Decimal(70), "Non", by=people.actor("comptoir"))
    assert session.exec(select(CycleFix)).all() == []
