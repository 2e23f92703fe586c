"""Sessions, turns and looks, on a database of one's own."""

from threading import Thread

import pytest
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import OperationalError, PendingRollbackError

from esat.clients.models import Client
from esat.db import Database
from tests import factories

_client = Client.__table__


def test_a_session_keeps_one_connection_until_its_end(file_database: Database) -> None:
    with file_database.session(write=True) as session:
        first = session.connection()
        assert session.connection() is first
        session.rollback()
        assert session.connection() is not first


def test_a_session_that_failed_gives_no_connection(file_database: Database) -> None:
    with file_database.session(write=True) as session:
        session.add(
            Client(
                kind="nobody",
                name="x",
                created_at=factories.AT,
                last_contact_on=factories.AT.date(),
            )
        )
        with pytest.raises(Exception, match=r"(?i)constraint"):
            session.flush()
        with pytest.raises(PendingRollbackError):
            session.connection()


def test_a_look_sees_what_was_committed(file_database: Database) -> None:
    query = select(_client.c.name).where(_client.c.id == bindparam("key"))
    with file_database.write() as session:
        key = factories.make_client(session, "Crèche").id
        assert not file_database.look(query, {"key": key})
    assert [row.name for row in file_database.look(query, {"key": key})] == ["Crèche"]


def test_any_number_of_threads_may_look(file_database: Database) -> None:
    query, seen = select(func.count()).select_from(_client), []
    for _ in range(100):
        thread = Thread(target=lambda: seen.append(file_database.look(query, {})[0][0]))
        thread.start()
        thread.join()
    assert seen == [0] * 100


def test_a_write_takes_the_lock_when_it_begins(file_database: Database) -> None:
    """`BEGIN IMMEDIATE`: a second writer is refused at once, not after it has read."""
    if not file_database.is_sqlite:
        pytest.skip("PostgreSQL has no such lock")
    with file_database.session(write=True) as first, file_database.session(write=True) as second:
        first.connection()
        raw = second.get_bind().raw_connection()
        raw.driver_connection.execute("PRAGMA busy_timeout=10")
        raw.close()
        with pytest.raises(OperationalError, match="locked"):
            second.connection()
