from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.camera.conftest import ABLE, BAG, WASM, films, launched, of
from tests.browser.camera.films import Shot, jpeg
from tests.browser.conftest import Counter, scan
from tests.browser.looking import faults

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]


def test_on_a_phone_the_panel_shows_the_answer(counter: Counter, looking: Tablet) -> None:
    page = looking("phone")
    expect(page.locator("#camera-answer .state")).to_contain_text("EHPAD Les Tilleuls")
    page.get_by_role("button", name="Voir la réponse").click()
    expect(page.locator("#camera")).to_be_hidden()
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)


@pytest.mark.parametrize("end", ["Fermer", "Escape", "hidden", "left"])
def test_no_camera_runs_when_nobody_looks(counter: Counter, looking: Tablet, end: str) -> None:
    page = looking()
    expect(page.locator("#answer .thing")).to_be_visible()
    track = page.evaluate_handle("document.getElementById('camera-video').srcObject.getTracks()[0]")
    assert track.evaluate("(track) => track.readyState") == "live"
    if end == "hidden":
        page.evaluate(
            """() => {
              Object.defineProperty(document, "hidden", { value: true, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    elif end == "left":
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    elif end == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Fermer").click()
    assert track.evaluate("(track) => track.readyState") == "ended"
    if end != "hidden":
        expect(page.locator("#camera")).to_be_hidden()


@films(Shot("site", ("other",)))
@pytest.mark.parametrize("screen", ["tablet", "phone"])
def test_a_scanner_has_its_say_while_the_panel_is_open(
    counter: Counter, looking: Tablet, screen: str
) -> None:
    page = looking(screen)
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.other)
    scan(page, counter.codes.bag)
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
    assert [row.code for row in counter.captures()] == [counter.codes.other, counter.codes.bag]


def test_light_and_zoom_are_there_where_the_device_has_them(looking: Tablet) -> None:
    page = looking(script=ABLE)
    page.get_by_role("button", name="Lampe").click()
    expect(page.get_by_role("button", name="Lampe")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Zoom").fill("3")
    assert page.evaluate("asked") == [{"focusMode": "continuous"}, {"torch": True}, {"zoom": 3}]
    page.get_by_role("button", name="Fermer").click()


def test_light_zoom_and_choice_are_not_shown_where_there_is_nothing_to_choose(
    looking: Tablet,
) -> None:
    page = looking()
    expect(page.locator("#camera-hint")).to_contain_text("Lu :")
    for name in ("#camera-torch", "#camera-zoom", "#camera-which"):
        expect(page.locator(name)).to_be_hidden()


@launched("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=2")
def test_one_of_two_cameras_is_chosen_and_remembered(looking: Tablet) -> None:
    page = looking()
    choice = page.get_by_label("Choix")
    expect(choice.locator("option")).to_have_text(["Caméra 1", "Caméra 2"])
    choice.select_option(label="Caméra 2")
    expect(page.locator("#camera-hint")).to_have_text("Tenez le code droit dans le cadre")
    page.reload()
    page.get_by_role("link", name="Caméra").click()
    expect(choice.locator("option:checked")).to_have_text("Caméra 2")


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_the_panel_has_no_accessibility_fault_and_fits(looking: Tablet, screen: str) -> None:
    page = looking(screen, script=ABLE)
    expect(page.locator("#camera-hint")).to_contain_text("Lu :")
    assert faults(page) == []
    for name in ("html", "#camera"):
        assert page.locator(name).evaluate("(e) => e.scrollWidth - e.clientWidth") == 0
    for name in ("Fermer", "Lampe"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 72


@launched("--use-fake-device-for-media-stream")
def test_a_refused_camera_is_said_with_what_to_do(looking: Tablet) -> None:
    page = looking()
    expect(page.locator("#camera-words")).to_contain_text("La caméra est refusée")
    expect(page.locator("#camera-words")).to_contain_text("Touchez le cadenas")
    expect(page.get_by_role("button", name="Relancer la caméra")).to_be_visible()
    assert faults(page) == []


@launched()
def test_no_camera_is_said_with_what_to_do(looking: Tablet) -> None:
    page = looking("phone")
    expect(page.locator("#camera-words")).to_contain_text("Aucune caméra sur cet appareil")
    assert faults(page) == []


BUSY = """
  let busy = true;
  const usual = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (busy) { busy = false; throw new DOMException("taken", "NotReadableError"); }
    return usual(wanted);
  };
"""


def test_a_busy_camera_is_started_again(counter: Counter, looking: Tablet) -> None:
    page = looking(script=BUSY)
    expect(page.locator("#camera-words")).to_contain_text("La caméra sert ailleurs")
    page.get_by_role("button", name="Relancer la caméra").click()
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)


def test_a_camera_that_is_pulled_out_is_said(looking: Tablet) -> None:
    page = looking()
    expect(page.locator("#camera-hint")).to_contain_text("Lu :")
    page.evaluate(
        """document.getElementById('camera-video').srcObject.getTracks()[0]
          .dispatchEvent(new Event("ended"))"""
    )
    expect(page.locator("#camera-words")).to_contain_text("La caméra s’est arrêtée")


def test_without_its_reader_the_camera_says_so_and_the_server_reads_the_photo(
    counter: Counter, looking: Tablet, console: list[str], tmp_path: Path
) -> None:
    counter.network.answer[WASM] = ("404 Not Found", [])  # so nothing is kept either
    page = looking(kept=False)
    expect(page.locator("#camera-words")).to_contain_text("Le lecteur de codes n’est pas")
    taken = tmp_path / "photo.jpg"
    taken.write_bytes(jpeg(of(counter, BAG).picture()))
    page.locator("#camera-file").set_input_files(taken)
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
    expect(page).to_have_url(counter.url + "/comptoir/photo")
    console.clear()  # the missing file was meant


@films(Shot("site", ("bag",), part=0.02))  # too far away to be read
def test_a_camera_that_nobody_uses_is_put_out_and_relaunched_by_a_tap(tablet: Tablet) -> None:
    page = tablet()
    page.clock.install()
    page.get_by_role("link", name="Caméra").click()
    expect(page.locator("#camera-hint")).to_have_text("Tenez le code droit dans le cadre")
    page.clock.fast_forward("02:50")
    expect(page.locator("#camera-view")).to_be_visible()
    page.clock.fast_forward("00:20")
    expect(page.locator("#camera-words")).to_contain_text("La caméra est en pause")
    page.get_by_role("button", name="Relancer la caméra").click()
    expect(page.locator("#camera-hint")).to_have_text("Tenez le code droit dans le cadre")
