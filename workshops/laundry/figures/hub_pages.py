"""The laundry's day as tiles, in the order of the flow: only what one may open, each with one live
number where there is one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Response, current_app

from esat import clock
from esat.accounts.permissions import allow, capability_of
from esat.actors import Actor
from esat.web import door, htmx
from workshops.laundry.figures import hub_reads
from workshops.laundry.figures.pages import blueprint, scoped

ENTER: Final = "production.board"
HOME: Final = "/blanchisserie/"
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Post:
    """A tile: its address, the counts that make its number, what is said after it (plural too)."""

    label: str
    pictogram: str
    path: str
    count: tuple[str, ...] = ()
    said: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    pictogram: str
    url: str
    figure: int | None
    detail: str


LINEN: Final = (
    Post("Réception", "box-arrow-in-down", "reception", ("expected",), ("attendu", "attendus")),
    Post("Tri", "funnel", "tri", ("received",), ("à trier", "à trier")),
    Post("Machines", "water", "machines", ("running",),
         ("machine tourne", "machines tournent")),
    Post("Finition", "layers", "finition", ("washed", "dried"), ("à finir", "à finir")),
    Post("Emballage", "box-seam", "emballage", ("finished",), ("à emballer", "à emballer")),
    Post("Expédition", "boxes", "expedition", ("packed",), ("prêt", "prêts")),
    Post("Tournées", "truck", "tournees", ("leaving",), ("commande à rendre aujourd’hui",
         "commandes à rendre aujourd’hui")),
    Post("Retours", "arrow-left", "retours", ("came_back",), ("à rendre de nouveau",
         "à rendre de nouveau")),
    Post("Relavage", "arrow-repeat", "relavage", ("to_rewash",), ("à relaver", "à relaver")),
)  # fmt: skip
CLIENTS: Final = (
    Post("Guichet", "shop", "guichet", ("to_collect",), ("dépôt prêt à rendre",
         "dépôts prêts à rendre")),
    Post("Dépôts non retirés", "hourglass-split", "guichet/non-retires", ("unclaimed",),
         ("à rappeler ou à décider", "à rappeler ou à décider")),
    Post("Tarifs", "cash-coin", "guichet/tarifs"),
    Post("Linge résident", "house-door", "residents", ("to_mark",),
         ("vêtement à marquer", "vêtements à marquer")),
    Post("Stock", "archive", "stock"),
    Post("Réclamations", "chat-left-text", "reclamations", ("to_reply",),
         ("à répondre", "à répondre")),
    Post("Anomalies", "exclamation-triangle", "anomalies", ("to_tell",),
         ("à dire au client", "à dire aux clients")),
    Post("Objets trouvés", "gem", "objets-trouves", ("found",), ("cas ouvert", "cas ouverts")),
)  # fmt: skip
WATCHED: Final = (
    Post("Écarts de zone", "x-octagon", "ecarts-de-zone", ("to_decide",),
         ("à décider", "à décider")),
    Post("Histoire du linge", "diagram-3", "historique"),
    Post("Chiffres", "bar-chart", "chiffres"),
    Post("Compteurs", "speedometer2", "compteurs"),
    Post("Papier", "printer", "papier"),
    Post("Saisie différée", "clock-history", "saisie-differee"),
    Post("Réglages", "gear", "reglages"),
)  # fmt: skip
Guests = Callable[[Actor], list[Tile]]
_guests: list[tuple[str, Guests]] = []
SECTIONS: Final = (("Le linge", LINEN), ("Les clients", CLIENTS), ("Suivre et régler", WATCHED))


def add_guests(title: str, guests: Guests) -> None:
    """Name tiles of another module that stand first on this page, by who looks; none is none."""
    if (title, guests) not in _guests:
        _guests.append((title, guests))


@blueprint.get("/postes")
@allow(ENTER)
def hub() -> Response:
    """Every post of the laundry that this person may open."""
    by = scoped(ENTER)
    open_to = _open_to(by)
    mine = [
        (title, [post for post in posts if open_to(HOME + post.path)]) for title, posts in SECTIONS
    ]
    shown = {name for _, posts in mine for post in posts for name in post.count}
    counts = hub_reads.counts(door.session(), clock.now(), shown)
    return htmx.render(
        "laundry/figures/hub.html",
        sections=[
            *((title, guests(by)) for title, guests in _guests),
            *((title, [_tile(post, counts) for post in posts]) for title, posts in mine),
        ],
        floor=by.can("production.scan", workshop="laundry"),
    )


def _tile(post: Post, counts: Counts) -> Tile:
    figure = sum(counts.get(name, 0) for name in post.count) if post.count else None
    return Tile(post.label, post.pictogram, HOME + post.path, figure, post.said[(figure or 0) > 1])


def _open_to(by: Actor) -> Callable[[str], bool]:
    """Whether a page without arguments stands at an address and is this actor's to open."""
    pages = {
        rule.rule: capability_of(current_app.view_functions[rule.endpoint])
        for rule in current_app.url_map.iter_rules()
        if rule.rule.startswith(HOME) and "GET" in (rule.methods or ()) and not rule.arguments
    }

    def is_open(path: str) -> bool:
        wanted = pages.get(path)
        return wanted is not None and by.can(wanted, workshop="laundry")

    return is_open
