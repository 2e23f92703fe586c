"""What keyboards and scanners do to a text, in every combination (CONTRACT §3); tests nothing."""

from collections.abc import Callable, Iterator
from itertools import product

DIGITS = "1234567890"
# A US scanner on a French keyboard: its row of digits, `]` and `Q` give other signs.
AZERTY = str.maketrans(DIGITS + "]Qq", "&é\"'(-è_çà$Aa")
MAC = str.maketrans(DIGITS + "]Qq", "&é\"'(§è!çà$Aa")
KEYBOARDS: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: text.translate(AZERTY),
    lambda text: text.translate(MAC),
)
CASES: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, str.swapcase)
"""As sent; small letters; capitals, accents included; caps lock over shift."""
PREFIXES = ("", "]C0", "]Q1", "]d2", "$C0", "$Q1", "$d2")
BLANKS = ("{}", "  {} ", "\t{}")
SUFFIXES = ("", "\r", "\n", "\t", "\r\n")


def every_way(text: str) -> Iterator[str]:
    """The text by each keyboard, in each case, with each prefix, between blanks, each suffix."""
    ways = product(PREFIXES, KEYBOARDS, CASES, BLANKS, SUFFIXES)
    for prefix, keyboard, case, blanks, suffix in ways:
        yield blanks.format(case(keyboard(prefix + text))) + suffix
