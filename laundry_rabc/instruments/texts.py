"""The French sentences of instruments, readings and calibrations, by code."""

TEXTS: dict[str, str] = {
    "instrument_unknown": "Aucun instrument ne porte ce code. Déclarez-le d’abord.",
    "instrument_retired": "L’instrument « {code} » est retiré. Déclarez celui qui le remplace.",
    "unit_differs": "L’instrument « {code} » mesure en {unit}. Vérifiez l’unité envoyée.",
    "reading_in_future": "Cette mesure est datée de plus tard. Mettez l’appareil à l’heure.",
    "reading_conflict": "Cette mesure est déjà connue, avec un autre contenu.",
    "permitted_error_missing": (
        "L’écart permis n’est pas décidé. Décidez-le sur la page de l’instrument."
    ),
}
