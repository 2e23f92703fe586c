"""A tile of the RABC home: a page, and one live number that says how much waits there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from esat.actors import Actor

Count = Callable[[Session, Actor, datetime], int]


@dataclass(frozen=True, slots=True)
class Tile:
    """`said` is what stands after the number, for one and for many; `bad` when more than none is
    a matter to act on (shown red, with its word).
    """

    label: str
    pictogram: str
    endpoint: str
    capability: str
    count: Count | None = None
    said: tuple[str, str] = ("", "")
    bad: bool = False
