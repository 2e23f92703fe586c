"""What a capture asks of the database: a budget, and no more of it for each workshop installed."""

import uuid

import pytest
from sqlalchemy import update
from sqlmodel import Session

from esat import clock, registry, texts
from esat.accounts import identity
from esat.actors import Actor
from esat.assembly import load_registry
from esat.config import Settings
from esat.db import Database
from esat.production import captures, series
from esat.production.models import Item, StageSetting
from esat.production.sent import Sent
from esat.registry import Registry
from tests import factories, people, signing_in

BUDGET = 8
"""The daily figures of the laundry included, which are kept with what happens."""
LIST_BUDGET = 2
"""What the codes are, and what holds them."""


@pytest.fixture
def bags(session: Session) -> list[str]:
    order = factories.make_order(session, items=2)
    session.commit()
    return [item.code or "" for item in factories.items_of(session, order)]


def taken(database: Database, code: str, statements: list[str], by: Actor) -> int:
    """How many statements the reception of a bag takes."""
    statements.clear()
    sent = Sent(uuid.uuid4(), clock.now(), "move", code, "receive")
    assert captures.take(database, sent, by=by)["outcome"] == "ok"
    return len(statements)


def test_a_move_stays_within_its_budget(
    database: Database, bags: list[str], statements: list[str], nadia: Actor
) -> None:
    assert taken(database, bags[0], statements, nadia) <= BUDGET


def test_a_workshop_more_costs_no_statement_more(
    database: Database, bags: list[str], statements: list[str], nadia: Actor, loaded: Registry
) -> None:
    with_all = taken(database, bags[0], statements, nadia)
    registry.install(load_registry(Settings(modules=("workshops.laundry",))))
    try:
        alone = taken(database, bags[1], statements, nadia)
    finally:
        registry.install(loaded)
    assert with_all == alone


def test_a_device_is_known_by_one_statement(
    database: Database, session: Session, statements: list[str]
) -> None:
    token, station = signing_in.enrol(session)
    session.commit()
    statements.clear()
    found = identity.device_alone(database, token)
    assert found is not None
    assert found.station_id == station.id
    assert len(statements) == 1


def test_a_list_of_forty_codes_asks_as_little_as_a_list_of_two(
    database: Database, session: Session, statements: list[str], nadia: Actor
) -> None:
    order = factories.make_order(session, items=20)
    listed = [item.code or "" for item in factories.items_of(session, order)]
    listed += [factories.make_bag(session)[1] for _ in range(19)]
    session.commit()
    asked = []
    for some in (listed[:2], [*listed, "F0000019"]):
        with database.read() as reading:
            statements.clear()
            assert len(series.look(reading, some, by=nadia).rows) == len(some)
            asked.append(len(statements))
    assert asked[0] <= asked[1] <= LIST_BUDGET


def test_a_guard_that_a_stage_sets_is_read_once_for_a_whole_list(
    database: Database, session: Session, statements: list[str]
) -> None:
    order = factories.make_order(session, "bookbinding", items=20)
    listed = [item.code or "" for item in factories.items_of(session, order)]
    session.execute(update(Item.__table__).values(stage="covered", stage_since=clock.now()))
    session.add(
        StageSetting(workshop="bookbinding", stage="covered", resting_minutes=60, since=clock.now())
    )
    session.commit()
    chief = people.actor("administrateur")
    with database.read() as reading:
        statements.clear()
        rows = series.look(reading, listed, by=chief).rows
        asked = len(statements)
    assert all(row.why_not("move:check") == texts.sentence("stage_resting") for row in rows)
    assert asked <= LIST_BUDGET + 1
