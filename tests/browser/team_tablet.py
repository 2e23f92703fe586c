"""A tablet with a memory: one profile that outlives its restart, on a server whose clock is given.

Both clocks are the test's: the server's, and the device's in its pages and in its service worker.
"""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import select

from esat import clock
from esat.accounts.identity import hash_token, new_token
from esat.accounts.models import Account, LoginSession
from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.registry import Registry
from esat.web.door import House
from esat.workers import people
from esat.workers.models import Group
from tests.browser.conftest import Network
from tests.chromium import FLAGS, SCREENS, executable
from tests.serving import serving
from tests.signing_in import open_session
from tests.walks import people_day
from tests.walks.people_day import Van

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TUESDAY = date(2026, 11, 24)
NADIA = "Nadia Roussel"
ON_TUESDAY = b"""
const True_ = Date;
self.Date = class extends True_ {
  constructor(...given) { given.length ? super(...given) : super(2026, 10, 24, 12); }
};
"""
"""Before the service worker's own source: its clock stands on that day."""


def at(hour: int, minute: int, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.PARIS)


@dataclass
class Timed(Network):
    """The network, in front of a server whose clock is ours."""

    now: datetime = field(default_factory=lambda: at(7, 45))
    cut: bool = False
    """No answer at all, whoever asks: what a browser plays does not reach every worker of it."""

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if self.cut:
            start_response("503 Cut", [("Content-Length", "0")])
            environ["waitress.client_disconnected"].__self__.socket.shutdown(socket.SHUT_RDWR)
            return []
        with clock.pinned(self.now):
            if environ["PATH_INFO"] != "/sw.js":
                return super().__call__(environ, start_response)

            def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                kept = [(name, value) for name, value in headers if name != "Content-Length"]
                return start_response(status, kept, *rest)

            return [ON_TUESDAY + b"".join(super().__call__(environ, started))]


@dataclass
class Tablet:
    """The tablet in the van: its profile, its server, who leads the group."""

    url: str
    browser: Browser
    profile: Path
    network: Timed
    database: Database
    account_id: int
    cookie: tuple[str, str]
    van: Van
    context: BrowserContext | None = None

    def start(self, moment: datetime, *, online: bool) -> Page:
        """Switch it on at that moment of its own clock."""
        if self.context is not None:
            self.context.close()
        self.context = self.browser.browser_type.launch_persistent_context(
            self.profile, executable_path=executable(), args=FLAGS, base_url=self.url,
            locale="fr-FR", timezone_id="Europe/Paris", viewport=SCREENS["tablet"],
            has_touch=True,
        )  # fmt: skip
        self.connect(online=online)
        self.at(moment)
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def connect(self, *, online: bool) -> None:
        assert self.context is not None
        self.context.set_offline(not online)
        self.network.cut = not online

    def at(self, moment: datetime) -> None:
        """Its clock and the server's."""
        assert self.context is not None
        self.network.now = moment
        self.context.clock.set_fixed_time(moment)

    def sign_in(self) -> None:
        """As by the page of sign-in, without its slow hash."""
        assert self.context is not None
        name, value = self.cookie
        if self.network.now > at(8, 0):
            value = self._again()
        self.context.add_cookies([{"name": name, "value": value, "url": self.url}])

    def _again(self) -> str:
        token = new_token()
        with clock.pinned(self.network.now), self.database.write() as session:
            session.add(
                LoginSession(
                    token_hash=hash_token(token), account_id=self.account_id,
                    created_at=clock.now(), expires_at=at(23, 0), second_factor_at=clock.now(),
                )
            )  # fmt: skip
        return token


@contextmanager
def tablet(
    database: Database, loaded: Registry, settings: Settings, browser: Browser, folder: Path
) -> Iterator[Tablet]:
    """Nadia's tablet at 7:45, signed in."""
    application: Any = create_app(house=House(settings, database, loaded))
    network = Timed(application)
    with clock.pinned(at(7, 45)), database.write() as session:
        van = people_day.van(session, TUESDAY, at(7, 0))
        cookie = open_session(session, "moniteur", NADIA, ("green_spaces",))
        account = session.exec(select(Account.id).where(Account.display_name == NADIA)).one() or 0
        people.lead(session, session.get_one(Group, van.group_id), account, TUESDAY)
    with serving(network) as url:
        made = Tablet(url, browser, folder / "profile", network, database, account, cookie, van)
        yield made
        if made.context is not None:
            made.context.close()


@pytest.fixture
def van(
    file_database: Database, loaded: Registry, settings: Settings, browser: Browser, tmp_path: Path
) -> Iterator[Tablet]:
    """The tablet of the van, for as long as a test lasts."""
    with tablet(file_database, loaded, settings, browser, tmp_path) as made:
        yield made
