"""Who reads, writes, approves and acts on the papers of RABC: in the laundry itself alone."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

READ: Final = "rabc.papers.read"
WRITE: Final = "rabc.papers.write"
APPROVE: Final = "rabc.papers.approve"
ACT: Final = "rabc.papers.act"
EXPORT: Final = "rabc.papers.export"
WORKSHOP: Final = "laundry"
READERS: Final = (
    ("moniteur", "Moniteurs de la blanchisserie"),
    ("responsable_atelier", "Responsable de la blanchisserie"),
    ("qualite", "Qualité (RABC)"),
    ("direction", "Direction"),
)
"""To whom a document may be given to read."""

CAPABILITIES = (
    Capability(
        READ, "Lire les documents, audits et revues RABC",
        (
            "qualite", "direction", "responsable_atelier", "moniteur", "inspecteur",
            "administrateur",
        ),
    ),
    Capability(WRITE, "Tenir les documents, l’équipe, les audits et les revues RABC", ("qualite",)),
    Capability(
        APPROVE, "Approuver les documents, auditer, vérifier les actions RABC",
        ("qualite", "direction", "responsable_atelier"),
    ),
    Capability(
        ACT, "Dire qu’un document est lu, qu’une action RABC est faite",
        ("qualite", "direction", "responsable_atelier", "moniteur"),
    ),
    # An export knows no workshop: only those of the whole house take these tables away.
    Capability(
        EXPORT, "Emporter la liste des documents RABC",
        ("qualite", "direction", "inspecteur", "administrateur"),
    ),
)  # fmt: skip


def require(by: Actor, capability: str) -> None:
    """Forbidden without the right in the laundry."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")


def may(by: Actor, capability: str) -> bool:
    return by.can(capability, workshop=WORKSHOP)
