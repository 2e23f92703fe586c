"""The RABC home: every room's tiles, in the order of the day; only what one may open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.actors import Actor
from esat.web import door, htmx
from laundry_rabc import reads
from laundry_rabc.impact.tiles import TILES as IMPACT
from laundry_rabc.instruments import tiles as instruments
from laundry_rabc.papers.tiles import TILES as PAPERS
from laundry_rabc.people import tiles as people
from laundry_rabc.policies import tiles as policies
from laundry_rabc.qualify import tiles as qualify
from laundry_rabc.plan.tiles import TILES as PLAN
from laundry_rabc.tiles import Tile

blueprint = Blueprint("rabc_board", __name__, url_prefix="/rabc")


def _held(session: Session, by: Actor, at: datetime) -> int:
    del by, at
    return len(reads.held(session))


DAILY: Final = (
    Tile("Quarantaines", "shield-lock", "rabc.index", "rabc.read", _held,
         ("retenu", "retenus"), bad=True),
)  # fmt: skip
PROOF: Final[tuple[Tile, ...]] = (*IMPACT,)
KEPT: Final = (
    *PAPERS,
    *PLAN,
    Tile("Instruments", "thermometer-half", "rabc.instrument_list", "rabc.read"),
)  # fmt: skip
PROOF: Final[tuple[Tile, ...]] = (*qualify.TILES, *instruments.TILES, *people.TILES)
KEPT: Final[tuple[Tile, ...]] = (*policies.TILES,)
SECTIONS: Final[tuple[tuple[str, tuple[Tile, ...]], ...]] = (
    ("Chaque jour", DAILY),
    ("Les preuves", PROOF),
    ("Tenir le système", KEPT),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile as this person sees it now."""

    label: str
    pictogram: str
    url: str
    figure: int | None
    detail: str
    accent: str


@blueprint.get("")
@allow("rabc.read")
def hub() -> Response:
    """What waits in each part of the biocontamination control."""
    by, session, now = current_actor(), door.session(), clock.now()
    mine = [
        (title, [_shown(session, one, by, now) for one in tiles if by.can(one.capability)])
        for title, tiles in SECTIONS
    ]
    return htmx.render("laundry_rabc/board/hub.html", sections=mine)


def _shown(session: Session, tile: Tile, by: Actor, at: datetime) -> Shown:
    figure = tile.count(session, by, at) if tile.count is not None else None
    said = tile.said[(figure or 0) > 1] if figure is not None else ""
    accent = "wine" if tile.bad and figure else "blue"
    return Shown(tile.label, tile.pictogram, url_for(tile.endpoint), figure, said, accent)
