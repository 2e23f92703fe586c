"""The desk in a real Chromium: a deposit in few taps with a photograph, then its collection."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.production import barcodes
from esat.production.models import Order
from esat.registry import Registry
from esat.web.door import House
from tests.browser.conftest import scan
from tests.browser.looking import Looker
from tests.chromium import OpenPage
from tests.serving import serving
from tests.signing_in import open_session
from tests.workshops.laundry.desk import making
from workshops.laundry.desk import reads
from workshops.laundry.desk.models import Deposit

pytestmark = pytest.mark.browser
DESK = "/blanchisserie/guichet"


@dataclass
class Desk:
    """A served desk, and what its database holds."""

    url: str
    database: Database
    cookie: tuple[str, str]
    open_page: OpenPage
    form: str
    """The address of a deposit of the one person there is."""

    def page(self, screen: str = "tablet", path: str = DESK) -> Page:
        page = self.open_page(screen, base_url=self.url)
        name, value = self.cookie
        page.context.add_cookies([{"name": name, "value": value, "url": self.url}])
        page.goto(path)
        return page


@pytest.fixture
def desk(
    file_database: Database, loaded: Registry, settings: Settings, open_page: OpenPage
) -> Iterator[Desk]:
    application = create_app(house=House(settings, file_database, loaded))
    with file_database.write() as session:
        cookie = open_session(session, "responsable_atelier", "Rachid", ("laundry",))
        making.ready_now(session)
        form = f"{DESK}/depot?client={making.person(session).id}"
    with serving(application) as url:
        yield Desk(url, file_database, cookie, open_page, form)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "tache.jpg"
    file.write_bytes(making.picture().data)
    return file


def deposit(page: Page, picture: Path) -> None:
    """Three articles, one of them with a stain and its photograph."""
    scan(page, "aubrac")
    page.locator("main").get_by_role("link", name="Mme Aubrac Lucie").click()
    page.get_by_text("Tranche A").click()
    page.locator("[data-tariff='chemise.lavage']").click()
    line = page.locator(".desk-line").first
    line.get_by_text("Réserves, photo, valeur").click()
    line.get_by_text("Tache").click()
    line.locator("input[type=file]").set_input_files(picture)
    page.locator("[data-tariff='chemise.lavage']").click()
    page.locator("[data-tariff='drap.lavage']").click()
    expect(page.locator(".desk-line")).to_have_count(3)
    expect(page.locator("#total")).to_have_text("6,84 €")
    page.locator(".desk-ticket").get_by_role("button", name="/").first.click()
    page.get_by_role("button", name="Prendre le dépôt").click()
    expect(page.get_by_text("Dépôt enregistré")).to_be_visible()


def test_a_deposit_in_few_taps_then_its_collection_by_a_scan(desk: Desk, picture: Path) -> None:
    page = desk.page()
    deposit(page, picture)
    with desk.database.write() as session:
        (order,) = session.exec(select(Order)).all()
        ticket = barcodes.of(session, order_id=order.id or 0) or ""
        rows = reads.lines(session, order.id or 0)
        assert [len(row.photos) for row in rows] == [1, 0, 0]
        making.make_ready(session, order)
    page.goto(DESK)
    scan(page, ticket)
    expect(page.get_by_role("heading", name="Mme Aubrac Lucie")).to_be_visible()
    page.get_by_text("À facturer", exact=True).click()
    page.get_by_role("button", name="Noter le paiement").click()
    expect(page.get_by_role("button", name="Remettre")).to_be_visible()
    page.wait_for_load_state()  # the name is written by a script: it is there once all is loaded
    page.get_by_role("button", name="Mme Aubrac Lucie").click()
    page.get_by_role("button", name="Remettre").click()
    expect(page.get_by_text("Tout a été remis")).to_be_visible()


def test_our_own_keys_write_a_number_and_a_price_that_changed_is_asked_again(desk: Desk) -> None:
    page = desk.page(path=desk.form)
    page.get_by_text("Tarif plein", exact=True).click()
    page.locator("[data-tariff='linge-de-maison.lavage']").click()
    for key in "2,5":
        page.locator("#pad").get_by_role("button", name=key, exact=True).click()
    page.get_by_role("button", name="D’accord").click()
    expect(page.locator("#total")).to_have_text("8,75 €")
    with desk.database.write() as session:
        making.change_now(session, making.LINEN, "4.00")
    page.get_by_role("button", name="Prendre le dépôt").click()
    expect(page.locator("#said")).to_contain_text("10,00 €")
    expect(page.locator("#total")).to_have_text("10,00 €")
    with desk.database.read() as session:
        assert session.exec(select(Deposit)).first() is None
    page.get_by_role("button", name="Confirmer ce total").click()
    expect(page.get_by_text("Dépôt enregistré")).to_be_visible()


def test_what_is_wrong_is_said_beside_it_and_the_photograph_stays(
    desk: Desk, picture: Path
) -> None:
    page = desk.page(path=desk.form)
    page.locator("[data-tariff='drap.lavage']").click()
    page.locator(".desk-line summary").click()
    page.locator(".desk-line input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="Prendre le dépôt").click()
    expect(page.locator("#said")).to_contain_text("Corrigez")
    expect(page.locator(".desk-error")).to_contain_text("Choisissez le tarif plein")
    assert page.locator(".desk-line input[type=file]").evaluate("field => field.files.length") == 1
    page.get_by_text("Tarif plein", exact=True).click()
    page.get_by_role("button", name="Prendre le dépôt").click()
    expect(page.get_by_text("Dépôt enregistré")).to_be_visible()


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_no_page_is_wider_than_the_screen_nor_closed_to_anybody(
    desk: Desk, picture: Path, screen: str
) -> None:
    page = desk.page(screen)
    deposit(page, picture)
    paths = [page.url, DESK, f"{DESK}?q=aubrac", desk.form, f"{DESK}/non-retires"]
    tariff = f"{DESK}/tarifs"
    paths += [tariff, f"{tariff}/affiche", f"{tariff}/prix", f"{tariff}/prix/{making.SHIRT}"]
    paths += [f"{tariff}/tranches", f"{tariff}/tranches/tranche-a", f"{tariff}/textes/liability"]
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    looker = Looker()
    for path in paths:
        page.goto(path)
        assert page.evaluate(width) == 0, path
        assert looker.faults(page) == [], path
