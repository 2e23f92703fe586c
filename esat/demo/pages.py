"""A page of sample barcodes that a phone or a scanner reads off the screen."""

import base64

from flask import Blueprint, Response

from esat.accounts.permissions import public
from esat.demo.cli import WORDS
from esat.demo.samples import codes_of
from esat.production.codes import KINDS
from esat.web import door, htmx
from labels import Symbol
from labels.symbols import QUIET, modules

SCALE = 3
bp = Blueprint("demo", __name__)


@bp.get("/demo/codes")
@public
def codes() -> Response:
    """Three codes of every kind, as Code 128 and as QR."""
    session = door.session()
    kinds = [
        (WORDS[letter].capitalize(), [_drawn(code) for code in codes_of(session, letter)])
        for letter in KINDS
    ]
    return htmx.render("demo/codes.html", kinds=[pair for pair in kinds if pair[1]])


def _drawn(code: str) -> tuple[str, str, str]:
    """The code, and its two symbols as images."""
    return code, _image(code, Symbol.CODE128, 40), _image(code, Symbol.QR, 1)


def _image(code: str, kind: Symbol, high: int) -> str:
    """A symbol as an SVG of whole modules, in a `data:` address."""
    drawn, quiet = modules(kind, code), QUIET[kind]
    wide, tall = drawn.columns + 2 * quiet, len(drawn.rows) * high + 2 * quiet
    bars = "".join(
        f"M{quiet + x} {quiet + y * high}h1v{high}h-1z"
        for y, row in enumerate(drawn.rows)
        for x, module in enumerate(row)
        if module == "1"
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" '
        f'width="{wide * SCALE}" height="{tall * SCALE}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{wide}v{tall}h-{wide}z"/><path d="{bars}"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
