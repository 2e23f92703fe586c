"""What the highest room of RABC declares: the way in."""

from esat.declarations import Module, NavEntry
from laundry_rabc.board import hub_pages

PART = Module(
    code="laundry_rabc.board",
    label="RABC",
    blueprints=(hub_pages.blueprint,),
    nav=(
        NavEntry(
            "RABC", "rabc_board.hub", "rabc.read", "shield-check", order=26, workshop="laundry"
        ),
    ),
)
