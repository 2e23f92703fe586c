"""Where the proof of a wash comes from besides its report: qualifications and product kinds.

What kinds the products are is a plug: the room that keeps them stands higher and registers here.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.folding import fold
from laundry_rabc.limits import Pair
from laundry_rabc.qualify import standing

Kinds = Callable[[Session], dict[str, bool]]
_kinds: Final[list[Kinds]] = []
WORDS: Final = (
    "desinfect", "javel", "chlor", "peracet", "oxygen", "ammonium", "biocid", "peroxyd", "virucid",
)  # fmt: skip
"""What the name of a disinfectant says, for a product that no register names."""


def add_kinds(source: Kinds) -> None:
    """Ask also `source(session)` whether each product, by its folded name, is a disinfectant."""
    if source not in _kinds:
        _kinds.append(source)


def qualified_pairs(
    session: Session, machine_id: int, programme_id: int, at: datetime
) -> tuple[Pair, ...]:
    """What the programme was proved to need on that machine at that moment, any pair of it enough;
    nothing where no qualification stands (LAV-12 says that).
    """
    granted = standing.of_version(session, machine_id, programme_id, at).granted
    return () if granted is None else tuple(Pair(c, minutes) for c, minutes in granted.pairs)


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
