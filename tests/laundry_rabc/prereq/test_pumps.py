from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import Forbidden, Invalid, Refused
from laundry_rabc.cases.models import Case
from laundry_rabc.prereq import chemical_reads, chemicals, pumps
from laundry_rabc.prereq.models import PumpEvent, PumpFill
from laundry_rabc.prereq.pump_shapes import EventIn, FillIn, MachineIn
from laundry_rabc.prereq.saying import When
from laundry_rabc.prereq.windows import EmptyWindow
from laundry_rabc.results.models import Result
from tests import people
from tests.laundry_rabc.prereq import washroom
from tests.laundry_rabc.prereq.washroom import Washroom

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
SINCE, UNTIL = datetime(2026, 11, 16, 5, 10, tzinfo=UTC), datetime(2026, 11, 18, 13, 30, tzinfo=UTC)
"""Monday 06:10 and Wednesday 14:30 in Paris."""


@pytest.fixture
def room(session: Session) -> Washroom:
    with clock.pinned(START):
        return washroom.build(session, START)


def empty(room: Washroom, session: Session, by: Actor, **more: Any) -> PumpEvent:
    given = {"kind": "empty", "at": "2026-11-16T06:10", "late_reason": "Vu mercredi."} | more
    return pumps.happened(session, room.pump_id, EventIn.model_validate(given), by=by)


def windows(session: Session) -> list[EmptyWindow]:
    return list(pumps.empty_windows(session, START, START + timedelta(days=30)))


def test_an_empty_pump_names_the_machine_the_product_and_the_hours(
    session: Session, room: Washroom, nadia: Actor
) -> None:
    """Scenario 4: P3 empty from Monday 06:10 to Wednesday 14:30."""
    told: list[tuple[EmptyWindow, ...]] = []
    listener = lambda _s, _e, found, _by: told.append(found)  # noqa: E731
    pumps.on_empty(listener)
    try:
        with clock.pinned(UNTIL + timedelta(minutes=5)):
            event = empty(room, session, nadia, until="2026-11-18T14:30")
    finally:
        pumps._on_empty.remove(listener)
    wanted = EmptyWindow(
        event.id or 0, room.pump_id, "P3", room.first, "Désinfectant", SINCE, UNTIL
    )
    assert windows(session) == [wanted]
    assert told == [(wanted,)]
    assert (event.at, event.late, event.late_reason) == (SINCE, True, "Vu mercredi.")
    assert list(pumps.empty_windows(session, UNTIL, UNTIL + timedelta(days=1))) == []
    with clock.pinned(UNTIL + timedelta(minutes=9)):
        ended = {"amends": event.id, "reason": "Heure exacte.", "until": "2026-11-18T14:00"}
        fixed = empty(room, session, nadia, at="", late_reason="", **ended)
    assert (fixed.at, fixed.late, fixed.late_reason) == (SINCE, True, "Heure exacte.")
    assert [one.until for one in windows(session)] == [UNTIL - timedelta(minutes=30)]


def test_it_lasts_until_somebody_says_that_it_doses_again(
    session: Session, room: Washroom, nadia: Actor
) -> None:
    with clock.pinned(SINCE + timedelta(hours=1)):
        event = empty(room, session, nadia)
        assert windows(session)[0].until is None
        with pytest.raises(Refused) as refusal:
            empty(room, session, nadia)
        assert refusal.value.code == "pump_already"
        with pytest.raises(Invalid):
            pumps.ended(session, event.id or 0, When(at="2026-11-16T05:00"), by=nadia)
    with clock.pinned(UNTIL):
        row = pumps.ended(session, event.id or 0, When(), by=nadia)
        assert (row.at, row.until, row.amends_id) == (SINCE, UNTIL, event.id)
        assert row.late == event.late
        with pytest.raises(Refused):
            pumps.ended(session, event.id or 0, When(), by=nadia)
    assert [one.until for one in windows(session)] == [UNTIL]
    assert len(session.exec(select(PumpEvent)).all()) == 2


def test_an_empty_pump_that_was_none_is_taken_back_with_a_reason(
    session: Session, room: Washroom, nadia: Actor
) -> None:
    with clock.pinned(SINCE + timedelta(hours=1)):
        event = empty(room, session, nadia)
        with pytest.raises(Invalid) as wrong:
            empty(room, session, nadia, amends=event.id, void=True, at="")
        assert "reason" in wrong.value.fields
        empty(room, session, nadia, amends=event.id, void=True, at="", reason="Mauvaise pompe.")
    assert windows(session) == []
    told = chemical_reads.history(session, room.pump_id)
    assert [one.struck for one in told] == [True, True, False]


