"""What the counter says in French: reservations, units, texts of the law, ways of reminding."""

from typing import Final

RESERVATIONS: Final = {
    "stain": "Tache",
    "tear": "Déchirure, accroc",
    "button": "Bouton manquant",
    "zip": "Fermeture abîmée",
    "worn": "Usé",
    "faded": "Décoloré",
    "shrunk": "Déformé, rétréci",
    "no_care_label": "Sans étiquette d’entretien",
}
"""What may already be wrong with an article when it is left."""

UNITS: Final = (("pièce", "la pièce"), ("paire", "la paire"), ("kg", "le kilo"))
UNIT_WORDS: Final = dict(UNITS)
STATUS: Final = {"proposed": "Proposé", "validated": "Validé"}
FULL: Final = "full"
"""What stands for « no bracket » in a form: the full price is chosen, never supposed."""

TEXTS: Final = {
    "liability": "Conditions de responsabilité",
    "one_year": "Articles non retirés",
    "refusal": "Ce que le guichet ne prend pas",
    "cash_offices": "Régies, une par ligne",
}
ON_TICKET: Final = ("liability", "one_year")
REQUIRED: Final = ("liability", "one_year")

_LIABILITY: Final = (
    "Le linge est examiné au dépôt ; les réserves écrites sur ce ticket font foi. La blanchisserie"
    " répond de la perte ou du dommage survenu chez elle (article 1789 du code civil), sauf défaut"
    " de l’article qui ne se voyait pas ou étiquette d’entretien absente ou fausse. Toute"
    " réclamation se fait au retrait, ticket en main."
)
_ONE_YEAR: Final = (
    "Les articles non retirés sont gardés un an à compter du dépôt. Passé ce délai, ils peuvent"
    " être remis pour être vendus dans les conditions de la loi du 31 décembre 1903."
)
_REFUSAL: Final = (
    "Le guichet ne prend pas le linge annoncé comme contaminé : il suit un autre circuit. N’écrivez"
    " ni nom de maladie ni raison de santé, ici ou ailleurs."
)
PROPOSED: Final = {
    "liability": (_LIABILITY, "Code civil, article 1789 ; à valider par la direction"),
    "one_year": (_ONE_YEAR, "Loi du 31 décembre 1903"),
    "refusal": (_REFUSAL, "Proposition, à valider avec l’équipe RABC"),
}

KINDS: Final = {"invoice": "À facturer", "receipt": "Régie, reçu n°"}
PROOFS: Final = {"ticket": "Ticket présenté", "identity": "Ticket perdu, pièce d’identité vue"}
WAYS: Final = {"letter": "Lettre", "phone": "Téléphone"}
DECISIONS: Final = {
    "keep": "Garder encore",
    "hand_on": "Remettre pour la vente (loi de 1903)",
}


def reservations(codes: str) -> list[str]:
    """The words of the codes of a line, in the order of the list."""
    chosen = codes.split()
    return [label for code, label in RESERVATIONS.items() if code in chosen]
