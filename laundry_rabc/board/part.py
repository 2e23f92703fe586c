"""What the highest room of RABC declares: the way in."""

from esat.declarations import Capability, HelpPage, Module, NavEntry
from laundry_rabc.board import board_pages, hub_pages

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
    nav=(
        NavEntry(
            "RABC", "rabc_board.hub", "rabc.read", "shield-check", order=26, workshop="laundry"
        ),
    ),
)
