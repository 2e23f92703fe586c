"""Each page once, as the role that sees most of it: axe finds nothing, nothing scrolls sideways."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from esat import clock
from esat.actors import SYSTEM
from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.production import holds
from esat.registry import Registry
from esat.web.door import House
from tests import people
from tests.browser.looking import TAGS, WIDE
from tests.chromium import SCREENS, OpenPage
from tests.factories import items_of, make_client, make_order
from tests.house import links
from tests.serving import serving
from tests.signing_in import open_session

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,  # `test_axe_sweep` sees the same views, full, at every run
]
SEERS = ("administrateur", "moniteur", "bureau")
"""Between them they see every page; each page is looked at as the first who reaches it."""


@pytest.fixture
def house_app(file_database: Database, loaded: Registry, settings: Settings) -> Flask:
    """A house with something on every page."""
    with file_database.write() as session:
        for number in range(2):
            client = make_client(session, f"Mairie de Riom {number}", town="Riom")
            order = make_order(session, items=2, client=client, due_on=date(2026, 11, 23))
            holds.place(session, items_of(session, order)[0], "to_check", by=SYSTEM, at=clock.now())
    return create_app(house=House(settings, file_database, loaded))


def pages_of(app: Flask, database: Database, role: str, seen: set[str]) -> list[str]:
    """The addresses that this role reaches, one for each view that nobody reached before."""
    browser = people.browser(app, database, role, None)
    start = links.menu(browser.get("/").text)
    found = []
    for where, (status, _) in links.crawl(browser, start, depth=2).items():
        adapter = app.url_map.bind("localhost")
        endpoint, values = adapter.match(where.partition("?")[0])
        view = f"{endpoint} {values.get('slug', '')}"
        if status != 200 or view in seen or b"<html" not in browser.get(where).data[:200]:
            continue
        seen.add(view)
        found.append(where)
    return found


def faults(page: Page) -> list[str]:
    asked = {"runOnly": TAGS, "resultTypes": ["violations"]}  # the rest takes longer to tell
    found = Axe().run(page, options=asked).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:150]}" for one in found]


def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(
    house_app: Flask, file_database: Database, open_page: OpenPage, console: list[str]
) -> None:
    seen: set[str] = set()
    wrong: dict[str, object] = {}
    with serving(house_app) as url:
        for role in SEERS:
            page = open_page("tablet", base_url=url)
            with file_database.write() as session:
                name, value = open_session(session, role, people.NAMES[role], None)
            page.context.add_cookies([{"name": name, "value": value, "url": url}])
            for where in pages_of(house_app, file_database, role, seen):
                page.set_viewport_size(SCREENS["tablet"])
                page.goto(where)
                if found := faults(page):
                    wrong[f"{where} ({role})"] = found
                page.set_viewport_size(SCREENS["phone"])
                if page.evaluate(WIDE):
                    wrong[f"{where} (phone)"] = "scrolls sideways"
    assert len(seen) > 40
    assert wrong == {}
