"""The half-day sheet in a real Chromium: taps counted, no network, wrong times said at once."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from time import monotonic

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select

from esat import clock
from esat.accounts.models import Account, Device
from esat.activity.kiosk.models import KioskEntry
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group, HalfDay, Worker
from esat.workers.timetables import plans
from tests.browser.conftest import Counter
from tests.browser.test_offline import Tablet, flushed, ready

pytestmark = pytest.mark.browser
NAMES = ("Ana", "Bruno", "Chloé", "Denis", "Éric", "Fatou")
MOST, LEAST_ROW, LEAST = 8, 118, 72


@dataclass
class Sheet:
    """A group of six, the address of its sheet of a working day, and what the server holds."""

    counter: Counter
    path: str

    def said(self) -> dict[str, tuple[str, int]]:
        with self.counter.database.read() as session:
            query = select(Worker.first_name, HalfDay).join(HalfDay)
            return {name: (row.status, row.minutes) for name, row in session.exec(query)}


def working_day() -> date:
    day = clock.today() - timedelta(days=1)
    while day.weekday() > plans.FRIDAY or plans.holiday(day):
        day -= timedelta(days=1)
    return day


@pytest.fixture
def sheet(counter: Counter) -> Sheet:
    with counter.database.write() as session:
        group = people.create_group(
            session, GroupIn(code="linge", name="Linge", workshop="laundry")
        )
        for name in NAMES:
            people.create_worker(session, WorkerIn(first_name=name, group_id=group.id))
        nadia = session.exec(select(Account).order_by(col(Account.id))).one()
        people.lead(session, group, nadia.id or 0, date(2020, 1, 1))
        return Sheet(counter, f"/equipes/linge/{working_day()}/matin")


@dataclass
class Finger:
    """A finger that counts its taps, and refuses targets too small for it."""

    page: Page
    taps: int = 0

    def tap(self, target: Locator, least: int = LEAST) -> None:
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= least
        target.click()
        self.taps += 1

    def row(self, name: str) -> Locator:
        return self.page.locator("[data-row]", has_text=name)

    def open(self, name: str) -> None:
        self.tap(self.row(name).locator("summary"), LEAST_ROW)

    def choose(self, name: str, label: str) -> None:
        self.tap(self.row(name).locator("label.choice", has_text=label))

    def button(self, label: str) -> None:
        self.tap(self.page.get_by_text(label, exact=True).locator(".."))


def test_all_present_two_exceptions_and_saved_in_eight_taps(
    sheet: Sheet, tablet: Tablet, console: list[str]
) -> None:
    page = tablet("tablet", sheet.path)
    finger, began = Finger(page), monotonic()
    finger.button("Tout le monde est là")
    finger.open("Bruno")
    finger.choose("Bruno", "Absence (imprévue)")
    finger.open("Éric")
    finger.choose("Éric", "Arrivée tardive")
    finger.tap(finger.row("Éric").locator("[data-at='08:45']"))
    finger.button("Enregistrer la feuille")
    expect(page.get_by_text("Feuille enregistrée : 6 sur 6.")).to_be_visible()
    print(f"half-day sheet of 6: {finger.taps} taps, {monotonic() - began:.1f} s")
    assert finger.taps <= MOST
    assert sheet.said() == {
        "Ana": ("present", 210), "Bruno": ("absent_unannounced", 0), "Chloé": ("present", 210),
        "Denis": ("present", 210), "Éric": ("late", 195), "Fatou": ("present", 210),
    }  # fmt: skip
    assert console == []


def test_what_was_said_at_the_kiosk_is_taken_over_in_one_tap(
    sheet: Sheet, tablet: Tablet, console: list[str]
) -> None:
    """Five of six said « J’arrive », one of them late; the sixth is said by the supervisor."""
    day = working_day()
    with sheet.counter.database.write() as session:
        device = session.exec(select(Device.id)).one() or 0
        group = session.exec(select(Group.id)).one() or 0
        for worker in session.exec(select(Worker).where(Worker.first_name != "Fatou")).all():
            late = worker.first_name == "Éric"
            at = datetime.combine(day, time(8, 47 if late else 14), clock.PARIS)
            session.add(
                KioskEntry(
                    worker_id=worker.id or 0, group_id=group, device_id=device, day=day,
                    half="morning", saying="arrive", at=at, recorded_at=at,
                )
            )  # fmt: skip
    page = tablet("tablet", sheet.path)
    finger = Finger(page)
    finger.open("Bruno")  # said already by the supervisor: it stays
    finger.choose("Bruno", "Absence (imprévue)")
    before = finger.taps
    finger.button("Reprendre ce qui a été dit à la borne")
    expect(finger.row("Éric").locator("[data-times]")).to_have_text("de 08:47")
    expect(page.get_by_text("Reste à dire : 1")).to_be_visible()
    finger.button("Tout le monde est là")
    finger.button("Enregistrer la feuille")
    expect(page.get_by_text("Feuille enregistrée : 6 sur 6.")).to_be_visible()
    print(f"half-day sheet of 6, five said at the kiosk: {finger.taps - before} taps")
    assert finger.taps - before == 3
    assert sheet.said() == {
        "Ana": ("present", 210), "Bruno": ("absent_unannounced", 0), "Chloé": ("present", 210),
        "Denis": ("present", 210), "Éric": ("late", 193), "Fatou": ("present", 210),
    }  # fmt: skip
    assert console == []


def test_a_sheet_without_network_waits_and_is_sent_once(sheet: Sheet, tablet: Tablet) -> None:
    page = ready(tablet("tablet", sheet.path))
    finger = Finger(page)
    page.context.set_offline(True)
    finger.button("Tout le monde est là")
    finger.open("Ana")
    finger.choose("Ana", "Départ avant la fin")
    page.locator("[name^='to-']").first.focus()
    for digit in "1115":
        page.locator(f"[data-key='{digit}']").click()
    finger.button("Enregistrer la feuille")
    expect(page.get_by_text("Gardé sur cet appareil")).to_be_visible()
    expect(finger.row("Ana").locator("[data-times]")).to_have_text("à 11:15")
    assert sheet.said() == {}
    page.context.set_offline(False)
    flushed(page)
    expect(page.locator("#unsent")).to_be_hidden(timeout=30_000)
    assert sheet.said()["Ana"] == ("left_early", 165)
    assert len(sheet.said()) == len(NAMES)


def test_a_time_that_lacks_or_cannot_be_is_said_on_its_row(sheet: Sheet, tablet: Tablet) -> None:
    page = tablet("phone", sheet.path)
    finger = Finger(page)
    finger.open("Denis")
    finger.choose("Denis", "Arrivée tardive")
    finger.button("Enregistrer la feuille")
    box = finger.row("Denis").locator("[name^='from-']")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(finger.row("Denis").get_by_text("Écrivez l’heure qui manque.")).to_be_visible()
    box.fill("600")
    pages = page.evaluate("history.length")
    page.locator("[data-pad-close]").click()
    finger.button("Enregistrer la feuille")
    expect(page.get_by_text("L’heure doit être entre 08:30 et 12:00.")).to_be_visible()
    expect(box).to_have_value("06:00")
    assert page.evaluate("history.length") == pages  # the page itself was not left
    assert sheet.said() == {}
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
