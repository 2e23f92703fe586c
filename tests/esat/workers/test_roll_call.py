from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from esat.actors import Actor
from esat.workers import locks, moving, people, roll_call
from esat.workers.forms import GroupIn
from esat.workers.timetables import keeping, reads
from esat.workers.timetables.keeping import Week
from esat.workers.timetables.plans import HALVES, Slots, Span
from tests.esat.workers.conftest import Team

FIRST = date(2026, 11, 1)
ODILE = Actor(display_name="Odile")


def test_a_sheet_expects_what_the_timetables_plan(
    session: Session, team: Team, statements: list[str], now: datetime
) -> None:
    """Both readings agree over five weeks: of a template that changes, of one given back, of a
    group's hours, of another group's from a day on.
    """
    given = GroupIn(code="jardin", name="Jardin", morning_from=time(7), afternoon_to=time(15))
    garden = people.create_group(session, given)
    moved = people.the_worker(session, team.eric)
    moving.move(session, moved, garden.id, FIRST + timedelta(days=10), by=ODILE, at=now)
    moving.move(session, moved, None, FIRST + timedelta(days=20), by=ODILE, at=now)
    span = Span(team.group.morning_to, team.group.afternoon_from)
    slots: Slots = {("A", day, "morning"): span for day in (0, 2, 6)}
    slots |= {("B", day, "afternoon"): span for day in (1, 3)}
    made = keeping.create(session, "A et B", Week(FIRST, 2, slots), by=ODILE, at=now)
    one = Week(FIRST + timedelta(days=20), 1, {("A", 4, "morning"): span})
    keeping.change(session, made, one, by=ODILE, at=now)
    keeping.assign(session, team.paul, made, FIRST + timedelta(days=3), by=ODILE, at=now)
    keeping.assign(session, team.zoe, made, FIRST, by=ODILE, at=now)
    keeping.assign(session, team.zoe, None, FIRST + timedelta(days=8), by=ODILE, at=now)
    session.flush()
    for day in (FIRST + timedelta(days=n) for n in range(35)):
        planned = reads.planned(session, team.all, day)
        statements.clear()
        known = roll_call.people(session, team.all, day)
        assert len(statements) == 1
        for worker in team.all:
            for half in HALVES:
                plan = planned[worker]
                wanted = plan.half(half) if plan.expects(half) else None
                assert roll_call.expected(known[worker], day, half) == wanted, (day, half)


def test_it_knows_closed_months_groups_and_who_does_not_exist(
    session: Session, team: Team, now: datetime
) -> None:
    locks.close(session, [team.zoe], FIRST, by=ODILE, at=now)
    known = roll_call.people(session, [*team.all, 999], date(2026, 11, 30))
    assert {key: person.closed for key, person in known.items()} == {
        team.paul: False, team.zoe: True, team.eric: False,
    }  # fmt: skip
    assert {person.group_id for person in known.values()} == {team.group.id}
