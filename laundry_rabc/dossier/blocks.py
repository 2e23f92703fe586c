"""What a part of the dossier is made of, as the typesetter reads it; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from esat import clock
from esat.web.filters import number

Block = dict[str, Any]
SHOWN: Final = 600
"""Rows of one table on paper; the CSV of the same rows has them all, and the paper says so."""
NONE: Final = "—"
SIGNS: Final = str.maketrans({"≤": "au plus", "≥": "au moins", "→": "/"})
"""Signs that the letters of the paper lack, as words: a limit never loses its operator."""


@dataclass
class Part:
    """A part under its code of `sections`."""

    code: str
    blocks: list[Block] = field(default_factory=list)


def subtitle(words: str) -> Block:
    return {"kind": "subtitle", "text": words.translate(SIGNS)}


def text(words: str) -> Block:
    return {"kind": "text", "text": words.translate(SIGNS)}


def quiet(words: str) -> Block:
    """Said beside: where the figures come from, how to read them."""
    return {"kind": "quiet", "text": words.translate(SIGNS)}


def warning(words: str) -> Block:
    return {"kind": "warning", "text": words}


def facts(pairs: Iterable[tuple[str, object]]) -> Block:
    """Names and values; a value that is empty is left out."""
    kept = [[name, shown(value)] for name, value in pairs]
    return {"kind": "facts", "pairs": [pair for pair in kept if pair[1] not in {"", NONE}]}


def chart(picture: str, words: str) -> Block:
    return {"kind": "chart", "picture": picture, "text": words}


def table(
    names: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[float] = (),
    *, empty: str = "Rien à dire pour cette période.", file: str = "",
) -> Block:  # fmt: skip
    """A table; `widths` are shares of the line. Beyond `SHOWN` rows `file` has the rest."""
    every = [[shown(cell) for cell in row] for row in rows]
    if not every:
        return quiet(empty)
    more = ""
    if len(every) > SHOWN:
        more = f"{SHOWN} lignes sur {len(every)} ; toutes sont dans {file}."
    return {
        "kind": "table", "names": list(names), "rows": every[:SHOWN],
        "widths": list(widths) or [1] * len(names), "more": more,
    }  # fmt: skip


def shown(value: object) -> str:
    """A cell as it is read: Paris time, French numbers, a dash for nothing."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return _moment(clock.local(value))
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return number(value)
    return str(value).translate(SIGNS)


def _moment(wall: datetime) -> str:
    """In the hour that comes twice, with its offset: two moments never read alike."""
    twice = wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
    return f"{wall:%d/%m/%Y %H:%M}" + (f" (UTC{wall:%z})" if twice else "")
