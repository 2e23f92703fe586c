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
class Tile:
    """`said` stands after the number, for one and for many; `bad`: more than none is to act on."""

    chapter: str
    label: str
    pictogram: str
    endpoint: str
    capability: str
    count: Count | None = None
    said: tuple[str, str] = ("", "")
    bad: bool = False
