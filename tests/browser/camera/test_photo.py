from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.camera.conftest import FAKE, launched, of
from tests.browser.camera.films import Shot, jpeg
from tests.browser.conftest import Counter

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]


@pytest.fixture
def photo(counter: Counter, tmp_path: Path) -> Callable[..., Path]:
    """`photo(Shot(...), exif)`: a large and grainy photograph of it."""

    def take(shot: Shot, orientation: int = 1) -> Path:
        picture = of(counter, shot).picture((2400, 1800), grain=120)
        exif = picture.getexif()
        exif[0x0112] = orientation
        taken = tmp_path / "photo.jpg"
        taken.write_bytes(jpeg(picture, exif=exif))
        return taken

    return take


INSECURE = "--host-resolver-rules=MAP atelier.test 127.0.0.1"


@launched(INSECURE, *FAKE)
@pytest.mark.parametrize("turn", [0, 37, 90, 180])
def test_on_an_insecure_page_a_photo_is_read_by_the_browser(
    counter: Counter, open_page: Tablet, photo: Callable[..., Path], console: list[str], turn: int
) -> None:
    address = counter.url.replace("127.0.0.1", "atelier.test")
    page = open_page("phone", base_url=address)
    cookies = [{"name": n, "value": v, "url": address} for n, v in counter.cookies]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto("/comptoir")
    page.get_by_role("link", name="Caméra").click()
    expect(page.locator("#camera-words")).to_contain_text("pas en connexion sûre")
    page.locator("#camera-file").set_input_files(photo(Shot("bag", ("bag",), turn), orientation=6))
    expect(page.locator("#camera-answer .state")).to_contain_text("EHPAD Les Tilleuls")
    assert [row.code for row in counter.captures()] == [counter.codes.bag]
    assert "/comptoir/photo" not in counter.network.seen
    console.clear()  # the browser says at each page that the address is not secure


@launched()
def test_of_several_codes_on_a_photo_a_person_chooses(
    counter: Counter, looking: Tablet, photo: Callable[..., Path]
) -> None:
    page = looking()
    page.locator("#camera-file").set_input_files(photo(Shot("site", ("bag", "other"))))
    expect(page.locator("#camera-photo-said")).to_contain_text("Lequel ?")
    assert counter.captures() == []
    page.get_by_role("button", name=counter.codes.other).click()
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.other)
    expect(page.locator("#camera-codes")).to_be_hidden()


@launched()
def test_a_photo_without_a_code_or_of_an_address_or_none_at_all_is_said(
    counter: Counter, looking: Tablet, photo: Callable[..., Path], tmp_path: Path
) -> None:
    page = looking()
    said = page.locator("#camera-photo-said")
    page.locator("#camera-file").set_input_files(photo(Shot("site", ("bag",), part=0.02)))
    expect(said).to_contain_text("Aucun code lu")
    address = Shot("site", ("https://esat.example.fr/suivi/abc",))
    page.locator("#camera-file").set_input_files(photo(address))
    expect(said).to_contain_text("adresse de suivi")
    nonsense = tmp_path / "photo.png"
    nonsense.write_text("pas une image", encoding="utf-8")
    page.locator("#camera-file").set_input_files(nonsense)
    expect(said).to_contain_text("ne s’ouvre pas")
    assert counter.captures() == []


@launched()
def test_without_a_script_a_photo_is_read_by_the_server(
    counter: Counter, browser: Browser, photo: Callable[..., Path]
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=counter.url)
    for name, value in counter.cookies:
        context.add_cookies([{"name": name, "value": value, "url": counter.url}])
    page = context.new_page()
    page.goto("/comptoir")
    page.get_by_role("link", name="Caméra").click()
    page.get_by_label("Photo de l’étiquette").set_input_files(
        photo(Shot("bag", ("bag",), 37), orientation=6)
    )
    page.get_by_role("button", name="Lire la photo").click()
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
    assert [row.code for row in counter.captures()] == [counter.codes.bag]
    context.close()
