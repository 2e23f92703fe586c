"""Houses with databases of their own: one that works, one that is empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command

from esat import schema
from esat.config import Settings
from esat.db import Database
from esat.files.store import store_of
from esat.production.jobs import seal_journal
from esat.registry import Registry
from esat.web.door import House
from tests import databases, factories

SECRET = "for tests only, thirty-two signs"


def fill(house: House, orders: int = 3) -> None:
    """Some orders with things, under a seal, and an attachment on the disk."""
    with house.database.write() as session:
        for _ in range(orders):
            factories.make_order(session, items=2)
    seal_journal(house)
    store_of(house.settings).put(b"a picture")


@pytest.fixture
def own(file_database: Database, loaded: Registry, tmp_path: Path) -> House:
    """A house at work, alone on its database; its schema is at the head."""
    with file_database.engine.begin() as connection:
        command.stamp(schema.config(connection), "head")
    (tmp_path / "data").mkdir()
    settings = Settings(
        data_dir=tmp_path / "data",
        secret_key=SECRET,
        database_url=file_database.url.render_as_string(hide_password=False),
    )
    house = House(settings, file_database, loaded)
    fill(house)
    return house


@pytest.fixture
def fresh(own: House, loaded: Registry, tmp_path: Path) -> Iterator[House]:
    """A second house, with nothing in it but the same key."""
    (tmp_path / "fresh").mkdir()
    with databases.empty(tmp_path) as database:
        settings = Settings(
            data_dir=tmp_path / "fresh",
            secret_key=SECRET,
            database_url=database.url.render_as_string(hide_password=False),
        )
        yield House(settings, database, loaded)
