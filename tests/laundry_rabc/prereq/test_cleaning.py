from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import Forbidden, Invalid, Refused
from esat.workers.models import Worker
from laundry_rabc.prereq import cleaning, cleaning_reads, exports, reads
from laundry_rabc.prereq.cleaning import CheckIn, DoneIn, TaskIn
from laundry_rabc.prereq.upkeep import CleanDone, CleanTask
from tests import people
from tests.conftest import MONDAY
from tests.laundry_rabc.prereq import washroom

DAY = timedelta(days=1)
ON = MONDAY.date()


def task(**more: Any) -> TaskIn:
    given = {"what": "Tables de pliage", "zone": "clean", "every": 1, "unit": "day",
             "who": "worker"}  # fmt: skip
    return TaskIn.model_validate(given | more)


@pytest.fixture
def paul(session: Session) -> Worker:
    return washroom.make_worker(session, MONDAY)


@pytest.fixture
def tables(session: Session) -> CleanTask:
    with clock.pinned(MONDAY):
        return cleaning.plan(session, task(), by=SYSTEM)


@pytest.fixture
def rachid() -> Actor:
    return people.actor("responsable_atelier", workshops=("laundry",))


def done(on: date, outcome: str = "done", **more: Any) -> DoneIn:
    return DoneIn.model_validate({"slot_on": on, "outcome": outcome} | more)


def states(session: Session, since: date, until: date) -> list[str]:
    return [one.state for one in cleaning_reads.slots(session, since, until)]


def test_what_nobody_said_is_missed_and_counted(
    session: Session, tables: CleanTask, paul: Worker, nadia: Actor
) -> None:
    with clock.pinned(MONDAY):
        row = cleaning.say(session, tables.code, done(ON, worker=paul.id), by=nadia)
        cleaning.check(session, row.id or 0, CheckIn(well=True), by=nadia)
    with clock.pinned(MONDAY + 2 * DAY):
        late = done(ON + DAY, at="", late_reason="")
        cleaning.say(session, tables.code, late, by=nadia)
        not_done = done(ON + 2 * DAY, "not_done", reason="Plus de produit.")
        cleaning.say(session, tables.code, not_done, by=nadia)
    with clock.pinned(MONDAY + 4 * DAY):
        assert states(session, ON, ON + 6 * DAY) == [
            "done", "done_late", "not_done", "missed", "due"
        ]  # fmt: skip
        found = reads.for_period(session, ON, ON + 6 * DAY)
        (tally,) = found.cleaning
        assert (tally.expected, tally.done, tally.late, tally.missed) == (4, 2, 1, 2)
        mine = [(one.kind, one.on) for one in found.gaps if one.kind.startswith("cleaning")]
        assert mine == [
            ("cleaning_late", ON + DAY), ("cleaning", ON + 2 * DAY), ("cleaning", ON + 3 * DAY)
        ]  # fmt: skip
        day_page = cleaning_reads.of_day(session, ON + 4 * DAY)
        assert [one.missed for one in day_page] == [True, True, False]
        rows = [*exports.cleaning_rows(session, ON, ON + 4 * DAY)]
        assert len(rows) == 5
        told = dict(zip(exports.CLEANING_HEADERS, rows[0], strict=True))
        assert (told["zone"], told["statut"]) == ("Zone propre", "Proposé")


