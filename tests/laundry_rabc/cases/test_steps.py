"""The steps of a case: in their order, by the right people, and never undone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Forbidden, Refused
from esat.production import lots, moves, subjects
from esat.production.models import Lot
from esat.production.moves import Context
from laundry_rabc.cases import again, holding, judged, rewashing, steps, things
from laundry_rabc.cases.models import Case
from laundry_rabc.cases.steps import Step
from laundry_rabc.limits import Measure
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import COLD, HOT, JUST, Ground
from tests.workshops.laundry.washing import laundries
from workshops.laundry.washing import ending, fixes, sorting
from workshops.laundry.washing.models import Cycle

HOUR = timedelta(hours=1)


@pytest.fixture
def ground(session: Session, now: datetime) -> Ground:
    return grounds.build(session, now)


@pytest.fixture
def cold(session: Session, ground: Ground, now: datetime) -> Cycle:
    """A cold wash, three hours ago, that Nadia read."""
    return grounds.washed(session, ground, COLD, now - 3 * HOUR)


@pytest.fixture
def case(session: Session, cold: Cycle) -> Case:
    return grounds.cases(session, "action")[0]


def code(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as found:
        work()
    return found.value.code


def take(session: Session, case: Case, kind: str, by: Actor, text_: str = "Fait") -> object:
    return steps.take(session, case, Step(kind, text_), by=by)


def rewashed(
    session: Session, ground: Ground, case: Case, now: datetime, report: object = HOT
) -> Cycle:
    """What the case holds goes back, is loaded and washed again."""
    rewashing.rewash(session, case, by=ground.rachid, at=now - 2 * HOUR)
    context = Context(ground.nadia, now - 2 * HOUR)
    for item in things.held(session, case):
        found = laundries.subject(session, item.code)
        sorting.into_bin(session, found, ground.plant.whole, context)
    load = laundries.lot_of(session, ground.plant.id("whole"))[0]
    cycle = grounds.started(session, ground, load, context)
    ending.end(session, cycle, report, Context(ground.nadia, now - HOUR))  # type: ignore[arg-type]
    ending.open_door(session, cycle, by=ground.nadia, at=now - HOUR, late=False)
    session.expire_all()
    return cycle


def test_each_step_waits_for_the_one_before(session: Session, ground: Ground, case: Case) -> None:
    for kind, missing in (
        ("cause", "needs_containment"), ("action", "needs_containment"),
        ("verification", "needs_containment"), ("release", "needs_containment"),
    ):  # fmt: skip
        assert code(lambda kind=kind: take(session, case, kind, ground.ines)) == missing  # type: ignore[misc]
    take(session, case, "containment", ground.nadia)
    assert code(lambda: take(session, case, "action", ground.nadia)) == "needs_cause"
    take(session, case, "cause", ground.rachid)
    assert code(lambda: take(session, case, "verification", ground.ines)) == "needs_action"
    take(session, case, "action", ground.rachid)
    assert code(lambda: take(session, case, "release", ground.ines)) == "needs_verification"
    take(session, case, "note", ground.nadia)
    assert case.closed_at is None
    assert grounds.held(session)


def test_a_rewash_that_held_makes_the_linen_releasable_and_both_cycles_stay(
    session: Session, ground: Ground, cold: Cycle, case: Case, now: datetime
) -> None:
    before = grounds.held(session)
    take(session, case, "containment", ground.nadia)
    take(session, case, "cause", ground.rachid)
    take(session, case, "action", ground.rachid)
    assert code(lambda: take(session, case, "verification", ground.ines)) == "needs_conform_reading"
    second = rewashed(session, ground, case, now, JUST)
    assert grounds.verdicts(session, second)["LAV-02"] == "alert", "held, with no margin to spare"
    assert grounds.held(session) == before, "a good cycle frees nothing by itself"
    done = steps.take(session, case, Step("verification", "Cycle bon"), by=ground.ines)
    assert done.result_id == grounds.results(session, second)["LAV-02"].id
    take(session, case, "release", ground.ines, "Relavé, tenu")
    assert case.closed_at is not None
    assert grounds.held(session) == []
    lot = subjects.lot(session, second.lot_id or 0)
    assert lot is not None
    moves.move(session, lot, "dry", Context(ground.nadia, now))
    items = {one.item_id for one in things.held(session, case)}
    went = {
        row[0]
        for row in session.connection().execute(
            text("SELECT DISTINCT lot_id FROM lot_item WHERE item_id = :key"),
            {"key": next(iter(items))},
        )
    }
    assert {cold.lot_id, second.lot_id} <= went


def test_a_rewash_that_failed_too_does_not_free_it(
    session: Session, ground: Ground, case: Case, now: datetime
) -> None:
    for kind, by in (("containment", ground.nadia), ("cause", ground.rachid),
                     ("action", ground.rachid)):  # fmt: skip
        take(session, case, kind, by)
    rewashed(session, ground, case, now, COLD)
    assert len(grounds.cases(session, "action")) == 2
    assert code(lambda: take(session, case, "verification", ground.ines)) == "needs_conform_reading"


def test_a_part_that_was_not_rewashed_keeps_the_case_open(
    session: Session, ground: Ground, now: datetime
) -> None:
    bags = [grounds.bag(session, "15"), grounds.bag(session, "15")]
    grounds.washed(session, ground, COLD, now - 3 * HOUR, *bags)
    case = grounds.cases(session, "action")[0]
    for kind in ("containment", "cause", "action"):
        take(session, case, kind, ground.rachid)
    lot = session.get_one(Lot, _lot(session, bags[0]))
    one = laundries.subject(session, bags[0]).item_id or 0
    lots.take_out(session, lot, [one], by=ground.rachid, at=now - 2 * HOUR)
    found = subjects.item(session, one)
    assert found is not None
    moves.move(session, found, "rewash", Context(ground.rachid, now - 2 * HOUR))
    session.expire_all()
    context = Context(ground.nadia, now - 2 * HOUR)
    sorting.into_bin(session, laundries.subject(session, bags[0]), ground.plant.whole, context)
    load = laundries.lot_of(session, ground.plant.id("whole"))[0]
    cycle = grounds.started(session, ground, load, context)
    ending.end(session, cycle, HOT, Context(ground.nadia, now - HOUR))
    assert code(lambda: take(session, case, "verification", ground.ines)) == "needs_conform_reading"
    assert len(grounds.held(session)) == 2


def _lot(session: Session, bag: str) -> int:
    return laundries.subject(session, bag).travels_in or 0


@pytest.mark.parametrize("who", ["reader", "acted"])
def test_who_read_or_acted_does_not_verify(
    session: Session, ground: Ground, case: Case, now: datetime, who: str
) -> None:
    take(session, case, "containment", ground.nadia)
    take(session, case, "cause", ground.rachid)
    take(session, case, "action", ground.rachid)
    rewashed(session, ground, case, now)
    same = ground.nadia if who == "reader" else ground.rachid
    assert code(lambda: take(session, case, "verification", same)) == "same_person"
    take(session, case, "verification", ground.ines)


def test_who_read_it_does_not_release_and_release_is_a_right(
    session: Session, ground: Ground, now: datetime
) -> None:
    grounds.washed(session, ground, COLD, now - 3 * HOUR, by=ground.nadia)
    case = grounds.cases(session, "action")[0]
    first = session.get(Result, case.result_id)
    assert first is not None
    fixes.fix(session, first.cycle_id or 0, "hold_minutes", Decimal(2), "Lu 1,7", by=ground.ines)
    for kind, by in (("containment", ground.nadia), ("cause", ground.rachid),
                     ("action", ground.rachid)):  # fmt: skip
        take(session, case, kind, by)
    rewashed(session, ground, case, now)
    other = grounds.person(session, "moniteur", "Paola")
    take(session, case, "verification", other)
    with pytest.raises(Forbidden):
        take(session, case, "release", ground.rachid)
    assert code(lambda: take(session, case, "release", ground.ines)) == "same_person"
    take(session, case, "release", grounds.person(session, "qualite", "Irma"))
    assert grounds.held(session) == []


def test_nobody_without_an_account_signs(
    session: Session, ground: Ground, case: Case, now: datetime, nadia: Actor
) -> None:
    for kind in ("containment", "cause", "action"):
        take(session, case, kind, ground.rachid)
    rewashed(session, ground, case, now)
    assert nadia.account_id is None
    assert code(lambda: take(session, case, "verification", nadia)) == "same_person"


def test_a_value_that_was_misread_needs_no_rewash_but_another_person(
    session: Session, ground: Ground, cold: Cycle, case: Case
) -> None:
    fixes.fix(
        session, cold.id or 0, "hold_minutes", Decimal(12), "Lu 1,7 au lieu de 12",
        by=ground.rachid,
    )  # fmt: skip
    for kind in ("containment", "cause", "action"):
        take(session, case, kind, ground.nadia)
    assert code(lambda: take(session, case, "verification", ground.rachid)) == "same_person"
    take(session, case, "verification", ground.ines)
    take(session, case, "release", ground.ines)
    assert grounds.held(session) == []
    told = again.chain(session, case.result_id)
    assert [one.verdict for one in told] == ["action", "conform"]


def test_what_another_open_case_needs_stays_held(
    session: Session, ground: Ground, cold: Cycle, case: Case
) -> None:
    other = judged.record(
        session,
        Given(
            "LAV-04", Measure(Decimal(120), "%"), cold.ended_at or case.opened_at,
            source="machine", confirmed=True, lot_id=cold.lot_id, machine_id=cold.machine_id,
        ),
        by=ground.nadia,
    )  # fmt: skip
    assert other.verdict == "action"
    assert len(grounds.cases(session, "action")) == 2
    assert len(grounds.held(session)) == 1
    case.closed_at = case.recorded_at
    session.flush()
    assert holding.let_go(session, case, by=ground.ines, at=case.recorded_at, note="x") == 0
    assert len(grounds.held(session)) == 1
