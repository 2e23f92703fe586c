"""The list of easy words of the extract, and the meanings of the hard ones among them."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from esat.folding import fold

LIST: Final = Path(__file__).parent / "plain_words.txt"
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def known() -> dict[str, str]:
    """Each word of the list with its meaning; an easy one has none."""
    found = {}
    for line in LIST.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            word, _, meaning = line.partition(":")
            found[word.strip()] = meaning.strip()
    return found


def words(text: str) -> list[str]:
    """The words of a text in small letters, cut at an apostrophe."""
    return _WORD.findall(text.lower())


def hard_in(sentences: Iterable[str]) -> list[tuple[str, str]]:
    """The hard words that are said, in the order of the alphabet, with their meanings."""
    said = {word for text in sentences for word in words(text)}
    return [
        (word.upper() if len(word) <= 4 and word in _SHORT else word, meaning)
        for word, meaning in sorted(known().items(), key=lambda pair: fold(pair[0]))
        if meaning and word in said
    ]


def strange_in(sentences: Iterable[str]) -> tuple[str, ...]:
    """The words that the list does not have: to be explained when the paper is read together."""
    said = {word for text in sentences for word in words(text)}
    return tuple(sorted(said - known().keys()))


_SHORT: Final = frozenset({"rae", "vae", "rsfp"})
"""Words of initials, written large."""
