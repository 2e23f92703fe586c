"""The rights of the room: who reads, who notes what he saw, who keeps the lists."""

from typing import Final

from esat.declarations import Capability

READ: Final = "skills.read"
OBSERVE: Final = "skills.observe"
ITEMS: Final = "skills.items"
TRAIN: Final = "training.keep"

CAPABILITIES: Final = (
    Capability(
        READ,
        "Voir les compétences et les formations",
        ("moniteur", "responsable_atelier", "bureau", "direction"),
    ),
    Capability(OBSERVE, "Noter un geste observé", ("moniteur", "responsable_atelier")),
    Capability(ITEMS, "Tenir la liste des gestes", ("responsable_atelier", "direction")),
    Capability(
        TRAIN,
        "Tenir les formations et les parcours",
        ("responsable_atelier", "bureau", "direction"),
    ),
)
