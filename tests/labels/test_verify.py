import pytest
from PIL import Image, ImageDraw

from labels import LAYOUTS, Label, render_image, render_png, unread, verify_png
from labels.spec import Symbol
from labels.verify import Read
from tests.labels.samples import label


def _png(image: Image.Image, tmp_path) -> bytes:  # noqa: ANN001
    image.save(tmp_path / "label.png")
    return (tmp_path / "label.png").read_bytes()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_label_is_verified_by_its_code(layout: str) -> None:
    png = render_png(label(layout))
    assert verify_png(png, "F0000019")
    assert not verify_png(png, "T7K3P02P")


def test_a_blank_label_is_not_verified(tmp_path) -> None:  # noqa: ANN001
    assert not verify_png(_png(Image.new("1", (480, 240), 1), tmp_path), "F0000019")


def test_a_spoilt_symbol_is_named(tmp_path) -> None:  # noqa: ANN001
    one = label("bag")
    image = render_image(one, 203)
    ImageDraw.Draw(image).rectangle((0, 590, 190, 799), fill=1)
    assert unread(one, _png(image, tmp_path)) == {Read(Symbol.QR, "F0000019")}


def test_a_label_with_another_code_on_it_is_not_verified(tmp_path) -> None:  # noqa: ANN001
    sheet = Image.new("1", (480, 1700), 1)
    sheet.paste(render_image(label("bag"), 203), (0, 0))
    sheet.paste(render_image(Label(LAYOUTS["bag"], "T7K3P02P"), 203), (0, 850))
    assert not verify_png(_png(sheet, tmp_path), "F0000019")


@pytest.mark.parametrize(
    ("code", "dpi", "trap"),
    [
        ("HJ8N9C69", 203, "its bars hold an EAN-13"),
        ("N8XFNFXE", 300, "bars of four dots, scaled down, give another sign"),
        ("VJ0FCKRR", 300, "the same"),
    ],
)
def test_a_reader_set_up_for_our_symbols_is_not_led_astray(code: str, dpi: int, trap: str) -> None:
    one = Label(LAYOUTS["small"], code)
    assert not unread(one, render_png(one, dpi), dpi), trap
