import re

import pytest
from barcode.charsets import code128

from labels import LAYOUTS, Box, Label, Layout, Symbol, render_zpl
from labels.checking import longest
from labels.placing import dots, place
from labels.spec import CODE
from labels.symbols import modules
from labels.zpl import escaped
from tests.labels.samples import by_another, by_zxing, codes, label, opened
from tests.labels.zpl_printer import printed


def test_signs_of_the_language_and_accents_are_written_as_hex() -> None:
    assert escaped("a^b~c_d\\é€") == "a_5Eb_7Ec_5Fd_5C_C3_A9_E2_82_AC"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_one_whole_ascii_label(layout: str) -> None:
    zpl = render_zpl(label(layout, title="^XZ~JR_\\ Œuvre"))
    assert zpl.isascii()
    assert zpl.startswith("^XA")
    assert zpl.count("^XZ") == 1
    assert "~" not in zpl
    assert zpl.count("^FD") == zpl.count("^FH")


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_modules_are_whole_dots_and_stay_on_the_paper(layout: str, dpi: int) -> None:
    one = label(layout, "VX0X0X08")
    zpl = render_zpl(one, dpi)
    width = int(re.search(r"\^PW(\d+)", zpl)[1])
    for x, wide in re.findall(r"\^FO(\d+),\d+\^BY(\d+)", zpl):
        assert int(wide) * 25.4 / dpi >= 0.249
        assert int(x) + int(wide) * 133 <= width


def _drawn(data: str) -> str:
    """Return the modules of Code 128 field data as the printer's handbook reads it."""
    inside, rest = {">:": "B", ">;": "C"}[data[:2]], data[2:]
    values = [104 if inside == "B" else 105]
    while rest:
        if rest[0] == ">":
            values.append({"<": 62, "0": 30, "=": 94}[rest[1]])
            rest = rest[2:]
        elif rest[0] == "_":
            values.append(code128.B[chr(int(rest[1:3], 16))])
            rest = rest[3:]
        elif inside == "C":
            values.append(int(rest[:2]))
            rest = rest[2:]
        else:
            values.append(code128.B[rest[0]])
            rest = rest[1:]
    check = (values[0] + sum(at * value for at, value in enumerate(values[1:], 1))) % 103
    return "".join(code128.CODES[value] for value in [*values, check]) + code128.STOP + "11"


@pytest.mark.parametrize("text", [*codes(60), "12345678", "123", "a^b~c>d_e\\f", "99F00000"])
def test_the_printer_draws_the_bars_that_were_placed(text: str) -> None:
    layout = Layout(
        "wide", "", 200, 30, (Box("symbol", 0, 0, 200, 30, CODE, symbol=Symbol.CODE128),)
    )
    zpl = render_zpl(Label(layout, text))
    data = re.search(r"\^BCN,\d+,N,N,N,N\^FH\^FD(.*)\^FS", zpl)[1]
    assert (_drawn(data),) == modules(Symbol.CODE128, text).rows


def _graphic(zpl: str) -> list[str]:
    """Return the dots of the first graphic, as the printer's handbook reads it."""
    whole, _, step, data = re.search(r"\^GFA,(\d+),(\d+),(\d+),([0-9A-F:]+)\^FS", zpl).groups()
    lines: list[str] = []
    while data:
        wide = int(step) * 2
        lines.append(lines[-1] if data[0] == ":" else data[:wide])
        data = data[1 if data[0] == ":" else wide :]
    assert len(lines) * int(step) == int(whole)
    return [f"{int(line, 16):0{int(step) * 8}b}" for line in lines]


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("layout", ["bag", "site", "pallet", "sheet65"])
def test_the_printer_sets_the_dots_of_the_qr_that_was_placed(layout: str, dpi: int) -> None:
    one = label(layout, "VX0X0X08")
    (qr,) = [at for at in place(one, dpi).symbols if at.kind is Symbol.QR]
    lines = _graphic(render_zpl(one, dpi))
    assert len(lines) == qr.height
    for number, line in enumerate(lines):
        row = qr.modules.rows[number // qr.dots]
        assert line.rstrip("0") == "".join(sign * qr.dots for sign in row).rstrip("0")


def test_a_line_in_the_middle_is_centred_by_the_printer() -> None:
    zpl = render_zpl(label("site"))
    left, width = dots(1.5, 203), dots(27, 203)
    assert re.search(rf"\^FT{left},\d+\^A0N,\d+,\d+\^FB{width},1,0,C\^FH\^FDF0000019\^FS", zpl)


@pytest.mark.outside
@pytest.mark.parametrize("fourth", range(4))
def test_a_printer_of_others_gives_every_label_back(fourth: int) -> None:
    """Twenty codes of each layout (three where no roll is that wide), the first with all texts."""
    names = list(LAYOUTS)[fourth::4]
    asked = [_labels(name, 20 if LAYOUTS[name].width < 110 else 3) for name in names]
    sheets = [
        ("".join(map(render_zpl, some)), LAYOUTS[name].width, LAYOUTS[name].height, 8)
        for name, some in zip(names, asked, strict=True)
    ]
    for some, pngs in zip(asked, printed(sheets), strict=True):
        assert len(pngs) == len(some)
        for one, png in zip(some, pngs, strict=True):
            image = opened(png)
            symbols = [box for box in one.layout.symbols if one.shown(box)]
            assert by_zxing(image) == {one.shown(box) for box in symbols}
            for box in symbols:
                assert one.shown(box) in by_another(image, box.symbol or Symbol.QR)


def _labels(name: str, count: int) -> list[Label]:
    first, *others = codes(count)
    texts = {**longest(LAYOUTS[name]), "title": "Œuvre ^XZ ~JR \u202e😀 d’été"}
    return [label(name, first, **texts), *(Label(LAYOUTS[name], code) for code in others)]
