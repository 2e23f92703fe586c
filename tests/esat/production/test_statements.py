"""What a capture asks of the database: a budget, and no more of it for each workshop installed."""

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlmodel import Session

from esat import clock, registry
from esat.accounts import identity
from esat.actors import Actor
from esat.assembly import load_registry
from esat.config import Settings
from esat.db import Database
from esat.production import captures
from esat.production.sent import Sent
from esat.registry import Registry
from tests import factories, signing_in

BUDGET = 8


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


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
