from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from esat.db import Database
from esat.demo import building, sources

pytestmark = pytest.mark.long
QUERIES = (
    (
        "SELECT id, kind, at, recorded_at, order_id, item_id, lot_id, from_stage, to_stage, data"
        " FROM event ORDER BY id"
    ),
    "SELECT code, kind FROM barcode ORDER BY id",
    "SELECT name, town, siret, email, phone FROM client ORDER BY id",
    "SELECT first_name, last_name, payroll_id FROM worker ORDER BY id",
    "SELECT worker_id, day, half, status, minutes FROM half_day ORDER BY id",
)


def build(folder: Path, months: int) -> Database:
    building.build(
        folder,
        today=date(2026, 11, 20),
        months=months,
        password=building.PASSWORD,
        told=lambda _done, _total: None,
    )
    return Database(building.settings_of(folder).url)


def contents(database: Database) -> list[list[tuple[object, ...]]]:
    with database.read() as session:
        return [[tuple(row) for row in session.execute(text(query))] for query in QUERIES]


def test_the_same_seed_gives_the_same_demo_codes_included(tmp_path: Path) -> None:
    one, other = build(tmp_path / "one", 1), build(tmp_path / "other", 1)
    assert contents(one) == contents(other)
    one.dispose()
    other.dispose()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = build(tmp_path_factory.mktemp("demo") / "whole", 6)
    yield made
    made.dispose()


def test_six_months_stay_within_their_bounds(whole: Database) -> None:
    events, _codes, clients, workers, half_days = contents(whole)
    assert 5_000 < len(events) <= 15_000
    assert 10_000 < len(half_days) <= 25_000
    assert len(workers) == 83
    assert len(clients) == 132 + 4 + 6  # organisations, invented residences, invented individuals
    assert all(str(row[3]).endswith(".invalid") for row in clients if row[3])


def test_nearly_every_hour_of_the_demo_says_what_was_done(whole: Database) -> None:
    with whole.read() as session:
        rows = session.execute(
            text("SELECT activity, sum(minutes) FROM activity_day GROUP BY activity")
        )
        minutes = dict(rows.all())
    assert 0 < minutes[""] < 0.05 * sum(minutes.values())
    assert minutes["production"] > minutes["support"] > 0


def test_old_months_of_the_demo_are_closed_and_the_last_ones_are_not(whole: Database) -> None:
    with whole.read() as session:
        closed = [*session.execute(text("SELECT DISTINCT month FROM month_lock")).scalars()]
        outputs = session.execute(text("SELECT count(*) FROM team_output")).scalar()
    assert len(closed) == 4
    assert max(closed) < "2026-10-01"
    assert outputs


def test_no_real_address_of_mail_or_phone_is_in_the_demo() -> None:
    table = sources.organisations()
    phone, mail = table.headers.index("telephone"), table.headers.index("email")
    assert all(row.cells[phone].startswith("01 99 00 ") for row in table.rows)
    assert all(row.cells[mail].endswith(".exemple.invalid") for row in table.rows)
