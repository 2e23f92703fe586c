import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from esat.errors import EsatError
from esat.production import photo_codes
from esat.production.counter_texts import COUNTER_TEXTS
from labels import LAYOUTS, Label, render_image

OURS, OTHER = "F0000019", "T7K3P02P"
ADDRESS = "https://esat.example.fr/suivi/abc"


def picture(*codes: str, layout: str = "site", turn: float = 0, size: int = 900) -> Image.Image:
    """Labels side by side on a grainy ground."""
    ground = Image.effect_noise((size * len(codes), size), 120).point(
        [90 + v // 3 for v in range(256)]
    )
    for place, code in enumerate(codes):
        label = render_image(Label(LAYOUTS[layout], code), 203).convert("L")
        scale = 0.6 * size / max(label.size)
        large = label.resize((int(label.width * scale), int(label.height * scale)))
        seen = large.convert("LA").rotate(turn, Image.Resampling.BICUBIC, expand=True)
        at = (place * size + (size - seen.width) // 2, (size - seen.height) // 2)
        ground.paste(seen.getchannel(0), at, seen.getchannel(1))
    return ground


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(EsatError) as refused:
        photo_codes.read(data)
    assert refused.value.code in COUNTER_TEXTS
    return refused.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("layout", ["site", "garment", "shelf", "bag"])
def test_every_symbol_is_read_from_every_kind_of_picture(kind: str, layout: str) -> None:
    assert photo_codes.read(encoded(picture(OURS, layout=layout), kind)) == (OURS,)


@pytest.mark.parametrize("turn", range(0, 360, 24))
def test_bars_are_read_however_the_label_lay(turn: int) -> None:
    assert photo_codes.read(encoded(picture(OURS, layout="shelf", turn=turn))) == (OURS,)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_telephone_held_in_any_way_is_understood(orientation: int) -> None:
    taken = picture(OURS, layout="shelf", turn=8)
    exif = taken.getexif()
    exif[0x0112] = orientation
    assert photo_codes.read(encoded(taken, exif=exif)) == (OURS,)


def test_a_picture_seen_through_stands_on_paper() -> None:
    dark = render_image(Label(LAYOUTS["site"], OURS), 203).convert("L")
    seen = Image.new("RGBA", dark.size, (0, 0, 0, 0))
    seen.putalpha(dark.point([255 - v for v in range(256)]))
    assert photo_codes.read(encoded(seen.resize((700, 700)), "PNG")) == (OURS,)


def test_several_codes_are_all_given() -> None:
    assert set(photo_codes.read(encoded(picture(OURS, OTHER)))) == {OURS, OTHER}


def test_ours_comes_before_the_texts_beside_it_and_an_address_is_no_code() -> None:
    assert photo_codes.read(encoded(picture("12345678", OURS, ADDRESS))) == (OURS,)
    assert photo_codes.read(encoded(picture("12345678", ADDRESS))) == ("12345678",)
    assert refusal(encoded(picture(ADDRESS))) == "photo_only_address"


def bomb(width: int, height: int) -> bytes:
    """A PNG of some bytes that says it is as large as that."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_what_cannot_be_read_is_refused_with_a_sentence() -> None:
    whole = encoded(picture(OURS))
    assert refusal(b"") == "photo_missing"
    assert refusal(b"%PDF-1.7 ...") == "photo_wrong_type"
    assert refusal(b"GIF89a" + bytes(100)) == "photo_wrong_type"
    assert refusal(encoded(picture(OURS), "TIFF")) == "photo_wrong_type"
    assert refusal(whole[: len(whole) // 2]) == "photo_broken"
    assert refusal(encoded(Image.new("L", (800, 600), 200))) == "photo_unreadable"
    assert refusal(encoded(Image.new("L", (1, 1)))) == "photo_unreadable"


@pytest.mark.parametrize("size", [(8000, 8000), (12_000, 12_000), (60_000, 60_000)])
def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    assert refusal(bomb(*size)) == "photo_too_large"
