"""The French sentences of the impact room, by code."""

TEXTS: dict[str, str] = {
    "impact_period": "La fin est avant le début. Corrigez la période.",
    "impact_needs_reason": "Dites pourquoi vous retenez ce linge.",
    "impact_nothing": "Aucun cycle n’est concerné. Il n’y a rien à retenir.",
    "impact_told_already": "Ce client a déjà été prévenu. Sa lettre est gardée.",
    "impact_text_empty": "Écrivez ce que le client doit savoir.",
    "client_without_mail": (
        "Ce client n’a pas d’adresse électronique. Postez la lettre, ou appelez."
    ),
}
