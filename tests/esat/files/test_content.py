import io
import struct
import zlib

import pytest
from PIL import Image

from esat.errors import EsatError
from esat.files.content import JPEG, MAX_BYTES, PDF, PNG, WEBP, prepare, tidy_name
from tests.esat.files.conftest import encoded


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_photo_loses_place_device_and_comment_and_stands_upright(photo: bytes) -> None:
    before = opened(photo)
    assert before.getexif().get_ifd(0x8825)
    kept = prepare(photo)
    after = opened(kept.data)
    assert after.size == (400, 640)
    assert not after.getexif()
    assert "comment" not in after.info
    assert b"Tablette-7" not in kept.data
    assert b"Zoe" not in kept.data


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [
        ("JPEG", "RGB", JPEG),
        ("JPEG", "L", JPEG),
        ("JPEG", "CMYK", JPEG),
        ("PNG", "RGBA", PNG),
        ("PNG", "P", PNG),
        ("PNG", "1", PNG),
        ("PNG", "I;16", PNG),
        ("WEBP", "RGB", WEBP),
        ("WEBP", "RGBA", WEBP),
    ],
)
def test_usual_pictures_are_kept_with_a_small_one(kind: str, mode: str, media_type: str) -> None:
    kept = prepare(encoded(Image.new(mode, (900, 300)), kind))
    assert kept.media_type == media_type
    assert opened(kept.data).size == (900, 300)
    assert kept.thumb is not None
    assert opened(kept.thumb).size == (320, 107)
    assert opened(kept.thumb).format == "JPEG"


def test_what_is_seen_through_stays_so() -> None:
    kept = prepare(encoded(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG"))
    assert opened(kept.data).getpixel((0, 0)) == (0, 0, 0, 0)
    assert kept.thumb is not None
    assert opened(kept.thumb).convert("L").getpixel((0, 0)) == 255


def test_a_pdf_is_kept_as_it_is() -> None:
    paper = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
    kept = prepare(paper)
    assert (kept.data, kept.media_type, kept.thumb) == (paper, PDF, None)


def _bomb() -> bytes:
    """A PNG of a few bytes that says it is 60 000 points wide and high."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


HALF = encoded(Image.effect_noise((300, 300), 90), "JPEG")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"x" * (MAX_BYTES + 1), "file_too_large"),
        (b"<html><script>alert(1)</script>", "file_type_refused"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_type_refused"),
        (b"MZ\x90\0" + b"\0" * 400, "file_type_refused"),
        (b"\xff\xd8\xff\xe0broken", "file_unreadable"),
        (encoded(Image.new("RGB", (9, 9)), "GIF"), "file_type_refused"),
        (encoded(Image.new("RGB", (9, 9)), "TIFF"), "file_type_refused"),
        (HALF[: len(HALF) // 2], "file_unreadable"),
        (b"%PDF-1.7 cut in the middle", "file_unreadable"),
        (_bomb(), "picture_too_large"),
        (encoded(Image.new("1", (8000, 7000)), "PNG"), "picture_too_large"),
    ],
    ids=range(12),
)
def test_everything_else_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(EsatError) as caught:
        prepare(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("tache.JPG", "tache.jpg"),
        ("C:\\photos\\sac n°3.jpeg", "sac n°3.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("page.html", "page.jpg"),
        ('a"\r\nX: y.png', "aX y.jpg"),
        ("", "fichier.jpg"),
        (".jpg", "jpg.jpg"),
        ("été" * 60 + ".jpg", ("été" * 60)[:100] + ".jpg"),
        ("\u202egnp.exe", "gnp.jpg"),
    ],
    ids=range(9),
)
def test_a_name_is_made_safe_and_ends_like_its_kind(name: str, tidy: str) -> None:
    assert tidy_name(name, JPEG) == tidy
