import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import Counter, scan
from tests.browser.films import Shot, film, jpeg
from tests.browser.test_counter import faults
from tests.browser.test_offline import flushed, ready
from tests.chromium import FLAGS, executable

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]

FAKE = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
WASM = "/static/vendor/barcode-detector/zxing_reader.wasm"
BAG = Shot("bag", ("bag",))


def of(counter: Counter, shot: Shot) -> Shot:
    """The shot with the codes that its names stand for; what is no name stands for itself."""
    return replace(shot, codes=tuple(getattr(counter.codes, name, name) for name in shot.codes))


@pytest.fixture
def shots(request: pytest.FixtureRequest) -> tuple[Shot, ...]:
    return getattr(request, "param", (BAG,))


@pytest.fixture
def flags(request: pytest.FixtureRequest) -> list[str]:
    return getattr(request, "param", FAKE)


@pytest.fixture
def browser(
    browser: Browser, counter: Counter, shots: tuple[Shot, ...], flags: list[str], tmp_path: Path
) -> Iterator[Browser]:
    """A browser whose camera shows labels of this counter."""
    shown = film(tmp_path / "film.mjpeg", [of(counter, shot) for shot in shots])
    name = executable() or browser.browser_type.executable_path
    playing = [f"--use-file-for-fake-video-capture={shown}"] if flags is FAKE else []
    opened = browser.browser_type.launch(executable_path=name, args=[*FLAGS, *flags, *playing])
    yield opened
    opened.close()


@pytest.fixture
def asked(counter: Counter) -> Iterator[list[str]]:
    """Every address that the pages ask for: none leaves the host."""
    seen: list[str] = []
    yield seen
    assert seen
    assert [url for url in seen if not url.startswith((counter.url, "data:", "blob:"))] == []


@pytest.fixture
def looking(tablet: Tablet, asked: list[str]) -> Callable[..., Page]:
    """`looking("phone")`: at the counter, with the camera's panel open."""

    def note(request: Request) -> None:
        asked.append(request.url)

    def make(screen: str = "tablet", script: str = "", before: Callable[[Page], None] = ready) -> Page:
        page = tablet(screen)
        page.context.on("request", note)
        if script:
            page.add_init_script(script)
        page.reload()
        before(page)
        page.get_by_role("link", name="Caméra").click()
        expect(page.locator("#camera")).to_be_visible()
        return page

    return make


def films(*shots: Shot) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shots", [shots], indirect=True, ids=["film"])


def launched(*flags: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("flags", [list(flags)], indirect=True, ids=["flags"])


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shots",
    [
        (Shot("site", ("bag",)),),
        (Shot("garment", ("bag",)),),
        (Shot("shelf", ("bag",)),),
        (Shot("shelf", ("bag",), turn=30),),
        (Shot("shelf", ("bag",), turn=90),),
        (Shot("site", ("bag",), turn=200),),
        (Shot("bag", ("bag",), part=0.9),),
        (Shot("ticket", ("bag",)),),
    ],
    indirect=True,
    ids=["qr", "data_matrix", "code_128", "askew", "upright", "overhead", "two", "with_address"],
)
def test_the_camera_reads_our_labels_and_the_counter_opens_what_they_stand_on(
    counter: Counter, looking: Tablet
) -> None:
    page = looking()
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
    expect(page.locator("#answer .thing")).to_contain_text("EHPAD Les Tilleuls")
    expect(page.locator("#camera-hint")).to_have_text(f"Lu : {counter.codes.bag}")
    expect(page.locator("#f-code")).to_have_value("")
    assert [row.code for row in counter.captures()] == [counter.codes.bag]


def test_a_label_that_stays_before_the_camera_is_read_once(
    counter: Counter, looking: Tablet
) -> None:
    page = looking()
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
    page.wait_for_timeout(4500)  # longer than the three seconds of a trembling hand
    assert len(counter.captures()) == 1


@films(Shot("shelf", ("bag",), seconds=3), Shot("site", ("item",), seconds=3))
def test_the_panel_stays_open_for_the_next_code_while_the_page_is_in_use(
    counter: Counter, looking: Tablet
) -> None:
    page = looking()
    first, second = counter.codes.bag, counter.codes.item
    expect(page.locator("#answer .thing .code")).to_have_text(first)
    expect(page.locator("#answer .thing .code")).to_have_text(second)
    page.get_by_role("button", name="Recevoir", exact=True).click()
    expect(page.locator("#answer .state")).to_contain_text("Reçu")
    expect(page.locator("#camera")).to_be_visible()
    assert {first, second} == {row.code for row in counter.captures()}
    assert counter.moves() == [("expected", "received")]


