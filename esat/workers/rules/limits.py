"""The limits, delays and shares that the house may change, beside the rules of law: each is what
the software proposed on its first day, to be confirmed by direction.
"""

from typing import Final

from esat.rulebook.proposals import SWITCH, Proposal
from esat.workers import activities
from esat.workers.rules.proposals import CONTRACT, TIME

BUDGETS: Final = "Deux budgets"
DAY: Final = "La journée des groupes"
OWN: Final = "Proposition de l’outil ; à valider par la direction"
ACCOUNTS: Final = "CASF R.344-9 et suivants ; à vérifier avec la comptabilité"
SALES: Final = frozenset({"production", "hygiene", "break", "secondment"})
"""What is proposed for the budget of production; the rest is the social budget's."""


def budget_of(activity: str) -> str:
    """The switch that says whether an activity is the budget of production's."""
    return f"budget_{activity}"


def _days(code: str, label: str, value: int, least: int, most: int, chapter: str) -> Proposal:
    return Proposal(code, label, str(value), "j", OWN, least, most, 0, chapter)


def _minutes(code: str, label: str, value: int, most: int) -> Proposal:
    return Proposal(code, label, str(value), "min", OWN, 0, most, 0, DAY)


LIMITS: Final = (
    _minutes("presence_far_minutes", "Heure loin du prévu : à vérifier au-delà de", 180, 720),
    _minutes("move_grace_minutes", "Changement de groupe : écrit à temps jusqu’à", 15, 120),
    _days("same_back_days", "« Comme hier » : chercher en arrière jusqu’à", 21, 1, 90, DAY),
    _days("handover_days", "Consigne de la veille : montrée pendant", 14, 1, 90, DAY),
    _days("rotation_days", "Changer de poste : regarder en arrière", 14, 7, 90, DAY),
    _days("replacement_days_most", "Remplacement d’un groupe, au plus", 366, 1, 1100, DAY),
    Proposal(
        "shared_people_least", "Production montrée à partir de", "3", "personne", OWN, 3, 20, 0, DAY
    ),
    _days("rest_recall_days", "Repos après un dimanche : rappeler pendant", 62, 0, 366, TIME),
    _days("trial_shown_days", "Essai fini sans décision : montré pendant", 31, 0, 183, CONTRACT),
    _days("places_ahead_days", "Places : regarder en avant", 183, 1, 732, CONTRACT),
    Proposal(
        "reserved_share_least", "Marché réservé : part des travailleurs, au moins", "50", "%",
        "Code de la commande publique L.2113-12 et R.2113-7 ; à vérifier", 0, 100, 0, BUDGETS,
    ),
    *(
        Proposal(
            budget_of(one.code), f"{one.label} : au budget de production (BAPC)",
            "1" if one.code in SALES else "0", SWITCH, ACCOUNTS, chapter=BUDGETS,
        )
        for one in activities.ALL
    ),
)  # fmt: skip
