"""Names that may be one person's, or two people's that somebody will take for one; pure text."""

from difflib import SequenceMatcher

from esat.folding import fold

SHORT = 7
"""Up to this many letters, one that differs is much; two are another name."""

FAR = 3
"""Beyond so many letters nobody compares further."""

WORDS = {
    "same": "même nom",
    "swapped": "nom et prénom échangés",
    "close": "à une ou deux lettres près",
}
"""Why two names are told apart with care, in French."""


def likeness(one: tuple[str, str], other: tuple[str, str]) -> str:
    """How two (last, first) names are alike: a key of `WORDS`, or nothing. Accents, case and
    hyphens do not count.
    """
    mine, theirs = (tuple(fold(part) for part in name) for name in (one, other))
    if not any(mine) or not any(theirs):
        return ""
    if mine == theirs:
        return "same"
    if mine == theirs[::-1]:
        return "swapped"
    here, there = " ".join(mine).strip(), " ".join(theirs).strip()
    if here == there:
        return "same"
    most = 1 if min(len(here), len(there)) <= SHORT else 2
    turned = [(here, _turned(theirs)), (_turned(mine), there)]
    least = min(edits(a, b) for a, b in [(here, there), *turned])
    return "close" if least <= most else ""


def edits(one: str, other: str) -> int:
    """Letters changed, added or taken away between two texts, read from either of them."""
    if abs(len(one) - len(other)) > FAR:
        return FAR
    return min(_edits(one, other), _edits(other, one))


def _edits(one: str, other: str) -> int:
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(a2 - a1, b2 - b1) for what, a1, a2, b1, b2 in codes if what != "equal")


def _turned(name: tuple[str, ...]) -> str:
    return " ".join(reversed(name)).strip()
