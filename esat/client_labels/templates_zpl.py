"""A client's label in ZPL: judged once when it is kept, then filled; the printer draws it.

A value stands only in the data of a field that is under ^FH, where `^`, `~` and every sign that is
not plain ASCII are written in hexadecimal: no value can become a command.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from esat.client_labels import placeholders, zpl_commands
from esat.client_labels.zpl_commands import DATA, SYMBOLS, Command
from esat.errors import Invalid, Refused

INCH: Final = 25.4
_UNDERSCORE: Final = "_"
_SIGNS = re.compile(r"[!-/:-@\[-`|]")
"""What may stand for ^FH's `_`: no letter, no digit, no brace."""
_HEX = re.compile(r"[0-9A-Fa-f]{2}")
_QR_HEAD = re.compile(r"[HQML]A,")
_SETS = re.compile(r">([5679:;])")
_SET_OF = {"5": "C", ";": "C", "6": "B", ":": "B", "7": "A", "9": "A"}
_TAKES: Final[dict[str, re.Pattern[str]]] = {
    "BC": re.compile(r"[ -~]+"),
    "BC A": re.compile(r"[ -=?-~]+"),
    "BC D": re.compile(r"[0-9A-Za-z./+-]+"),
    "BC U": re.compile(r"[0-9]+"),
    "BC set A": re.compile(r"[ -_]+"),
    "BC set C": re.compile(r"([0-9]{2})+"),
    "BQ": re.compile(r"[ -~]+"),
    "BX": re.compile(r"[ -^`-}]+"),
    "B3": re.compile(r"[0-9A-Z \-.$/+%]+"),
    "B2": re.compile(r"([0-9]{2})+"),
    "BE": re.compile(r"[0-9]{12}"),
}
"""The values each symbol gives back as they are; the printer would pad, cut or read others."""
_LASTING: Final = {
    "PO": "^PON", "PM": "^PMN", "LR": "^LRN", "LS": "^LS0", "LT": "^LT0", "LH": "^LH0,0",
    "FW": "^FWN",
}  # fmt: skip
"""What a printer keeps from one label to the next, and how it is put back."""


class Field(NamedTuple):
    """What stands between two ^FS, up to the data: the sign of ^FH, the symbol, a block or not."""

    escape: str
    symbol: Command | None
    block: bool


def check(body: str) -> set[str]:
    """The placeholders used, when every command and place is allowed. Invalid, by code."""
    commands = zpl_commands.read(body)
    zpl_commands.check(commands)
    names = placeholders.check(body)
    _check_letters(commands, body, names)
    opened: list[Command] = []
    for at, command in enumerate(commands):
        if command.name in DATA:
            if commands[at + 1].name != "FS":
                raise Invalid("template_field_open", line=command.line)
            _check_data(command, opened)
        elif placeholders.used_in(command.said):
            raise Invalid("template_place", line=command.line)
        opened = [] if command.name == "FS" else [*opened, command]
    return names


def fill(body: str, values: Mapping[str, str]) -> str:
    """The label with its values. Refuses `template_value_missing`, `template_value_symbol`."""
    opened: list[Command] = []
    parts: list[str] = []
    for command in zpl_commands.read(body):
        said = command.said
        if command.name in DATA and placeholders.used_in(said):
            said = _filled(said, _field(opened, command.line), values)
        parts.append(f"{command.sign}{command.letters}{said}")
        opened = [] if command.name == "FS" else [*opened, command]
    return "".join(parts)


def on_paper(body: str, width: float, height: float, dpi: int) -> str:
    """The filled label for a printer: on its own paper when it names none, and nothing of it left
    for the labels that follow.
    """
    names = {command.name for command in zpl_commands.read(body)}
    wide, high = (round(millimetres * dpi / INCH) for millimetres in (width, height))
    paper = ("" if "PW" in names else f"^PW{wide}") + ("" if "LL" in names else f"^LL{high}")
    after = "".join(back for name, back in _LASTING.items() if name in names)
    first = re.sub(r"(?i)\^XA", lambda found: found.group() + paper, body.strip(), count=1)
    return first + "\n" + (f"^XA{after}^XZ\n" if after else "")


