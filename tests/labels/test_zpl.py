import re

import pytest
from barcode.charsets import code128

from labels import LAYOUTS, Symbol, render_zpl
from labels.symbols import modules
from labels.zpl import escaped
from tests.labels.samples import codes, label


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
    for x, dots in re.findall(r"\^FO(\d+),\d+\^BY(\d+)", zpl):
        assert int(dots) * 25.4 / dpi >= 0.249
        assert int(x) + int(dots) * 133 <= width
    for magnification in re.findall(r"\^BQN,2,(\d+)", zpl):
        assert 4 <= int(magnification) <= 10


def _drawn(data: str) -> str:
    """Return the modules of Code 128 field data as the printer's handbook reads it."""
    sets = {">:": "B", ">;": "C"}
    inside, rest = sets[data[:2]], data[2:]
    values = [104 if inside == "B" else 105]
    while rest:
        if rest[:2] in {">5", ">6"}:
            inside = "C" if rest[:2] == ">5" else "B"
            values.append(99 if inside == "C" else 100)
            rest = rest[2:]
        elif inside == "C":
            values.append(int(rest[:2]))
            rest = rest[2:]
        else:
            values.append(code128.B[rest[0]])
            rest = rest[1:]
    check = (values[0] + sum(at * value for at, value in enumerate(values[1:], 1))) % 103
    return "".join(code128.CODES[value] for value in [*values, check]) + code128.STOP + "11"


def test_the_printer_draws_the_modules_that_were_placed() -> None:
    for code in codes(300):
        data = re.search(r"\^BCN.*\^FD(.*)\^FS", render_zpl(label("small", code)))[1]
        assert (_drawn(data),) == modules(Symbol.CODE128, code).rows
