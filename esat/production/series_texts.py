"""The French sentences of a series of scans."""

SERIES_TEXTS = {
    "series_card": "Une carte n’agit pas sur une série. Touchez un bouton de la page.",
    "series_empty": "Vide pour le moment. Il faut d’abord le recevoir.",
    "series_full": "Une liste tient {most} codes au plus. Faites-en deux.",
    "series_idle": "Rien à faire ici pour le moment.",
    "series_not_here": "Pas à cette étape (étape : {stage}).",
    "series_nothing": "Rien n’est coché. Cochez au moins une ligne.",
}