def test_who_did_it_does_not_validate_it(
    session: Session, now: datetime, tables: CleanTask, paul: Worker
) -> None:
    first = people.actor("moniteur", workshops=("laundry",), account_id=None)
    row = cleaning.say(session, tables.code, done(ON), by=first)
    with pytest.raises(Refused) as refusal:
        cleaning.check(session, row.id or 0, CheckIn(well=True), by=first)
    assert refusal.value.code == "check_own"
    fixed = done(ON, worker=paul.id, amends=row.id, reason="C’était Paul.")
    second = cleaning.say(session, tables.code, fixed, by=first)
    for wrong, code in ((row, "already_corrected"),):
        with pytest.raises(Refused) as refusal:
            cleaning.check(session, wrong.id or 0, CheckIn(well=True), by=first)
        assert refusal.value.code == code
    with pytest.raises(Invalid):
        cleaning.check(session, second.id or 0, CheckIn(well=False), by=first)
    cleaning.check(session, second.id or 0, CheckIn(well=False, reason="Traces"), by=first)
    with pytest.raises(Refused) as refusal:
        cleaning.check(session, second.id or 0, CheckIn(well=True), by=first)
    assert refusal.value.code == "check_done"
    told = cleaning_reads.history(session, tables.code, ON)
    assert [one.worker for one in told] == ["Paul D.", ""]
    assert len(session.exec(select(CleanDone)).all()) == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (done(ON + DAY), "task_not_due"),
        (done(ON - DAY), "task_not_due"),
        (done(ON, "not_done"), "reason"),
        (done(ON, worker=987654), "worker"),
        (done(ON, badge="H0000000"), "badge"),
        (done(ON, at="2026-11-23T18:00"), "at"),
        (done(ON, at="2026-11-22T18:00", late_reason="oubli"), "at"),
        (done(ON, at="jeudi"), "at"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    session: Session, now: datetime, tables: CleanTask, nadia: Actor, given: DoneIn, code: str
) -> None:
    with pytest.raises((Invalid, Refused)) as wrong:
        cleaning.say(session, tables.code, given, by=nadia)
    error = wrong.value
    assert code in (error.fields if isinstance(error, Invalid) else [error.code])
    assert session.exec(select(CleanDone)).all() == []


def test_a_late_entry_keeps_both_times_and_its_reason(
    session: Session, tables: CleanTask, nadia: Actor
) -> None:
    with clock.pinned(MONDAY + DAY):
        given = {"at": "2026-11-23T11:00"}
        with pytest.raises(Invalid) as wrong:
            cleaning.say(session, tables.code, done(ON, **given), by=nadia)
        assert set(wrong.value.fields) == {"late_reason"}
        row = cleaning.say(
            session, tables.code, done(ON, **given, late_reason="Tablette en charge."), by=nadia
        )
        with pytest.raises(Refused) as refusal:
            cleaning.say(session, tables.code, done(ON, at="", reason="x"), by=nadia)
        assert refusal.value.code == "task_said"
    assert (row.at, row.recorded_at) == (MONDAY + timedelta(hours=1), MONDAY + DAY)
    assert row.late
    assert states(session, ON, ON)[0] == "done"


def test_the_plan_changes_from_today_on_and_another_person_validates_it(
    session: Session, tables: CleanTask, rachid: Actor
) -> None:
    author = people.actor("qualite", account_id=None)
    with clock.pinned(MONDAY + 3 * DAY):
        with pytest.raises(Invalid) as wrong:
            cleaning.plan(session, task(since=ON), by=rachid, code=tables.code)
        assert set(wrong.value.fields) == {"since", "reason"}
        given = task(unit="week", reason="Moins de passage.")
        second = cleaning.plan(session, given, by=author, code=tables.code)
        with pytest.raises(Refused) as refusal:
            cleaning.follow(session, tables.code, by=rachid)
        assert refusal.value.code == "task_own"
        third = cleaning.follow(session, tables.code, by=SYSTEM)
        assert (second.version, third.version, third.status) == (2, 3, "validated")
        assert third.since == second.since
        with pytest.raises(Refused) as refusal:
            cleaning.follow(session, tables.code, by=SYSTEM)
        assert refusal.value.code == "task_settled"
        assert states(session, ON, ON + 9 * DAY) == ["missed", "missed", "missed", "due"]
        with pytest.raises(Invalid):
            cleaning.follow(session, tables.code, by=author, withdraw=True)
    with clock.pinned(MONDAY + 5 * DAY):
        cleaning.follow(session, tables.code, by=author, withdraw=True, reason="Vendue.")
        assert cleaning_reads.tasks(session) == []
        assert len(states(session, ON, ON + 30 * DAY)) == 4


def test_who_may_write_the_plan(session: Session, now: datetime, nadia: Actor) -> None:
    for by in (nadia, people.actor("responsable_atelier", workshops=("bookbinding",))):
        with pytest.raises(Forbidden):
            cleaning.plan(session, task(), by=by)
    with pytest.raises(Forbidden):
        cleaning.follow(session, "NET-01", by=nadia)
