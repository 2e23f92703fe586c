"""A client's label from his letter to the first number, in a real browser and by two readers."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from esat.actors import SYSTEM
from esat.app import create_app
from esat.client_labels import service
from esat.config import Settings
from esat.db import Database
from esat.registry import Registry
from esat.web.door import House
from tests.browser.looking import WIDE, faults
from tests.chromium import SCREENS, OpenPage
from tests.esat.client_labels.drawings import SSCC
from tests.esat.client_labels.lending import make_things
from tests.factories import make_client
from tests.serving import serving
from tests.signing_in import open_session

pytestmark = pytest.mark.browser
HERE = "/administration/etiquettes-clients"
CLIENT, FIRST = "Fromagerie du Livradois", "337601320000000016"


@pytest.fixture
def house_app(file_database: Database, loaded: Registry, settings: Settings) -> Flask:
    return create_app(house=House(settings, file_database, loaded))


def seen(page: Page) -> None:
    """The page as it stands, on each screen: axe finds nothing, nothing scrolls sideways."""
    assert faults(page) == []
    for screen in ("tablet_upright", "phone", "tablet"):
        page.set_viewport_size(SCREENS[screen])
        assert not page.evaluate(WIDE), (page.url, screen)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def open_a_range(page: Page) -> None:
    page.goto(HERE)
    page.get_by_role("link", name="Nouvelle plage").click()
    page.get_by_label("Nom").fill("Cartons 2026")
    page.get_by_label("Prêtée par").select_option(CLIENT)
    page.get_by_label("Devant le numéro").fill("3 3760132")
    page.get_by_label("Premier numéro").fill("1")
    page.get_by_label("Dernier numéro").fill("50")
    press(page, "Vérifier")
    expect(page.get_by_text("3 3760132 000000001 6")).to_be_visible()
    seen(page)
    press(page, "Ouvrir la plage")
    expect(page.locator("h1")).to_contain_text("Cartons 2026")
    seen(page)


def keep_a_template(page: Page) -> None:
    page.goto(f"{HERE}/nouveau")
    page.get_by_label("Nom", exact=True).fill("Carton SSCC")
    page.get_by_label("Nom court").fill("carton-sscc")
    page.get_by_label("Client").select_option(CLIENT)
    page.get_by_label("Numéros pris dans").select_option("Cartons 2026 (50 restants)")
    page.get_by_label("Texte du modèle").fill(SSCC.replace("{{code}}", "{{prix}}"))
    press(page, "Voir l’essai")
    expect(page.get_by_text("Le nom « prix » n’existe pas")).to_be_visible()
    seen(page)
    page.get_by_label("Texte du modèle").fill(SSCC)
    press(page, "Voir l’essai")
    picture = page.get_by_role("img", name="Essai de l’étiquette")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 799
    seen(page)
    press(page, "Enregistrer")
    expect(page.locator("h1")).to_contain_text("Carton SSCC")
    seen(page)


def spoil_a_number(page: Page) -> None:
    page.goto(f"{HERE}/plages/{FIRST}")
    page.get_by_role("link", name="Annuler le numéro 3 3760132 000000001 6").click()
    expect(page.get_by_label("Numéro", exact=True)).to_have_value(FIRST)
    seen(page)
    page.get_by_label("Pourquoi ?").fill("Tombée dans la colle")
    press(page, "Annuler ce numéro")
    expect(page.get_by_text("Tombée dans la colle · Adèle")).to_be_visible()


def withdraw_the_template(page: Page) -> None:
    page.goto(f"{HERE}/modeles/carton-sscc")
    page.get_by_role("link", name="Retirer").click()
    page.get_by_role("dialog").get_by_label("Pourquoi ?").fill("Le client a changé")
    press(page, "Retirer le modèle")
    expect(page.get_by_text("Aucun modèle")).to_be_visible()
    seen(page)


def test_from_the_client_s_letter_to_the_first_number(
    house_app: Flask, file_database: Database, open_page: OpenPage, console: list[str]
) -> None:
    with file_database.write() as session:
        client = make_client(session, CLIENT)
        name, value = open_session(session, "administrateur", "Adèle", None)
    with serving(house_app) as url:
        page = open_page("tablet", base_url=url)
        page.context.add_cookies([{"name": name, "value": value, "url": url}])
        open_a_range(page)
        keep_a_template(page)
        with file_database.write() as session:
            (code,) = make_things(session, client=client)
            (template,) = service.for_thing(session, client.id, code[0])
            service.issue_for(session, template, code, by=SYSTEM)
        spoil_a_number(page)
        withdraw_the_template(page)
    assert console == []
