"""The rights of posts and authorisations."""

from typing import Final

from esat.actors import Actor
from esat.declarations import Capability
from esat.errors import Forbidden

READ: Final = "work_posts.read"
KEEP: Final = "work_posts.keep"
SEE: Final = "work_authorisations.read"
GIVE: Final = "work_authorisations.keep"
_HEADS: Final = ("responsable_atelier", "bureau", "direction")

CAPABILITIES: Final = (
    Capability(READ, "Voir les postes et leurs fiches", ("moniteur", *_HEADS)),
    Capability(KEEP, "Tenir les postes et leurs fiches", _HEADS),
    Capability(SEE, "Voir qui peut tenir quel poste", ("moniteur", *_HEADS)),
    Capability(GIVE, "Dire qui peut tenir quel poste", _HEADS),
)


def require(by: Actor, capability: str, workshop: str) -> None:
    """Forbidden `other_workshop`: a post of every workshop is kept by who has them all."""
    if not may(by, capability, workshop):
        raise Forbidden("other_workshop")


def may(by: Actor, capability: str, workshop: str) -> bool:
    if not workshop:
        return by.can(capability) and by.workshops is None
    return by.can(capability, workshop=workshop)
