import hashlib
from itertools import pairwise

import pytest

from labels import GRIDS, LAYOUTS, Box, Label, Layout, LayoutError, Symbol, render_png
from labels.checking import LONGEST, check
from labels.faces import FOLDER, LINE, measure
from labels.placing import place
from labels.spec import CODE, SHORTER, STEPS


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_no_layout_of_the_house_has_a_fault(layout: Layout, dpi: int) -> None:
    assert check(layout, dpi) == ()


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


def test_layouts_go_by_their_code() -> None:
    assert all(layout.code == name for name, layout in LAYOUTS.items())


def test_a_layout_for_sheets_is_as_large_as_its_grid() -> None:
    for layout in LAYOUTS.values():
        if layout.sheet:
            grid = GRIDS[layout.sheet]
            assert (layout.width, layout.height) == (grid.width, grid.height)
    assert {layout.sheet for layout in LAYOUTS.values()} == {"", *GRIDS}
    assert all(LAYOUTS[f"sheet{name}"].sheet == name for name in GRIDS)


GENERIC = {"small", "strip60", "roll62", "thing100", "large"}


@pytest.mark.parametrize("code", sorted(GENERIC))
def test_any_thing_is_printed_on_any_roll(code: str) -> None:
    layout = LAYOUTS[code]
    assert {"title", "line1"} <= layout.fields
    symbols = {box.symbol for box in layout.symbols}
    assert symbols == ({Symbol.CODE128} if code == "small" else {Symbol.CODE128, Symbol.QR})


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_reprint_is_told_in_a_frame(layout: Layout) -> None:
    (box,) = [box for box in layout.boxes if box.kind == "mark"]
    mark = LONGEST[box.field]
    plain = place(Label(layout, "F0000019"), 203)
    again = place(Label(layout, "F0000019", {box.field: mark}), 203)
    (told,) = set(again.texts) - set(plain.texts)
    assert told.text in {mark, *SHORTER[mark]}
    assert told.size * 25.4 / 203 >= 1.7
    assert len(again.rects) == len(plain.rects) + 4
    right = told.x + measure(told.text, bold=told.bold) * told.size / 1000
    frame = again.rects[len(plain.rects) :]
    assert min(rect.x + 4 for rect in frame) < told.x
    assert right < max(rect.x for rect in frame)


def test_a_traveller_has_lines_for_the_hand() -> None:
    layout = LAYOUTS["traveller"]
    assert set(STEPS) <= layout.fields
    rules = [box for box in layout.boxes if box.kind == "line"]
    across = sorted(box.y for box in rules if box.w > 100)[1:]
    heights = [below - above for above, below in pairwise(across)]
    assert len(heights) == 13
    assert min(heights[1:]) >= 8
    written = {box.text for box in layout.boxes if box.text}
    assert {"Étape", "Fait le", "À", "Visa", "Remarque"} <= written
    assert "Rapportez cette feuille : elle sera saisie." in written
    steps = {box.field: box for box in layout.boxes if box.field in STEPS}
    assert [steps[step].y for step in STEPS] == sorted(box.y for box in steps.values())


@pytest.mark.parametrize(
    ("wide", "shown"), [(30.0, "Réimpression"), (11.0, "Réimpr."), (4.5, "R"), (3.0, "")]
)
def test_a_mark_takes_a_shorter_word_before_it_is_cut(wide: float, shown: str) -> None:
    layout = Layout("mark", "", 50, 20, (Box("mark", 1, 1, wide, 5, "mark", size=3),))
    placed = place(Label(layout, "F0000019", {"mark": "Réimpression"}), 203)
    assert "".join(text.text for text in placed.texts) == shown
    assert bool(placed.rects) == bool(shown)


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
