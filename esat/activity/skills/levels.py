"""The one scale of the house, and the words that go with it; a level is no number.

The domain's two scales are one here: « vu » and « fait avec aide » come before what recognition of
experience (RAE) asks; « fait seul » is its first mode, *montre*; then *explique* and *transpose*.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Level:
    """What was seen, in the observer's words and in the worker's own."""

    code: str
    label: str
    detail: str
    rae: str
    pictogram: str
    mine: str
    """How the worker says it of himself, before the words of the item."""


SCALE: Final = (
    Level("seen", "A vu", "La personne a vu faire ce geste.", "", "eye", "J’ai vu comment"),
    Level(
        "helped", "Fait avec aide", "Quelqu’un montre ou aide.", "", "people", "Je sais, avec aide,"
    ),
    Level(
        "shows", "Fait seul", "Le geste est montré, sans aide.", "montre", "hand-thumbs-up",
        "Je sais seul",
    ),
    Level(
        "explains", "Explique", "Le geste est expliqué à quelqu’un.", "explique", "chat-dots",
        "Je sais montrer et expliquer comment",
    ),
    Level(
        "transposes", "Transpose", "Fait et expliqué ailleurs : autre atelier, entreprise.",
        "transpose", "signpost-2", "Je sais aussi, dans un autre lieu,",
    ),
)  # fmt: skip
BY_CODE: Final = {one.code: one for one in SCALE}
WITHDRAWN: Final = "withdrawn"
ABLE: Final = frozenset({"shows", "explains", "transposes"})
"""Who does it without help may show it to somebody else."""

RESULTS: Final = {
    "under_way": "En cours",
    "attended": "Suivie",
    "attestation": "Attestation reçue",
    "certificate": "Diplôme, titre ou permis reçu",
    "stopped": "Arrêtée",
}
PATHS: Final = {
    "rae": "RAE : reconnaissance des acquis de l’expérience",
    "vae": "VAE : validation des acquis de l’expérience",
    "rsfp": "RSFP : reconnaissance des savoir-faire professionnels",
}
STAGES: Final = {
    "opened": "Démarche commencée",
    "file": "Dossier de preuves écrit",
    "support": "Séance d’accompagnement",
    "observed": "Geste vu en situation de travail",
    "interview": "Entretien ou jury",
    "obtained": "Reconnaissance obtenue",
    "partly": "Reconnaissance obtenue en partie",
    "stopped": "Démarche arrêtée",
}
