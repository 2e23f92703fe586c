"""The kiosk at 8:15 in a real Chromium, on a tablet: twelve arrivals, wet hands, no network."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.pages.edge import DEVICE_COOKIE
from esat.activity.kiosk import portraits
from esat.activity.kiosk.models import KioskEntry, KioskUndo, PortraitConsent
from esat.actors import SYSTEM
from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.files.service import Upload
from esat.files.store import store_of
from esat.registry import Registry
from esat.web.door import House
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Worker
from tests.browser.looking import WIDE, faults
from tests.browser.test_offline import ready
from tests.chromium import OpenPage
from tests.serving import serving
from tests.signing_in import enrol

pytestmark = pytest.mark.browser
NAMES = {
    "Linge": ("Karim Benali", "Karim Diallo", "Paul Petit", "Zoé Roux", "Éric Noir", "Ana Lopez"),
    "Pliage": ("Luc Vidal", "Mia Blanc", "Noé Faure", "Ida Perez", "Tom Giraud", "Eva Colin"),
}
PICTURES = ("sun", "bicycle", "star", "tree", "rocket", "gift")
LEAST = 118
VOICE = """
  window.spoken = [];
  window.cameras = 0;
  const voices = [
    { lang: "fr-FR", localService: false, name: "far" },
    { lang: "en-GB", localService: true, name: "english" },
    { lang: "fr-FR", localService: true, name: "own" },
  ];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices, cancel() {},
    speak: ({ text, lang, voice }) => window.spoken.push([text, lang, voice.name]),
  } });
  if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = () => { window.cameras += 1; };
