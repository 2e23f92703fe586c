"""Where a name still stands in words that somebody wrote, in French: what can be put right, and
what only grows and keeps it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from esat.migrations.triggers import APPEND_ONLY

_WORDS: Final = {
    "team_remark": "Notes, incidents et consignes des équipes",
    "orders": "Commandes",
    "order_line": "Commandes",
    "item": "Articles",
    "hold": "Mises en attente",
    "delivery": "Remises",
    "document": "Bons et tickets numérotés",
    "mail": "Courriels",
    "event": "Journal de production",
    "capture": "Saisies des tablettes",
    "half_day_change": "Corrections de présence",
    "allocation_change": "Corrections d’affectation",
    "account": "Comptes",
    "contract": "Contrats",
    "secondment": "Mises à disposition",
}
_FIRST: Final = (("rabc_", "Registres RABC"), ("laundry_", "Blanchisserie"))
_OTHER: Final = "Autres textes"


@dataclass(frozen=True, slots=True)
class Place:
    """Texts of one kind that bear the name; `fixed`: they only grow, nobody changes them."""

    label: str
    count: int
    fixed: bool


def of(found: Iterable[tuple[str, int]]) -> list[Place]:
    """The kinds of texts, those that can be put right first."""
    tally: Counter[tuple[bool, str]] = Counter()
    for column, count in found:
        table = column.partition(".")[0]
        tally[table in APPEND_ONLY, _label(table)] += count
    return [Place(label, count, fixed) for (fixed, label), count in sorted(tally.items())]


def _label(table: str) -> str:
    for start, label in _FIRST:
        if table.startswith(start):
            return label
    return _WORDS.get(table, _OTHER)
