"""A day without network in the van: kept before it leaves, restarted at 15:00, sent at 17:06."""

import re
from datetime import time

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from esat.activity.allocations.models import Allocation
from esat.activity.outputs.models import Output
from esat.production.journal_models import Capture
from esat.workers.models import HalfDay
from tests.browser.team_tablet import Tablet, at, van
from tests.browser.test_offline import BATCH, flushed, ready

__all__ = ["van"]

pytestmark = pytest.mark.browser


def unsent(page: Page, number: int) -> None:
    """The count that is always on the screen."""
    expect(page.locator("#unsent-count")).to_have_text(str(number))
    expect(page.locator("#unsent")).to_be_visible()


def keep(van: Tablet) -> Page:
    """At 7:45, on the network: the day is opened, and the tablet keeps it."""
    page = van.start(at(7, 45), online=True)
    van.sign_in()
    ready_page(page, van)
    return page


def ready_page(page: Page, van: Tablet) -> None:
    page.goto(van.van.home)
    ready(page)
    page.reload()
    expect(page.get_by_text("elle marche sans réseau")).to_be_visible()


def say_all_present(page: Page, van: Tablet, half: str) -> None:
    page.goto(f"{van.van.home}/{half}")
    page.get_by_text("Tout le monde est là", exact=True).first.click()
    page.get_by_role("button", name="Enregistrer la feuille").click()
    expect(page.get_by_text("Gardé sur cet appareil")).to_be_visible()


def place(page: Page, van: Tablet, people: list[int], order: int) -> None:
    page.goto(f"{van.van.home}/postes")
    for key in people:
        page.locator(f"label:has(input[name=worker][value='{key}'])").click()
    page.locator(f"label:has(input[name=place][value='post:{van.van.post}'])").click()
    page.locator(f"label:has(input[name=order][value='{order}'])").click()
    page.get_by_role("button", name="Placer").click()
    placed = 3 if order == van.van.orders[0] else 6
    expect(page.get_by_text("Tonte, à envoyer")).to_have_count(placed)


def send_home(page: Page, van: Tablet) -> None:
    """One leaves at 14:30, by the tablet's own clock."""
    first = van.van.people[0]
    page.goto(f"{van.van.home}/apres-midi")
    row = page.locator(f"details:has(input[name='status-{first}'])")
    row.locator("summary").click()
    row.locator("label:has(input[value=left_early])").click()
    row.locator(f"[name='to-{first}']").fill("14:30")
    page.get_by_role("button", name="Enregistrer la feuille").click()
    expect(page.get_by_text("Gardé sur cet appareil")).to_be_visible()


def output(page: Page, van: Tablet, ref: str, digits: str) -> None:
    page.goto(van.van.home)
    page.locator(f"[data-order='{ref}']").click()
    for digit in digits:
        page.locator(f"[data-key='{digit}']").click()
    page.get_by_role("button", name="Noter la production").click()
    expect(page).to_have_url(re.compile(f"{van.van.home}$"))


def test_a_day_without_network_survives_the_restart_and_arrives_once(van: Tablet) -> None:
    """A day without network

    As told in `tests/walks/test_people_offline.py`, with the network really cut.
    """
    page = keep(van)
    van.connect(online=False)
    van.at(at(8, 20))
    say_all_present(page, van, "matin")
    unsent(page, 1)
    for n in (0, 1):
        van.at(at(8, 35 + n))
        place(page, van, van.van.people[3 * n : 3 * n + 3], van.van.orders[n])
        unsent(page, 2 + n)
    van.at(at(13, 5))
    say_all_present(page, van, "apres-midi")
    van.at(at(14, 30))
    send_home(page, van)
    unsent(page, 5)
    nothing_private(page)

    page = van.start(at(15, 0), online=False)  # the tablet restarts, and there is no network
    page.goto("/")
    page.get_by_role("link", name="La journée, Camion").click()
    unsent(page, 5)
    expect(page.locator("[data-half-tile=afternoon]")).to_contain_text("à envoyer")
    expect(page.locator("[data-places]")).to_contain_text("6 personnes")
    van.at(at(15, 40))
    for ref, digits in zip(van.van.refs, ("350", "2"), strict=True):
        output(page, van, ref, digits)
        expect(page.locator("[data-waiting='output.record']")).to_contain_text(digits)
    unsent(page, 7)
    assert captures(van) == []

    send_three_times(page, van)
    arrived(van)


