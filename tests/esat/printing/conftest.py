"""Two readers that did not draw the labels."""

import io
from collections.abc import Callable

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

Readers = Callable[[Image.Image], set[str]]


def _zxing(image: Image.Image) -> set[str]:
    return {one.text for one in zxingcpp.read_barcodes(image.convert("L"))}


def _zbar(image: Image.Image) -> set[str]:
    wanted = [pyzbar.ZBarSymbol.CODE128, pyzbar.ZBarSymbol.QRCODE]
    return {one.data.decode() for one in pyzbar.decode(image.convert("L"), symbols=wanted)}


@pytest.fixture
def read() -> Callable[[Image.Image], list[set[str]]]:
    """What each of two readers finds on an image."""
    return lambda image: [_zxing(image), _zbar(image)]


@pytest.fixture
def pages() -> Callable[[bytes], list[Image.Image]]:
    """The pages of a PDF as a printer of 203 dpi shows them."""

    def rasterise(pdf: bytes) -> list[Image.Image]:
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
        found = [page.render(scale=203 / 72).to_pil() for page in document]
        document.close()
        return found

    return rasterise
