"""A photograph for tests."""

import io

from PIL import Image


def jpeg() -> io.BytesIO:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(kept, "JPEG")
    kept.seek(0)
    return kept
