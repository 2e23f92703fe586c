import base64
import hashlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.camera.conftest import WASM, films, launched
from tests.browser.camera.films import Shot, jpeg
from tests.browser.conftest import Counter
from tests.browser.test_offline import flushed, ready

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]


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
    # The kind of code goes with it: a digit code of a client is judged by the one it has.
    (asking,) = page.locator("#answer [name='symbology']").all()[:1]
    assert asking.get_attribute("value") in {"qr_code", "qr"}
    expect(page.locator("#scan [name='symbology']")).to_have_value("")


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


CHOICES = (
    (["F0000019"], {"code": "F0000019", "sure": True}),
    (["F0000019", "F0000019"], {"code": "F0000019", "sure": True}),
    (["4006381333931"], {"code": "4006381333931", "sure": False}),
    (["4006381333931", "F0000019", "https://a.fr/suivi/x"], {"code": "F0000019", "sure": True}),
    (["F0000019", "T7K3P02P"], {"several": ["F0000019", "T7K3P02P"]}),
    (["12", "34"], {"several": ["12", "34"]}),
    (["https://a.fr/suivi/x"], {"address": True}),
    (["  "], {}),
    ([], {}),
)


@launched()
def test_which_code_is_meant_and_when_it_is_new(tablet: Tablet) -> None:
    page = tablet()
    for texts, wanted in CHOICES:
        told = page.evaluate(
            """async (texts) => (await import("/static/js/camera_choice.js"))
              .meant(texts.map((text) => ({ text })))""",
            texts,
        )
        assert told == wanted
    # [code, whether one reading is enough, seconds, whether it is given]
    seen = [
        ("A", True, 0, True), ("A", True, 2.9, False), ("A", True, 5.8, False),
        ("A", True, 8.8, True), ("K", True, 9, True), ("A", True, 9.5, False),
        ("B", True, 10, True), ("K", True, 10.1, True), ("K", True, 13, False),
        ("C", False, 20, False), ("C", False, 23, False), ("C", False, 24, True),
        ("D", False, 30, False), ("C", True, 30.1, True), ("D", False, 30.2, False),
    ]  # fmt: skip
    told = page.evaluate(
        """async (seen) => {
          const { Said } = await import("/static/js/camera_choice.js");
          const said = new Said();
          return seen.map(([code, sure, at]) => said.isNew(code, sure, at * 1000));
        }""",
        seen,
    )
    assert told == [given for *_, given in seen]


FOREIGN_FORM = """() => {
  const form = document.createElement("form");
  form.action = "/chercher";
  const field = Object.assign(document.createElement("input"), { id: "f-any", name: "q" });
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.dataset.camera = "#f-any";
  button.textContent = "Lire";
  form.append(field, button);
  document.querySelector("main").append(form);
}"""


def test_any_field_is_filled_and_its_form_sent(
    counter: Counter, tablet: Tablet, asked: list[str]
) -> None:
    page = tablet()
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(FOREIGN_FORM)
    page.get_by_role("button", name="Lire").click()
    expect(page).to_have_url(f"{counter.url}/chercher?q={counter.codes.bag}")
    assert counter.captures() == []


def test_a_page_may_take_the_code_itself(
    counter: Counter, tablet: Tablet, asked: list[str]
) -> None:
    page = tablet()
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(FOREIGN_FORM)
    page.evaluate(
        """() => document.addEventListener("camera:code", (event) => {
          event.preventDefault();
          document.getElementById("said").textContent =
            [event.target.id, event.detail.code, event.detail.format].join(" ");
        })"""
    )
    page.get_by_role("button", name="Lire").click()
    expect(page.locator("#said")).to_contain_text(f"f-any {counter.codes.bag}")
    expect(page).to_have_url(f"{counter.url}/comptoir")


READERS = """async ([picture, knows, works]) => {
  const { makeReader } = await import("/static/js/code_reader_core.js");
  let asked = 0;
  globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return knows; }
    async detect() {
      asked += 1;
      if (!works) throw new DOMException("no service", "NotSupportedError");
      return [{ rawValue: "native", format: "qr_code" }];
    }
  };
  const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
  const seen = await createImageBitmap(new Blob([bytes]));
  const read = await makeReader(["qr_code", "data_matrix", "code_128"]);
  return [(await read(seen))[0].text, (await read(seen))[0].text, asked];
}"""
THREE = ["qr_code", "data_matrix", "code_128"]


@launched()
def test_the_browsers_own_reader_is_used_only_where_it_knows_all_and_works(
    tablet: Tablet,
) -> None:
    picture = base64.b64encode(jpeg(Shot("site", ("F0000019",)).picture())).decode()
    for knows, works, wanted in (
        ([*THREE, "ean_13"], True, ["native", "native", 2]),
        (THREE, False, ["F0000019", "F0000019", 1]),
        (THREE[:2], True, ["F0000019", "F0000019", 0]),
        ([], True, ["F0000019", "F0000019", 0]),
    ):
        page = tablet()
        assert page.evaluate(READERS, [picture, knows, works]) == wanted


def test_a_browser_without_workers_reads_in_the_page(counter: Counter, looking: Tablet) -> None:
    page = looking(script="delete window.Worker")
    expect(page.locator("#answer .thing .code")).to_have_text(counter.codes.bag)
