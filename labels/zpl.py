"""Labels in the language of Zebra printers; the printer draws the symbols and the letters."""

from labels import faces
from labels.placing import SymbolAt, TextAt, place
from labels.spec import Label, LayoutError, Symbol
from labels.symbols import code128_values, qr_level

_WIDEST_QR = 10
_START_C, _TO_B, _TO_C = 105, 100, 99
_ESCAPED = frozenset("^~_\\")


def render_zpl(label: Label, dpi: int = 203) -> str:
    """Return the label as ZPL, laid out in the printer's own dots."""
    placed = place(label, dpi)
    parts = [
        "^XA",
        "^CI28",
        f"^PW{placed.width}^LL{placed.height}^LH0,0",
        *(_text(text) for text in placed.texts),
        *(_symbol(symbol) for symbol in placed.symbols),
        *(f"^FO{x},{y}^GB{w},{h},{min(w, h)}^FS" for x, y, w, h in placed.rects),
        "^XZ",
    ]
    return "\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Return field data for ^FH: the signs of ZPL itself, and all that is not ASCII, as hex."""
    return "".join(
        sign
        if sign.isascii() and sign.isprintable() and sign not in _ESCAPED
        else "".join(f"_{byte:02X}" for byte in sign.encode())
        for sign in text
    )


def _text(text: TextAt) -> str:
    # The printer's scalable letters are narrower than ours, so what was fitted stays inside.
    y = max(0, text.baseline - round(text.size * faces.ascent()))
    return f"^FO{text.x},{y}^A0N,{text.size},{text.size}^FH^FD{escaped(text.text)}^FS"


def _symbol(symbol: SymbolAt) -> str:
    if symbol.kind is Symbol.QR:
        return _qr(symbol)
    if symbol.kind is Symbol.DATAMATRIX:
        data = escaped(symbol.text)
        return f"^FO{symbol.x},{symbol.y}^BXN,{symbol.dots},200^FH^FD{data}^FS"
    data = _values(symbol.text)
    return f"^FO{symbol.x},{symbol.y}^BY{symbol.dots}^BCN,{symbol.height},N,N,N,N^FH^FD{data}^FS"


def _values(text: str) -> str:
    """Return a Code 128 value by value, so that the printer draws as many modules as we placed."""
    start, *values = code128_values(text)
    pairs = start == _START_C
    parts = [">;" if pairs else ">:"]
    rest = text
    for value in values:
        if value == (_TO_B if pairs else _TO_C):
            parts.append(">6" if pairs else ">5")
            pairs = not pairs
            continue
        sign, rest = (rest[:2], rest[2:]) if pairs else (rest[:1], rest[1:])
        parts.append(escaped(sign).replace(">", ">0"))
    return "".join(parts)


def _qr(symbol: SymbolAt) -> str:
    # The printer starts a QR ten dots below its origin, and enlarges it ten times at most.
    wide = min(symbol.dots, _WIDEST_QR)
    lost = (symbol.dots - wide) * symbol.modules.columns // 2
    x, y = symbol.x + lost, symbol.y + lost - 10
    if y < 0:
        raise LayoutError("symbol_too_high", symbol=symbol.kind.value)
    level = qr_level(symbol.text)
    return f"^FO{x},{y}^BQN,2,{wide}^FH^FD{level}A,{escaped(symbol.text)}^FS"
