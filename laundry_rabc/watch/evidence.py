"""Where the proof of a wash comes from besides its report: qualifications and product kinds.

Both are plugs: the rooms that keep them register here, a lower room names no higher one.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.folding import fold
from laundry_rabc.limits import Pair

Qualified = Callable[[Session, int, int, datetime], Sequence[Pair]]
Kinds = Callable[[Session], dict[str, bool]]
_qualified: Final[list[Qualified]] = []
_kinds: Final[list[Kinds]] = []
WORDS: Final = (
    "desinfect", "javel", "chlor", "peracet", "oxygen", "ammonium", "biocid", "peroxyd", "virucid",
)  # fmt: skip
"""What the name of a disinfectant says, for a product that no register names."""


def add_qualified(source: Qualified) -> None:
    """Ask also `source(session, machine_id, programme_id, at)` for the pairs that are qualified."""
    if source not in _qualified:
        _qualified.append(source)


def add_kinds(source: Kinds) -> None:
    """Ask also `source(session)` whether each product, by its folded name, is a disinfectant."""
    if source not in _kinds:
        _kinds.append(source)


def qualified_pairs(
    session: Session, machine_id: int, programme_id: int, at: datetime
) -> tuple[Pair, ...]:
    """What the programme was qualified at on that machine at that moment; nothing where unknown."""
    return tuple(
        pair for source in _qualified for pair in source(session, machine_id, programme_id, at)
    )


def disinfectants(session: Session, products: Sequence[str]) -> list[str]:
    """Those of these products that disinfect: as their register says, else as their name does."""
    if not products:
        return []
    known: dict[str, bool] = {}
    for source in _kinds:
        known |= source(session)
    return [one for one in products if known.get(fold(one), _named_so(one))]


def _named_so(product: str) -> bool:
    name = fold(product)
    return any(word in name for word in WORDS)
