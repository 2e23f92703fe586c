"""One order of each workshop from its first stage to its last, and the client who follows it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from esat.actors import SYSTEM
from esat.config import Settings
from esat.production import things
from esat.production.codes import Code
from esat.tracking import links
from tests import factories
from tests.browser.conftest import Counter, scan
from tests.chromium import OpenPage
from tests.signing_in import open_session

pytestmark = pytest.mark.browser

# What is tapped, then what the client reads.
ROADS = {
    "espaces-verts": (
        ("Charger le matériel", "Planifiée"),
        ("Arriver sur le site", "En cours"),
        ("Finir les travaux", "Contrôle"),
        ("Valider le passage", "Remise"),
    ),
    "reliure": (
        ("Compter et vérifier", "Reçue à l’atelier"),
        ("Débrocher", "En cours"),
        ("Coudre", "En cours"),
        ("Couvrir", "En cours"),
        ("Dorer", "En cours"),
        ("Contrôler", "Contrôle"),
        ("Emballer", "Prête"),
        ("Rendre au client", "Remise"),
    ),
    "sous-traitance": (
        ("Approuver la première pièce", "En cours"),
        ("Lancer la production", "En cours"),
        ("Emballer", "Contrôle"),
        ("Libérer", "Prête"),
        ("Expédier", "Remise"),
    ),
}
CODES = {
    "espaces-verts": "green_spaces",
    "reliure": "bookbinding",
    "sous-traitance": "subcontracting",
}
LAUNDRY = (
    ("receive", "Reçu", "Reçue à l’atelier"),
    ("start_wash", "En machine", "En cours"),
    ("end_wash", "Lavé", "En cours"),
    ("finish", "Plié, contrôlé", "Contrôle"),
    ("pack", "Emballé, prêt", "Prête"),
    ("hand_over", "Remis", "Remise"),
)


@dataclass(frozen=True)
class Followed:
    """An order of one item, its code, and the address of its client's page."""

    code: str
    ref: str
    path: str


def follow(counter: Counter, settings: Settings, workshop: str) -> Followed:
    with counter.database.write() as session:
        client = factories.make_client(session, "Mairie de Riom", town="Riom")
        order = factories.make_order(session, workshop, items=1, client=client)
        (item,) = factories.items_of(session, order)
        link = links.create(session, order.id or 0, "Mairie de Riom", by=SYSTEM)
        address = links.address(settings, link)
    return Followed(item.code or "", order.ref, address.removeprefix(settings.base_url))


def reads(phone: Page, phase: str) -> bool:
    """Whether the client, who reloads his page a few times, reads that phase as the present one."""
    for _ in range(20):
        phone.reload()
        if phase in phone.locator("[aria-current=step]").inner_text():
            return True
        phone.wait_for_timeout(250)
    return False


def test_a_bag_by_keystrokes_alone_and_its_client_on_a_phone(
    counter: Counter, tablet: Callable[..., Page], open_page: OpenPage, settings: Settings
) -> None:
    followed = follow(counter, settings, "laundry")
    deck: dict[str, Code | str] = {}
    with counter.database.write() as session:
        for action, _stage, _phase in LAUNDRY:
            deck[action] = things.add_resource(
                session, "action_card", action, "laundry", "K", action=action, at=factories.AT
            )[1]
    page = tablet()
    phone = open_page("phone", base_url=counter.url)
    phone.goto(followed.path)
    scan(page, followed.code)
    for action, stage, phase in LAUNDRY:
        scan(page, deck[action])
        expect(page.locator("#answer .state")).to_contain_text(stage)
        assert reads(phone, phase)
    assert "Nadia" not in phone.content()


@pytest.mark.parametrize("slug", ROADS)
def test_an_order_by_taps_and_its_client_on_a_phone(
    counter: Counter, open_page: OpenPage, settings: Settings, slug: str
) -> None:
    followed = follow(counter, settings, CODES[slug])
    with counter.database.write() as session:
        name, value = open_session(session, "moniteur", "Sylvie", (CODES[slug],))
    page = open_page("tablet", base_url=counter.url)
    page.context.add_cookies([{"name": name, "value": value, "url": counter.url}])
    phone = open_page("phone", base_url=counter.url)
    phone.goto(followed.path)
    page.goto(f"/{slug}")
    page.locator(".column a").first.click()
    page.get_by_role("link", name="Ouvrir").first.click()
    for tap, phase in ROADS[slug]:
        whole = page.get_by_role("link", name=tap, exact=True)
        if whole.count():
            whole.click()
            page.get_by_role("button", name=f"Oui : {tap}").click()
        else:
            page.get_by_role("button", name=tap, exact=True).click()
        assert reads(phone, phase)
    assert "Sylvie" not in phone.content()
