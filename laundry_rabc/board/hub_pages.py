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
from laundry_rabc.dossier.tiles import TILES as DOSSIER
from laundry_rabc.impact.tiles import TILES as IMPACT
from laundry_rabc.instruments.tiles import TILES as INSTRUMENTS
from laundry_rabc.lab.tiles import TILES as LAB
from laundry_rabc.loggers.tiles import TILES as LOGGERS
from laundry_rabc.papers.tiles import TILES as PAPERS
from laundry_rabc.people.tiles import TILES as PEOPLE
from laundry_rabc.plan.tiles import TILES as PLAN
from laundry_rabc.policies.tiles import TILES as POLICIES
from laundry_rabc.prereq import tiles as prereq
from laundry_rabc.proof.tiles import TILES as PROOF
from laundry_rabc.qualify import tiles as qualify
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
Section = tuple[str, tuple[Tile, ...]]
DAILY: Final[tuple[Section, ...]] = (
    ("Chaque jour", (*checks.TILES, *prereq.DAILY)),
    ("Ce qui ne va pas", (*CASES, HELD, *qualify.ASKED, *IMPACT)),
)
"""What the floor opens RABC for."""
KEPT: Final[tuple[Section, ...]] = (
    ("Les prérequis", (*prereq.KEPT, *PEOPLE)),
    (
        "Les preuves",
        (*TRACE, *checks.PROOF, *qualify.STANDING, *LOGGERS, *INSTRUMENTS, *LAB, *PROOF),
    ),
    ("Le plan et les papiers", (*PLAN, *POLICIES, *checks.KEPT, *PAPERS, *DOSSIER)),
)
"""What is kept up and proved: folded for who does the day and neither keeps nor reads the file."""
KEEPERS: Final = frozenset({"rabc.plan", "rabc.plan.export"})


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
    kept = _mine(KEPT, by)
    return htmx.render(
        "laundry_rabc/board/hub.html",
        daily=_mine(DAILY, by),
        kept=kept,
        folded=not any(by.can(one, workshop="laundry") for one in KEEPERS),
        waiting=sum(one.accent == "wine" for _, tiles in kept for one in tiles),
        strip=board_pages.strip(door.session(), by, clock.now()),
        may_check=by.can(rights.DO, workshop="laundry"),
    )


def of_the_day(by: Actor) -> list[Shown]:
    """The daily tiles on which something waits for this person: what the laundry's own home shows
    of RABC beside the way to the checks.
    """
    session, now = door.session(), clock.now()
    first, *others = [
        _shown(session, one, by, now)
        for one in (*checks.TILES, *CASES, HELD)
        if by.can(one.capability, workshop="laundry")
    ]
    return [first, *(one for one in others if one.figure)]


def _mine(sections: tuple[Section, ...], by: Actor) -> list[tuple[str, list[Shown]]]:
    session, now = door.session(), clock.now()
    mine = [
        (title, [one for one in tiles if by.can(one.capability, workshop="laundry")])
        for title, tiles in sections
    ]
    return [
        (title, [_shown(session, one, by, now) for one in tiles]) for title, tiles in mine if tiles
    ]


def _shown(session: Session, tile: Tile, by: Actor, at: datetime) -> Shown:
    figure = tile.count(session, by, at) if tile.count is not None else None
    said = tile.said[(figure or 0) > 1] if figure is not None else ""
    accent = "wine" if tile.bad and figure else "blue"
    return Shown(tile.label, tile.pictogram, url_for(tile.endpoint), figure, said, accent)
