"""The French sentences of what the plan refuses, by code."""

TEXTS: dict[str, str] = {
    "plan_same_person": (
        "Vous avez écrit ce changement. Une autre personne doit l’approuver ou le refuser."
    ),
    "limit_backdated": (
        "Une limite ne change jamais dans le passé. Choisissez aujourd’hui ou un jour à venir."
    ),
    "plan_decided": "Ce changement a déjà reçu une décision. Rechargez la page.",
    "plan_replaced": "Un changement plus récent du même point existe. Décidez de celui-là.",
    "plan_refused_why": "Dites pourquoi vous refusez.",
    "plan_nothing_chosen": "Cochez au moins une ligne.",
    "plan_not_in_force": "{code} n’est pas en vigueur. Ouvrez son historique.",
    "plan_already_validated": "{code} est déjà validé.",
    "plan_unchanged": (
        "Rien ne change. Modifiez une valeur, ou validez la proposition telle quelle."
    ),
    "plan_owner": "Choisissez un compte actif.",
    "plan_nobody": "Cet acte demande le compte d’une personne.",
}
