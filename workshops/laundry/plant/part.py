"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Capability, Module
from workshops.laundry.plant import models, seeds

__all__ = ["PART", "models"]

PART = Module(
    code="laundry.plant",
    label="Blanchisserie",
    capabilities=(
        Capability(
            "laundry.plant",
            "Tenir les machines, les programmes et les limites de la blanchisserie",
            ("responsable_atelier", "qualite", "administrateur"),
        ),
    ),
    install=seeds.install,
)
