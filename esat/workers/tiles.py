"""A tile of the home of people's work: a page, and one live number that says how much waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.actors import Actor

Count = Callable[[Session, Actor, datetime], int]
MONTH: Final = "Le mois"
PEOPLE: Final = "Les personnes"
PLACES: Final = "Contrats et places"
SETTINGS: Final = "Réglages"
CHAPTERS: Final = (MONTH, PEOPLE, PLACES, SETTINGS)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written, the words after it, and whether it is to act on."""

    written: str
    words: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """`said` stands after the number, for one and for many; `bad`: more than none is to act on.
    `shown` instead of a count, where the number is no count.
    """

    chapter: str
    label: str
    pictogram: str
    endpoint: str
    capability: str
    count: Count | None = None
    said: tuple[str, str] = ("", "")
    bad: bool = False
    shown: Callable[[Session, Actor, datetime], Figure] | None = None