@films(Shot("site", ("bag", "other")))
def test_of_two_labels_none_is_guessed(counter: Counter, looking: Tablet) -> None:
    page = looking()
    expect(page.locator("#camera-hint")).to_have_text("Plusieurs codes : montrez-en un seul")
    page.wait_for_timeout(1500)
    assert counter.captures() == []


@films(Shot("site", ("https://esat.example.fr/suivi/abc",)))
def test_the_address_of_the_client_is_never_sent_as_a_code(
    counter: Counter, looking: Tablet
) -> None:
    page = looking()
    expect(page.locator("#camera-hint")).to_contain_text("C’est l’adresse de suivi")
    page.wait_for_timeout(1000)
    assert counter.captures() == []


@films(Shot("site", ("Dossier 12/B",)))
def test_another_text_reaches_the_server_as_it_was_read(counter: Counter, looking: Tablet) -> None:
    page = looking()
    expect(page.locator("#answer .state")).to_contain_text("Inconnu")
    (row,) = counter.captures()
    assert row.raw == "Dossier 12/B"


def test_without_network_the_camera_reads_and_the_scan_is_kept(
    counter: Counter, tablet: Tablet, asked: list[str]
) -> None:
    page = ready(tablet())
    context = page.context
    context.on("request", lambda request: asked.append(request.url))
    page.close()
    context.set_offline(True)
    again = context.new_page()
    again.goto("/comptoir")  # the shell: nothing of the reader was ever asked by a page
    expect(again.locator(".who-name")).to_have_count(0)
    again.get_by_role("link", name="Caméra").click()
    expect(again.locator("#answer .state")).to_contain_text("Gardé, sera envoyé")
    expect(again.locator("#unsent-count")).to_have_text("1")
    assert counter.captures() == []
    context.set_offline(False)
    flushed(again)
    expect(again.locator("#unsent")).to_be_hidden()
    assert [row.code for row in counter.captures()] == [counter.codes.bag]


def test_the_reader_of_the_page_is_the_one_its_wrapper_was_built_for(
    tablet: Tablet, asked: list[str]
) -> None:
    page = ready(tablet())
    page.context.on("request", lambda request: asked.append(request.url))
    answer = page.request.get(WASM)
    wanted = page.evaluate(
        """async () => (await import("/static/vendor/barcode-detector/ponyfill.js"))
          .ZXING_WASM_SHA256"""
    )
    assert hashlib.sha256(answer.body()).hexdigest() == wanted
    assert answer.headers["content-type"] == "application/wasm"
    kept = page.evaluate("async (url) => Boolean(await caches.match(url))", WASM)
    assert kept is True
    assert WASM not in "".join(asked)


# --- the panel -----------------------------------------------------------------------------------


def test_on_a_phone_the_panel_shows_the_answer(counter: Counter, looking: Tablet) -> None:
    page = looking("phone")
    expect(page.locator("#camera-answer .state")).to_contain_text("EHPAD Les Tilleuls")
    page.get_by_role("button", name="Voir la réponse").click()
    expect(page.locator("#camera")).to_be_hidden()
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)


@pytest.mark.parametrize("end", ["Fermer", "Escape", "hidden", "left"])
def test_no_camera_runs_when_nobody_looks(
    counter: Counter, looking: Tablet, end: str
) -> None:
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


ABLE = """
  MediaStreamTrack.prototype.getCapabilities = () =>
    ({ torch: true, zoom: { min: 1, max: 5, step: 0.5 }, focusMode: ["continuous", "manual"] });
  window.asked = [];
  MediaStreamTrack.prototype.applyConstraints = async ({ advanced: [values] }) => asked.push(values);
"""


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
    wider = "(name) => { const e = document.querySelector(name); return e.scrollWidth - e.clientWidth; }"
    assert page.evaluate(wider, "html") == 0
    assert page.evaluate(wider, "#camera") == 0
    for name in ("Fermer", "Lampe"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 72


# --- what goes wrong -----------------------------------------------------------------------------


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
    page = looking(before=lambda page: None)
    expect(page.locator("#camera-words")).to_contain_text("Le lecteur de codes n’est pas")
    taken = tmp_path / "photo.jpg"
    taken.write_bytes(jpeg(of(counter, BAG).picture()))
    page.locator("#camera-file").set_input_files(taken)
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
    expect(page).to_have_url(counter.url + "/comptoir/photo")
    console.clear()  # the missing file was meant


# --- a photo -------------------------------------------------------------------------------------


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
