"""What a printer makes of ZPL, written from its manual and not from our own files."""

import re
from dataclasses import dataclass, field


@dataclass
class Read:
    """The commands in their order, and the data of each field once its hexadecimal is read."""

    commands: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)


def read(zpl: str) -> Read:
    """Go through the bytes one by one, as a printer does."""
    found, sign, block, at = Read(), "", False, 0
    raw = zpl.encode()
    while at < len(raw):
        if raw[at : at + 1] not in {b"^", b"~"}:
            at += 1
            continue
        name = raw[at : at + 3].decode().upper()
        found.commands.append(name)
        end = min((e for e in (raw.find(b"^", at + 1), raw.find(b"~", at + 1)) if e > 0),
                  default=len(raw))  # fmt: skip
        said = raw[at + 3 : end]
        if name == "^FH":
            sign = said.decode().strip() or "_"
        elif name == "^FB":
            block = True
        elif name in {"^FD", "^FV"}:
            data = unhexed(said, sign) if sign else said
            text = data.decode()
            found.fields.append(text.replace("\\\\", "\\") if block else text)
        elif name == "^FS":
            sign, block = "", False
        at = end
    return found


def unhexed(data: bytes, sign: str) -> bytes:
    escape = re.escape(sign).encode()
    return re.sub(escape + rb"([0-9A-Fa-f]{2})", lambda hit: bytes([int(hit.group(1), 16)]), data)


def code128(data: str) -> str:
    """What ^BC without a mode draws: set B, `>0` for `>`, the sets changed by the rest."""
    return re.sub(r">(.)", lambda hit: ">" if hit.group(1) == "0" else "", data)
