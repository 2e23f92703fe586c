from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from esat import clock
from esat.actors import SYSTEM
from esat.production import client_codes, code_formats, subjects
from esat.production.journal_models import Event
from tests.browser.conftest import AZERTY, Counter, scan
from tests.browser.crossing import crossed
from tests.browser.looking import faults

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]
EAN, OTHER, LETTERS = "4006381333931", "5901234123457", "LIN-0042/B"
LATER = "performance.now = ((real) => () => real() + 4000)(performance.now.bind(performance))"
"""The hand has stopped trembling: the same code is again a scan of its own."""


@pytest.fixture(autouse=True)
def formats(counter: Counter) -> None:
    with counter.database.write() as session:
        code_formats.install(session, clock.now())


def linked(counter: Counter) -> list[str]:
    """The codes that the journal says were linked, in order."""
    with counter.database.read() as session:
        rows = session.exec(select(Event).where(Event.kind == "code.linked").order_by(Event.id))  # type: ignore[arg-type]
        return [(row.data or {})["code"] for row in rows]


def link(counter: Counter, text: str, code: str) -> None:
    with counter.database.write() as session:
        subject = subjects.by_code(session, code)
        assert subject is not None
        client_codes.link(session, text, subject, by=SYSTEM)


@pytest.mark.parametrize(
    ("layout", "end"),
    crossed(["right", "french", "prefix", "french prefix"], ["Enter", "Tab", "Control+j", ""]),
)
def test_a_code_is_linked_by_the_scanner_alone(
    counter: Counter, tablet: Tablet, layout: str, end: str
) -> None:
    ean, label = {
        "right": (EAN, counter.codes.bag),
        "french": (EAN.translate(AZERTY), counter.codes.bag.lower().translate(AZERTY)),
        "prefix": (f"]E0{EAN}", f"]C0{counter.codes.bag}"),
        "french prefix": (f"$Eà{EAN.translate(AZERTY)}", counter.codes.bag.translate(AZERTY)),
    }[layout]
    page = tablet()
    scan(page, ean, end)
    expect(page.locator("#answer .state")).to_contain_text("Code inconnu")
    page.evaluate(LATER)
    scan(page, ean, end)
    expect(page.locator("#answer .state")).to_contain_text("À quel objet")
    expect(page.locator("#said")).to_contain_text("Scannez notre étiquette")
    expect(page.locator("#f-code")).to_be_focused()
    scan(page, label, end)
    expect(page.locator("#answer .state")).to_contain_text(f"Code {EAN} lié à")
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
    assert linked(counter) == [EAN]
    scan(page, ean, end)
    expect(page.locator("#answer .thing")).to_contain_text("EHPAD Les Tilleuls")