def _check_letters(commands: list[Command], body: str, names: set[str]) -> None:
    """Letters are sent as UTF-8, which a printer reads after ^CI28 alone."""
    sets = [command.said.strip() for command in commands if command.name == "CI"]
    before = next((c.name for c in commands if c.name in DATA or c.name == "CI"), "")
    if (names or not body.isascii()) and (set(sets) != {"28"} or before != "CI"):
        raise Invalid("template_needs_ci28")


def _check_data(data: Command, opened: list[Command]) -> None:
    if not placeholders.used_in(data.said):
        return
    field = _field(opened, data.line)
    statics = placeholders.parts(data.said)
    for part in statics:
        for at, sign in enumerate(part):
            if sign == field.escape and not _HEX.match(part, at + 1):
                raise Invalid("template_half_hex", line=data.line, sign=sign)
    symbol = "" if field.symbol is None else field.symbol.name
    opens = ">" if symbol == "BC" else "\\" if field.block else ""
    if opens and any(part.endswith(opens) for part in statics[:-1]):
        raise Invalid("template_half_shift", line=data.line, sign=opens)
    if symbol == "BQ" and not _QR_HEAD.match(statics[0]):
        raise Invalid("template_qr_head", line=data.line)


def _field(opened: list[Command], line: int) -> Field:
    hexed = [command for command in opened if command.name == "FH"]
    symbols = [command for command in opened if command.name in SYMBOLS]
    if len(hexed) != 1 or len(symbols) > 1 or any(command.name in DATA for command in opened):
        raise Invalid("template_needs_fh", line=line)
    escape = hexed[0].said.strip() or _UNDERSCORE
    if not _SIGNS.fullmatch(escape) or escape in "^~<>,":
        raise Invalid("template_hex_sign", line=line)
    block = any(command.name == "FB" for command in opened)
    return Field(escape, symbols[0] if symbols else None, block)


def _filled(said: str, field: Field, values: Mapping[str, str]) -> str:
    if field.symbol is None:
        return placeholders.fill(said, values, lambda _, value: _in_text(value, field))
    symbol = field.symbol
    takes = _TAKES[_way(symbol, said)]

    def written(name: str, value: str) -> str:
        if not value:
            raise Refused("template_value_missing", name=name)
        if not takes.fullmatch(value):
            raise Refused("template_value_symbol", name=name)
        return escaped(value, field.escape, also=">" if symbol.name == "BC" else "")

    return placeholders.fill(said, values, written)


def _way(symbol: Command, said: str) -> str:
    """Which values the symbol takes as they are."""
    mode = symbol.parameter(5)
    if symbol.name != "BC":
        return symbol.name
    if mode in {"A", "D", "U"}:
        return f"BC {mode}"
    sets = _SETS.findall(placeholders.parts(said)[0])
    return {"A": "BC set A", "C": "BC set C"}.get(_SET_OF[sets[-1]] if sets else "B", "BC")


def _in_text(value: str, field: Field) -> str:
    text = placeholders.shown(value)
    if field.block:  # where `\&` would begin a new line
        text = text.replace("\\", "\\\\")
    return escaped(text, field.escape)


def escaped(text: str, escape: str, also: str = "") -> str:
    """Data for ^FH: plain ASCII as it is, ZPL's own signs and all the rest as bytes in hex; a sign
    of `also` takes a zero behind it, as ^BC wants.
    """
    plain = {sign for sign in map(chr, range(32, 127)) if sign not in "^~\\_" + escape}
    return "".join(
        f"{sign}0" if sign in also
        else sign if sign in plain
        else "".join(f"{escape}{byte:02X}" for byte in sign.encode(errors="surrogatepass"))
        for sign in text
    )  # fmt: skip
