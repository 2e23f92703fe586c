"""A screen of its own with a French keyboard, and the keys that a US scanner would press on it."""

import os
import select as polling
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Counter
from tests.chromium import FLAGS, executable
from tests.missing import missing

pytestmark = [pytest.mark.browser, pytest.mark.outside]

PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool", "setxkbmap": "x11-xkb-utils",
            "xkbcomp": "x11-xkb-utils"}  # fmt: skip
PATIENCE = 60
SHIFT, CAPS, ENTER = 50, 66, 36
ROWS = {10: "1234567890", 24: "QWERTYUIOP", 38: "ASDFGHJKL", 52: "ZXCVBNM"}
PLACES = {letter: first + n for first, row in ROWS.items() for n, letter in enumerate(row)}
"""The numbers that X gives to the places of a keyboard, by what a US one writes there."""


def run(display: str, *command: str, given: str | None = None) -> str:
    done = subprocess.run(
        command, env={**os.environ, "DISPLAY": display}, input=given, capture_output=True,
        text=True, check=True, timeout=PATIENCE,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def french() -> Iterator[str]:
    """A display whose keyboard is French; `-noreset`, or it would forget that at once."""
    for program, package in PROGRAMS.items():
        if shutil.which(program) is None:
            missing(f"no {program} here (Debian: apt install {package})")
    reading, writing = os.pipe()
    command = ["Xvfb", "-noreset", "-nolisten", "tcp", "-screen", "0", "1280x800x24"]
    with ExitStack() as stack:
        stack.callback(os.close, reading)
        server = subprocess.Popen(
            [*command, "-displayfd", str(writing)], pass_fds=[writing], stderr=subprocess.DEVNULL
        )
        stack.callback(server.wait, PATIENCE)
        stack.callback(server.terminate)
        os.close(writing)
        ready, _, _ = polling.select([reading], [], [], PATIENCE)
        told = os.read(reading, 20).decode().strip() if ready else ""
        if not told:
            missing("Xvfb gives no display here")
        display = f":{told}"
        layout = run(display, "setxkbmap", "-layout", "fr", "-print")
        subprocess.run(
            ["xkbcomp", "-w0", "-", display], input=layout, text=True, check=True, timeout=PATIENCE,
            stderr=subprocess.DEVNULL, env={**os.environ, "DISPLAY": display},
        )  # fmt: skip
        yield display


@pytest.fixture
def window(french: str, browser: Browser, counter: Counter) -> Iterator[Callable[[str], Page]]:
    """`window("/comptoir")`: a Chromium with a window on that display, Nadia signed in."""
    with ExitStack() as stack:
        opened = browser.browser_type.launch(
            executable_path=executable() or browser.browser_type.executable_path,
            args=FLAGS,
            headless=False,
            env={**os.environ, "DISPLAY": french},
        )
        stack.callback(opened.close)

        def show(path: str) -> Page:
            page = opened.new_page(base_url=counter.url, no_viewport=True)
            page.context.add_cookies(
                [{"name": name, "value": value, "url": counter.url}
                 for name, value in counter.cookies]
            )  # fmt: skip
            page.goto(path)
            page.bring_to_front()
            expect(page.locator("input[data-scan-ms]")).to_be_focused()
            return page

        yield show


@pytest.fixture
def caps(french: str) -> Iterator[None]:
    """Caps lock is on, and off again after."""
    run(french, "xdotool", "key", str(CAPS))
    yield
    run(french, "xdotool", "key", str(CAPS))


def press(display: str, code: str, *, end: bool = True) -> None:
    """The keys of a scanner set to a US keyboard: capitals by shift, then Enter."""
    keys: list[str] = []
    for sign in code:
        place = str(PLACES[sign])
        held = sign.isalpha()
        keys += ["keydown", str(SHIFT)] if held else []
        keys += ["key", "--delay", "2", place]
        keys += ["keyup", str(SHIFT)] if held else []
    keys += ["key", str(ENTER)] if end else []
    run(display, "xdotool", *keys)


def received(counter: Counter) -> list[tuple[str | None, str | None]]:
    """Each capture: what came, and the code that the server understood."""
    return [(row.raw, row.code) for row in counter.captures()]


def french_signs(code: str) -> str:
    return code.translate(str.maketrans("1234567890", "&é\"'(-è_çà"))


def test_a_us_scanner_on_a_french_keyboard_opens_the_right_bag(
    french: str, window: Callable[[str], Page], counter: Counter
) -> None:
    page = window("/comptoir")
    for code in (counter.codes.bag, counter.codes.other):
        press(french, code)
        expect(page.locator("#answer .thing .code")).to_have_text(code)
        expect(page.locator("#answer .thing")).to_contain_text("EHPAD Les Tilleuls")
    assert received(counter) == [
        (french_signs(code), code) for code in (counter.codes.bag, counter.codes.other)
    ]


def test_caps_lock_changes_nothing_of_it(
    french: str, window: Callable[[str], Page], counter: Counter, caps: None
) -> None:
    page, code = window("/comptoir"), counter.codes.bag
    press(french, code)
    expect(page.locator("#answer .thing .code")).to_have_text(code)
    assert received(counter) == [(french_signs(code).swapcase(), code)]


def test_a_wrong_sign_is_refused_and_opens_nothing(
    french: str, window: Callable[[str], Page], counter: Counter
) -> None:
    page, code = window("/comptoir"), counter.codes.bag
    for place in range(1, 8):
        wrong = code[:place] + ("7" if code[place] != "7" else "9") + code[place + 1 :]
        press(french, wrong)
        expect(page.locator("#last .row").first).to_contain_text(french_signs(wrong))
        expect(page.locator("#answer .state")).to_contain_text("Code mal lu")
        expect(page.locator("#answer .thing")).to_have_count(0)
    assert {(row.outcome, row.reason) for row in counter.captures()} == {
        ("unknown", "code_misread")
    }
    assert len(counter.captures()) == 7


def test_without_suffix_too_and_what_a_hand_types_after_stays(
    french: str, window: Callable[[str], Page], counter: Counter
) -> None:
    page, code = window("/comptoir"), counter.codes.bag
    press(french, code, end=False)
    expect(page.locator("#answer .thing .code")).to_have_text(code)
    run(french, "xdotool", "type", "--delay", "400", "45")
    expect(page.locator("#f-code")).to_have_value("45")
    assert received(counter) == [(french_signs(code), code)]


def test_the_page_that_tries_scanners_knows_both_keyboards(
    french: str, window: Callable[[str], Page], counter: Counter
) -> None:
    page = window("/appareil")
    press(french, "X1234560")
    expect(page.locator("#readings tr").first).to_contain_text(
        "ordinateur français (AZERTY), lecteur américain"
    )
    expect(page.locator("#told")).to_contain_text("se croit sur un clavier américain")
    for code in ("D789CEVT", "FHJKNPRT"):
        press(french, code)
    expect(page.locator("#passed")).to_be_visible()
    assert counter.captures() == []


def test_the_page_says_that_caps_lock_is_on(
    french: str, window: Callable[[str], Page], counter: Counter, caps: None
) -> None:
    page = window("/appareil")
    press(french, "FHJKNPRT")
    expect(page.locator("#told")).to_contain_text("« Verr. Maj » est allumé")
