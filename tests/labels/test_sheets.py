from io import BytesIO

import pypdf
import pytest

from labels import LAYOUTS, LayoutError, render_pdf
from tests.labels.samples import by_zxing, codes, label, pages


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_back_from_its_pdf(layout: str) -> None:
    labels = [label(layout, code) for code in codes(5)]
    for one, page in zip(labels, pages(render_pdf(labels)), strict=True):
        assert by_zxing(page) == {one.value(box.field) for box in one.layout.symbols}


@pytest.mark.parametrize("grid", ["24", "21"])
def test_every_label_of_a_sheet_is_read_back(grid: str) -> None:
    labels = [label(f"sheet{grid}", code) for code in codes(int(grid) * 2)]
    sheets = pages(render_pdf(labels, grid))
    assert len(sheets) == 2
    assert set().union(*map(by_zxing, sheets)) == {one.code for one in labels}


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
