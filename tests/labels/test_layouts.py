import hashlib
from itertools import combinations

import pytest

from labels import GRIDS, LAYOUTS, Box, Label, Layout, LayoutError, Symbol, render_png
from labels.faces import FOLDER, LINE
from labels.spec import CODE

USUAL = {"title", "line1", "line2", "line3", "footer", "mark", "url", CODE}


def _apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.w <= other.x + 1e-6
        or other.x + other.w <= one.x + 1e-6
        or one.y + one.h <= other.y + 1e-6
        or other.y + other.h <= one.y + 1e-6
    )


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_boxes_stand_apart_so_that_quiet_zones_stay_white(layout: Layout) -> None:
    assert not [pair for pair in combinations(layout.boxes, 2) if not _apart(*pair)]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_text_of_a_box_fits_its_height(layout: Layout) -> None:
    for box in layout.boxes:
        if box.kind in {"text", "mark"}:
            assert box.size * LINE <= box.h + 1e-6


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_code_stands_in_large_letters_beside_its_symbol(layout: Layout) -> None:
    assert layout.symbols
    written = [box for box in layout.boxes if box.kind == "text" and box.field == CODE]
    assert len(written) == 1
    assert written[0].bold
    for bars in layout.symbols:
        if bars.symbol is Symbol.CODE128:
            assert 0 < written[0].y - bars.y - bars.h < 1


@pytest.mark.parametrize("code", ["bag", "ticket", "crate"])
def test_bags_tickets_and_crates_carry_both_symbols_of_their_code(code: str) -> None:
    of_code = {box.symbol for box in LAYOUTS[code].symbols if box.field == CODE}
    assert of_code == {Symbol.CODE128, Symbol.QR}


def test_layouts_show_the_usual_fields_only() -> None:
    assert all(layout.fields <= USUAL for layout in LAYOUTS.values())
    assert all(layout.code == name for name, layout in LAYOUTS.items())


def test_a_layout_for_sheets_is_as_large_as_its_grid() -> None:
    for layout in LAYOUTS.values():
        if layout.sheet:
            grid = GRIDS[layout.sheet]
            assert (layout.width, layout.height) == (grid.width, grid.height)


def test_a_symbol_that_does_not_fit_says_what_it_needs() -> None:
    narrow = Layout(
        "narrow", "", 30, 20, (Box("symbol", 0, 0, 30, 20, CODE, symbol=Symbol.CODE128),)
    )
    with pytest.raises(LayoutError) as refused:
        render_png(Label(narrow, "VX0X0X08"))
    assert refused.value.code == "symbol_too_wide"
    assert refused.value.params["needs"] == pytest.approx(35.8)


def test_an_address_too_long_for_its_box_is_refused() -> None:
    with pytest.raises(LayoutError) as refused:
        render_png(Label(LAYOUTS["ticket"], "D123456R", {"url": "https://a.fr/" + "x" * 230}))
    assert refused.value.code == "symbol_too_wide"


def test_a_box_outside_the_paper_is_refused() -> None:
    outside = Layout("outside", "", 30, 20, (Box("text", 20, 0, 11, 5, "title"),))
    with pytest.raises(LayoutError) as refused:
        render_png(Label(outside, "VX0X0X08"))
    assert refused.value.code == "box_outside"


def test_the_fonts_are_those_whose_source_is_written_down() -> None:
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    fonts = sorted(FOLDER.glob("*.ttf"))
    assert len(fonts) == 2
    for font in fonts:
        assert f"{font.name} |" in sources
        assert hashlib.sha256(font.read_bytes()).hexdigest() in sources
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
