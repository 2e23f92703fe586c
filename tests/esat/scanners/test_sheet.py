"""The sheet that tries a scanner, looked at as a printer would draw it and read by two readers."""

import io
from datetime import datetime
from itertools import pairwise

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.files.service import Upload
from esat.files.store import Store, store_of
from esat.production.codes import TEST_CODES
from esat.scanners import setups, sheet, symbols
from esat.scanners.symptoms import SYMPTOMS
from esat.web.door import House
from labels.spec import Symbol
from tests.esat.scanners.conftest import picture
from tests.labels.samples import ABSENT
from tests.missing import missing

if not ABSENT:
    from pyzbar import pyzbar

DOT = 25.4 / 300


@pytest.fixture
def store(house: House) -> Store:
    return store_of(house.settings)


def drawn(pdf: bytes, dpi: int, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as opened:
        return opened[page].render(scale=dpi / 72).to_pil().convert("L")


def words(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.split())


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_three_codes_are_read_off_the_paper_by_another_reader(
    session: Session, store: Store, now: datetime, dpi: int
) -> None:
    seen = drawn(sheet.pdf(session, store, now), dpi)
    read = {(one.format.name, one.text) for one in zxingcpp.read_barcodes(seen)}
    assert read == {(kind, code) for kind in ("Code128", "QRCode") for code in TEST_CODES}


@pytest.mark.parametrize("dpi", [203, 300])
def test_the_three_codes_are_read_off_the_paper_by_zbar(
    session: Session, store: Store, now: datetime, dpi: int
) -> None:
    if ABSENT:
        missing(ABSENT)
    seen = drawn(sheet.pdf(session, store, now), dpi)
    kinds = [pyzbar.ZBarSymbol.CODE128, pyzbar.ZBarSymbol.QRCODE]
    read = {(one.type, one.data.decode()) for one in pyzbar.decode(seen, kinds)}
    assert read == {(kind, code) for kind in ("CODE128", "QRCODE") for code in TEST_CODES}


def test_every_module_is_a_whole_number_of_dots() -> None:
    for module in (symbols.BAR_MM, symbols.SQUARE_MM):
        assert module / DOT == pytest.approx(round(module / DOT), abs=1e-4)
    for code in TEST_CODES:
        wide = symbols.width_mm(Symbol.CODE128, code) / DOT
        assert wide == pytest.approx(round(wide), abs=1e-3)


def runs(line: list[int]) -> list[int]:
    """How many dots each dark or light stretch of a line of dots takes."""
    found = [1]
    for before, after in pairwise(line):
        if (before < 128) == (after < 128):
            found[-1] += 1
        else:
            found.append(1)
    return found


def test_bars_are_drawn_by_whole_dots_of_a_printer_of_300(
    session: Session, store: Store, now: datetime
) -> None:
    seen = drawn(sheet.pdf(session, store, now), 300)
    for one in zxingcpp.read_barcodes(seen, formats=zxingcpp.BarcodeFormat.Code128):
        corner, end = one.position.top_left, one.position.bottom_right
        y = (corner.y + end.y) // 2
        line = list(seen.crop((corner.x - 3, y, end.x + 4, y + 1)).tobytes())
        assert {run % 6 for run in runs(line)[1:-1]} == {0}, one.text


def test_the_sheet_says_every_symptom_and_leaves_room_for_the_maker_s_codes(
    session: Session, store: Store, now: datetime
) -> None:
    said = words(sheet.pdf(session, store, now))
    for code in TEST_CODES:
        assert code in said
    for symptom in SYMPTOMS:
        assert symptom.seen.split(".")[0][:20] in said
        assert symptom.means[:25] in said
    assert said.count("Collez ici le code de réglage du fabricant") == 2


def test_the_sheet_is_tagged_and_the_same_moment_gives_the_same_bytes(
    session: Session, store: Store, now: datetime
) -> None:
    made = sheet.pdf(session, store, now)
    assert made == sheet.pdf(session, store, now)
    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_maker_s_codes_are_printed_as_wide_as_in_the_notice(
    session: Session, store: Store, now: datetime
) -> None:
    kinds = {"PNG": ("Clavier français", 45), "JPEG": ("Suffixe <b>#let x</b>", 120)}
    for kind, (name, wide) in kinds.items():
        upload = Upload(f"a.{kind}", picture(kind, (900, 200)))
        setups.add(session, store, upload, name=name, width_mm=wide, by=SYSTEM)
    pdf = sheet.pdf(session, store, now)
    said = words(pdf)
    assert "Collez ici" not in said
    for name, _ in kinds.values():
        assert name in said
    with pypdfium2.PdfDocument(pdf) as opened:
        images = [
            image.get_bounds()
            for page in opened
            for image in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        ]
    widths = sorted((right - left) / 72 * 25.4 for left, _, right, _ in images)
    assert widths == pytest.approx([45, 120], abs=0.1)


def test_a_retired_or_lost_set_up_code_is_not_printed(
    session: Session, store: Store, now: datetime
) -> None:
    upload = Upload("a.png", picture())
    gone = setups.add(session, store, upload, name="Retiré", width_mm=40, by=SYSTEM)
    setups.retire(session, gone)
    lost = setups.add(
        session, store, Upload("b.png", picture(size=(200, 90))), name="Perdu", width_mm=40,
        by=SYSTEM,
    )  # fmt: skip
    (shown,) = setups.in_use(session)
    assert shown.setup is lost
    store.remove(shown.file.sha256)
    said = words(sheet.pdf(session, store, now))
    assert "Retiré" not in said
    assert "Perdu" not in said
