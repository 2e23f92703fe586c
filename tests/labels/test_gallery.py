from pathlib import Path

import pytest
from PIL import Image

from labels import LAYOUTS
from tests.labels import gallery
from tests.labels.samples import by_zxing


def test_the_gallery_shows_every_layout_at_its_true_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [one for one in gallery.versions() if one.layout.code in {"small", "site"}]
    monkeypatch.setattr(gallery, "versions", lambda: some)
    target = tmp_path / "gallery.png"
    monkeypatch.setattr("sys.argv", ["gallery", str(target)])
    assert gallery.main() == 0
    with Image.open(target) as sheet:
        assert by_zxing(sheet.convert("L")) == {"F0000019", "T7K3P02P", "VX0X0X08"}
        white = sheet.convert("L").histogram()[255]
    area = sum(one.layout.width * one.layout.height for one in some) * (203 / 25.4) ** 2
    assert white == pytest.approx(area * 0.88, rel=0.1)


def test_the_gallery_misses_no_layout() -> None:
    shown = [one.layout.code for one in gallery.versions()]
    assert {code: shown.count(code) for code in LAYOUTS} == dict.fromkeys(LAYOUTS, 3)
