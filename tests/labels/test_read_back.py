"""What is printed is read: each label by two readers that did not draw it, to exactly its code."""

from collections.abc import Iterator

import pytest
from PIL import Image

from labels import LAYOUTS, Label, Symbol, render_pdf, render_png
from labels.checking import longest
from tests.labels.samples import by_another, by_zxing, codes, is_code, label, opened, pages

MANY = 10_000
"""Codes at 203 dots an inch, over all layouts."""
EACH = 200
"""Codes of each layout, for every other density and format."""
ODD = "\u202e😀 Œuvre d’été à l’aïeul — n° 12, « ÇÉÈÊ » ẍ"


def _read(one: Label, image: Image.Image, *, exact: bool = True) -> None:
    """Both readers give what the label shows, all of it and nothing else.

    On dots it was not laid out for, a reader may see a text besides that no code of ours has.
    """
    shown = [(box.symbol or Symbol.QR, one.shown(box)) for box in one.layout.symbols]
    shown = [(kind, text) for kind, text in shown if text]
    found = by_zxing(image)
    if not exact:
        found -= {text for text in found if not is_code(text) and text != one.value("url")}
    assert found == {text for _, text in shown}
    for kind in {kind for kind, _ in shown}:
        assert by_another(image, kind) == {text for found, text in shown if found is kind}


def _share(layout: str, count: int) -> tuple[str, ...]:
    """The codes that fall to a layout when they are dealt out to all."""
    return codes(count)[list(LAYOUTS).index(layout) :: len(LAYOUTS)]


def _extremes(layout: str) -> Iterator[Label]:
    """Nothing but its code; its longest texts; texts too long; signs that no label shows."""
    whole = LAYOUTS[layout]
    fields = {field: text for field, text in longest(whole).items() if field in whole.fields}
    texts = [field for field in fields if field not in {"code", "mark", "url"}]
    yield Label(whole, "F0000019")
    yield Label(whole, "VX0X0X08", fields)
    yield Label(whole, "VX0X0X08", {**fields, **dict.fromkeys(texts, "Wœ " * 80)})
    yield Label(whole, "T7K3P02P", {**fields, **dict.fromkeys(texts, ODD)})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_few_labels_of_every_layout_are_read_back(layout: str) -> None:
    for code in _share(layout, 3 * len(LAYOUTS)):
        one = label(layout, code)
        _read(one, opened(render_png(one, 203)))
    _read(one, opened(render_png(one, 300)))


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_extremes_of_every_layout_are_read_back(layout: str, dpi: int) -> None:
    for one in list(_extremes(layout))[:: 1 if dpi == 203 else 3]:
        _read(one, opened(render_png(one, dpi)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_pdf_of_every_layout_is_read_back(layout: str) -> None:
    labels = [label(layout, "H61323DK"), *list(_extremes(layout))[1:2]]
    for one, page in zip(labels, pages(render_pdf(labels)), strict=True):
        _read(one, page)


def test_the_codes_that_are_dealt_out_are_all_there() -> None:
    dealt = [code for layout in LAYOUTS for code in _share(layout, MANY)]
    assert sorted(dealt) == sorted(codes(MANY))
    assert len(set(dealt)) == MANY


# In quarters: a test that takes minutes on a busy machine is taken for one that hangs.


@pytest.mark.long
@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_label_of_ten_thousand_is_read_back(layout: str, quarter: int) -> None:
    for code in _share(layout, MANY)[quarter::4]:
        one = label(layout, code)
        _read(one, opened(render_png(one, 203)))


@pytest.mark.long
@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("dpi", [300, 600])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_hundred_finer_labels_are_read_back(layout: str, dpi: int, quarter: int) -> None:
    for code in codes(EACH if dpi == 300 else 20)[quarter::4]:
        one = label(layout, code)
        _read(one, opened(render_png(one, dpi)))


@pytest.mark.long
@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize(("laid_out", "printed"), [(300, 203), (203, 203), (300, 300)])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_hundred_pages_are_read_back(
    layout: str, laid_out: int, printed: int, quarter: int
) -> None:
    """The PDF of an office, on a label printer and on its own; and that of a label printer."""
    asked = codes(EACH)[quarter::4]
    for start in range(0, len(asked), 10):
        labels = [label(layout, code) for code in asked[start : start + 10]]
        pdf = render_pdf(labels, dpi=laid_out)
        for one, page in zip(labels, pages(pdf, printed), strict=True):
            _read(one, page, exact=laid_out == printed)


def test_what_a_reader_sees_besides_is_no_code() -> None:
    """Bars of 2.03 dots: one label of five thousand is read twice, once as what nobody has."""
    one = label("strip60", "PNVPJJJ7")
    (page,) = pages(render_pdf([one]), 203)
    assert "PNVPJJJ7" in by_zxing(page)
    assert [text for text in by_zxing(page) if is_code(text)] == ["PNVPJJJ7"]
    (fitting,) = pages(render_pdf([one], dpi=203), 203)
    _read(one, fitting)
    assert all(map(is_code, codes(500)))


@pytest.mark.long
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_extremes_are_read_back_in_every_format(layout: str) -> None:
    labels = list(_extremes(layout))
    for one in labels:
        _read(one, opened(render_png(one, 300)))
        _read(one, opened(render_png(one, 600)))
    for one, page in zip(labels, pages(render_pdf(labels)), strict=True):
        _read(one, page)
