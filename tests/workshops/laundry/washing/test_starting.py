from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.errors import Forbidden, NotFound, Refused
from esat.production import moves, projection, subjects
from esat.production.models import Lot
from esat.production.moves import Context
from tests import people
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.intake import items
from workshops.laundry.plant import service, versions
from workshops.laundry.plant.models import PrecautionProgramme, Programme
from workshops.laundry.washing import cycles, ending, loads, options, sorting, starting
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.models import Cycle, Load


@pytest.fixture
def plant(session: Session) -> Plant:
    return laundries.build(session)


@pytest.fixture
def context(nadia: Actor, now: datetime) -> Context:
    return Context(nadia, now)


def filled(
    session: Session, plant: Plant, context: Context, kg: str = "36", where: str = "flat",
    precaution: str | None = None,
) -> Load:  # fmt: skip
    """A load of one bag in a bin."""
    bag = laundries.received(session, kg, precaution=precaution)
    code = getattr(plant, where)
    sorting.into_bin(session, laundries.subject(session, bag), code, context)
    return laundries.lot_of(session, plant.id(where))[0]


def start(
    session: Session, plant: Plant, load: Load, context: Context, machine: str = "l1",
    programme: str = "p60",
) -> moves.Moved:  # fmt: skip
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    ids = plant.id(machine), plant.id(programme)
    return starting.start(session, load, lot, *ids, context)


def refused(
    session: Session, plant: Plant, load: Load, context: Context, machine: str = "l1",
    programme: str = "p60",
) -> Refused:  # fmt: skip
    with pytest.raises(Refused) as refusal:
        start(session, plant, load, context, machine, programme)
    return refusal.value


def test_a_start_opens_a_cycle_with_machine_programme_and_kilograms(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    load = filled(session, plant, context)
    done = start(session, plant, load, context)
    cycle = cycles.last_of_lot(session, load.lot_id)
    assert cycle is not None
    assert done.subject.stage == "washing"
    assert (cycle.machine_id, cycle.kg, cycle.started_at, cycle.late) == (
        plant.id("l1"), Decimal(36), now, False,
    )  # fmt: skip
    programme = session.get(Programme, cycle.programme_id)
    assert programme is not None
    assert programme.resource_id == plant.id("p60")
    assert projection.compare(session) == []


def test_what_runs_is_the_version_in_force_and_what_was_washed_keeps_its_own(
    session: Session, plant: Plant, context: Context
) -> None:
    load = filled(session, plant, context)
    starting.assign(session, load, plant.id("l1"), plant.id("p60"), by=context.by)
    facts = service.ProgrammeFacts(
        "p60", "Draps 65 °C", 50, machines=(plant.id("l1"),), families=("flat",)
    )
    new = service.change_programme(session, plant.id("p60"), facts, "Essai", by=SYSTEM)
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    moves.move(session, lot, "start_wash", context)
    cycle = cycles.last_of_lot(session, load.lot_id)
    assert cycle is not None
    assert cycle.programme_id == new.id
    service.change_programme(session, plant.id("p60"), facts, "Encore", by=SYSTEM)
    assert session.get(Cycle, cycle.id).programme_id == new.id  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kg", "where", "machine", "programme", "code"),
    [
        ("42.1", "flat", "l1", "p60", "load_too_heavy"),
        ("36", "flat", "l1", "p90", "programme_not_for_family"),
        ("18", "kitchen", "l2", "p90", "programme_not_on_machine"),
        ("12", "flat", "red_machine", "special", "machine_contaminated_only"),
        ("12", "flat", "l1", "empty", "not_for_washing"),
    ],
)
def test_each_refusal_leaves_all_as_it_was(
    session: Session, plant: Plant, context: Context,
    kg: str, where: str, machine: str, programme: str, code: str,
) -> None:  # fmt: skip
    load = filled(session, plant, context, kg, where)
    with session.begin_nested() as point:
        error = refused(session, plant, load, context, machine, programme)
        point.rollback()
    assert error.code == code
    assert session.exec(select(Cycle)).all() == []
    assert laundries.lot_of(session, plant.id(where))[1].stage == "sorted"


def test_a_load_that_is_too_heavy_says_what_to_take_out(
    session: Session, plant: Plant, context: Context
) -> None:
    error = refused(session, plant, filled(session, plant, context, "47.25"), context)
    assert error.code == "load_too_heavy"
    assert "47,25\u00a0kg pour 40\u00a0kg" in error.message
    assert "Retirez au moins 5,25\u00a0kg" in error.message


@pytest.mark.parametrize("kg", ["42", "41", "31", "0.5"])
def test_a_light_or_a_full_load_starts(
    session: Session, plant: Plant, context: Context, kg: str
) -> None:
    assert start(session, plant, filled(session, plant, context, kg), context)


def test_a_machine_that_turns_takes_nothing_else(
    session: Session, plant: Plant, context: Context
) -> None:
    start(session, plant, filled(session, plant, context), context)
    other = filled(session, plant, context, "30", "kitchen")
    assert refused(session, plant, other, context).code == "machine_running"


def test_a_load_in_a_machine_is_not_started_again(
    session: Session, plant: Plant, context: Context
) -> None:
    load = filled(session, plant, context, "18")
    start(session, plant, load, context)
    assert refused(session, plant, load, context, "l2").code == "load_running"


def test_precautions_name_the_programmes_that_alone_may_wash_them(
    session: Session, plant: Plant, context: Context
) -> None:
    load = filled(session, plant, context, "12", "red", "reinforced")
    assert refused(session, plant, load, context).code == "programme_not_for_precaution"
    lot = session.get(Lot, load.lot_id)
    inside = loads.contents(session, [load.lot_id])[load.lot_id]
    offered = options.options(session, load, lot.stage if lot else "", inside, context.at)
    assert {one.programme.code for one in offered} == {"special"}
    assert start(session, plant, load, context, "red_machine", "special")


