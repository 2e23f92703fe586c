"""Labels in the language of Zebra printers; the printer draws the symbols and the letters."""

from labels.placing import SymbolAt, TextAt, place
from labels.spec import Label, Symbol
from labels.symbols import in_pairs

_INVOKED = {">": ">0", "^": "><", "~": ">="}
"""What Code 128 field data writes for the signs that mean something else there."""
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
    """Return a line that stands on its baseline, whatever the cell of the printer's letters."""
    # The printer's scalable letters are narrower than ours, so what was fitted stays inside.
    x, block = text.x, ""
    if text.centred is not None:
        x, block = text.centred[0], f"^FB{text.centred[1]},1,0,C"
    letters = f"^A0N,{text.size},{text.size}{block}"
    return f"^FT{x},{text.baseline}{letters}^FH^FD{escaped(text.text)}^FS"


def _symbol(symbol: SymbolAt) -> str:
    if symbol.kind is Symbol.QR:
        return _qr(symbol)
    if symbol.kind is Symbol.DATAMATRIX:
        data = escaped(symbol.text)
        return f"^FO{symbol.x},{symbol.y}^BXN,{symbol.dots},200^FH^FD{data}^FS"
    data = _values(symbol.text)
    return f"^FO{symbol.x},{symbol.y}^BY{symbol.dots}^BCN,{symbol.height},N,N,N,N^FH^FD{data}^FS"


def _values(text: str) -> str:
    """Return the text in the very set that we drew, so that the printer draws as many modules."""
    if in_pairs(text):
        return f">;{text}"
    return ">:" + "".join([_INVOKED.get(sign) or escaped(sign) for sign in text])


def _qr(symbol: SymbolAt) -> str:
    """Return a QR dot by dot: the printer's own would be of its own size, and not quite there."""
    wide = symbol.modules.columns * symbol.dots
    step = (wide + 7) // 8
    lines = []
    for row in symbol.modules.rows:
        bits = "".join([sign * symbol.dots for sign in row]).ljust(step * 8, "0")
        lines.append(f"{int(bits, 2):0{step * 2}X}" + ":" * (symbol.dots - 1))
    total = step * symbol.height
    return f"^FO{symbol.x},{symbol.y}^GFA,{total},{total},{step},{''.join(lines)}^FS"
