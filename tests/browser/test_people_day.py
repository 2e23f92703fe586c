"""A supervisor's day for six people, tap by tap: roll call, places, outputs, end."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from esat.activity.allocations.models import Allocation
from esat.activity.day.models import DayClose
from esat.activity.outputs.models import Output
from esat.workers.models import HalfDay
from tests.browser.team_tablet import Tablet, at, van

__all__ = ["van"]

pytestmark = pytest.mark.browser
FEWER_THAN = 60


@dataclass
class Finger:
    """One finger on the glass: every tap is counted, by what it was for."""

    page: Page
    taps: dict[str, int]
    what: str = ""

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps[self.what] = self.taps.get(self.what, 0) + 1

    def button(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name))

    def link(self, name: str) -> None:
        self.tap(self.page.get_by_role("link", name=name, exact=name == "La journée"))

    def digits(self, text: str) -> None:
        for sign in text:
            self.tap(self.page.locator(f"[data-pad] [data-key='{sign}']:visible"))

    @property
    def all(self) -> int:
        return sum(self.taps.values())


def opens(finger: Finger, van: Tablet) -> None:
    """She takes the tablet again; two hours unused, it asked her to sign in."""
    van.sign_in()
    finger.page.goto("/")
    finger.what = "ouvrir"
    finger.link("Ma journée")
    expect(finger.page).to_have_url(re.compile(f"{van.van.home}$"))


def roll(finger: Finger, half: str, late: int | None = None) -> None:
    """« Tout le monde est là », then the one who came late."""
    page = finger.page
    finger.what = f"feuille {half}"
    finger.tap(page.locator(f"[data-half-tile={half}]"))
    finger.tap(page.locator("[data-all-present]"))
    if late is not None:
        row = page.locator(f"details:has(input[name='status-{late}'])")
        finger.tap(row.locator("summary"))
        finger.tap(row.locator("label:has(input[value=late])"))
        finger.tap(row.locator(f"[data-fill='from-{late}']").first)
    finger.button("Enregistrer la feuille")
    expect(page.get_by_text("Feuille enregistrée")).to_be_visible()
    finger.link("La journée")


def place(finger: Finger, van: Tablet) -> None:
    """Three people for each order, from the same post."""
    page, there = finger.page, van.van
    finger.what = "postes"
    finger.tap(page.locator("[data-places]"))
    for n, order in enumerate(there.orders):
        for key in there.people[3 * n : 3 * n + 3]:
            finger.tap(page.locator(f"label:has(input[name=worker][value='{key}'])"))
        finger.tap(page.locator(f"label:has(input[name=place][value='post:{there.post}'])"))
        finger.tap(page.locator(f"label:has(input[name=order][value='{order}'])"))
        before = page.url
        finger.button("Placer")
        expect(page).not_to_have_url(before)  # the answer to the first says the same words
        expect(page.get_by_text("C’est noté : 3 personnes")).to_be_visible()
    finger.link("La journée")
    expect(page.locator("[data-places]")).to_contain_text("Tonte")


def outputs(finger: Finger, van: Tablet) -> None:
    page = finger.page
    finger.what = "production"
    for ref, digits in zip(van.van.refs, ("350", "2"), strict=True):
        finger.tap(page.locator(f"a[data-order='{ref}']"))
        finger.digits(digits)
        finger.button("Noter la production")
        expect(page.get_by_text("Noté :")).to_be_visible()


def test_a_supervisors_day_for_six_people_takes_fewer_than_sixty_taps(
    van: Tablet, capsys: pytest.CaptureFixture[str]
) -> None:
    page = van.start(at(8, 20), online=True)
    finger = Finger(page, {})
    opens(finger, van)
    roll(finger, "morning", late=van.van.people[2])
    place(finger, van)
    van.at(at(13, 10))
    opens(finger, van)
    roll(finger, "afternoon")
    van.at(at(16, 20))
    opens(finger, van)
    outputs(finger, van)
    finger.what = "fin"
    expect(page.get_by_text("Rien ne manque.")).to_be_visible()
    finger.button("Ma journée est complète")
    expect(page.get_by_text("La journée est complète. Merci.")).to_be_visible()
    with capsys.disabled():
        words = ", ".join(f"{what} {count}" for what, count in finger.taps.items())
        print(f"\nA supervisor's day for six people: {finger.all} taps ({words})")
    assert finger.all < FEWER_THAN
    kept(van)


def kept(van: Tablet) -> None:
    """What those taps left: twelve half-days, six people placed, two outputs, a closed day."""
    with van.database.read() as session:
        halves = session.exec(select(HalfDay)).all()
        assert len(halves) == 12
        (late,) = [row for row in halves if row.status == "late"]
        assert (late.worker_id, late.from_time is not None) == (van.van.people[2], True)
        lines = session.exec(select(Allocation)).all()
        assert sorted(line.worker_id for line in lines) == sorted(van.van.people)
        told = session.exec(select(Output.quantity)).all()
        assert sorted(told) == [2, 350]
        (closed,) = session.exec(select(DayClose)).all()
        assert (closed.gaps, closed.at) == (0, at(16, 20))


def test_a_finger_that_taps_twice_notes_an_output_once(van: Tablet) -> None:
    page = van.start(at(15, 0), online=True)
    van.sign_in()
    for online in (True, False):
        page.goto(van.van.home)
        expect(page.get_by_text("elle marche sans réseau")).to_be_visible()
        page.reload()  # the service worker has taken the page
        expect(page.get_by_text("elle marche sans réseau")).to_be_visible()
        van.connect(online=online)
        page.locator(f"a[data-order='{van.van.refs[0]}']").click()
        page.locator("[data-pad] [data-key='5']:visible").click()
        page.get_by_role("button", name="Noter la production").dblclick()
        expect(page).to_have_url(re.compile(f"{van.van.home}(\\?saisie=.*)?$"))
    expect(page.locator("#unsent-count")).to_have_text("1")
    with van.database.read() as session:
        assert len(session.exec(select(Output)).all()) == 1
