"""The codes of one photograph, read in memory: nothing of the picture is kept, nothing is guessed.

It knows no request and looks nothing up.
"""

import io
from typing import Final

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from esat.errors import Invalid, TooLarge, WrongType
from esat.production import codes

MAX_PIXELS: Final = 60_000_000
"""A 50-megapixel telephone and some; the weight is bounded by `ESAT_MAX_BODY_MB` for all pages."""

LARGE, SMALL = 3200, 1400
TURNS = (30, -30, 15, -15, 45)
"""Degrees: bars are read up to some 20 from the straight line, and squares in any direction."""

READ: Final = zxingcpp.BarcodeFormats(
    (
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.EAN13,
        zxingcpp.BarcodeFormat.EAN8,
    )
)
_FORMATS = ("JPEG", "PNG", "WEBP")
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError)


def read(data: bytes) -> tuple[str, ...]:
    """The codes that are meant, each as it was read: ours when there are any, else the others.

    An address is a client's link and never a code. Refuses `photo_missing`, `photo_wrong_type`,
    `photo_too_large`, `photo_broken`, `photo_unreadable` and `photo_only_address`.
    """
    if not data:
        raise Invalid("photo_missing")
    texts = _texts(_upright(data))
    found = [text for text in texts if "://" not in text]
    if not found:
        raise Invalid("photo_only_address" if texts else "photo_unreadable")
    ours = [text for text in found if codes.is_ours(codes.repair(text))]
    return tuple(ours or found)


def _upright(data: bytes) -> Image.Image:
    """The picture in grey, no larger than is read, turned as the camera was held."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise TooLarge("photo_too_large")
            opened.draft("L", (LARGE, LARGE))  # a JPEG is unpacked no larger than is needed
            grey = _on_paper(opened)
            grey.thumbnail((LARGE, LARGE))
            return ImageOps.exif_transpose(grey)
    except UnidentifiedImageError as error:
        raise WrongType("photo_wrong_type") from error
    except _BOMBS as error:
        raise TooLarge("photo_too_large") from error
    except _BROKEN as error:
        raise Invalid("photo_broken") from error


def _on_paper(opened: Image.Image) -> Image.Image:
    """Grey, and white where a picture is seen through."""
    if opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info:
        seen = opened.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        paper.alpha_composite(seen)
        return paper.convert("L")
    return opened.convert("L")


def _texts(picture: Image.Image) -> list[str]:
    """Every text on the picture, once; turned copies are tried only when nothing is read."""
    small = picture.copy()
    small.thumbnail((SMALL, SMALL))
    # Two looks always: one size may show a single code of two.
    found = [*_read(small), *_read(picture)]
    for turn in () if found else TURNS:
        found = _read(small.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255))
        if found:
            break
    return list(dict.fromkeys(found))


def _read(picture: Image.Image) -> list[str]:
    plain = zxingcpp.TextMode.Plain
    found = zxingcpp.read_barcodes(picture, formats=READ, text_mode=plain)
    return [one.text for one in found if one.text.strip()]
