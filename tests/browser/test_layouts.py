"""A layout in the hands of an administrator: seen while it is changed, refused, kept, printed."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from esat.app import create_app
from esat.config import Settings
from esat.db import Database
from esat.layouts import store
from esat.registry import Registry
from esat.web.door import House
from labels.checking import WIDEST_CODE
from tests.browser.looking import WIDE, faults
from tests.chromium import OpenPage
from tests.esat.layouts.editing import BAG, QR, TITLE, field
from tests.serving import serving
from tests.signing_in import open_session

pytestmark = pytest.mark.browser
HERE = "/administration/gabarits"
ALL_HOLDS = "Tout tient, à 203 et à 300 points par pouce."
N = QR + 1
MARK = next(at for at, box in enumerate(BAG.boxes, 1) if box.kind == "mark")
CODE = field(BAG, "code") + 1
Office = Callable[..., Page]


@pytest.fixture
def office(
    file_database: Database,
    loaded: Registry,
    settings: Settings,
    open_page: OpenPage,
) -> Iterator[Office]:
    """`office("phone", "/bag")`: Adèle, who keeps the layouts, at one of them."""
    app = create_app(house=House(settings, file_database, loaded))
    with file_database.write() as session:
        name, value = open_session(session, "administrateur", "Adèle", None)
    with serving(app) as url:

        def make(screen: str = "tablet", path: str = "/bag") -> Page:
            page = open_page(screen, base_url=url)
            page.context.add_cookies([{"name": name, "value": value, "url": url}])
            page.goto(HERE + path)
            return page

        yield make


def typed(page: Page, box: int, *parts: str) -> list[str]:
    return [page.locator(f"[name='b{box}.{part}']").input_value() for part in parts]


def codes(png: bytes) -> set[str]:
    with Image.open(BytesIO(png)) as image:
        return {one.text for one in zxingcpp.read_barcodes(image.convert("L"))}


def keep(page: Page, why: str) -> None:
    page.get_by_label("Pourquoi ce changement").fill(why)
    page.get_by_role("button", name="Enregistrer une nouvelle version").click()


def shown(page: Page) -> bytes:
    source = page.locator("#stage img").get_attribute("src") or ""
    return b64decode(source.partition(",")[2])


def middle(page: Page, box: int) -> tuple[float, float]:
    edge = page.locator(f"#stage g[data-box='{box}'] rect").bounding_box()
    assert edge is not None
    return edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2


def test_a_size_is_changed_seen_refused_corrected_and_kept(
    office: Office, file_database: Database
) -> None:
    page = office()
    before = shown(page)
    assert WIDEST_CODE in codes(before)
    page.locator(f"details[data-box='{TITLE + 1}'] summary").click()
    page.locator(f"[name='b{TITLE + 1}.size']").fill("5")
    expect(page.locator("#stage img")).not_to_have_attribute(
        "src", page.locator("#stage img").get_attribute("src") or ""
    )
    assert shown(page) != before

    page.locator(f"details[data-box='{N}'] summary").click()
    expect(page.locator(f"#stage g[data-box='{N}'][data-chosen]")).to_have_count(1)
    page.locator(f"[name='b{N}.w']").fill("12")
    said = f"Boîte {N} (symbole QR) : il faut 14,6 mm, il y en a 12."
    expect(page.locator(f"#reasons-{N}")).to_have_text(said)
    keep(page, "Titre plus petit")
    expect(page.get_by_text("Ce gabarit ne tient pas")).to_be_visible()
    expect(page.locator(f"#reasons-{N}")).to_have_text(said)
    expect(page.locator(f"details[data-box='{N}']")).to_have_attribute("open", "")
    with file_database.read() as session:
        assert store.version_of(session, "bag") == 0

    page.locator(f"[name='b{N}.w']").fill("24")
    expect(page.get_by_text(ALL_HOLDS)).to_be_visible()
    keep(page, "Titre plus petit")
    expect(page.get_by_text("En vigueur : version 1. Adèle")).to_be_visible()

    page.locator(f"details[data-box='{TITLE + 1}'] summary").click()
    page.locator(f"[name='b{TITLE + 1}.size']").fill("4,5")
    keep(page, "Encore plus petit")
    expect(page.get_by_text("En vigueur : version 2. Adèle")).to_be_visible()
    with file_database.read() as session:
        assert store.version_of(session, "bag") == 2
        assert store.current(session, "bag").boxes[TITLE].size == 4.5
    picture = page.request.get(f"{HERE}/bag/image.png?version=2&textes=longs")
    assert WIDEST_CODE in codes(picture.body())


def test_boxes_are_nudged_and_dragged_and_the_fields_follow(office: Office) -> None:
    page = office()
    page.locator(f"details[data-box='{N}'] summary").click()
    x, y, w, h = (float(said.replace(",", ".")) for said in typed(page, N, "x", "y", "w", "h"))
    page.locator("#stage").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    wanted = [x + 1, y - 0.5, w + 0.5, h - 0.5]
    assert typed(page, N, "x", "y", "w", "h") == [f"{v:g}".replace(".", ",") for v in wanted]
    expect(page.locator("#stage")).to_be_focused()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    assert typed(page, N, "x") == ["0"]
    page.keyboard.press("PageDown")
    assert page.locator("[name=chosen]").input_value() == str(N + 1)

    across, down = middle(page, MARK)
    start = [float(said.replace(",", ".")) for said in typed(page, MARK, "x", "y")]
    page.mouse.move(across, down)
    page.mouse.down()
    page.mouse.move(across, down - 40, steps=5)
    page.mouse.up()
    assert page.locator("[name=chosen]").input_value() == str(MARK)
    now = [float(said.replace(",", ".")) for said in typed(page, MARK, "x", "y")]
    assert now[0] == start[0]
    assert now[1] < start[1]
    assert now[1] * 2 == int(now[1] * 2)
    expect(page.locator(f"#reasons-{CODE}")).to_contain_text(f"elle couvre la boîte {MARK}")
    expect(page.locator(f"#stage g[data-box='{MARK}'][data-wrong]")).to_have_count(1)


def test_boxes_are_added_moved_and_taken_out_and_the_focus_stays_near(office: Office) -> None:
    page = office()
    count = len(BAG.boxes)
    page.get_by_role("button", name="Ajouter une boîte").click()
    new = page.locator(f"details[data-box='{count + 1}']")
    expect(new).to_have_attribute("open", "")
    expect(new.locator("summary")).to_be_focused()
    expect(new.locator("summary")).to_contain_text("« Texte »")
    new.get_by_label("Sorte").select_option("line")
    expect(new.get_by_label("Texte fixe")).to_be_hidden()
    expect(new.get_by_label("Gras")).to_be_hidden()
    expect(new.locator("summary")).to_contain_text("Trait")
    page.get_by_role("button", name=f"Monter la boîte {count + 1}").click()
    expect(page.locator(f"details[data-box='{count}'] summary")).to_contain_text("Trait")
    page.get_by_role("button", name=f"Retirer la boîte {count}").click()
    expect(page.locator("details[data-box]")).to_have_count(count)


def test_the_editor_works_without_a_script(office: Office, file_database: Database) -> None:
    page = office()
    plain = page.context.browser
    assert plain is not None
    context = plain.new_context(java_script_enabled=False, base_url=page.url, locale="fr-FR")
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type] # read and given back
    bare = context.new_page()
    bare.goto(f"{HERE}/bag")
    bare.locator(f"details[data-box='{N}'] summary").click()
    bare.locator(f"[name='b{N}.w']").fill("12")
    bare.get_by_role("button", name="Voir l’aperçu").click()
    expect(bare.locator(f"#reasons-{N}")).to_contain_text("il faut 14,6 mm, il y en a 12.")
    bare.locator(f"[name='b{N}.w']").fill("23")
    bare.get_by_role("button", name=f"Copier la boîte {N}").click()
    expect(bare.locator(f"details[data-box='{N + 1}']")).to_have_attribute("open", "")
    bare.get_by_role("button", name=f"Retirer la boîte {N + 1}").click()
    keep(bare, "Plus étroit")
    expect(bare.get_by_text("En vigueur : version 1.")).to_be_visible()
    with file_database.read() as session:
        assert store.current(session, "bag").boxes[QR].w == 23
    context.close()


@pytest.mark.parametrize("screen", ["tablet", "tablet_upright", "phone"])
def test_the_pages_are_open_to_everyone_and_fit_the_screen(office: Office, screen: str) -> None:
    page = office(screen, "")
    seen = {"gallery": faults(page)}
    assert not page.evaluate(WIDE)
    page.goto(f"{HERE}/ticket")
    page.locator("details[data-box='1'] summary").click()
    page.locator("[name='b1.w']").fill("200")
    expect(page.locator("#reasons-1")).to_contain_text("elle sort du papier")
    seen["editor"] = faults(page)
    assert not page.evaluate(WIDE)
    page.goto(f"{HERE}/volume/versions/0")
    seen["version"] = faults(page)
    assert not page.evaluate(WIDE)
    assert seen == {"gallery": [], "editor": [], "version": []}
