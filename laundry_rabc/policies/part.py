"""What the room of the rules declares."""

from esat.declarations import Capability, Module
from laundry_rabc.policies import keeping, models, pages

__all__ = ["PART", "models"]

PART = Module(
    code="laundry_rabc.policies",
    label="RABC",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            pages.READ,
            "Voir les règles RABC",
            ("qualite", "responsable_atelier", "direction", "inspecteur", "administrateur"),
        ),
        Capability(keeping.SET, "Décider des règles RABC", ("qualite",)),
    ),
    install=keeping.install,
)
