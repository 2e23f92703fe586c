"""What the home of people's work declares."""

from esat.activity.hub import pages
from esat.activity.hub.tiles import TILES
from esat.declarations import Capability, Module, NavEntry, NavPage

PART = Module(
    code="activity.hub",
    label="Activité",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            pages.READ,
            "Ouvrir l’accueil des heures et des personnes",
            ("bureau", "direction", "responsable_atelier"),
        ),
    ),
    nav=(
        NavEntry("Heures et personnes", "activity_hub.show", pages.READ, "calendar-week", order=43),
    ),
    nav_pages=tuple(NavPage(one.endpoint, "activity_hub.show") for one in TILES),
)
