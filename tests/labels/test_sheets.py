import re
from io import BytesIO

import pypdf
import pytest
import zxingcpp
from PIL import Image, ImageOps

from labels import GRIDS, LayoutError, Symbol, render_pdf
from labels.grids import A4, Grid
from labels.placing import place
from tests.labels.samples import OURS, by_zxing, codes, label, pages


@pytest.mark.parametrize("name", GRIDS)
def test_a_grid_fills_the_paper_evenly(name: str) -> None:
    grid = GRIDS[name]
    assert grid.whole == int(name.rstrip("m"))
    wide = grid.left * 2 + (grid.columns - 1) * grid.across + grid.width
    high = grid.top * 2 + (grid.rows - 1) * grid.down + grid.height
    assert (wide, high) == pytest.approx(A4, abs=0.05)
    assert grid.across >= grid.width
    assert grid.down >= grid.height
    assert grid.corner(grid.whole - 1) == pytest.approx(
        (A4[0] - grid.left - grid.width, A4[1] - grid.top - grid.height), abs=0.05
    )


def _cell(grid: Grid, x: float, y: float) -> int:
    """The cell in which a point of the paper lies, counted from 0; it must lie in one."""
    column, right = divmod(x - grid.left, grid.across)
    row, below = divmod(y - grid.top, grid.down)
    assert 0 <= column < grid.columns
    assert 0 <= row < grid.rows
    assert right <= grid.width
    assert below <= grid.height
    return int(row) * grid.columns + int(column)


def _codes_by_cell(page: Image.Image, grid: Grid) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for one in zxingcpp.read_barcodes(page, formats=OURS, try_downscale=False):
        corners = one.position
        ends = (corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right)
        cells = {_cell(grid, end.x * 25.4 / 203, end.y * 25.4 / 203) for end in ends}
        assert len(cells) == 1, f"{one.text} lies over a cut"
        found.setdefault(cells.pop(), set()).add(one.text)
    return found


@pytest.mark.parametrize("name", GRIDS)
def test_every_cell_of_a_sheet_bears_its_own_code(name: str) -> None:
    grid = GRIDS[name]
    labels = [label(f"sheet{name}", code) for code in codes(grid.whole + 2)]
    sheets = pages(render_pdf(labels, name))
    assert len(sheets) == 2
    wanted = {at: {one.code} for at, one in enumerate(labels)}
    assert _codes_by_cell(sheets[0], grid) == {at: wanted[at] for at in range(grid.whole)}
    assert _codes_by_cell(sheets[1], grid) == {0: wanted[grid.whole], 1: wanted[grid.whole + 1]}


@pytest.mark.parametrize("name", GRIDS)
def test_a_sheet_begins_at_any_of_its_labels(name: str) -> None:
    grid = GRIDS[name]
    one = label(f"sheet{name}")
    for start in range(1, grid.whole + 1):
        page, *others = pages(render_pdf([one], name, start), 72)
        left, top, right, bottom = (
            side * 25.4 / 72 for side in ImageOps.invert(page).getbbox() or ()
        )
        assert not others
        assert _cell(grid, left + 0.4, top + 0.4) == start - 1
        assert _cell(grid, right - 0.4, bottom - 0.4) == start - 1


@pytest.mark.parametrize("name", GRIDS)
def test_a_sheet_begun_at_its_last_label_goes_on_with_the_next(name: str) -> None:
    grid = GRIDS[name]
    labels = [label(f"sheet{name}", code) for code in codes(3)]
    first, second = pages(render_pdf(labels, name, grid.whole))
    assert _codes_by_cell(first, grid) == {grid.whole - 1: {labels[0].code}}
    assert _codes_by_cell(second, grid) == {0: {labels[1].code}, 1: {labels[2].code}}


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_pdf_for_a_printer_fills_its_dots(dpi: int) -> None:
    """Its unit is a dot, and each run of dark modules is a whole number of them: none is scaled."""
    one = label("sheet24m")
    content = pypdf.PdfReader(BytesIO(render_pdf([one], "24m", dpi=dpi))).pages[0].get_contents()
    drawn = content.get_data().decode("latin-1")
    across, down = re.findall(r"(\S+) 0 0 (\S+) 0 0 cm", drawn)[-1]
    assert across == down
    assert float(across) == pytest.approx(72 / dpi, abs=1e-5)
    rects = [tuple(map(int, rect)) for rect in re.findall(r"(\d+) (\d+) (\d+) (\d+) re", drawn)]
    bars = [at for at in place(one, dpi).symbols if at.kind is Symbol.CODE128]
    wide = {w for _, _, w, h in rects if h == bars[0].height}
    assert wide == {bars[0].dots * modules for modules in (1, 2, 3, 4)}
    assert drawn.count(" re") == len(rects)


def test_a_page_has_the_size_of_its_label() -> None:
    page = pypdf.PdfReader(BytesIO(render_pdf([label("bag")]))).pages[0]
    assert [float(side) * 25.4 / 72 for side in page.mediabox[2:]] == pytest.approx(
        [60, 100], abs=0.1
    )


def test_a_pdf_holds_its_texts_and_its_letters() -> None:
    reader = pypdf.PdfReader(BytesIO(render_pdf([label("crate", title="Œuvre à l’été, 5 €")])))
    text = reader.pages[0].extract_text()
    assert "Œuvre à l’été, 5 €" in text
    assert "F0000019" in text
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert any("/FontFile2" in font.get("/FontDescriptor", {}) for font in fonts)


def test_the_same_labels_give_the_same_pdf() -> None:
    assert render_pdf([label("bag")]) == render_pdf([label("bag")])


def test_a_sheet_already_begun_goes_on_at_its_next_label() -> None:
    labels = [label("sheet24", code) for code in codes(3)]
    first, second = pages(render_pdf(labels, "24", start=23))
    assert by_zxing(first) == {labels[0].code, labels[1].code}
    assert by_zxing(second) == {labels[2].code}
    assert first.crop((0, 0, first.width, first.height * 7 // 8)).getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("layout", "grid", "start", "code"),
    [
        ("bag", "24", 1, "label_larger_than_grid"),
        ("sheet24", "24", 0, "start_outside"),
        ("sheet24", "24", 25, "start_outside"),
        ("sheet24", "99", 1, "unknown_grid"),
    ],
)
def test_what_does_not_fit_a_sheet_is_refused(
    layout: str, grid: str, start: int, code: str
) -> None:
    with pytest.raises(LayoutError) as refused:
        render_pdf([label(layout)], grid, start)
    assert refused.value.code == code


def test_a_smaller_label_stands_in_the_middle_of_its_cell() -> None:
    (sheet,) = pages(render_pdf([label("small")], "24"))
    assert by_zxing(sheet) == {"F0000019"}


def test_no_labels_make_no_file() -> None:
    with pytest.raises(LayoutError):
        render_pdf([])