def nothing_private(page: Page) -> None:
    """What the tablet keeps holds first names and initials, and nobody's last name or reason."""
    kept = page.evaluate(
        """async () => {
          const cache = await caches.open("team");
          const found = [];
          for (const request of await cache.keys())
            found.push(await (await cache.match(request)).text());
          return found.join("\\n");
        }"""
    )
    assert "Fatou G." in kept
    for word in ("Gomis", "Bertin", "Roussel", "Maladie"):
        assert word not in kept


def send_three_times(page: Page, van: Tablet) -> None:
    """At 17:06 she signs in again, the first reply is cut off, and she taps « envoyer » thrice."""
    van.at(at(17, 6))
    van.connect(online=True)
    flushed(page)
    expect(page.get_by_text("Se connecter pour les envoyer")).to_be_visible()
    unsent(page, 7)
    van.network.lose = BATCH
    van.sign_in()
    page.goto("/envois")
    for _ in range(3):
        button = page.locator("#retry")
        if button.is_visible():
            button.click()
    expect(page.locator("#nothing")).to_be_visible(timeout=30_000)
    expect(page.locator("#unsent")).to_be_hidden()


def captures(van: Tablet) -> list[Capture]:
    with van.database.read() as session:
        return list(session.exec(select(Capture).order_by(col(Capture.seq))))


def arrived(van: Tablet) -> None:
    """Each entry once, in its order, with 14:30 of the device and 17:06 of the server."""
    sent = captures(van)
    assert [(row.action, row.outcome) for row in sent] == [
        ("half_day.record", "ok"), ("allocation.record", "ok"), ("allocation.record", "ok"),
        ("half_day.record", "ok"), ("half_day.record", "ok"),
        ("output.record", "ok"), ("output.record", "ok"),
    ]  # fmt: skip
    assert {row.received_at for row in sent} == {at(17, 6)}
    assert sent[4].captured_at == at(14, 30)
    with van.database.read() as session:
        left = session.exec(select(HalfDay).where(HalfDay.status == "left_early")).one()
        assert (left.worker_id, left.to_time) == (van.van.people[0], time(14, 30))
        assert len(session.exec(select(HalfDay)).all()) == 12
        lines = session.exec(select(Allocation.worker_id)).all()
        assert sorted(lines) == sorted(van.van.people)
        told = session.exec(select(Output).order_by(col(Output.id))).all()
        assert [(row.order_id, row.quantity) for row in told] == [
            (van.van.orders[0], 350), (van.van.orders[1], 2),
        ]  # fmt: skip
        assert {row.at for row in told} == {at(15, 40)}


def test_the_day_is_forgotten_at_sign_out_and_when_somebody_else_signs_in(van: Tablet) -> None:
    page = keep(van)
    page.evaluate("localStorage.setItem('esat.who', 'somebody else')")
    page.goto("/equipes")
    expect(page.locator("h1")).to_contain_text("Équipes")
    page.wait_for_timeout(300)
    assert (
        page.evaluate(
            "caches.has('team').then(async (there) => there"
            " && (await (await caches.open('team')).keys()).length > 0)"
        )
        is False
    )
    ready_page(page, van)
    page.evaluate("fetch('/deconnexion', { method: 'POST' })")
    van.connect(online=False)
    page.goto(van.van.home)
    expect(page.locator("h1")).to_have_text("Pas de réseau")


def test_the_day_is_forgotten_once_it_is_over(van: Tablet) -> None:
    keep(van)
    wednesday = at(7, 45).replace(day=25)
    page = van.start(wednesday, online=False)
    page.goto("/hors-ligne")
    page.wait_for_timeout(300)
    page.goto(van.van.home)
    expect(page.locator("h1")).to_have_text("Pas de réseau")
