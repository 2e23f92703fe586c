"""The head nurse's question, at the size of a tablet: where is this resident's blue cardigan?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from esat import clock
from esat.actors import SYSTEM
from tests.browser.conftest import Counter
from tests.browser.looking import WIDE, Looker
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import garments, shelf
from workshops.laundry.residents.garments import GarmentIn

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]
AT = "/blanchisserie/residents"
ENDS = ("?q=gilet", "/marquage", "/perdus", "/etagere")
OTHERS = ("/blanchisserie/stock", "/blanchisserie/reclamations")


@pytest.fixture
def cardigan(counter: Counter) -> str:
    """Mrs Moreau's blue cardigan is in the machine, among the linen of others."""
    with counter.database.write() as session:
        home = trousseau.house(session, "EHPAD Les Marronniers")
        hers = trousseau.resident(session, home, number="112", sector="Les Roses")
        other = trousseau.resident(session, home, "Garnier", "Lucette", number="113")
        for owner in (hers, other):
            for nature, colour in (("Robe", "rouge"), ("Chemise", "bleue")):
                trousseau.garment(session, owner, nature, colour)
        lost, _ = trousseau.garment(session, other, size="42")
        garments.declare_lost(session, lost, "missing", clock.now(), "", by=SYSTEM)
        shelf.put(session, GarmentIn(nature="Gilet", colour="bleu", size="42"), "", by=SYSTEM)
        _, code = trousseau.garment(session, hers)
        trousseau.come(session, code, clock.now(), "receive", "start_wash")
    return code


def test_the_blue_cardigan_is_found_in_one_search(
    counter: Counter, tablet: Tablet, cardigan: str
) -> None:
    page = tablet("tablet", AT)
    expect(page.get_by_label("Que cherchez-vous ?")).to_be_focused()
    page.keyboard.type("gilet bleu moreau")
    row = page.locator("#found .row")
    expect(row).to_have_count(1)
    for word in ("Gilet bleu", "Moreau Jeanne", "En machine", cardigan):
        expect(row).to_contain_text(word)
    row.click()
    expect(page.locator(".facts").first).to_contain_text("En machine")
    assert page.evaluate(WIDE) is False


def test_a_piece_is_recognised_by_a_touch(counter: Counter, tablet: Tablet, cardigan: str) -> None:
    page = tablet("tablet", f"{AT}/etagere")
    page.locator("ul.rows .row").first.click()
    expect(page.locator("article.card")).to_contain_text("même nature, même couleur, même taille")
    page.get_by_role("button", name="C’est lui").click()
    expect(page.locator("h1")).to_contain_text("Gilet bleu")
    expect(page.get_by_text("Retrouvé", exact=True)).to_be_visible()


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_the_register_fits_every_screen_and_everybody(
    counter: Counter, tablet: Tablet, cardigan: str, screen: str
) -> None:
    page = tablet(screen, f"{AT}?q=gilet")
    home = page.locator("a[href*='/residents/client/']").first.get_attribute("href") or ""
    paths = [*(AT + end for end in ENDS), f"{AT}/vetement/{cardigan}", home, *OTHERS]
    paths.append(f"/blanchisserie/stock/{home.rpartition('/')[2]}")
    looker = Looker()
    for path in paths:
        page.goto(path)
        assert page.evaluate(WIDE) is False, path
        assert looker.faults(page) == [], path