def test_the_next_codes_are_linked_in_two_scans_each(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    scan(page, EAN)
    page.get_by_text("Lier ce code à un objet…").click()
    scan(page, counter.codes.bag)
    expect(page.locator("#answer .state")).to_contain_text("C’est bon", ignore_case=True)
    scan(page, LETTERS)
    expect(page.locator("#answer .state")).to_contain_text("À quel objet")
    scan(page, counter.codes.other)
    expect(page.locator("#answer .state")).to_contain_text(f"Code {LETTERS} lié à")
    assert linked(counter) == [EAN, LETTERS]


def test_a_stray_code_then_a_bag_links_nothing(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    scan(page, EAN)
    expect(page.get_by_text("Lier ce code à un objet…")).to_be_visible()
    scan(page, counter.codes.bag)
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
    assert linked(counter) == []


def test_what_was_shown_before_takes_the_code_by_two_taps(counter: Counter, tablet: Tablet) -> None:
    page = tablet("phone")
    scan(page, counter.codes.bag)
    expect(page.locator("#answer .thing")).to_be_visible()
    scan(page, EAN)
    page.get_by_text("Lier ce code à un objet…").click()
    page.get_by_role("button", name="Lier à « Sac 1 »").click()
    expect(page.locator("#answer .state")).to_contain_text(f"Code {EAN} lié à")
    assert linked(counter) == [EAN]


def test_a_label_read_wrong_is_asked_again_and_the_code_still_waits(
    counter: Counter, tablet: Tablet, console: list[str]
) -> None:
    page, bag = tablet(), counter.codes.bag
    scan(page, EAN)
    page.get_by_text("Lier ce code à un objet…").click()
    scan(page, bag[:-1] + ("0" if bag[-1] != "0" else "1"))
    expect(page.locator("#answer .state")).to_contain_text("Code mal lu")
    expect(page.get_by_text(f"Le code {EAN} attend")).to_be_visible()
    scan(page, bag)
    expect(page.locator("#answer .state")).to_contain_text(f"Code {EAN} lié à")


def test_a_partial_reading_is_offered_nothing(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    scan(page, "]I1154001412887")
    expect(page.locator("#answer")).to_contain_text("Ce code ne peut pas être lié")
    expect(page.locator("#answer")).to_contain_text("il en faut 14")
    expect(page.get_by_text("Lier ce code")).to_have_count(0)


def test_a_link_made_without_network_is_kept_and_sent_once(
    counter: Counter, tablet: Tablet
) -> None:
    page = tablet()
    scan(page, EAN)
    page.get_by_text("Lier ce code à un objet…").click()
    page.context.set_offline(True)
    scan(page, counter.codes.bag)
    expect(page.locator("#answer .state")).to_contain_text("Gardé, sera envoyé")
    assert linked(counter) == []
    expect(page.locator("#unsent-count")).to_have_text("1")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#unsent")).to_be_hidden(timeout=30_000)
    assert linked(counter) == [EAN]


def test_a_lost_answer_links_once(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    scan(page, EAN)
    page.get_by_text("Lier ce code à un objet…").click()
    counter.network.lose = "/comptoir/lier-code"
    scan(page, counter.codes.bag)
    expect(page.locator("#answer .state")).to_contain_text("Gardé, sera envoyé")
    assert linked(counter) == [EAN]


def test_a_conflict_leads_to_the_other_thing_where_the_code_is_unlinked(
    counter: Counter, tablet: Tablet, console: list[str]
) -> None:
    link(counter, EAN, counter.codes.bag)
    page = tablet(path=f"/atelier/objet/{counter.codes.other}")
    page.get_by_role("link", name="Lier un code").click()
    expect(page.get_by_label("Scannez le code du client")).to_be_focused()
    scan(page, EAN, "")
    expect(page.locator(".state")).to_contain_text("déjà lié à « Sac 1 »")
    page.get_by_role("link", name="Voir « Sac 1 »").click()
    page.get_by_role("link", name="Délier un code").click()
    page.get_by_label("Pourquoi").fill("Mauvais sac")
    page.get_by_role("button", name="Délier").click()
    expect(page.locator(".state")).to_contain_text(f"Code {EAN} délié de")
    expect(page.get_by_label("Codes du client déliés")).to_contain_text("Mauvais sac")
    page.goto("/comptoir")
    scan(page, EAN)
    expect(page.locator("#answer .state")).to_contain_text("Ce code n’est plus lié")
    page.get_by_text("Lier ce code à un objet…").click()
    scan(page, counter.codes.other)
    expect(page.locator("#answer .state")).to_contain_text(f"Code {EAN} lié à")
    assert linked(counter) == [EAN, EAN]


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_every_screen_of_it_fits_and_has_no_accessibility_fault(
    counter: Counter, tablet: Tablet, screen: str
) -> None:
    link(counter, "X" * 32 + "Y" * 32, counter.codes.bag)
    link(counter, LETTERS, counter.codes.bag)
    page = tablet(screen)
    scan(page, "Z" * 64)
    expect(page.get_by_text("Lier ce code à un objet…")).to_be_visible()
    page.get_by_text("Lier ce code à un objet…").click()
    fits(page)
    for path in (f"/atelier/objet/{counter.codes.bag}", f"/atelier/codes/{counter.codes.bag}"):
        page.goto(path)
        fits(page)
    page.get_by_role("link", name="Délier un code").click()
    fits(page)


def fits(page: Page) -> None:
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) == 0
    assert faults(page) == []
