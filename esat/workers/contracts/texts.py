"""The French sentences of contracts, by code."""

SENTENCES: dict[str, str] = {
    "contract_unknown": "Ce contrat n’existe pas. Revenez à la page de la personne.",
    "contract_overlaps": "Un contrat commence déjà le {day}. Changez-le, ou choisissez une date"
    " avant.",
    "contract_left": "Cette personne est partie le {day}. Effacez d’abord son dernier jour.",
    "contract_until": "Ce contrat a une date de fin. Écrivez-la.",
    "contract_dates": "La fin vient après le début. Corrigez les dates.",
    "contract_long": "Un contrat court dure moins d’un an. Changez la fin.",
    "contract_why": "Dites pourquoi ce contrat est court.",
    "contract_replaces": "Choisissez la personne remplacée.",
    "contract_host": "Écrivez qui accueille la personne et évalue sa découverte.",
    "contract_since": "Le changement est entre le début et la fin du contrat. Corrigez la date.",
    "day_far": "Cette date est trop loin. Vérifiez l’année.",
    "day_to_come": "Cette date n’est pas encore là. Corrigez-la.",
    "trial_changed": "La proposition a changé depuis. Relisez la page, puis décidez.",
    "trial_told_early": "La CDAPH est prévenue après le début de l’essai. Corrigez la date.",
    "agreement_days": "Choisissez au moins un dimanche ou un 1er mai.",
    "agreement_sunday": "Le {day} n’est ni un dimanche, ni un 1er mai. Corrigez la date.",
    "agreement_prior": "L’accord vient avant le jour travaillé. Corrigez la date de l’accord.",
    "agreement_none": "Il n’y a pas d’accord pour ce jour. Rechargez la page.",
}
