"""The posts of the four workshops as the house finds them on its first day; each may be changed.

`demanding` says that a post tires: it is a property of the post, set by the workshop. `guarded`
posts ask for an authorisation in writing, kept here without any cause.
"""

from dataclasses import dataclass
from typing import Final

LAUNDRY: Final = "laundry"
GREEN: Final = "green_spaces"
BINDING: Final = "bookbinding"
PACKING: Final = "subcontracting"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A post that the house proposes."""

    workshop: str
    code: str
    label: str
    pictogram: str
    demanding: bool = False
    guarded: bool = False


PROPOSALS: Final = (
    Proposed(LAUNDRY, "linge-reception", "Réception du linge", "box-arrow-in-down"),
    Proposed(LAUNDRY, "linge-tri", "Tri du linge", "basket", demanding=True),
    Proposed(LAUNDRY, "linge-lavage", "Lavage", "droplet"),
    Proposed(LAUNDRY, "linge-sechage", "Séchage", "wind"),
    Proposed(LAUNDRY, "linge-repassage", "Repassage", "fire", demanding=True),
    Proposed(LAUNDRY, "linge-calandre", "Calandre", "thermometer-high", demanding=True),
    Proposed(LAUNDRY, "linge-pliage", "Pliage", "layers"),
    Proposed(LAUNDRY, "linge-expedition", "Expédition", "box-seam"),
    Proposed(LAUNDRY, "linge-tournee", "Tournée de livraison", "truck"),
    Proposed(GREEN, "vert-tonte", "Tonte", "flower1", demanding=True),
    Proposed(GREEN, "vert-taille", "Taille", "scissors", demanding=True),
    Proposed(GREEN, "vert-desherbage", "Désherbage", "flower3", demanding=True),
    Proposed(GREEN, "vert-plantation", "Plantation", "tree"),
    Proposed(GREEN, "vert-ramassage", "Ramassage des feuilles", "leaf"),
    Proposed(GREEN, "vert-autoportee", "Tondeuse autoportée", "speedometer2", guarded=True),
    Proposed(GREEN, "vert-vehicule", "Conduite du véhicule", "truck-front", guarded=True),
    Proposed(BINDING, "reliure-couture", "Couture", "vector-pen"),
    Proposed(BINDING, "reliure-collage", "Collage", "brush"),
    Proposed(BINDING, "reliure-presse", "Presse", "journals"),
    Proposed(BINDING, "reliure-dorure", "Dorure", "stars"),
    Proposed(BINDING, "reliure-couverture", "Couverture", "book"),
    Proposed(BINDING, "reliure-massicot", "Massicot", "rulers", guarded=True),
    Proposed(PACKING, "atelier-tri", "Tri des pièces", "filter"),
    Proposed(PACKING, "atelier-assemblage", "Assemblage", "puzzle"),
    Proposed(PACKING, "atelier-mise-sous-pli", "Mise sous pli", "envelope"),
    Proposed(PACKING, "atelier-conditionnement", "Conditionnement", "box2"),
    Proposed(PACKING, "atelier-palettisation", "Palettisation", "boxes", demanding=True),
    Proposed(
        PACKING, "atelier-chariot-elevateur", "Chariot élévateur", "truck-flatbed", guarded=True
    ),
)
