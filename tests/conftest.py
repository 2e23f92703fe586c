"""The fixtures that every test may ask for; the machine's parts come from the plugins named."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as drawing
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event
from sqlmodel import Session

from esat import clock, config, garbage, registry
from esat.accounts import passwords
from esat.accounts.pages.edge import EXTENSION as EDGE
from esat.accounts.pages.edge import Edge
from esat.actors import Actor
from esat.app import create_app
from esat.assembly import load_registry
from esat.config import Settings
from esat.db import Database
from esat.registry import Registry
from esat.tracking import pages as tracking_pages
from esat.web import door
from esat.web.door import House
from tests import databases, people

pytest_plugins = ["tests.pg_plugin", "tests.chromium"]

# Never a test that fails on a time: the examples of hypothesis have no deadline anywhere.
drawing.register_profile(
    "house", drawing.get_profile(drawing.get_current_profile_name()), deadline=None
)
drawing.load_profile("house")

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Ten o'clock in Paris, a working Monday."""


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay until the end: the collector need not walk them again,
    which took as long as the tests themselves.
    """
    garbage.settled()


@pytest.fixture(scope="session", autouse=True)
def true_secrets() -> Iterator[tuple[PasswordHasher, str]]:
    """The house's hasher and stand-in; in the tests a secret costs a thousandth of that."""
    dear = passwords._HASHER, passwords._NOBODY
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(1, 64, 1))
        patch.setattr(passwords, "_NOBODY", passwords.hashed("nobody"))
        yield dear


class Compiled(BytecodeCache):
    """The templates, compiled once for all the applications of a run."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._codes:
            bucket.bytecode_from_string(self._codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", Compiled())
        yield


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    made = load_registry(Settings())
    registry.install(made)
    folder = tmp_path_factory.mktemp("data")
    config.install(Settings(data_dir=folder, secret_key="for tests only, thirty-two signs"))
    return made


@pytest.fixture(scope="session")
def template_database(
    loaded: Registry, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    with databases.template(tmp_path_factory.mktemp("template")) as made:
        yield made


@pytest.fixture
def database(template_database: Database, loaded: Registry) -> Iterator[Database]:
    """The shared database; whatever a test commits is undone after it."""
    registry.install(loaded)
    with databases.bound(template_database) as made:
        yield made


@pytest.fixture
def file_database(
    template_database: Database, loaded: Registry, tmp_path: Path
) -> Iterator[Database]:
    """A database of one's own, for threads, processes and real commits."""
    registry.install(loaded)
    with databases.alone(template_database.path, tmp_path) as made:
        yield made


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session(write=True) as opened:
        yield opened


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the test's database from now on, one text a statement; the savepoints are
    the test's own.
    """
    said: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def now() -> Iterator[datetime]:
    """The clock stands still, on a Monday at ten in Paris."""
    with clock.pinned(MONDAY):
        yield MONDAY


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, secret_key="for tests only, thirty-two signs")


@pytest.fixture
def house(database: Database, loaded: Registry, settings: Settings) -> House:
    return House(settings, database, loaded)


@pytest.fixture(scope="session")
def shared_app(template_database: Database, loaded: Registry) -> Flask:
    """Composed once: its two hundred rules and its templates take longer than most tests."""
    made = create_app(house=House(Settings(secret_key="unused"), template_database, loaded))
    made.testing = True
    return made


@pytest.fixture
def app(shared_app: Flask, house: House) -> Flask:
    """The application over this test's database, with nothing remembered of the tests before."""
    config.install(house.settings)
    shared_app.extensions[door.EXTENSION] = house
    edge = shared_app.extensions[EDGE]
    identifying = replace(edge.identifying, second_factor=house.settings.second_factor)
    shared_app.extensions[EDGE] = Edge(identifying, edge.codes)
    shared_app.extensions.pop(tracking_pages.EXTENSION, None)
    return shared_app


@pytest.fixture
def own_app(house: House) -> Flask:
    """An application of one's own, for tests that add routes to it."""
    made = create_app(house=house)
    made.testing = True
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody signed in on."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask, database: Database) -> Callable[..., FlaskClient]:
    """`signed_in("moniteur", workshops=("laundry",))`: a browser with that person signed in."""

    def make(role: str, workshops: tuple[str, ...] | None = None) -> FlaskClient:
        return people.browser(app, database, role, workshops)

    return make


@pytest.fixture
def nadia() -> Actor:
    """A supervisor of the laundry, as the rules see her."""
    return people.actor("moniteur", workshops=("laundry",))
