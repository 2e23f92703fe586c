"""Orders and a workshop's tablet in a real browser: few keystrokes, and moves by taps."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from esat.actors import SYSTEM
from esat.production import moves
from esat.production.models import Item, Lot, Order
from esat.production.moves import Context
from tests.browser.conftest import Counter
from tests.browser.looking import faults
from tests.factories import items_of, make_client, make_order

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]


def received(counter: Counter, items: int) -> Order:
    """An order of bags that have all been received."""
    with counter.database.write() as session:
        order = make_order(session, items=items, client=make_client(session, "Hôtel du Parc"))
        for item in items_of(session, order):
            moves.move(session, item, "receive", Context(by=SYSTEM))
        return order


def stages(counter: Counter, order: Order) -> list[str]:
    with counter.database.read() as session:
        query = select(Item.stage).where(Item.order_id == order.id).order_by(Item.id)  # type: ignore[arg-type]
        return list(session.exec(query))


def test_anything_is_found_in_six_keystrokes(counter: Counter, tablet: Tablet) -> None:
    received(counter, 1)
    page = tablet(path="/recherche")
    page.keyboard.type("hotel", delay=20)
    expect(page.locator("#found")).to_contain_text("Hôtel du Parc")
    page.locator("#found a.row").first.click()
    expect(page.locator("h1")).to_contain_text("Hôtel du Parc")


def test_an_order_is_opened_by_its_client_and_a_line(counter: Counter, tablet: Tablet) -> None:
    with counter.database.write() as session:
        make_client(session, "Crèche Pomme d’Api")
    page = tablet(path="/commandes/nouvelle?atelier=blanchisserie")
    page.keyboard.type("creche", delay=20)
    expect(page.locator("#found a.row")).to_have_count(1)
    page.locator("#found a.row").click()
    page.get_by_label("Nombre de sacs").fill("2")
    page.get_by_label("Ce qui est demandé").first.fill("Draps")
    page.get_by_label("Quantité").first.fill("12,5")
    lines = page.locator(".order-line")
    expect(lines).to_have_count(3)
    page.get_by_role("button", name="Ajouter une ligne").click()
    expect(lines).to_have_count(4)
    page.get_by_role("button", name="Ouvrir la commande").click()
    expect(page.locator("h1")).to_contain_text("Crèche Pomme d’Api")
    expect(page.locator("table")).to_contain_text("Draps")
    expect(page.get_by_role("list", name="Articles de la commande").locator("li")).to_have_count(2)


def test_an_item_goes_its_road_by_taps(counter: Counter, tablet: Tablet) -> None:
    order = received(counter, 1)
    page = tablet(path="/blanchisserie")
    page.get_by_role("link", name="Reçu").click()
    page.get_by_role("link", name="Ouvrir").first.click()
    for tap, stage in (
        ("Lancer le lavage", "En machine"), ("Lavage terminé", "Lavé"),
        ("Plié et contrôlé", "Plié, contrôlé"), ("Emballer", "Emballé, prêt"),
    ):  # fmt: skip
        page.get_by_role("button", name=tap).click()
        expect(page.locator(".thing .what")).to_contain_text(stage)
    page.get_by_role("link", name="Remettre au client").click()
    page.get_by_role("button", name="Oui : Remettre au client").click()
    expect(page.locator(".thing .what")).not_to_contain_text("Emballé")
    assert stages(counter, order) == ["handed_over"]


def test_ticked_bags_make_a_lot_that_moves_without_the_unticked(
    counter: Counter, tablet: Tablet
) -> None:
    order = received(counter, 3)
    page = tablet("tablet_upright", path="/blanchisserie?etape=received")
    for tick in page.locator('input[name="pick"]').all():
        tick.check()
    page.get_by_role("button", name="Faire un lot").click()
    expect(page.locator("h2").first).to_contain_text("3 articles dans ce lot")
    page.locator('input[name="with"]').last.uncheck()
    page.get_by_role("button", name="Lancer le lavage").click()
    expect(page.locator(".thing .what")).to_contain_text("En machine")
    assert sorted(stages(counter, order)) == ["received", "washing", "washing"]
    page.get_by_role("button", name="Séparer").click()
    expect(page.locator(".state")).to_contain_text("Laissez au moins un article")
    with counter.database.read() as session:
        made = session.exec(select(Lot).where(Lot.stage == "washing")).all()
    assert len(made) == 1


PAGES = ("/", "/commandes", "/blanchisserie", "/tableau/blanchisserie",
         "/blanchisserie?etape=received", "/recherche?q=parc")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible(counter: Counter, tablet: Tablet, path: str) -> None:
    received(counter, 2)
    page = tablet("phone", path=path)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
