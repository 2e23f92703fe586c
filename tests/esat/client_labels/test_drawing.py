import pytest
from PIL import Image, ImageChops

from esat.client_labels import drawing, filling, symbol_boxes, templates_svg
from esat.client_labels.filling import Filled, Sheet
from esat.client_labels.symbol_boxes import SymbolBox
from esat.errors import EsatError, Invalid, Refused
from tests.esat.client_labels.drawings import (
    SSCC,
    VALUES,
    ZPL,
    opened,
    pages,
    svg,
    unpacked,
    zbar,
    zxing,
)

SIZE = (100.0, 60.0)
GS1 = ("]C1", "00337601320000000016")
ALL = {GS1, ("]Q1", "N0000019"), ("]d1", "N0000019"), ("]C0", "N0000019")}


def made(body: str = SSCC, language: str = "svg", **more: str) -> Filled:
    sheet = Sheet(language, body, *(filling.Decimal(int(side)) for side in SIZE))
    return filling.fill(sheet, VALUES | more)


def refusal(label: Filled, kind: drawing.Kind = "png", dpi: int = 203) -> str:
    with pytest.raises(EsatError) as refused:
        filling.render(label, kind, dpi)
    return refused.value.code


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_every_symbol_is_read_by_two_readers_from_the_dots_of_a_printer(dpi: int) -> None:
    image = opened(filling.render(made(), "png", dpi))
    assert image.mode == "1"
    assert image.size == tuple(round(side * dpi / 25.4) for side in SIZE)
    assert zxing(image) == ALL
    assert zbar(image) == {"00337601320000000016", "N0000019"}


def test_a_zpl_printer_gets_the_same_dots() -> None:
    image = opened(filling.render(made(), "png", 203))
    zpl = filling.render(made(), "zpl", 203).decode()
    assert zpl.startswith("^XA\n^PW799^LL480^LH0,0\n")
    assert zpl.isascii()
    assert ImageChops.difference(unpacked(zpl).convert("L"), image.convert("L")).getbbox() is None


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_pdf_has_the_size_of_the_label_and_its_symbols(dpi: int) -> None:
    (page,) = pages(filling.render(made(), "pdf", 203), dpi)
    assert abs(page.width - SIZE[0] * dpi / 25.4) < 2
    assert zxing(page) == ALL


def test_the_same_label_gives_the_same_bytes() -> None:
    for kind in ("png", "pdf", "zpl"):
        assert filling.render(made(), kind, 203) == filling.render(made(), kind, 203)


def test_gs1_128_begins_with_fnc1_and_holds_no_bracket() -> None:
    wanted = symbol_boxes.wanted(SymbolBox("gs1-128", "(00)337601320000000016", 0, 0, 9, 9))
    assert (wanted.mark, wanted.data) == ("]C1", b"00337601320000000016")
    two = symbol_boxes.wanted(SymbolBox("gs1-128", "(10)LOT1(21)5", 0, 0, 9, 9))
    assert two.data == b"10LOT1\x1d215"


@pytest.mark.parametrize("dpi", [203, 300])
def test_modules_are_whole_dots_wide_enough_for_scanners(dpi: int) -> None:
    placed = symbol_boxes.arranged(*SIZE, made().symbols, dpi)
    assert len(placed.symbols) == 4
    for symbol in placed.symbols:
        assert symbol.dots * 25.4 / dpi >= 0.25 - 1e-3
        assert symbol.height % len(symbol.modules.rows) == 0


def test_a_text_that_leaves_the_label_is_refused_and_one_that_fits_is_not() -> None:
    body = svg('<text x="60" y="9" font-size="6">{{title}}</text>')
    assert refusal(made(body, title="Un titre qui sort du bord")) == "template_overflow"
    assert filling.render(made(body, title="Court"), "png", 203)
    fitted = body.replace("<text", '<text data-width="38"')
    assert filling.render(made(fitted, title="Un titre qui sort du bord"), "png", 203)


def test_art_of_the_client_may_bleed() -> None:
    body = svg('<rect x="-5" y="-5" width="200" height="8"/><text y="30">{{title}}</text>')
    assert filling.render(made(body), "png", 203)


def test_a_symbol_that_something_covers_is_not_printed() -> None:
    covered = SSCC.replace("</svg>", '<rect x="78" y="14" width="12" height="18"/></svg>')
    assert refusal(made(covered)) == "template_unreadable"
    assert refusal(made(covered), "pdf") == "template_unreadable"
    assert refusal(made(covered), "zpl") == "template_unreadable"


def test_a_symbol_too_small_for_this_printer_is_refused() -> None:
    box = '<rect x="1" y="1" width="36" height="9" data-symbol="code128" data-value="{{code}}"/>'
    assert filling.render(made(svg(box)), "png", 203)
    assert refusal(made(svg(box)), "png", 300) == "template_symbol_small"


def test_a_zpl_template_gives_zpl_alone() -> None:
    label = made(ZPL, "zpl")
    assert filling.render(label, "zpl", 203).startswith(b"^XA^CI28^PW799")
    assert refusal(label, "png") == refusal(label, "pdf") == "template_wants_zpl"


def test_letters_are_those_of_the_house_whatever_the_client_asks() -> None:
    ours = svg('<text x="4" y="20" font-size="9">Agence</text>')
    theirs = ours.replace("<text", '<text font-family="Comic Sans MS"')
    assert filling.render(made(ours), "png", 203) == filling.render(made(theirs), "png", 203)
    image = opened(filling.render(made(ours), "png", 203)).convert("L")
    assert Image.eval(image, lambda light: 255 - light).getbbox() is not None


def test_what_typst_refuses_is_said() -> None:
    broken = Filled("svg", *SIZE, "<svg", "<svg")
    assert refusal(broken) == "template_not_drawn"


@pytest.mark.long
def test_a_drawing_without_end_is_stopped() -> None:
    endless = templates_svg.fill(svg("<text>" + "a" * 190_000 + "</text>"), {}, *SIZE)
    with pytest.raises(Invalid, match="template_not_drawn"):
        drawing.draw((endless.svg, endless.texts), [], SIZE, "png", 203)


def test_a_missing_value_of_a_symbol_is_said_before_anything_is_drawn() -> None:
    with pytest.raises(Refused) as refused:
        made(number="")
    assert "number" in refused.value.message
