from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from esat import schema
from esat.db import Database
from esat.errors import Refused
from esat.operations import copying, tables
from esat.web.door import House
from tests import factories
from tests.esat.operations.conftest import fill


@pytest.fixture
def middle(tmp_path: Path) -> Iterator[Database]:
    """A base on SQLite, whatever the others are on."""
    made = Database(f"sqlite:///{tmp_path / 'middle.db'}")
    yield made
    made.dispose()


def test_a_copy_there_and_back_loses_nothing(own: House, fresh: House, middle: Database) -> None:
    there = copying.copy_to(own.database, middle)
    back = copying.copy_to(middle, fresh.database)
    assert there == back
    assert there.rows["event"] >= 9
    assert schema.differences(fresh.database) == []


def test_a_copied_base_gives_new_numbers(own: House, fresh: House) -> None:
    copying.copy_to(own.database, fresh.database)
    fill(fresh)


def test_absent_json_stays_absent(own: House, fresh: House) -> None:
    copying.copy_to(own.database, fresh.database)
    with fresh.database.read() as session:
        query = text("SELECT count(*) FROM event WHERE CAST(data AS text) = 'null'")
        assert session.execute(query).scalar_one() == 0


def test_a_base_in_use_is_never_written_over(own: House, fresh: House) -> None:
    copying.copy_to(own.database, fresh.database)
    with pytest.raises(Refused, match="target_not_empty"):
        copying.copy_to(own.database, fresh.database)


def test_a_table_that_nobody_declares_is_not_lost_in_silence(own: House) -> None:
    with own.database.write() as session:
        session.execute(text("CREATE TABLE of_another_module (id integer)"))
    with own.database.engine.connect() as reading:
        tables.refuse_unknown_tables(reading)
    with own.database.write() as session:
        session.execute(text("INSERT INTO of_another_module VALUES (1)"))
    with (
        own.database.engine.connect() as reading,
        pytest.raises(Refused, match="tables_unknown"),
    ):
        tables.refuse_unknown_tables(reading)


def test_a_difference_is_found_and_nothing_is_kept(
    own: House, fresh: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = tables.journal_hash
    said = iter(["one", "another"])
    monkeypatch.setattr(tables, "journal_hash", lambda _: next(said))
    with pytest.raises(Refused, match="copy_differs"):
        copying.copy_to(own.database, fresh.database)
    monkeypatch.setattr(tables, "journal_hash", honest)
    assert tables.is_empty(fresh.database)
    assert copying.copy_to(own.database, fresh.database).journal


@pytest.mark.parametrize("url", ["", "nonsense", "oracle://x", "http://example.invalid/"])
def test_a_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="bad_database_url"):
        copying.opened(url)


def test_the_source_is_untouched(own: House, fresh: House) -> None:
    with own.database.engine.connect() as connection:
        before = tables.counts(connection)
    copying.copy_to(own.database, fresh.database)
    with own.database.write() as session:
        factories.make_order(session)
    with own.database.engine.connect() as connection:
        assert tables.counts(connection)["orders"] == before["orders"] + 1
