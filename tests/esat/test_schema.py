from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from esat import schema
from esat.db import Database
from esat.migrations import triggers
from tests import databases


@pytest.fixture
def empty(tmp_path: Path, loaded: object) -> Iterator[Database]:
    with databases.empty(tmp_path) as made:
        yield made


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_what_the_models_say(empty: Database) -> None:
    schema.upgrade(empty)
    assert schema.differences(empty) == []


def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    schema.upgrade(empty)
    schema.upgrade(empty)
    assert schema.differences(empty) == []


def test_the_last_revision_goes_down_and_up_again(empty: Database) -> None:
    schema.upgrade(empty)
    whole = tables(empty)
    schema.downgrade(empty, "-1")
    schema.upgrade(empty)
    assert tables(empty) == whole
    assert schema.differences(empty) == []


def test_the_triggers_are_there_and_a_missing_one_is_said(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.write() as session:
        triggers.drop(session.connection())
    assert any("trigger missing" in line for line in schema.differences(empty))


def test_what_changes_under_the_house_is_said_though_it_was_compared_before(
    empty: Database,
) -> None:
    schema.upgrade(empty)
    assert schema.differences(empty) == []
    with empty.write() as session:
        session.connection().execute(text("ALTER TABLE client ADD COLUMN odd INTEGER"))
    assert sum("odd" in line for line in schema.differences(empty)) == 1


def test_an_older_base_is_said_to_be_behind(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert any(line.startswith("revision 0000") for line in schema.differences(empty))


def test_foreign_keys_are_on_again_after_a_migration(empty: Database) -> None:
    schema.upgrade(empty)
    with pytest.raises(DBAPIError), empty.write() as session:
        session.execute(
            text(
                "INSERT INTO item_link (parent_id, child_id, quantity, at)"
                " VALUES (1, 2, 1, '2026-01-01 00:00:00')"
            )
        )


@pytest.mark.skipif(not databases.server(), reason="roles are PostgreSQL's")
def test_the_application_s_role_may_only_add_to_the_journal(empty: Database) -> None:
    schema.upgrade(empty)
    role = f"app_{empty.url.database}"
    with empty.write() as session:
        session.execute(text(f'CREATE ROLE "{role}" LOGIN'))
    schema.open_to(empty, role)
    application = Database(empty.url.set(username=role).render_as_string(hide_password=False))
    try:
        with application.write() as session:
            session.execute(text("INSERT INTO counter (series, last) VALUES ('Z26', 1)"))
            session.execute(text("UPDATE counter SET last = 2"))
        for act in ("UPDATE event SET late = true", "DELETE FROM event", "TRUNCATE seal"):
            with (
                pytest.raises(DBAPIError, match="permission denied"),
                application.write() as session,
            ):
                session.execute(text(act))
    finally:
        application.dispose()
        with empty.write() as session:
            session.execute(text(f'DROP OWNED BY "{role}"'))
            session.execute(text(f'DROP ROLE "{role}"'))
