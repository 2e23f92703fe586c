"""The home of people's work: tiles by chapter, each shown to who has its right."""

from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.hub.tiles import TILES
from esat.web import door, htmx
from esat.workers.tiles import CHAPTERS, Tile

blueprint = Blueprint("activity_hub", __name__, url_prefix="/travailleurs/bureau")
READ = "activity.hub"


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile as the page shows it."""

    label: str
    url: str
    pictogram: str
    figure: int | str | None
    detail: str
    accent: str


@blueprint.get("")
@allow(READ)
def show() -> Response:
    """The tiles of the actor's rights, with what waits behind each."""
    mine = [one for one in TILES if current_actor().can(one.capability)]
    chapters = [
        (chapter, [_shown(one) for one in mine if one.chapter == chapter]) for chapter in CHAPTERS
    ]
    return htmx.render("activity/hub.html", chapters=[one for one in chapters if one[1]])


def _shown(one: Tile) -> Shown:
    if one.shown is not None:
        found = one.shown(door.session(), current_actor(), clock.now())
        accent = "refused" if found.bad else ""
        url = url_for(one.endpoint)
        return Shown(one.label, url, one.pictogram, found.written, found.words, accent)
    figure = one.count(door.session(), current_actor(), clock.now()) if one.count else None
    detail = "" if figure is None else one.said[int(figure > 1)]
    accent = "refused" if one.bad and figure else ""
    return Shown(one.label, url_for(one.endpoint), one.pictogram, figure, detail, accent)
