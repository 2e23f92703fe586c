"""The reception on a tablet: scanned by keystrokes, weighed on our own keys, on a bad network."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from esat import clock
from esat.actors import SYSTEM
from esat.production import subjects
from tests.browser.conftest import Counter
from tests.browser.keys import Keyboard
from tests.browser.looking import faults
from workshops.laundry.intake import items, weighing
from workshops.laundry.intake.doing import Deed
from workshops.laundry.intake.models import Weighing
from workshops.laundry.intake.weighing import Weight

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]


def path(counter: Counter) -> str:
    return f"/blanchisserie/reception/{counter.codes.client_id}"


def press(page: Page, number: str) -> None:
    """Our own keys, touched one after the other."""
    for key in number:
        page.locator(f'.keys [data-key="{key}"]').click()


def kilograms(counter: Counter, code: str) -> list[Decimal]:
    """Every weight of the bag of a code."""
    with counter.database.read() as session:
        subject = subjects.by_code(session, code)
        key = subject.item_id if subject else None
        query = select(Weighing.kg).where(Weighing.item_id == key).order_by(col(Weighing.id))
        return list(session.exec(query))


@pytest.mark.parametrize("layout", ["us", "fr"])
def test_bags_are_scanned_then_weighed_on_our_own_keys_one_after_the_other(
    counter: Counter, tablet: Tablet, layout: str
) -> None:
    page = tablet(path=path(counter))
    keyboard = Keyboard(page)
    for code, typed, shown in (
        (counter.codes.bag, "12,5", "12,5 kg"),
        (counter.codes.other, "8", "8 kg"),
    ):
        keyboard.scan(code, layout=layout)
        expect(page.locator("#answer .state")).to_contain_text("reçu")
        expect(page.locator("#answer .thing .code")).to_have_text(code)
        press(page, typed)
        expect(page.locator("[name=kg]")).to_have_value(typed)
        page.get_by_role("button", name="Valider le poids").click()
        expect(page.locator("#waits")).to_contain_text(shown)
        expect(page.locator("#bags .row").filter(has_text=code)).to_contain_text(shown)
        expect(page.locator("#f-code")).to_be_focused()
    expect(page.locator("#totals")).to_contain_text("20,5 kg")
    assert kilograms(counter, counter.codes.bag) == [Decimal("12.5")]
    assert [row.outcome for row in counter.captures()] == ["ok"] * 4


def test_a_scanner_after_a_touch_on_our_keys_still_writes_in_the_field_of_codes(
    counter: Counter, tablet: Tablet
) -> None:
    page = tablet(path=path(counter))
    keyboard = Keyboard(page)
    keyboard.scan(counter.codes.bag)
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
    press(page, "7")
    keyboard.scan(counter.codes.other)
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.other)
    expect(page.locator("[name=kg]")).to_have_value("")
    assert [row.code for row in counter.captures()] == [counter.codes.bag, counter.codes.other]


def test_a_weight_is_corrected_on_the_keys_and_asks_for_a_reason(
    counter: Counter, tablet: Tablet
) -> None:
    page = tablet(path=path(counter))
    Keyboard(page).scan(counter.codes.bag)
    press(page, "19,5")
    page.locator('.keys [data-key="back"]').click()
    expect(page.locator("[name=kg]")).to_have_value("19,")
    page.get_by_role("button", name="Valider le poids").click()
    expect(page.locator("#waits")).to_contain_text("19 kg")
    expect(page.locator("#answer")).to_contain_text("Sac trop lourd")
    page.get_by_text("Corriger le poids ou les pièces").click()
    press(page, "9")
    page.get_by_role("button", name="Corriger", exact=True).click()
    expect(page.locator("#answer .state")).to_contain_text("écrivez la raison")
    expect(page.locator("[name=kg]")).to_have_value("9")
    page.get_by_label("Raison de la correction").fill("Mal posé")
    page.get_by_role("button", name="Corriger", exact=True).click()
    expect(page.locator("#answer .state")).to_contain_text("Sac 1 : 9 kg")
    assert kilograms(counter, counter.codes.bag) == [Decimal(19), Decimal(9)]


def test_what_the_network_lost_is_kept_and_received_once(counter: Counter, tablet: Tablet) -> None:
    page = tablet(path=path(counter))
    counter.network.lose = f"{path(counter)}/scan"
    Keyboard(page).scan(counter.codes.bag)
    expect(page.locator("#answer .state")).to_contain_text("Gardé, sera envoyé")
    expect(page.locator("#last .row")).to_contain_text(counter.codes.bag)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#unsent")).to_be_hidden()
    assert [to for _, to in counter.moves()] == ["received"]
    assert len(counter.captures()) == 1


def test_the_weight_of_the_scale_comes_by_itself(counter: Counter, tablet: Tablet) -> None:
    page = tablet(path=path(counter))
    Keyboard(page).scan(counter.codes.bag)
    expect(page.locator("#waits")).to_contain_text("Posez le sac sur la balance")
    with counter.database.write() as session:
        subject = subjects.by_code(session, counter.codes.bag)
        assert subject is not None
        load = Weight(Decimal("11.2"), weighing.SCALE, "BAL1", b"k" * 16)
        weighing.weigh(session, subject.item_id or 0, load, Deed(SYSTEM, clock.now()))
        assert items.of(session, subject.item_id or 0) is not None
    expect(page.locator("#waits")).to_contain_text("11,2 kg")
    expect(page.locator("#waits")).to_contain_text("balance BAL1")
    expect(page.locator("#bags .row").filter(has_text=counter.codes.bag)).to_contain_text("11,2 kg")


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_it_fits_and_can_be_used_by_everybody(
    counter: Counter, tablet: Tablet, screen: str
) -> None:
    page = tablet(screen, path(counter))
    Keyboard(page).scan(counter.codes.bag)
    expect(page.locator(".keys")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('.keys .button, .weigh .input')]"
        ".filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 48).length"
    )
    assert small == 0
    assert faults(page) == []
    page.goto("/blanchisserie/reception")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
