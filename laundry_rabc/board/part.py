"""What the highest room of RABC declares: the way in, and its part of the laundry's home."""

from esat.actors import Actor
from esat.declarations import Capability, HelpPage, Module, NavEntry
from laundry_rabc.board import board_pages, hub_pages
from workshops.laundry.figures import hub_pages as laundry_home


def _guests(by: Actor) -> list[laundry_home.Tile]:
    if not by.can("rabc.checks", workshop="laundry"):
        return []
    return [
        laundry_home.Tile(one.label, one.pictogram, one.url, one.figure, one.detail)
        for one in hub_pages.of_the_day(by)
    ]


def _install() -> None:
    laundry_home.add_guests("Contrôles RABC", _guests)


PART = Module(
    code="laundry_rabc.board",
    label="RABC",
    blueprints=(hub_pages.blueprint, board_pages.blueprint),
    capabilities=(
        Capability(
            board_pages.READ,
            "Voir le tableau de bord RABC",
            (
                "qualite",
                "responsable_atelier",
                "moniteur",
                "direction",
                "inspecteur",
                "administrateur",
            ),
        ),
    ),
    help_pages=(
        HelpPage(
            "rabc-tableau-de-bord",
            "Le tableau de bord RABC",
            ("qualite", "responsable_atelier", "direction", "inspecteur"),
            "laundry_rabc/board/help.html",
        ),
    ),
    receivers=_install,
    nav=(
        NavEntry(
            "RABC", "rabc_board.hub", "rabc.read", "shield-check", order=26, workshop="laundry"
        ),
    ),
)
