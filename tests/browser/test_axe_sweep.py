"""Every address of the URL map over a month of the demo: axe, a phone's width, a quiet console."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import text

from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.demo import history
from esat.demo.samples import samples
from esat.registry import Registry
from esat.web.door import House
from tests import databases, people
from tests.browser.looking import WIDE, Looker
from tests.chromium import SCREENS, OpenPage
from tests.conftest import MONDAY
from tests.house.routes import asks
from tests.serving import serving
from tests.signing_in import open_session

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("furnished"),  # one month of history is made once, by one process
]
SEERS = ("administrateur", "moniteur", "bureau", "responsable_atelier", "qualite", "inspecteur")
"""Each address is looked at as the first of them whom it opens to."""
PARTS = 6
"""A test that takes minutes is one that hangs: the addresses are seen in so many parts."""
KNOWN = {
    "ref": "SELECT ref FROM orders WHERE workshop = 'laundry' ORDER BY id DESC LIMIT 1",
    "client_id": "SELECT min(id) FROM client",
    "account_id": "SELECT min(id) FROM account",
    "worker_id": "SELECT min(id) FROM worker",
    "mail_id": "SELECT min(id) FROM mail",
    "hold_id": "SELECT min(h.id) FROM hold h JOIN item i ON i.id = h.item_id"
    " WHERE i.workshop = 'laundry'",
    "key": "SELECT min(id) FROM hold",
    "post_id": "SELECT min(id) FROM work_post",
    "rank": "SELECT 1",
    "number": "SELECT 1",
    "root": "SELECT 1",
    "year": "SELECT 2026",
    "month": "SELECT '2026-10'",
}
TEAM = "SELECT code FROM team ORDER BY id LIMIT 1"
BY_ENDPOINT = {
    "floor.thing": {
        "code": "SELECT b.code FROM barcode b JOIN item i ON i.id = b.item_id"
        " WHERE i.closed_at IS NULL AND b.revoked_at IS NULL ORDER BY i.id DESC LIMIT 1"
    },
    "workers.sheet": {"code": TEAM},
    "workers_office.group": {"code": TEAM},
    "allocations.show": {"code": TEAM},
    "allocations_thread.show": {"code": TEAM},
    "outputs.show": {"code": TEAM},
    "team_day.show": {"code": TEAM},
    "timetables.template": {"code": "SELECT min(code) FROM time_template"},
    "timetables.new_version": {"code": "SELECT min(code) FROM time_template"},
    "work_rules.show": {"code": "SELECT min(code) FROM work_rule"},
    "activity_skills.item": {"code": "SELECT min(code) FROM skill_item"},
    "activity_items.show": {"code": "SELECT min(code) FROM skill_item"},
    "activity_items.edit": {"code": "SELECT min(code) FROM skill_item"},
}
"""Where the same word of an address names something else."""
UNSEEN = (
    "offline.", "kiosk.away", "demo.", "accounts.badge", "accounts.code", "devices.connect",
)  # fmt: skip
"""What is for the time without network, and leaves by itself when there is one, or is in the middle
of a sign-in: `test_offline` and `test_people_kiosk` walk the first."""


@dataclass(frozen=True, slots=True)
class Furnished:
    """A served house with a month of history in its four workshops."""

    app: Flask
    database: Database
    url: str
    link: str

    def known(self, endpoint: str) -> dict[str, object]:
        queries = KNOWN | BY_ENDPOINT.get(endpoint, {})
        with self.database.read() as session:
            return {name: session.execute(text(query)).scalar() for name, query in queries.items()}

    def addresses(self) -> list[str]:
        """Every address that may be read, with what exists in the place of each argument."""
        reads = [ask for ask in asks(self.app) if ask.is_read]
        return [
            ask.path
            for endpoint in dict.fromkeys(one.endpoint for one in reads)
            if not endpoint.startswith(UNSEEN)
            for ask in asks(self.app, self.known(endpoint))
            if ask.is_read and ask.endpoint == endpoint
        ]


@pytest.fixture(scope="module")
def furnished(
    template_database: Database, loaded: Registry, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Furnished]:
    folder: Path = tmp_path_factory.mktemp("furnished")
    settings = Settings(data_dir=folder, secret_key="for tests only, thirty-two signs")
    with databases.alone(template_database.path, folder) as database:
        house = House(settings, database, loaded)
        history.make(
            house, today=MONDAY.date(), months=1, password="x" * 12, told=lambda *_: None,
            now=MONDAY,
        )  # fmt: skip
        app = create_app(house=house)
        with serving(app) as url:
            yield Furnished(app, database, url, samples(house).link_path)


def signed_in(page: Page, furnished: Furnished, role: str) -> None:
    with furnished.database.write() as session:
        name, value = open_session(session, role, people.NAMES[role], None)
    page.context.add_cookies([{"name": name, "value": value, "url": furnished.url}])


@pytest.fixture(scope="module")
def looker() -> Looker:
    return Looker()


def wrongs(page: Page, where: str, looker: Looker) -> list[str]:
    page.set_viewport_size(SCREENS["tablet"])
    page.goto(where)
    found = looker.faults(page)
    page.set_viewport_size(SCREENS["phone"])
    return [*found, "scrolls sideways"] if page.evaluate(WIDE) else found


@pytest.mark.parametrize("part", range(PARTS))
def test_every_address_of_the_map_once(
    furnished: Furnished, open_page: OpenPage, console: list[str], looker: Looker, part: int
) -> None:
    waiting, seen = [furnished.link, *furnished.addresses()][part::PARTS], 0
    wrong: dict[str, list[str]] = {}
    for role in SEERS:
        page = open_page("tablet", base_url=furnished.url)
        signed_in(page, furnished, role)
        browser = people.browser(furnished.app, furnished.database, role)
        for where in list(waiting):
            answer = browser.get(where)
            if answer.status_code in {403, 404}:
                continue
            waiting.remove(where)
            if b"<html" in answer.data[:200]:
                seen += 1
                if found := wrongs(page, where, looker):
                    wrong[f"{where} ({role})"] = found
    assert wrong == {}
    assert seen > 10


@pytest.mark.parametrize("role", people.NAMES)
def test_the_first_page_and_the_counter_of_every_role(
    furnished: Furnished, open_page: OpenPage, console: list[str], looker: Looker, role: str
) -> None:
    page = open_page("tablet", base_url=furnished.url)
    signed_in(page, furnished, role)
    found = {where: wrongs(page, where, looker) for where in ("/", "/comptoir")}
    assert found == {"/": [], "/comptoir": []}
