from io import BytesIO
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from labels import (
    LAYOUTS,
    Box,
    Label,
    Layout,
    LayoutError,
    Symbol,
    render_image,
    render_png,
    unread,
)
from labels.placing import dots, place
from labels.symbols import QUIET
from tests.labels.samples import label, opened


def test_a_png_has_one_bit_a_dot_and_its_true_size() -> None:
    with Image.open(BytesIO(render_png(label("bag"), 203))) as image:
        assert (image.mode, image.size) == ("1", (480, 799))
        assert image.info["dpi"][0] == pytest.approx(203, abs=0.1)


@pytest.mark.parametrize("layout", ["bag", "garment", "pallet"])
def test_the_image_and_the_png_show_the_same(layout: str) -> None:
    one = label(layout)
    whole = render_image(one, 300)
    assert opened(render_png(one, 300)).tobytes() == whole.convert("L").tobytes()


def test_the_same_label_gives_the_same_bytes() -> None:
    assert render_png(label("crate"), 203) == render_png(label("crate"), 203)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_edge_of_the_paper_stays_white(layout: str) -> None:
    image = render_image(label(layout, "VX0X0X08", title="W" * 80, footer="Çj" * 80), 203)
    width, height = image.size
    for edge in ((0, 0, width, 4), (0, height - 4, width, height), (0, 0, 4, height)):
        assert image.crop(edge).getextrema() == (255, 255)
    assert image.crop((width - 4, 0, width, height)).getextrema() == (255, 255)


def test_a_text_is_drawn_where_its_box_stands() -> None:
    with_title = render_image(label("crate"), 203)
    without = render_image(label("crate", title=""), 203)
    changed = Image.frombytes(
        "L",
        with_title.size,
        bytes(
            a ^ b
            for a, b in zip(
                with_title.convert("L").tobytes(), without.convert("L").tobytes(), strict=True
            )
        ),
    ).getbbox()
    assert changed
    left, top, right, bottom = (side * 25.4 / 203 for side in changed)
    assert left >= 2.5
    assert top >= 2.5
    assert right <= 69.5
    assert bottom <= 10


@pytest.mark.parametrize(
    "odd", ["中文 ✓", "a\x00b", "😀", "e\u0301te\u0301", "\u202f!", "ﬀ", "\ud800"]
)
def test_no_text_stops_a_label(odd: str) -> None:
    one = label("bag", title=odd, footer=odd)
    assert not unread(one, render_png(one))


def test_a_label_without_a_code_is_refused() -> None:
    with pytest.raises(LayoutError) as refused:
        render_png(Label(LAYOUTS["bag"], ""))
    assert refused.value.code == "no_code"


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_modules_are_whole_dots_with_white_around_them(layout: str, dpi: int) -> None:
    one = label(layout, "VX0X0X08")
    image = render_image(one, dpi).convert("L")
    for symbol in place(one, dpi).symbols:
        narrowest = 0.25 if symbol.kind is Symbol.CODE128 else 0.33
        assert symbol.dots * 25.4 / dpi >= narrowest - 0.001
        assert symbol.kind is Symbol.CODE128 or symbol.dots >= 4
        wide, quiet = symbol.modules.columns * symbol.dots, QUIET[symbol.kind] * symbol.dots
        for number, row in enumerate(symbol.modules.rows):
            y = symbol.y + number * symbol.dots + symbol.dots // 2
            line = image.crop((symbol.x - quiet, y, symbol.x + wide + quiet, y + 1)).tobytes()
            dark = "".join(sign * symbol.dots for sign in row)
            drawn = line.translate(bytes([ord("1")] * 128 + [ord("0")] * 128)).decode()
            assert drawn == "0" * quiet + dark + "0" * quiet


@given(
    st.text(st.sampled_from("jfWŒçÉ/ "), min_size=1, max_size=30),
    st.floats(4, 40),
    st.floats(2, 12),
    st.sampled_from(["left", "center", "right"]),
)
def test_letters_at_the_edge_of_the_paper_stay_on_it(
    text: str, wide: float, size: float, align: Literal["left", "center", "right"]
) -> None:
    box = Box("text", 0, 0, wide, size, "title", size=size, smallest=size, align=align)
    one = Label(Layout("edge", "", wide, size, (box,)), "F0000019", {"title": text})
    for dpi in (203, 300):
        whole = render_image(one, dpi)
        assert whole.size == (dots(wide, dpi), dots(size, dpi))
        assert opened(render_png(one, dpi)).tobytes() == whole.convert("L").tobytes()


def test_what_two_boxes_draw_on_the_same_rows_is_all_there() -> None:
    """Bands of rows that share none, some or all of their rows."""
    tall = Box("line", 1, 1, 2, 20)
    low = Box("line", 10, 15, 2, 10)
    apart = Box("line", 20, 28, 2, 1)
    inside = Box("line", 30, 5, 2, 2)
    one = Label(Layout("bands", "", 40, 30, (low, inside, apart, tall)), "F0000019")
    image = render_image(one, 254)
    dark = {(x, y) for x in range(400) for y in range(300) if not image.getpixel((x, y))}
    wanted = {
        (x, y)
        for box in (tall, low, apart, inside)
        for x in range(int(box.x * 10), int((box.x + box.w) * 10))
        for y in range(int(box.y * 10), int((box.y + box.h) * 10))
    }
    assert dark == wanted
