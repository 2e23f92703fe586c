"""Takes the pictures of the help from a demo: python -m tests.help_pictures FOLDER.

FOLDER is made by `esat demo --no-serve --data FOLDER`. The people of a demo are invented.
"""

import logging
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from esat.app import create_app
from esat.assembly import compose
from esat.demo.building import Note, ready, settings_of
from esat.production.codes import TEST_CODES
from tests import chromium
from tests.serving import serving

PICTURES = Path(__file__).parent.parent / "esat" / "static" / "img" / "aide"
SIZE = (1280, 800)
COLOURS = 64

Shot = tuple[str, str, str, Callable[[Page], None] | None]
"""The name of the picture, the role, the address, and what to do there first."""


def scan(*codes: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        for code in codes:
            page.locator("main input:not([type=hidden])").first.fill(code)
            page.keyboard.press("Enter")
            page.wait_for_timeout(700)

    return act


def read(*codes: str) -> Callable[[Page], None]:
    """As a scanner writes: fast, and with a prefix, which the page explains."""

    def act(page: Page) -> None:
        for code in codes:
            page.keyboard.type(f"]C0{code}", delay=2)
            page.keyboard.press("Enter")

    return act


def hold(code: str) -> Callable[[Page], None]:
    """Scan, then unfold the reasons to hold and bring them into sight."""

    def act(page: Page) -> None:
        scan(code)(page)
        page.locator("details.fold summary").first.click()
        page.locator("details.fold").first.scroll_into_view_if_needed()
        page.locator("details.fold input[type=radio]").last.scroll_into_view_if_needed()

    return act


def open_first(selector: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")

    return act


def shots(note: Note) -> list[Shot]:
    """Each picture that the pages of help show."""
    bags = note.codes["F"]
    return [
        ("comptoir", "comptoir", "/comptoir", scan(*bags)),
        ("serie", "comptoir", "/comptoir/serie", scan(*bags, bags[0])),
        ("retenue", "responsable_atelier", "/comptoir", hold(bags[0])),
        ("feuille", "moniteur", "/equipes", open_first("main .card a.button")),
        ("tableau", "moniteur", "/blanchisserie", None),
        ("mur", "moniteur", "/tableau/blanchisserie", None),
        ("accueil", "direction", "/", None),
        ("etapes", "responsable_atelier", "/administration/ateliers/blanchisserie", None),
        ("import", "bureau", "/administration/import", None),
        ("commande", "bureau", "/commandes?etat=retard", open_first("main a.row")),
        ("administration", "administrateur", "/administration", None),
        ("appareil", "comptoir", "/appareil", read(*TEST_CODES)),
        ("envois", "comptoir", "/envois", None),
    ]


def sign_in(browser: Browser, base: str, login: str, password: str) -> Page:
    context = browser.new_context(
        base_url=base,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        viewport={"width": SIZE[0], "height": SIZE[1]},
    )
    page = context.new_page()
    page.goto("/connexion")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/connexion" not in url)
    return page


def keep(page: Page, name: str) -> int:
    """A picture of few colours: pages have few, and the whole set must stay light."""
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as whole:
        whole.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    return path.stat().st_size


def main(folder: Path) -> None:
    note = ready(folder)
    if note is None:
        raise SystemExit(f"no demo in {folder}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    logins = {role.split(" ")[0]: login for role, login in reversed(note.logins)}
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(house=compose(settings_of(folder)))
    with sync_playwright() as playwright, serving(app) as base:
        browser = chromium.launch(playwright)
        pages: dict[str, Page] = {}
        for name, role, where, act in shots(note):
            if role not in pages:
                pages[role] = sign_in(browser, base, logins[role], note.password)
            page = pages[role]
            page.goto(where)
            page.wait_for_load_state("networkidle")
            if act is not None:
                act(page)
            print(f"{name}: {keep(page, name)} bytes")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
