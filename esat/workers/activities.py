"""What an hour is spent on: codes with a fixed meaning, from which every total is made.

`inside` hours are within the duration of the contract; those outside are shown beside the total.
`column` is where the monthly statement counts them.
"""

from dataclasses import dataclass
from typing import Final

PRODUCTION: Final = "production"


@dataclass(frozen=True, slots=True)
class Activity:
    """One code: its French name, its pictogram, where it counts."""

    code: str
    label: str
    pictogram: str
    column: str
    inside: bool = True


ALL: Final = (
    Activity(PRODUCTION, "Production", "box-seam", PRODUCTION),
    Activity("hygiene", "Nettoyage, hygiène", "droplet", PRODUCTION),
    Activity("break", "Pause", "cup-hot", PRODUCTION),
    Activity("meeting", "Réunion", "people", "support"),
    Activity("support", "Soutien professionnel", "chat-dots", "support"),
    Activity(
        "support_outside", "Soutien hors activité", "house-heart", "support_outside", inside=False
    ),
    Activity("training", "Formation", "mortarboard", "training"),
    Activity("rae_vae", "RAE ou VAE", "award", "rae_vae"),
    Activity("secondment", "Mise à disposition", "building", "secondment"),
    Activity("placement", "Immersion", "signpost-2", "placement"),
    Activity("delegate", "Délégué", "megaphone", "delegate"),
)  # fmt: skip
BY_CODE: Final = {one.code: one for one in ALL}
COLUMNS: Final = {
    PRODUCTION: "Production",
    "support": "Soutien professionnel",
    "training": "Formation",
    "rae_vae": "RAE ou VAE",
    "secondment": "Mise à disposition",
    "placement": "Immersion",
    "delegate": "Délégué",
    "support_outside": "Soutien hors activité",
}
"""The columns of a statement, in their order; the last one stands outside the total."""