def test_precautions_without_a_programme_are_not_washed(
    session: Session, plant: Plant, context: Context
) -> None:
    for row in session.exec(select(PrecautionProgramme)).all():
        session.delete(row)
    load = filled(session, plant, context, "12", "red", "reinforced")
    error = refused(session, plant, load, context, "red_machine", "special")
    assert error.code == "precaution_without_programme"


def test_precautions_come_last_on_a_machine_for_ordinary_linen(
    session: Session, plant: Plant, context: Context
) -> None:
    ordinary = filled(session, plant, context)
    starting.assign(session, ordinary, plant.id("l1"), plant.id("p60"), by=context.by)
    red = filled(session, plant, context, "12", "red", "reinforced")
    error = refused(session, plant, red, context, "l1", "special")
    assert error.code == "not_last_of_day"
    assert start(session, plant, red, context, "red_machine", "special")


def test_a_machine_is_disinfected_after_precautions_before_anything_else(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    red = filled(session, plant, context, "12", "red", "reinforced")
    start(session, plant, red, context, "l1", "special")
    cycle = cycles.running(session, plant.id("l1"))
    assert cycle is not None
    ending.end(session, cycle, Report("done"), Context(context.by, now + timedelta(hours=1)))
    plain = filled(session, plant, context)
    assert refused(session, plant, plain, context).code == "machine_to_disinfect"
    again = filled(session, plant, context, "12", "red", "reinforced")
    assert refused(session, plant, again, context, "l1", "special").code == "machine_to_disinfect"
    later = now + timedelta(hours=2)
    run = starting.disinfect(session, plant.id("l1"), plant.id("empty"), by=context.by, at=later)
    assert refused(session, plant, plain, context).code == "machine_running"
    ending.end(session, run, Report("fault", fault="Panne"), Context(context.by, later))
    assert refused(session, plant, plain, context).code == "machine_to_disinfect"
    run = starting.disinfect(session, plant.id("l1"), plant.id("empty"), by=context.by, at=later)
    ending.end(session, run, Report("done"), Context(context.by, later))
    assert start(session, plant, plain, context)


def test_the_same_load_may_run_again_after_a_fault_without_disinfection_between(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    red = filled(session, plant, context, "12", "red", "reinforced")
    start(session, plant, red, context, "l1", "special")
    cycle = cycles.running(session, plant.id("l1"))
    assert cycle is not None
    ending.end(session, cycle, Report("fault", fault="Porte"), Context(context.by, now))
    assert start(session, plant, red, context, "l1", "special")


def test_only_a_disinfecting_programme_runs_empty(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    for programme, code in (("p60", "not_for_disinfection"),):
        with pytest.raises(Refused) as refusal:
            starting.disinfect(session, plant.id("l1"), plant.id(programme), by=context.by, at=now)
        assert refusal.value.code == code


def test_a_weight_that_is_missing_stops_the_load(
    session: Session, plant: Plant, context: Context
) -> None:
    load = filled(session, plant, context, "7", "whole")
    (bag,) = laundries.inside(session, load.lot_id)
    items.ensure(session, bag.id or 0).kg = None
    session.flush()
    assert refused(session, plant, load, context).code == "load_not_weighed"


def test_linen_in_isolation_is_not_started(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    load = filled(session, plant, context, "7", "red", "isolation")
    (bag,) = laundries.inside(session, load.lot_id)
    items.ensure(session, bag.id or 0).isolated_until = now + timedelta(hours=1)
    session.flush()
    error = refused(session, plant, load, context, "red_machine", "special")
    assert error.code == "still_isolated"


def test_what_is_withdrawn_or_of_others_is_not_started(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    load = filled(session, plant, context)
    row = versions.current(session, Programme, "resource_id", plant.id("p60"))
    row.withdrawn = True
    session.flush()
    with pytest.raises(NotFound):
        start(session, plant, load, context)
    for by in (people.actor("inspecteur"), people.actor("moniteur", workshops=("bookbinding",))):
        with pytest.raises(Forbidden):
            start(session, plant, load, Context(by, now), "l1", "special")


def test_only_a_machine_that_runs_is_called_running(
    session: Session, plant: Plant, nadia: Actor, now: datetime
) -> None:
    """What else the database refuses is no second start: that sentence does not hide it."""
    boil = cycles.Start(plant.id("l1"), kind="boil")
    with pytest.raises(IntegrityError):
        cycles.begin(session, boil, by=nadia, at=now)
    assert cycles.running(session, plant.id("l1")) is None


def test_more_programmes_ask_the_database_no_more_of_a_load(
    session: Session, plant: Plant, context: Context, now: datetime
) -> None:
    load = filled(session, plant, context)
    inside = loads.contents(session, [load.lot_id])[load.lot_id]
    asked: list[int] = []
    said: list[str] = []
    connection = session.connection()

    def note(*given: object) -> None:
        said.append(str(given[2]))

    for more in range(0, 6, 5):
        for n in range(more):
            machines = (plant.id("l1"), plant.id("l2"))
            facts = service.ProgrammeFacts(f"N{n}", f"Encore {n}", 60, machines=machines)
            service.add_programme(session, facts, by=SYSTEM, at=now)
        said.clear()
        event.listen(connection, "before_cursor_execute", note)
        ways = options.options(session, load, "sorted", inside, now)
        event.remove(connection, "before_cursor_execute", note)
        asked.append(len(said))
    assert len(ways) > 10
    assert asked[0] == asked[1]
