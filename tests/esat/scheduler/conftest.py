"""A database of its own, and a house made of a few jobs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from esat.config import Settings
from esat.db import Database
from esat.declarations import Job, Module
from esat.registry import Registry
from esat.scheduler import stopping


@dataclass
class House:
    settings: Settings
    database: Database
    registry: Registry


@pytest.fixture(autouse=True)
def nobody_is_told_to_end() -> Iterator[None]:
    """A runner that closed tells its whole process; the tests that follow go on in that process."""
    yield
    stopping.ASKED.clear()


@pytest.fixture
def base(file_database: Database) -> Database:
    """Threads and processes need a database of their own."""
    return file_database


@pytest.fixture
def house_of(base: Database, tmp_path: Path) -> Callable[..., House]:
    def make(*jobs: Job) -> House:
        registry = Registry([Module(code="essai", label="Essai", jobs=jobs)])
        return House(
            Settings(
                data_dir=tmp_path, database_url=base.url.render_as_string(hide_password=False)
            ),
            base,
            registry,
        )

    return make
