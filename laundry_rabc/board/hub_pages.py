"""The RABC home: every room's tiles, in the order of the day; only what one may open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, require
from esat.actors import Actor
from esat.web import door, htmx
from laundry_rabc import reads
from laundry_rabc.board import board_pages
from laundry_rabc.cases.tiles import TILES as CASES
from laundry_rabc.checks import rights
from laundry_rabc.checks import tiles as checks
from laundry_rabc.impact.tiles import TILES as IMPACT
from laundry_rabc.instruments.tiles import TILES as INSTRUMENTS
from laundry_rabc.lab.tiles import TILES as LAB
from laundry_rabc.loggers.tiles import TILES as LOGGERS
from laundry_rabc.papers.tiles import TILES as PAPERS
from laundry_rabc.people.tiles import TILES as PEOPLE
from laundry_rabc.plan.tiles import TILES as PLAN
from laundry_rabc.policies.tiles import TILES as POLICIES
from laundry_rabc.prereq.tiles import TILES as PREREQ
from laundry_rabc.proof.tiles import TILES as PROOF
from laundry_rabc.qualify.tiles import TILES as QUALIFY
from laundry_rabc.tiles import Tile
from laundry_rabc.trace.tiles import TILES as TRACE

blueprint = Blueprint("rabc_board", __name__, url_prefix="/rabc")


def _held(session: Session, by: Actor, at: datetime) -> int:
    del by, at
    return len(reads.held(session))


HELD: Final = Tile(
    "Quarantaines", "shield-lock", "rabc.index", "rabc.read", _held, ("retenu", "retenus"),
    bad=True,
)  # fmt: skip
SECTIONS: Final[tuple[tuple[str, tuple[Tile, ...]], ...]] = (
    ("Chaque jour", checks.TILES),
    ("Ce qui ne va pas", (*CASES, HELD, *IMPACT)),
    ("Les prérequis", (*PREREQ, *PEOPLE)),
    ("Les preuves", (*TRACE, *checks.PROOF, *QUALIFY, *LOGGERS, *INSTRUMENTS, *LAB, *PROOF)),
    ("Le plan et les papiers", (*PLAN, *POLICIES, *checks.KEPT, *PAPERS)),
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
    by = require("rabc.read", workshop="laundry")
    session, now = door.session(), clock.now()
    mine = [
        (
            title,
            [
                _shown(session, one, by, now)
                for one in tiles
                if by.can(one.capability, workshop="laundry")
            ],
        )
        for title, tiles in SECTIONS
    ]
    return htmx.render(
        "laundry_rabc/board/hub.html", sections=mine, strip=board_pages.strip(session, by, now),
        may_check=by.can(rights.DO, workshop="laundry"),
    )  # fmt: skip


def _shown(session: Session, tile: Tile, by: Actor, at: datetime) -> Shown:
    figure = tile.count(session, by, at) if tile.count is not None else None
    said = tile.said[(figure or 0) > 1] if figure is not None else ""
    accent = "wine" if tile.bad and figure else "blue"
    return Shown(tile.label, tile.pictogram, url_for(tile.endpoint), figure, said, accent)
