"""The page that tries a scanner: each code ticked off, what is wrong said, a speed advised."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from esat.accounts.models import Device
from esat.production import codes
from esat.production.codes import TEST_CODES
from tests.browser.conftest import Counter
from tests.browser.keys import Keyboard
from tests.browser.looking import WIDE, faults
from tests.esat.production.mangling import every_way

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]
FIRST, SECOND, THIRD = TEST_CODES


# --- the page that tries a scanner ---------------------------------------------------------


def test_a_scanner_is_ready_when_the_three_codes_were_read_right(
    usual: Counter, tablet: Tablet
) -> None:
    page = tablet(path="/appareil")
    keys, ready = Keyboard(page), page.locator("#passed")
    keys.scan(FIRST, layout="fr")
    expect(page.locator(f".test[data-code={FIRST}]")).to_contain_text("Lu et réparé")
    keys.scan(SECOND, "Tab")
    keys.scan(FIRST)
    keys.scan(usual.codes.bag)
    keys.scan(THIRD, gap=90)
    expect(page.locator(f".test[data-code={THIRD}]")).to_contain_text("Compris, mais lent")
    expect(page.locator("#readings tr")).to_have_count(5)
    expect(ready).to_be_hidden()
    keys.scan(THIRD, "")
    expect(ready).to_contain_text("Ce lecteur est prêt")
    keys.scan("D0000003")
    expect(page.locator("#told")).to_contain_text("Un signe est faux")
    expect(ready).to_be_visible()
    assert usual.captures() == []


WRONG = {
    "azerty": ({"layout": "fr"}, "se croit sur un clavier américain"),
    "mac": ({"layout": "mac"}, "La même chose, sur un Mac"),
    "swapped": ({"keyboard": "fr"}, "l’ordinateur en américain"),
    "caps": ({"layout": "fr", "caps": True}, "« Verr. Maj » est allumé"),
    "no suffix": ({"end": ""}, "n’envoie pas « Entrée »"),
    "tab": ({"end": "Tab"}, "envoie « Tabulation »"),
    "feed": ({"end": "Control+j"}, "envoie un saut de ligne"),
    "slow": ({"gap": 80}, "sans fil (Bluetooth)"),
    "slow, tab": ({"gap": 80, "end": "Tab"}, "sans fil (Bluetooth)"),
    "slow, no suffix": ({"gap": 80, "end": ""}, "sans fil (Bluetooth)"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(usual: Counter, tablet: Tablet, name: str) -> None:
    page = tablet(path="/appareil")
    asked, said = WRONG[name]
    Keyboard(page).scan(FIRST, **asked)  # type: ignore[arg-type]
    expect(page.locator("#told")).to_contain_text(said)
    expect(page.locator("#readings tr")).to_have_count(1)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (FIRST.lower(), "change les lettres"),
        (f"]C0{FIRST}", "préfixe AIM"),
        (FIRST[:6], "retire des signes"),
        (SECOND[2:], "retire des signes"),
        (FIRST + FIRST, "lit en continu"),
        ("3012345678901", "a lu un autre code"),
    ],
)
def test_what_a_wrong_text_means_is_said(
    usual: Counter, tablet: Tablet, sent: str, said: str
) -> None:
    page = tablet(path="/appareil")
    Keyboard(page).scan(sent)
    expect(page.locator("#told")).to_contain_text(said)


@pytest.mark.parametrize(
    ("layout", "keyboard", "said"),
    [
        ("us", "us", "ordinateur américain (QWERTY), lecteur américain"),
        ("fr", "us", "ordinateur français (AZERTY), lecteur américain"),
        ("fr", "fr", "ordinateur français (AZERTY), lecteur français"),
        ("mac", "us", "ordinateur français, Mac, lecteur américain"),
        ("us", "fr", "ordinateur américain (QWERTY), lecteur français"),
        ("de", "fr", "ordinateur allemand (QWERTZ), lecteur français"),
    ],
)
def test_both_keyboards_are_told_by_the_keys_themselves(
    usual: Counter, tablet: Tablet, layout: str, keyboard: str, said: str
) -> None:
    page = tablet(path="/appareil")
    Keyboard(page).scan(FIRST, layout=layout, keyboard=keyboard)
    expect(page.locator("#readings tr").first).to_contain_text(said)


def test_a_bluetooth_scanner_gets_a_speed_of_its_own_by_one_tap(
    usual: Counter, tablet: Tablet
) -> None:
    page = tablet(path="/appareil")
    keys, advice = Keyboard(page), page.locator("#advice")
    keys.scan(FIRST, gap=60)
    keys.scan(SECOND, gap=50)
    expect(page.locator("#told")).to_contain_text("Compris, mais lent")
    keys.type(THIRD, 200)
    keys.key("Enter")
    expect(advice).to_contain_text("Lecteur le plus lent : 60 ms")
    expect(advice).to_contain_text("Main la plus rapide : 200 ms")
    expect(advice).to_contain_text("Vitesse conseillée : 120 ms")
    with page.expect_navigation():
        page.get_by_role("button", name="Garder la vitesse conseillée").click()
    expect(page.locator("#f-scan_ms")).to_have_value("120")
    with usual.database.read() as session:
        assert session.exec(select(Device.scan_ms)).one() == 120
    Keyboard(page).scan(FIRST, gap=60)
    expect(page.locator("#told")).to_contain_text("C’est bon. Lu juste")
    expect(page.locator("#well-set")).to_be_visible()
    page.goto("/comptoir")
    Keyboard(page).scan(usual.codes.bag, "", gap=60)
    expect(page.locator("#answer .thing .code")).to_have_text(usual.codes.bag)


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_the_page_with_readings_fits_every_screen_and_every_reader(
    usual: Counter, tablet: Tablet, screen: str
) -> None:
    page = tablet(screen, path="/appareil")
    keys = Keyboard(page)
    keys.scan(FIRST, layout="fr")
    keys.scan("]C0" + SECOND + SECOND)
    keys.scan(THIRD[:5])
    keys.scan("FFFFFFFF")
    expect(page.locator("#readings tr")).to_have_count(4)
    assert faults(page) == []
    assert not page.evaluate(WIDE)


# --- what both sides read alike ------------------------------------------------------------------


def test_a_test_code_at_the_counter_is_kindly_answered(usual: Counter, tablet: Tablet) -> None:
    page = tablet()
    Keyboard(page).scan(SECOND, layout="fr")
    expect(page.locator("#answer .state")).to_contain_text("C’est un code d’essai")
    expect(page.locator("#answer .state")).to_have_attribute("data-meaning", "ok")
    assert usual.moves() == []


def vectors() -> list[str]:
    """Codes of each kind, mangled in every way of CONTRACT §3, and as many with a wrong sign."""
    found = []
    for number, letter in enumerate(sorted(codes.KINDS)):
        code = codes.make(letter, 123_456_789 // (number + 1))
        wrong = code[:5] + ("7" if code[5] != "7" else "8") + code[6:]
        found += [raw for text in (code, wrong) for raw in every_way(text)]
        found += [code[1:], code + code, f"]A0{code}", "C-123456"]
    return found


def test_the_browser_reads_every_mangled_code_as_the_server_does(
    usual: Counter, tablet: Tablet
) -> None:
    page, sent = tablet(), vectors()
    read = page.evaluate(
        """async (sent) => {
          const { repair, isOurs, isMisread } = await import("/static/js/codes.js");
          return sent.map((raw) => [repair(raw), isOurs(repair(raw)), isMisread(raw)]);
        }""",
        sent,
    )
    expected = [
        [
            codes.repair(raw),
            codes.is_ours(codes.repair(raw)),
            codes.is_misread(raw),
        ]
        for raw in sent
    ]
    assert len(sent) > 10_000
    assert read == expected