"""


@dataclass
class Served:
    """A served kiosk: its address, its cookie, its base, and the group of each person."""

    url: str
    token: str
    database: Database
    groups: dict[str, str]

    def kept(self) -> list[tuple[str, str]]:
        """Who said what and did not take it back, in order."""
        query = (
            select(Worker, KioskEntry.saying)
            .join(KioskEntry, col(KioskEntry.worker_id) == Worker.id)
            .join(KioskUndo, col(KioskUndo.entry_id) == KioskEntry.id, isouter=True)
            .where(col(KioskUndo.id).is_(None))
            .order_by(col(KioskEntry.id))
        )
        with self.database.read() as session:
            return [(worker.display_name, saying) for worker, saying in session.exec(query)]


def _people(session: Session, settings: Settings) -> dict[str, str]:
    found = {}
    for title, names in NAMES.items():
        given = GroupIn(code=title.lower(), name=title, workshop="laundry")
        group = people.create_group(session, given)
        for n, name in enumerate(names):
            first, last = name.split()
            made = WorkerIn(first_name=first, last_name=last, group_id=group.id)
            worker = people.create_worker(session, made)
            worker.pictogram = PICTURES[n]
            found[worker.display_name] = title
            if name == "Karim Benali":
                _portrait(session, settings, worker)
    return found


def _portrait(session: Session, settings: Settings, worker: Worker) -> None:
    session.flush()
    said = PortraitConsent(
        worker_id=worker.id or 0, given=True, said_on=clock.today(), at=clock.now()
    )
    portraits.consent(session, worker, said, by=SYSTEM)
    photo = io.BytesIO()
    Image.new("RGB", (60, 60), "teal").save(photo, "JPEG")
    upload = Upload("photo.jpg", photo.getvalue())
    portraits.keep(session, store_of(settings), worker, upload, by=SYSTEM)


@pytest.fixture
def served(file_database: Database, loaded: Registry, settings: Settings) -> Iterator[Served]:
    application = create_app(house=House(settings, file_database, loaded))
    with file_database.write() as session:
        groups = _people(session, settings)
        token, _ = enrol(session, role="borne")
    with serving(application) as url:
        yield Served(url, token, file_database, groups)


@pytest.fixture
def kiosk(served: Served, open_page: OpenPage) -> Callable[..., Page]:
    def make(screen: str = "tablet") -> Page:
        page = open_page(screen, base_url=served.url)
        page.context.add_cookies(
            [{"name": DEVICE_COOKIE, "value": served.token, "url": served.url}]
        )
        page.add_init_script(VOICE)
        page.goto("/equipes/borne")
        return page

    return make


def tile(page: Page, name: str) -> None:
    """One tap on a tile that stands on the screen."""
    found = page.locator(".kiosk-tile:visible", has_text=name)
    expect(page.locator("body:not([inert])")).to_be_visible()
    found.click()


def say(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).click()


def to_group(page: Page, title: str) -> None:
    """Those of a group come together: the screen stays on it until somebody changes it."""
    back = page.get_by_role("link", name="Les groupes")
    if back.is_visible():
        expect(page.locator("body:not([inert])")).to_be_visible()
        back.click()
    tile(page, title)


def test_twelve_arrive_in_two_taps_each_without_network_and_one_takes_it_back(
    served: Served, kiosk: Callable[..., Page]
) -> None:
    """The kiosk at 8:15 with wet hands

    As told in `tests/walks/test_people_kiosk.py`, on the screen, without network.
    """
    page = kiosk()
    group = ""
    for n, (name, title) in enumerate(served.groups.items()):
        if title != group:
            to_group(page, title)
            group = title
        if n == 4:
            page.context.set_offline(True)
        tile(page, name)  # one
        say(page, "J’arrive")  # two
        expect(page.locator("#kiosk-bar-words")).to_have_text(f"{name} : j’arrive. C’est noté.")
        expect(page.locator(".kiosk-tile:visible")).to_have_count(6)
    expect(page.locator("#unsent-count")).to_have_text("8")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#unsent")).to_be_hidden(timeout=30_000)
    assert served.kept() == [(name, "arrive") for name in served.groups]
    assert page.evaluate("window.cameras") == 0


def test_wet_hands_a_wrong_tap_a_double_tap_and_somebody_next(
    served: Served, kiosk: Callable[..., Page]
) -> None:
    page = kiosk()
    to_group(page, "Linge")
    tile(page, "Karim D.")
    page.get_by_role("button", name="J’arrive").dblclick()
    expect(page.locator("#kiosk-bar-undo")).to_be_visible()
    expect(page.locator(".kiosk-screen:visible")).to_have_count(1)
    tile(page, "Zoé R.")  # the next one does not wait, and sees nothing of Karim
    expect(page.locator("#kiosk-bar")).to_be_hidden()
    page.get_by_role("link", name="Ce n’est pas moi").click()
    tile(page, "Karim D.")  # his own tile takes it back
    page.locator(".kiosk-undo:visible button").click()
    expect(page.locator("#kiosk-bar-words")).to_have_text("Karim D. : c’est annulé.")
    tile(page, "Karim B.")
    say(page, "Je pars")
    expect(page.locator("body:not([inert])")).to_be_visible()
    page.locator("#kiosk-bar-undo").click()
    expect(page.locator("#kiosk-bar-words")).to_have_text("Karim B. : c’est annulé.")
    page.wait_for_timeout(500)
    with served.database.read() as session:
        assert len(session.exec(select(KioskEntry)).all()) == 2
    assert served.kept() == []


def test_the_bar_goes_after_ten_seconds_and_the_screen_after_ninety(
    served: Served, kiosk: Callable[..., Page]
) -> None:
    page = kiosk()
    page.clock.install()
    page.goto("/equipes/borne")
    to_group(page, "Linge")
    tile(page, "Ana L.")
    say(page, "J’arrive")
    page.clock.run_for(9_000)
    expect(page.locator("#kiosk-bar-undo")).to_be_visible()
    page.clock.run_for(1_500)
    expect(page.locator("#kiosk-bar")).to_be_hidden()
    tile(page, "Ana L.")
    expect(page.locator(".kiosk-undo:visible")).to_have_count(0)
    page.clock.run_for(80_000)
    expect(page.get_by_role("button", name="J’arrive")).to_be_visible()
    page.clock.run_for(15_000)
    expect(page.get_by_role("heading", name="Touchez votre groupe")).to_be_visible()


def test_the_name_is_spoken_by_a_voice_of_the_device(
    served: Served, kiosk: Callable[..., Page]
) -> None:
    page = kiosk()
    to_group(page, "Linge")
    tile(page, "Paul P.")
    assert page.evaluate("window.spoken") == []  # on request only
    page.locator("[data-say]:visible").click()
    words = "Paul P. Premier bouton : j’arrive. Deuxième bouton : je pars."
    assert page.evaluate("window.spoken") == [[words, "fr-FR", "own"]]
    say(page, "J’arrive")
    expect(page.locator("body:not([inert])")).to_be_visible()
    page.locator("#kiosk-bar-say").click()
    assert page.evaluate("window.spoken[1][0]") == "Paul P. : j’arrive. C’est noté."


@pytest.mark.parametrize("screen", ["tablet", "phone"])
def test_a_kiosk_switched_on_without_network_says_where_to_go_and_comes_back_by_itself(
    served: Served, kiosk: Callable[..., Page], screen: str
) -> None:
    page = ready(kiosk(screen))
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading")).to_have_text("Pas de réseau. La borne ne peut rien noter.")
    expect(page.get_by_text("Allez voir votre moniteur.")).to_be_visible()
    assert not any(name in page.content() for name in served.groups)
    _large(page)
    assert faults(page) == []
    assert not page.evaluate(WIDE)
    page.get_by_role("button", name="Écouter").click()
    assert "Allez voir votre moniteur" in page.evaluate("window.spoken[0][0]")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Touchez votre groupe")).to_be_visible()


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_targets_are_large_and_each_has_his_own_picture(
    served: Served, kiosk: Callable[..., Page], screen: str
) -> None:
    page = kiosk(screen)
    to_group(page, "Linge")
    tiles = page.locator(".kiosk-tile:visible")
    expect(tiles).to_have_count(6)
    looks = [tiles.nth(n).locator(".kiosk-picture").inner_html() for n in range(6)]
    assert len(set(looks)) == 6
    assert [("<img" in look) for look in looks].count(True) == 1
    _large(page)
    assert faults(page) == []
    tile(page, "Karim B.")
    _large(page)
    assert faults(page) == []
    assert not page.evaluate(WIDE)


def _large(page: Page) -> None:
    for one in page.locator(".kiosk-tile:visible, .button:visible").all():
        box = one.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= LEAST
