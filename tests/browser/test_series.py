"""A series in a real Chromium: real keystrokes, and one tap for all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from esat.production import barcodes, subjects
from tests import factories
from tests.browser.conftest import Counter, scan
from tests.browser.looking import faults
from tests.browser.series import SERIES, at_rest, expected, held, listed, row, stages

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]
UNKNOWN = "F0000019"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def bags(counter: Counter) -> list[str]:
    """A round of thirty bags, of three clients."""
    return expected(counter, 30)


def test_a_round_of_thirty_bags_is_received_by_one_tap(
    counter: Counter, tablet: Tablet, bags: list[str]
) -> None:
    held(counter, bags[6])
    page = tablet(path=SERIES)
    for place, code in enumerate(bags):
        scan(page, code)
        if place in {3, 20}:
            scan(page, code)
            expect(row(page, code)).to_contain_text("Scanné 2 fois")
            expect(page.locator("#last")).to_contain_text("Déjà dans la liste")
    scan(page, UNKNOWN)
    expect(page.locator("#count")).to_have_text("30 sacs, 2 doubles, 1 problème")
    expect(page.locator("#rows > li").first).to_contain_text("Code inconnu")
    expect(page.locator("#rows > li").last).to_contain_text(bags[0])
    assert counter.captures() == []

    for code in bags[:2]:
        row(page, code).locator("input").uncheck()
    button = page.get_by_role("button", name="Recevoir (27 sur 28)")
    expect(button).to_be_visible()
    expect(page.locator("#acts")).to_contain_text("Retenu : Quarantaine")
    button.click()
    expect(page.locator("#sum .state")).to_contain_text("Recevoir : fait pour 27")

    asked = [code for code in bags[2:] if code != bags[6]]
    assert [(entry.code, entry.kind, entry.outcome) for entry in counter.captures()] == [
        (code, "move", "ok") for code in asked
    ]
    assert stages(counter, [*bags[:2], bags[6]]) == ["expected"] * 3
    expect(row(page, bags[2])).to_contain_text("Fait")
    expect(row(page, bags[0]).locator(".said")).to_be_empty()

    page.reload()
    expect(page.locator("#count")).to_have_text("30 sacs, 2 doubles, 1 problème")
    expect(row(page, bags[2])).to_contain_text("Fait")
    expect(row(page, bags[0]).locator("input")).not_to_be_checked()
    expect(page.get_by_role("button", name="Lancer le lavage (27 sur 28)")).to_be_visible()


def test_a_second_tap_changes_nothing(counter: Counter, tablet: Tablet) -> None:
    codes = expected(counter, 3)
    page = tablet(path=SERIES)
    listed(page, codes)
    page.get_by_role("button", name="Recevoir (3)").dblclick()
    expect(page.locator("#sum .state")).to_contain_text("fait pour 3")
    assert [entry.code for entry in counter.captures()] == codes
    assert len(counter.moves()) == 3


def test_one_refused_in_the_middle_is_told_in_its_row(counter: Counter, tablet: Tablet) -> None:
    codes = expected(counter, 5)
    page = tablet(path=SERIES)
    listed(page, codes)
    at_rest(counter, page)
    held(counter, codes[2])  # after the list was looked at
    page.get_by_role("button", name="Recevoir (5)").click()
    expect(page.locator("#sum .state")).to_contain_text("fait pour 4 sur 5")
    expect(row(page, codes[2]).locator(".said")).to_contain_text("Retenu : Quarantaine")
    assert stages(counter, codes) == ["received", "received", "expected", "received", "received"]
    page.reload()
    expect(row(page, codes[2]).locator(".said")).to_contain_text("Retenu : Quarantaine")


def test_a_closing_move_asks_and_a_scan_never_answers(counter: Counter, tablet: Tablet) -> None:
    codes = expected(counter, 3)
    page = tablet(path=SERIES)
    listed(page, codes[:2])
    for name in ("Recevoir", "Lancer le lavage", "Lavage terminé", "Plié et contrôlé", "Emballer"):
        page.get_by_role("button", name=f"{name} (2)").click()
        expect(page.locator("#sum .state")).to_contain_text(f"{name} : fait pour 2")
    page.get_by_role("link", name="Remettre au client (2)").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    scan(page, codes[2])  # its Enter would press the button that has the focus
    expect(row(page, codes[2])).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert stages(counter, codes) == ["packed", "packed", "expected"]
    page.get_by_role("link", name="Remettre au client (2 sur 3)").click()
    page.get_by_role("button", name="Oui : Remettre au client (2 sur 3)").click()
    expect(page.locator("#sum .state")).to_contain_text("fait pour 2")
    assert stages(counter, codes) == ["handed_over", "handed_over", "expected"]


def test_all_are_held_and_new_labels_are_given_to_a_client(
    counter: Counter, tablet: Tablet
) -> None:
    codes = expected(counter, 2)
    with counter.database.write() as session:
        blanks = [str(barcodes.allocate(session, "F", factories.AT)) for _ in range(3)]
    page = tablet(path=SERIES)
    listed(page, [*codes, *blanks])
    expect(page.locator("#count")).to_have_text("2 sacs, 3 étiquettes neuves")
    page.get_by_label("Chercher le client").press_sequentially("till")
    page.get_by_role("link", name="EHPAD Les Tilleuls").click()
    page.get_by_role("button", name="Oui, donner à ce client").click()
    expect(page.locator("#sum .state")).to_contain_text("fait pour 3")
    expect(row(page, blanks[2])).to_contain_text("Sac 5 · EHPAD Les Tilleuls")
    expect(page.get_by_role("button", name="Recevoir (5)")).to_be_visible()

    page.get_by_text("Retenir… (2 sur 5)").click()
    page.get_by_text("À vérifier", exact=True).first.click()
    row(page, codes[1]).locator("input").uncheck()  # what was chosen stays chosen
    page.get_by_role("button", name="Retenir (1 sur 4)").click()
    expect(page.locator("#sum .state")).to_contain_text("Retenir : fait pour 1")
    expect(row(page, codes[0])).to_contain_text("Retenu : À vérifier")
    expect(row(page, codes[1])).not_to_contain_text("Retenu")


def test_another_code_of_the_same_thing_is_a_double(counter: Counter, tablet: Tablet) -> None:
    (code,) = expected(counter, 1)
    with counter.database.write() as session:
        subject = subjects.by_code(session, code)
        assert subject is not None
        barcodes.link(
            session, "4006381333931", factories.AT, trusted=True, item_id=subject.item_id or 0
        )
    page = tablet(path=SERIES)
    scan(page, code)
    scan(page, "4006381333931")
    expect(page.locator("#count")).to_have_text("1 sac, 1 double")
    expect(page.locator("#last")).to_contain_text("Déjà dans la liste")
    page.reload()
    expect(page.locator("#count")).to_have_text("1 sac, 1 double")


def test_a_list_is_pasted_emptied_and_a_row_taken_out(counter: Counter, tablet: Tablet) -> None:
    codes = expected(counter, 3)
    page = tablet(path=SERIES)
    page.get_by_text("Coller une liste…").click()
    page.get_by_label("Un code par ligne").fill("\n".join([*codes, codes[0], ""]))
    page.get_by_role("button", name="Voir la liste").click()
    expect(page.locator("#count")).to_have_text("3 sacs, 1 double")
    page.get_by_role("button", name=f"Retirer {'Sac 1'}").click()
    expect(page.locator("#count")).to_have_text("2 sacs")
    page.get_by_role("link", name="Nouvelle liste").click()
    page.get_by_role("link", name="Oui, vider la liste").click()
    expect(page.locator("#nothing")).to_be_visible()
    page.reload()
    expect(page.locator("#nothing")).to_be_visible()
    expect(page.locator("#rows > li")).to_have_count(0)


def test_a_tick_does_not_swallow_the_next_scan(counter: Counter, tablet: Tablet) -> None:
    codes = expected(counter, 2)
    page = tablet(path=SERIES)
    scan(page, codes[0])
    expect(row(page, codes[0])).to_contain_text("Attendu")
    row(page, codes[0]).locator("input").uncheck()
    scan(page, codes[1])
    expect(page.locator("#count")).to_have_text("2 sacs")
    expect(page.get_by_role("button", name="Recevoir (1)")).to_be_visible()


def test_a_label_scanned_while_a_name_is_typed_goes_to_the_list(
    counter: Counter, tablet: Tablet
) -> None:
    (code,) = expected(counter, 1)
    page = tablet(path=SERIES)
    listed(page, [counter.codes.blank])
    search = page.get_by_label("Chercher le client")
    search.focus()
    scan(page, code)
    expect(row(page, code)).to_contain_text("Attendu")
    expect(search).to_have_value("")


def test_without_a_script_the_same_page_works(
    counter: Counter, browser: Browser, bags: list[str]
) -> None:
    with browser.new_context(base_url=counter.url, java_script_enabled=False) as context:
        context.add_cookies(
            [{"name": name, "value": value, "url": counter.url} for name, value in counter.cookies]
        )
        page = context.new_page()
        page.goto(SERIES)
        page.get_by_text("Coller une liste…").click()
        page.get_by_label("Un code par ligne").fill("\n".join(bags[:10]))
        page.get_by_role("button", name="Voir la liste").click()
        page.locator("#f-code").fill(bags[10])
        page.keyboard.press("Enter")
        expect(page.locator("#count")).to_have_text("11 sacs")
        row(page, bags[0]).locator("input").uncheck()
        page.get_by_role("button", name="Recompter").click()
        page.get_by_role("button", name="Recevoir (10)").click()
        expect(page.locator("#sum .state")).to_contain_text("Fait pour 10")
        page.reload()  # the form again
        expect(page.locator("#sum .state")).to_contain_text("Fait pour 10")
        assert len(counter.captures()) == len(counter.moves()) == 10
        page.get_by_role("link", name="Nouvelle liste").click()
        page.get_by_role("link", name="Oui, vider la liste").click()
        expect(page.locator("#nothing")).to_be_visible()


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_a_series_has_no_fault_of_access_and_is_as_wide_as_its_screen(
    counter: Counter, tablet: Tablet, screen: str
) -> None:
    codes = expected(counter, 4)
    held(counter, codes[0])
    page = tablet(screen, SERIES)
    assert faults(page) == []
    listed(page, [*codes, counter.codes.blank, counter.codes.lot, UNKNOWN])
    scan(page, codes[1])
    expect(page.locator("#count")).to_contain_text("1 double, 1 problème")
    page.get_by_text("Retenir…").click()
    assert faults(page) == []
    assert page.evaluate(WIDE) == 0
    page.get_by_role("button", name="Recevoir").click()
    expect(page.locator("#sum .state")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate(WIDE) == 0
    page.goto(f"{SERIES}/hors-ligne")
    assert faults(page) == []
