"""Codes and labels as the house makes them, and readers that did not draw them; tests nothing."""

import random
import warnings
from functools import cache
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image

from labels import LAYOUTS, Label, Symbol
from tests.missing import missing

try:
    with warnings.catch_warnings():
        # pylibdmtx compares versions with a part of distutils that Python will lose.
        warnings.simplefilter("ignore", DeprecationWarning)
        from pylibdmtx import pylibdmtx
    from pyzbar import pyzbar

    ABSENT = ""
except ImportError as error:  # the wheels are there, libdmtx or libzbar of the system is not
    ABSENT = str(error)

ALPHABET = "0123456789CDEFHJKNPRTVX"
TEXTS = {
    "title": "Hôtel des Voyageurs — Clermont-Ferrand",
    "line1": "Linge plat, draps et taies d’oreiller",
    "line2": "Reçu le 3 mars, tournée du mardi",
    "line3": "12 sacs · 84,5 kg · nœuds défaits",
    "footer": "À rendre le 5 mars 2026",
    "mark": "Réimpression",
    "url": "https://esat.example.fr/suivi/" + "kR3_x-" * 7,
}


def code(kind: str, number: int) -> str:
    """Return a code of CONTRACT §3 with its check sign."""
    random_signs = random.Random(f"{kind}{number}")
    body = kind + "".join(random_signs.choice(ALPHABET) for _ in range(6))
    total = sum(
        ALPHABET.index(sign) * weight for sign, weight in zip(body, range(8, 1, -1), strict=True)
    )
    return body + ALPHABET[-total % 23]


def is_code(text: str) -> bool:
    """Tell whether a text would be taken for a code of ours: eight signs, and their sum."""
    signs = [ALPHABET.find(sign) for sign in text]
    whole = len(signs) == 8 and min(signs) >= 0
    weighted = sum(sign * weight for sign, weight in zip(signs, range(8, 0, -1), strict=False))
    return whole and weighted % 23 == 0


@cache
def codes(count: int) -> tuple[str, ...]:
    """Return codes of every kind, the all-digit and the all-letter among them."""
    fixed = ["F0000019", "T7K3P02P", "D123456R", "VX0X0X08"]
    kinds = "FRPTDVNJEKXHC"
    return (*fixed, *(code(kinds[number % 13], number) for number in range(count)))[:count]


def label(layout: str, text: str = "F0000019", **fields: str) -> Label:
    """Return a label that shows all its layout can."""
    shown = {name: value for name, value in TEXTS.items() if name in LAYOUTS[layout].fields}
    return Label(LAYOUTS[layout], text, {**shown, **fields})


def opened(png: bytes) -> Image.Image:
    with Image.open(BytesIO(png)) as image:
        return image.convert("L")


def pages(pdf: bytes, dpi: int = 203) -> list[Image.Image]:
    """Return a PDF as a printer of this density would print it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


OURS = (
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.DataMatrix,
)


def by_zxing(image: Image.Image, *, blurry: bool = False) -> set[str]:
    """Read as a scanner set up for our symbols; a blurry picture is scaled down as well."""
    found = zxingcpp.read_barcodes(image, formats=OURS, try_downscale=blurry)
    return {one.text for one in found}


def by_another(image: Image.Image, symbol: Symbol) -> set[str]:
    """Read with ZBar, or with libdmtx what ZBar cannot read."""
    if ABSENT:
        missing(f"second readers: {ABSENT}")
    if symbol is Symbol.DATAMATRIX:
        return {found.data.decode() for found in pylibdmtx.decode(image, max_count=1)}
    wanted = pyzbar.ZBarSymbol.CODE128 if symbol is Symbol.CODE128 else pyzbar.ZBarSymbol.QRCODE
    return {found.data.decode() for found in pyzbar.decode(image, symbols=[wanted])}
