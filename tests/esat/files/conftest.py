"""Pictures and papers as a tablet or a scanner would send them."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from esat.files.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


@pytest.fixture
def photo() -> bytes:
    """Return a JPEG taken sideways by a phone that knows where it is."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Model] = "Tablette-7"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (45.0, 46.0, 30.0)
    return encoded(Image.new("RGB", (640, 400), "orange"), "JPEG", exif=exif, comment=b"Zoe")


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
