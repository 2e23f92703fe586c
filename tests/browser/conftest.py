"""The counter served for a real Chromium, with a network that can lose an answer."""

import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page
from sqlmodel import select

from esat.accounts.models import Device, LoginSession
from esat.accounts.pages.edge import DEVICE_COOKIE
from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.production.counter_reads import USUAL_SCAN_MS
from esat.production.journal_models import Capture, Event
from esat.registry import Registry
from esat.web.door import House
from tests.browser.keys import Keyboard
from tests.chromium import OpenPage
from tests.esat.production.counter import Codes, codes
from tests.serving import serving
from tests.signing_in import enrol, open_session

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

AZERTY = str.maketrans("1234567890", "&é\"'(-è_çà")


@dataclass
class Network:
    """The application behind a wire that may cut after the server has done its work, or answer
    for it. `lose` names the path of the next lost answer; `answer` those it answers itself."""

    application: Any
    lose: str = ""
    answer: dict[str, tuple[str, list[tuple[str, str]]]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.seen.append(path)
        if path in self.answer:
            status, headers = self.answer[path]
            start_response(status, headers)
            return [b""]
        body: Iterable[bytes] = self.application(environ, start_response)
        if path != self.lose:
            return body
        self.lose = ""
        list(body)
        if hasattr(body, "close"):
            body.close()
        # Cut after the head: a browser asks again by itself where not a byte has come back.
        wire = environ["waitress.client_disconnected"].__self__.socket
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        wire.shutdown(socket.SHUT_RDWR)
        return []


@dataclass
class Counter:
    """A served counter: its address, its codes, its network, and what the server holds."""

    url: str
    codes: Codes
    network: Network
    database: Database
    cookies: tuple[tuple[str, str], tuple[str, str]]

    def captures(self) -> list[Capture]:
        with self.database.read() as session:
            return list(session.exec(select(Capture).order_by(Capture.id)))  # type: ignore[arg-type]

    def moves(self) -> list[tuple[str | None, str | None]]:
        with self.database.read() as session:
            query = select(Event.from_stage, Event.to_stage).where(Event.kind == "item.moved")
            return list(session.exec(query.order_by(Event.id)))  # type: ignore[arg-type]


@pytest.fixture
def counter(file_database: Database, loaded: Registry, settings: Settings) -> Iterator[Counter]:
    application = create_app(house=House(settings, file_database, loaded))
    network = Network(application)
    with file_database.write() as session:
        cookie = open_session(session, "moniteur", "Nadia", ("laundry",))
        token, _ = enrol(session)
        device = session.exec(select(Device)).one()
        # Machines that run tests are slower than scanners: a wider threshold, set on the device.
        device.scan_ms = 250
        session.exec(select(LoginSession)).one().device_id = device.id
        at_hand = codes(session)
    with serving(network) as url:
        yield Counter(url, at_hand, network, file_database, (cookie, (DEVICE_COOKIE, token)))


@pytest.fixture
def usual(counter: Counter) -> Counter:
    """The counter on a tablet that keeps the usual speed."""
    with counter.database.write() as session:
        session.exec(select(Device)).one().scan_ms = USUAL_SCAN_MS
    return counter


@pytest.fixture
def tablet(counter: Counter, open_page: OpenPage) -> Callable[..., Page]:
    """`tablet("phone")`: a browser with Nadia signed in, at the counter."""

    def make(screen: str = "tablet", path: str = "/comptoir") -> Page:
        page = open_page(screen, base_url=counter.url)
        page.context.add_cookies(
            [{"name": name, "value": value, "url": counter.url} for name, value in counter.cookies]
        )
        page.goto(path)
        return page

    return make


def scan(page: Page, text: str, end: str = "Enter") -> None:
    """A wedge scanner: the keys of a code two milliseconds apart, then its suffix."""
    keys = Keyboard(page, ahead=0)
    keys.signs(text, end)
    keys.close()
