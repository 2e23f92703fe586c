"""What may be kept: the bytes themselves say what they are, and photographs lose their place and
time on the way in; it knows no table and no request.
"""

import io
import unicodedata
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from esat.errors import Invalid, TooLarge, WrongType

MAX_BYTES: Final = 15 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
THUMB: Final = (320, 320)
JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
SUFFIXES: Final = {JPEG: ".jpg", PNG: ".png", WEBP: ".webp", PDF: ".pdf"}
FORMATS: Final = {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP}
_QUALITY: Final = 88
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Bytes ready to be kept, and a small picture of them when they are one."""

    data: bytes
    media_type: str
    thumb: bytes | None


def prepare(data: bytes) -> Prepared:
    """Judge the bytes, never the name. Refuses `file_empty`, `file_too_large`,
    `file_type_refused` and `file_unreadable`.
    """
    if not data:
        raise Invalid("file_empty")
    if len(data) > MAX_BYTES:
        raise TooLarge("file_too_large")
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    return _picture(data)


def tidy_name(name: str, media_type: str) -> str:
    """A name to show and to save under: no folder, no control sign, the suffix of its kind."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '"<>|:*?')
    stem = kept.rsplit(".", 1)[0] if "." in kept.strip(".") else kept
    return (stem.strip(" .")[:100] or "fichier") + SUFFIXES[media_type]


def _pdf(data: bytes) -> Prepared:
    if b"%%EOF" not in data[-2048:]:
        raise Invalid("file_unreadable")
    return Prepared(data, PDF, None)


def _picture(data: bytes) -> Prepared:
    try:
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise TooLarge("picture_too_large")
            media_type = FORMATS[str(opened.format)]
            clean = _clean(opened)
    except UnidentifiedImageError as error:
        raise WrongType("file_type_refused") from error
    except _BOMBS as error:
        raise TooLarge("picture_too_large") from error
    except _BROKEN as error:
        raise Invalid("file_unreadable") from error
    return Prepared(_encoded(clean, media_type), media_type, _thumb(clean))


def _clean(opened: Image.Image) -> Image.Image:
    """The pixels upright and nothing else: position, device and comments stay behind."""
    upright = ImageOps.exif_transpose(opened)
    sees_through = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    mode = "RGBA" if sees_through else ("L" if upright.mode in {"1", "L"} else "RGB")
    pixels = upright.convert(mode)
    clean = Image.new(mode, pixels.size)
    clean.paste(pixels)
    return clean


def _encoded(clean: Image.Image, media_type: str) -> bytes:
    buffer = io.BytesIO()
    if media_type == PNG:
        clean.save(buffer, "PNG", optimize=True)
    elif media_type == WEBP:
        clean.save(buffer, "WEBP", quality=_QUALITY)
    else:
        clean.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()


def _thumb(clean: Image.Image) -> bytes:
    small = clean.copy()
    small.thumbnail(THUMB)
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    return _encoded(small, JPEG)
