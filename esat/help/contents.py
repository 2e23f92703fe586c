"""Which help pages there are and what they speak of, read from their own templates."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from esat.declarations import HelpPage
from esat.folding import fold

_PART = re.compile(r'call part\("([a-z0-9-]+)", "([^"]+)"\)')

Source = Callable[[str], str]
"""Gives the text of a template by its name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of a page, as the list of headings shows it."""

    page: HelpPage
    anchor: str
    title: str


def parts(page: HelpPage, source: Source) -> tuple[Part, ...]:
    """The headings of a page, in its own order."""
    found = _PART.findall(source(page.template))
    return tuple(Part(page, anchor, title) for anchor, title in found)


def find(pages: Iterable[HelpPage], source: Source, text: str) -> tuple[Part, ...]:
    """The headings that hold every word of `text`, the title of their page counted with them;
    all of them without a word. By title.
    """
    words = fold(text).split()
    every = [part for page in pages for part in parts(page, source)]
    held = [part for part in every if all(word in _said(part) for word in words)]
    return tuple(sorted(held, key=lambda part: (fold(part.title), part.page.slug)))


def _said(part: Part) -> str:
    return f"{fold(part.title)} {fold(part.page.title)}"
