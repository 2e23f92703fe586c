"""A picture of black and white dots as ZPL: one graphic, packed as printers unpack it."""

import re
from typing import Final

from PIL import Image

_MANY: Final = 400
_TENS = "ghijklmnopqrstuvwxyz"
"""20, 40 … 400 times the digit that follows."""
_ONES = "GHIJKLMNOPQRSTUVWXY"
"""1 to 19 times."""
_REPEATED = re.compile(r"(.)\1+")


def graphic(image: Image.Image) -> str:
    """A whole label: `^GFA`, where a row's light end is `,`, a black one `!`, the same row `:`."""
    wide, high = image.size
    across = (wide + 7) // 8
    dark = Image.new("1", (across * 8, high), 1)
    dark.paste(image, (0, 0))
    raw = dark.tobytes()
    rows = [bytes(~byte & 255 for byte in raw[at : at + across]) for at in
            range(0, len(raw), across)]  # fmt: skip
    packed, before = [], b""
    for row in rows:
        packed.append(":" if row == before else _row(row.hex().upper()))
        before = row
    whole = across * high
    data = "".join(packed)
    return f"^XA\n^PW{wide}^LL{high}^LH0,0\n^FO0,0^GFA,{whole},{whole},{across},{data}^FS\n^XZ\n"


def _row(digits: str) -> str:
    for end, sign in (("0", ","), ("F", "!")):
        bare = digits.rstrip(end)
        if len(digits) - len(bare) > 1:
            return _runs(bare) + sign
    return _runs(digits)


def _runs(digits: str) -> str:
    return _REPEATED.sub(lambda found: _times(len(found.group())) + found.group(1), digits)


def _times(count: int) -> str:
    said = ""
    while count >= _MANY:
        said, count = said + "z", count - _MANY
    tens, ones = divmod(count, 20)
    return said + (_TENS[tens - 1] if tens else "") + (_ONES[ones - 1] if ones else "")
