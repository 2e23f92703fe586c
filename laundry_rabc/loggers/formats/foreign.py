"""Files of other instruments that are known and measure no temperature: refused by name; pure."""

import re
from collections.abc import Sequence
from typing import Final

from esat.errors import Invalid

_ORI: Final = re.compile(r"Datum;Uhrzeit;Ereignis;", re.IGNORECASE)
_FLEXIM: Final = re.compile(r"\\SOURCE=|\\PARAMS|DEVICE\s*:\s*F ?\d{3}")
_QUANTITY: Final = re.compile(r"Me(?:ß|ss)gr(?:ö|oe)(?:ß|ss)e\s*:\s*(\S+)")
_WITHIN: Final = 80


def refuse(lines: Sequence[str]) -> None:
    """Invalid: `logger_not_temperature` with what the file measures."""
    head = "\n".join(lines[:_WITHIN])
    if _ORI.search(head):
        raise Invalid("logger_not_temperature", kind="préleveur Ori : volumes prélevés")
    if _FLEXIM.search(head):
        found = _QUANTITY.search(head)
        kind = "débitmètre FLEXIM" + (f" : {found.group(1)}" if found else "")
        raise Invalid("logger_not_temperature", kind=kind)
