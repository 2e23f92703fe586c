"""What the browser tests of a series share: bags that are expected, and a list of them."""

from playwright.sync_api import Locator, Page, expect

from esat.actors import SYSTEM
from esat.production import holds, subjects
from tests import factories
from tests.browser.conftest import Counter, scan

SERIES = "/comptoir/serie"


def expected(counter: Counter, n: int) -> list[str]:
    made: list[str] = []
    with counter.database.write() as session:
        for place in range(0, n, 10):
            owner = factories.make_client(session, f"Hôtel du Parc {place // 10 + 1}")
            order = factories.make_order(session, items=min(10, n - place), client=owner)
            made += [item.code or "" for item in factories.items_of(session, order)]
    return made


def held(counter: Counter, code: str) -> None:
    with counter.database.write() as session:
        subject = subjects.by_code(session, code)
        assert subject is not None
        holds.place(session, subject, "quarantine", by=SYSTEM, at=factories.AT)


def stages(counter: Counter, listed: list[str]) -> list[str | None]:
    with counter.database.read() as session:
        found = subjects.by_codes(session, listed)
        return [found[code].stage for code in listed]


def row(page: Page, code: str) -> Locator:
    return page.locator(f'#rows > li[data-code="{code}"]')


def listed(page: Page, codes: list[str]) -> None:
    """Scan these one after the other, and wait until the server has said what each is."""
    for code in codes:
        scan(page, code)
    expect(page.locator("#rows > li[data-open]")).to_have_count(len(codes))


def at_rest(counter: Counter, page: Page) -> None:
    """Wait until the page asks nothing any more: what is scanned during a question asks again."""
    asked = -1
    while asked != len(counter.network.seen):
        asked = len(counter.network.seen)
        page.wait_for_timeout(500)
