from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from esat import schema
from esat.actors import SYSTEM
from esat.workers import memberships, moving, people
from esat.workers.forms import GroupIn
from esat.workers.memberships import Stretch
from esat.workers.models import Group, Membership, Worker
from tests import databases
from tests.esat.workers.conftest import Team

MONDAY, FRIDAY, LATER = date(2026, 11, 23), date(2026, 11, 27), date(2026, 12, 1)


@pytest.fixture
def garden(session: Session) -> Group:
    return people.create_group(session, GroupIn(code="jardin", name="Jardin"))


def move(session: Session, worker: int, group: int | None, day: date) -> None:
    moving.move(session, people.the_worker(session, worker), group, day, by=SYSTEM)


def test_a_day_has_the_group_of_that_day(session: Session, team: Team, garden: Group) -> None:
    linen = team.group.id
    move(session, team.zoe, garden.id, FRIDAY)
    move(session, team.zoe, None, LATER)
    for day, its in (
        (date(1999, 1, 1), linen), (MONDAY, linen), (FRIDAY, garden.id), (LATER, None),
    ):  # fmt: skip
        groups = memberships.groups_on(session, team.all, day)
        assert groups == {team.paul: linen, team.zoe: its, team.eric: linen}
        members = select(Worker.id).where(memberships.group_on(day) == linen)
        assert (team.zoe in session.exec(members).all()) == (its == linen)
        found = memberships.of(session, people.the_worker(session, team.zoe), day)
        assert (found and found.id) == its
        stretches = memberships.stretches(session, [team.zoe])[team.zoe]
        assert memberships.standing(stretches, day) == its
    joined = select(Group.name).join(Worker, memberships.group_on(FRIDAY) == Group.id)
    assert session.exec(joined.where(col(Worker.id) == team.zoe)).all() == ["Jardin"]


def test_of_two_changes_of_one_day_the_newest_counts(
    session: Session, team: Team, garden: Group
) -> None:
    move(session, team.zoe, garden.id, FRIDAY)
    move(session, team.zoe, team.group.id, FRIDAY)
    assert memberships.groups_on(session, [team.zoe], LATER) == {team.zoe: team.group.id}
    assert memberships.stretches(session, [team.zoe])[team.zoe] == [
        Stretch(date.min, team.group.id),
        Stretch(FRIDAY, garden.id),
        Stretch(FRIDAY, team.group.id),
    ]
    assert memberships.standing([], FRIDAY) is None


def test_many_cost_one_statement(
    session: Session, team: Team, garden: Group, statements: list[str]
) -> None:
    move(session, team.zoe, garden.id, FRIDAY)
    for read in (
        lambda: memberships.groups_on(session, team.all, FRIDAY),
        lambda: memberships.stretches(session),
    ):
        statements.clear()
        assert set(read()) == set(team.all)
        assert len(statements) == 1


def test_the_undated_group_of_before_is_carried_over_as_it_was(
    tmp_path: object, loaded: object, now: datetime
) -> None:
    """Nobody's start is invented; back again, each is in the group written last."""
    with databases.empty(tmp_path) as base:  # type: ignore[arg-type]
        schema.upgrade(base)
        with base.write() as session:
            linen, garden = (
                people.create_group(session, GroupIn(code=code, name=code)).id for code in "ab"
            )
            for name in ("Paul", "Zoé"):
                session.add(Worker(first_name=name, first_group_id=linen, created_at=now))
            session.flush()
            zoe = session.exec(select(Worker).where(Worker.first_name == "Zoé")).one()
            moving.move(session, zoe, garden, FRIDAY, by=SYSTEM)
        schema.downgrade(base, "0034")
        named = "SELECT first_name, {} FROM worker ORDER BY first_name"
        with base.write() as session:
            old = session.connection().execute(text(named.format("group_id"))).all()
        assert [tuple(row) for row in old] == [("Paul", linen), ("Zoé", garden)]
        schema.upgrade(base)
        with base.write() as session:
            kept = session.connection().execute(text(named.format("first_group_id"))).all()
            assert [tuple(row) for row in kept] == [("Paul", linen), ("Zoé", garden)]
            assert session.exec(select(Membership)).all() == []
        assert schema.differences(base) == []
