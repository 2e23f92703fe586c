"""Labels read back from their image, before they leave and in tests; judges no trade."""

from functools import cache
from io import BytesIO
from typing import NamedTuple

import zxingcpp
from PIL import Image

from labels.placing import place
from labels.spec import Label, Symbol

_SYMBOLS = {
    zxingcpp.BarcodeFormat.Code128: Symbol.CODE128,
    zxingcpp.BarcodeFormat.QRCode: Symbol.QR,
    zxingcpp.BarcodeFormat.DataMatrix: Symbol.DATAMATRIX,
}


@cache
def _formats(kinds: frozenset[Symbol]) -> zxingcpp.BarcodeFormats:
    return zxingcpp.BarcodeFormats([ours for ours, kind in _SYMBOLS.items() if kind in kinds])


class Read(NamedTuple):
    kind: Symbol
    text: str


def read(png: bytes, kinds: frozenset[Symbol] = frozenset(Symbol)) -> set[Read]:
    """Return every symbol of these kinds that a reader finds on an image."""
    # Set up as a scanner is, for our symbols alone: a rare Code 128 holds an EAN-13 by chance.
    # Scaled down, clean bars of four dots are now and then read as other signs.
    with Image.open(BytesIO(png)) as image:
        found = zxingcpp.read_barcodes(
            image.convert("L"),
            formats=_formats(kinds),
            try_rotate=False,
            try_downscale=False,
            try_invert=False,
        )
    return {Read(_SYMBOLS[one.format], one.text) for one in found}


def verify_png(png: bytes, code: str) -> bool:
    """Return whether the image carries this code, and no other code that is not an address."""
    texts = {one.text for one in read(png)}
    return code in texts and all(text == code or "://" in text for text in texts)


def unread(label: Label, png: bytes, dpi: int = 203) -> set[Read]:
    """Return the symbols of the label that its image does not give back; empty when all is well."""
    wanted = {Read(one.kind, one.text) for one in place(label, dpi).symbols}
    return wanted ^ read(png, frozenset(one.kind for one in wanted))
