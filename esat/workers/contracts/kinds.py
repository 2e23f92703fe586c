"""The words of contracts, and the kind behind the words of a list; pure."""

from typing import Final

from esat.folding import fold

SUPPORT, SHORT, DISCOVERY = "support", "short", "discovery"
LABELS: Final = {
    SUPPORT: "Contrat d’accompagnement par le travail",
    SHORT: "Contrat court",
    DISCOVERY: "Découverte (MISPE)",
}
BRIEF: Final = {SUPPORT: "Accompagnement", SHORT: "Contrat court", DISCOVERY: "Découverte (MISPE)"}
"""As the list of workers says it, in forty signs at most."""
WORKER_TYPES: Final = {SUPPORT: "Travailleur", SHORT: "Travailleur", DISCOVERY: "Stagiaire"}
REPLACEMENT, SHARED, LEFT_FOR_JOB = "replacement", "shared", "left_for_job"
WHYS: Final = {
    REPLACEMENT: "Remplace une personne absente",
    SHARED: "Complète une place à temps partagé",
    LEFT_FOR_JOB: "Place laissée par une personne partie en emploi",
}
COUNTED: Final = frozenset({SUPPORT, SHORT})
"""Those who hold a place; people on a discovery placement hold none."""
HOWS: Final = {
    "written": "Par écrit",
    "spoken": "De vive voix",
    "message": "Par message",
}
SEATS: Final = {"delegate": "Délégué élu", "deputy": "Suppléant"}


def kind_of(words: str) -> str:
    """The kind that a list's own words name: « CDD court » is short, « stage MISPE » a discovery;
    any other is the usual contract.
    """
    said = fold(words)
    if any(part in said for part in ("mispe", "decouverte", "stag")):
        return DISCOVERY
    return SHORT if any(part in said for part in ("court", "remplacement")) else SUPPORT
