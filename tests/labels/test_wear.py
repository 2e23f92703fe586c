from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from labels import LAYOUTS, Symbol, render_image
from labels.placing import SymbolAt, place
from labels.symbols import QUIET
from tests.labels import wear
from tests.labels.samples import by_another, by_zxing, codes, label

Spoil = Callable[[Image.Image, SymbolAt], Image.Image]

ANY = (wear.blurred, wear.noisy, wear.turned)
SQUARE = (wear.scratched, wear.rubbed)
"""What a symbol in two dimensions bears besides."""


def _aimed(image: Image.Image, symbol: SymbolAt) -> Image.Image:
    """The symbol alone, as a reader held close sees it."""
    wide = symbol.modules.columns * symbol.dots
    quiet = QUIET[symbol.kind] * symbol.dots
    above = 0 if symbol.kind is Symbol.CODE128 else quiet
    return image.crop(
        (
            symbol.x - quiet,
            symbol.y - above,
            symbol.x + wide + quiet,
            symbol.y + symbol.height + above,
        )
    )


def _readings(image: Image.Image, symbol: SymbolAt, turned: bool) -> Iterator[set[str]]:
    """What readers see, one after the other: the whole label, then the symbol they are held to."""
    seen = [image] if turned else [image, _aimed(image, symbol)]
    for one in seen:
        yield by_zxing(one, blurry=True)
    for one in seen:
        yield by_another(one, symbol.kind)
    for one in seen:
        yield by_zxing(wear.sharpened(one, symbol), blurry=True)


def _unread(layout: str, code: str, dpi: int) -> list[str]:
    one = label(layout, code)
    clean = render_image(one, dpi).convert("L")
    lost = []
    for symbol in place(one, dpi).symbols:
        for spoil in ANY if symbol.kind is Symbol.CODE128 else ANY + SQUARE:
            readings = _readings(spoil(clean, symbol), symbol, turned=spoil is wear.turned)
            if not any(symbol.text in reading for reading in readings):
                lost.append(f"{symbol.kind} {symbol.text} {spoil.__name__}")
    return lost


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_worn_label_is_still_read(layout: str) -> None:
    for code in codes(6)[::5]:
        assert not _unread(layout, code, 203)


@pytest.mark.long
@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_many_worn_labels_are_still_read(layout: str, dpi: int) -> None:
    for code in codes(25 if LAYOUTS[layout].height < 100 else 8):
        assert not _unread(layout, code, dpi)


@pytest.mark.parametrize("spoil", ANY + SQUARE)
def test_each_wear_changes_what_a_reader_sees(spoil: Spoil) -> None:
    one = label("crate")
    clean = render_image(one, 203).convert("L")
    square = place(one, 203).symbols[1]
    worn = spoil(clean, square)
    assert worn.tobytes() != clean.tobytes()
    if spoil is wear.rubbed:
        side = square.modules.columns * square.dots
        dark = [_dark(_aimed(image, square)) / side**2 for image in (clean, worn)]
        assert 0.03 < dark[0] - dark[1] < 0.1


def _dark(image: Image.Image) -> int:
    return image.histogram()[0]


def test_a_label_rubbed_too_far_is_not_read() -> None:
    one = label("sheet65")
    (square,) = place(one, 203).symbols
    gone = render_image(one, 203).convert("L")
    for _ in range(8):
        gone = wear.scratched(gone, square)
        square = square._replace(y=square.y + square.dots)
    assert by_zxing(gone) == set()
