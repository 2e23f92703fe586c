"""The vendored browser files are the ones that the manifest names, and each keeps its licence."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from esat.web import icons

REPOSITORY = Path(__file__).parents[2]
VENDOR = REPOSITORY / "esat" / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_in_the_manifest_and_every_entry_exists() -> None:
    present = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert present - {"manifest.json"} == {entry["file"] for entry in MANIFEST}


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_vendored_file_has_its_recorded_hash(entry: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_every_vendored_package_keeps_its_licence() -> None:
    packages = {entry["name"] for entry in MANIFEST}
    licensed = {entry["name"] for entry in MANIFEST if entry["file"].startswith("licences/")}
    assert packages == licensed
    assert {entry["licence"] for entry in MANIFEST} <= {"0BSD", "MIT", "OFL-1.1", "Apache-2.0"}


def test_every_package_is_pinned_to_one_version() -> None:
    versions: dict[str, set[str]] = {}
    for entry in MANIFEST:
        versions.setdefault(entry["name"], set()).add(entry["version"])
    assert all(len(found) == 1 for found in versions.values())


def test_the_reader_of_codes_is_the_very_one_that_its_wrapper_was_built_for() -> None:
    folder = VENDOR / "barcode-detector"
    wrapper = (folder / "zxing-exported.js").read_text(encoding="utf-8")
    (wanted,) = re.findall(r'"([0-9a-f]{64})"', wrapper)
    reader = (folder / "zxing_reader.wasm").read_bytes()
    assert hashlib.sha256(reader).hexdigest() == wanted
    (version,) = {entry["version"] for entry in MANIFEST if entry["name"] == "zxing-wasm"}
    assert f'"{version}"' in wrapper


@pytest.mark.parametrize("name", sorted(icons.icon_names()))
def test_every_pictogram_is_drawn_inline_and_hidden_from_screen_readers(name: str) -> None:
    drawing = icons.icon(name)
    assert drawing.startswith('<svg class="icon" viewBox="0 0 16 16" fill="currentColor"')
    assert 'aria-hidden="true"' in drawing
    assert "style" not in drawing


@pytest.mark.parametrize("name", ["no-such-icon", "../manifest", ""])
def test_unknown_pictogram_is_an_error_and_not_a_blank(name: str) -> None:
    with pytest.raises(icons.UnknownIconError):
        icons.icon(name)


def test_every_pictogram_named_in_a_template_is_vendored() -> None:
    named = {
        name
        for path in (REPOSITORY / "templates").rglob("*.html")
        for name in re.findall(r"icon\(\"([^\"]+)\"\)", path.read_text(encoding="utf-8"))
    }
    assert named <= icons.icon_names()
