from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from esat.production import things
from tests import factories
from tests.browser.conftest import AZERTY, Counter, scan
from tests.browser.looking import faults

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]

ROAD = (
    ("receive", "Reçu"), ("start_wash", "En machine"), ("end_wash", "Lavé"),
    ("finish", "Plié, contrôlé"), ("pack", "Emballé, prêt"), ("hand_over", "Remis"),
)  # fmt: skip


def cards(counter: Counter) -> dict[str, str]:
    """An action card for each move of the road."""
    with counter.database.write() as session:
        return {
            action: things.add_resource(
                session, "card", action, "laundry", "K", action=action, at=factories.AT
            )[1]
            for action, _ in ROAD
        }


def test_a_bag_goes_from_reception_to_hand_over_by_the_scanner_alone(
    counter: Counter, tablet: Tablet
) -> None:
    page, deck = tablet(), cards(counter)
    scan(page, counter.codes.bag)
    expect(page.locator("#answer .thing")).to_contain_text("EHPAD Les Tilleuls")
    for action, stage in ROAD:
        scan(page, deck[action])
        expect(page.locator("#answer .state")).to_contain_text(stage)
        expect(page.locator("#last .row").first).to_contain_text("C’est bon")
    assert [to for _, to in counter.moves()][-1] == "handed_over"
    assert len(counter.moves()) == len(ROAD)


@pytest.mark.parametrize("end", ["Enter", "Tab", "Control+j", "Control+m", ""])
@pytest.mark.parametrize("layout", ["right", "french", "lower", "prefix"])
def test_every_scanner_is_understood(
    counter: Counter, tablet: Tablet, end: str, layout: str
) -> None:
    code = counter.codes.bag
    sent = {
        "right": code, "french": code.lower().translate(AZERTY), "lower": code.lower(),
        "prefix": f"]C0{code}",
    }[layout]  # fmt: skip
    page = tablet()
    scan(page, sent, end)
    expect(page.locator("#answer .thing .code")).to_have_text(code)
    expect(page.locator("#f-code")).to_be_focused()
    expect(page.locator("#f-code")).to_have_value("")
    assert len(counter.captures()) == 1


def test_a_double_scan_is_one_scan(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    for _ in range(3):
        scan(page, counter.codes.bag)
    scan(page, counter.codes.other)
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.other)
    assert [row.code for row in counter.captures()] == [counter.codes.bag, counter.codes.other]


def test_scans_in_a_burst_are_all_kept_in_order(counter: Counter, tablet: Tablet) -> None:
    page, shown = tablet(), counter.codes
    burst = [shown.bag, shown.other, shown.item, shown.lot, shown.blank]
    for code in burst:
        scan(page, code)
    expect(page.locator("#answer .thing .code")).to_have_text(shown.blank)
    assert [row.code for row in counter.captures()] == burst


def test_a_scan_finds_the_field_wherever_the_focus_was(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    scan(page, counter.codes.item)
    page.get_by_text("Retenir…").focus()
    scan(page, counter.codes.other)
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.other)


def test_one_tap_receives_and_one_undoes(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    scan(page, counter.codes.item)
    page.get_by_role("button", name="Recevoir").click()
    expect(page.locator("#answer .state")).to_contain_text("Reçu")
    page.get_by_role("button", name="Annuler le dernier").click()
    expect(page.locator("#answer .state")).to_contain_text("de nouveau à : Attendu")
    expect(page.locator("#said")).to_contain_text("C’est bon")


def test_a_blank_label_is_bound_and_a_bag_is_held_by_taps(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    scan(page, counter.codes.blank)
    page.get_by_label("Chercher le client").fill("till")
    page.get_by_role("button", name="EHPAD Les Tilleuls").click()
    page.get_by_role("button", name="Recevoir ce sac").click()
    expect(page.locator("#answer .state")).to_contain_text("Reçu")
    page.get_by_text("Retenir…").click()
    page.get_by_text("Quarantaine").click()
    page.locator("details").get_by_role("button", name="Retenir").click()
    expect(page.locator("#answer .offer.closed").first).to_contain_text("Quarantaine")
    page.get_by_role("button", name="Lever la retenue").click()
    expect(page.get_by_role("button", name="Lancer le lavage")).to_be_visible()


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_nothing_is_wider_than_the_screen(counter: Counter, tablet: Tablet, screen: str) -> None:
    page = tablet(screen)
    scan(page, counter.codes.lot)
    expect(page.locator("#answer .thing")).to_be_visible()
    for path in (None, "/appareil", "/envois", "/anomalies", "/hors-ligne"):
        if path is not None:
            page.goto(path)
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(width) == 0, path


def test_the_counter_has_no_accessibility_fault(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    for code in (counter.codes.item, counter.codes.lot, counter.codes.blank, "FFFFFFF3"):
        scan(page, code)
        shown = page.locator("#answer .thing .code")
        expect(shown).to_have_count(0) if code == "FFFFFFF3" else expect(shown).to_have_text(code)
        assert faults(page) == [], code
    for path in ("/appareil", "/envois", "/anomalies", "/hors-ligne", "/comptoir/hors-ligne"):
        page.goto(path)
        assert faults(page) == [], path