def test_a_machine_that_the_pump_left_is_touched_no_more(
    session: Session, room: Washroom, nadia: Actor
) -> None:
    middle = SINCE + timedelta(hours=10)
    with clock.pinned(middle):
        for machine, serves in ((room.first, False), (room.second, True)):
            given = MachineIn(machine=machine, serves=serves)
            pumps.serve(session, room.pump_id, given, by=SYSTEM)
    with clock.pinned(UNTIL):
        empty(room, session, nadia, until="2026-11-18T14:30")
    found = [(one.machine_id, one.since, one.until) for one in windows(session)]
    assert sorted(found) == sorted([(room.first, SINCE, middle), (room.second, middle, UNTIL)])


def test_which_lot_was_in_which_pump_at_a_moment(
    session: Session, room: Washroom, nadia: Actor
) -> None:
    with clock.pinned(SINCE):
        second = washroom.receive(session, room.product, "DD-2", SINCE)
        pumps.fill(session, room.pump_id, FillIn(code="dd-2"), by=nadia)
    before, after = SINCE - timedelta(minutes=1), SINCE + timedelta(minutes=1)
    ask = pumps.lots_in
    assert [one.number for one in ask(session, room.first, "désinfectant", before)] == ["DD-1"]
    assert ask(session, room.first, "Désinfectant", after) == [second]
    assert ask(session, room.first, "Lessive", after) == []
    assert ask(session, room.second, "Désinfectant", after) == []
    assert ask(session, room.first, "Désinfectant", START - timedelta(days=1)) == []
    fill = session.exec(select(PumpFill).order_by(PumpFill.id.desc())).first()  # type: ignore[union-attr]
    assert fill is not None
    with clock.pinned(after):
        fixed = FillIn(lot=room.lot.id, amends=fill.id, reason="C’était encore l’ancien bidon.")
        pumps.fill(session, room.pump_id, fixed, by=nadia)
        with pytest.raises(Refused) as refusal:
            pumps.fill(session, room.pump_id, fixed, by=nadia)
    assert refusal.value.code == "already_corrected"
    assert [one.number for one in ask(session, room.first, "Désinfectant", after)] == ["DD-1"]


def test_an_expired_or_withdrawn_lot_does_not_go_into_a_pump(
    session: Session, room: Washroom, nadia: Actor
) -> None:
    with clock.pinned(SINCE):
        old = washroom.receive(session, room.product, "DD-0", START, days=13)
        with pytest.raises(Refused) as refusal:
            pumps.fill(session, room.pump_id, FillIn(lot=old.id), by=nadia)
        assert refusal.value.code == "lot_expired"
        chemicals.withdraw(session, old, "Périmé", by=nadia)
        with pytest.raises(Refused) as refusal:
            pumps.fill(session, room.pump_id, FillIn(lot=old.id), by=nadia)
        assert refusal.value.code == "lot_withdrawn"
        for wrong in (FillIn(), FillIn(code="ZZ"), FillIn(lot=987654)):
            with pytest.raises(Invalid):
                pumps.fill(session, room.pump_id, wrong, by=nadia)
    assert len(session.exec(select(PumpFill)).all()) == 1
    with clock.pinned(START + timedelta(days=500)):
        (row,) = chemical_reads.pump_rows(session)
        assert row.expired
        assert row.lot is not None
        assert row.lot.state == "Périmé"


@pytest.mark.parametrize(
    ("measured", "verdict", "kind"),
    [("95", "conform", None), ("85", "alert", "alert"), ("70", "action", "action")],
)
def test_a_measured_dose_is_judged_by_its_distance_from_what_was_set(
    session: Session, room: Washroom, nadia: Actor, measured: str, verdict: str, kind: str | None
) -> None:
    with clock.pinned(SINCE):
        given = EventIn.model_validate(
            {"kind": "calibration", "set_ml": "100", "measured_ml": measured}
        )
        event = pumps.happened(session, room.pump_id, given, by=nadia)
        (row,) = chemical_reads.pump_rows(session)
    result = session.exec(select(Result)).one()
    assert (event.result_id, result.verdict) == (result.id, verdict)
    assert result.value == Decimal(measured) - 100
    assert [one.kind for one in session.exec(select(Case))] == ([kind] if kind else [])
    assert row.dosed is not None
    assert row.dosed.percent == Decimal(measured)


def test_only_the_laundry_writes_of_its_pumps(session: Session, room: Washroom) -> None:
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    with clock.pinned(SINCE), pytest.raises(Forbidden):
        pumps.fill(session, room.pump_id, FillIn(nothing=True), by=stranger)
    with clock.pinned(SINCE), pytest.raises(Forbidden):
        empty(room, session, stranger)
