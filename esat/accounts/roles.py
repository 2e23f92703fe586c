"""The roles of the house and what each may do; capabilities come from the registry's modules."""

from collections.abc import Iterable

from esat.registry import Registry

ROLES = {
    "administrateur": "Administrateur",
    "direction": "Direction",
    "bureau": "Bureau",
    "responsable_atelier": "Responsable d’atelier",
    "moniteur": "Moniteur",
    "comptoir": "Comptoir",
    "qualite": "Qualité (RABC)",
    "inspecteur": "Inspecteur (lecture seule)",
    "borne": "Borne",
}
PERSONS = tuple(role for role in ROLES if role != "borne")
SECOND_FACTOR = frozenset({"administrateur", "direction", "bureau", "qualite"})
"""Roles that see everybody's data: a password alone does not open them."""
ONE_WORKSHOP = frozenset({"responsable_atelier", "moniteur", "comptoir"})
"""Roles that may be held for chosen workshops only."""
LED_GROUPS_ONLY = frozenset({"moniteur"})
"""Roles that see the groups they lead, and no other."""
READ_ONLY = frozenset({"inspecteur"})


class Grants:
    """Which capabilities a set of roles holds, worked out once for each set."""

    def __init__(self, registry: Registry) -> None:
        self._by_role: dict[str, frozenset[str]] = {
            role: frozenset(c.code for c in registry.capabilities.values() if role in c.roles)
            for role in ROLES
        }
        self._by_set: dict[frozenset[str], frozenset[str]] = {}
        self.known = frozenset(registry.capabilities)

    def of(self, roles: Iterable[str]) -> frozenset[str]:
        held = frozenset(roles)
        found = self._by_set.get(held)
        if found is None:
            found = frozenset().union(*(self._by_role.get(role, frozenset()) for role in held))
            self._by_set[held] = found
        return found


def needs_second_factor(roles: Iterable[str]) -> bool:
    """Whether one of the roles is opened by a password and a code."""
    return not SECOND_FACTOR.isdisjoint(roles)
