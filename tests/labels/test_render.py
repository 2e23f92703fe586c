from io import BytesIO

import pytest
from PIL import Image

from labels import LAYOUTS, Label, LayoutError, render_image, render_png, unread
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
