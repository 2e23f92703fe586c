"""The French sentences of results that cannot be kept, by code."""

TEXTS: dict[str, str] = {
    "point_not_in_force": (
        "Le point de contrôle {code} n’était pas en vigueur à ce moment. Vérifiez la date."
    ),
    "taken_in_future": "Ce moment n’est pas encore venu. Vérifiez l’heure du relevé.",
    "result_late_why": "Ce relevé est saisi après coup. Dites pourquoi.",
    "not_applicable_needs_reason": "Dites pourquoi ce contrôle est sans objet.",
    "implausible": (
        "{value} {unit} : est-ce bien ce que vous lisez ? Corrigez, ou confirmez cette valeur."
    ),
    "already_amended": "Ce relevé a déjà été corrigé. Corrigez sa dernière version.",
    "fix_needs_reason": "Dites pourquoi vous corrigez ce relevé.",
    "other_point": "Ce relevé est d’un autre point de contrôle. Reprenez depuis sa page.",
    "unit_not_asked": "Ce point se mesure en {unit}, et non en {given}. Écrivez cette unité.",
    "surface_missing": "Donnez la surface prélevée, en cm². Elle est sur le rapport.",
    "method_missing": "Donnez la méthode de prélèvement. Elle est sur le rapport.",
    "method_differs": (
        "Cette limite est faite pour la méthode « {method} ». Deux méthodes ne se comparent pas."
    ),
    "measure_empty": "Écrivez ce qui a été lu, ou dites que ce n’est pas fait.",
    "measure_not_a_number": "« {text} » n’est pas un nombre. Écrivez par exemple 12,5.",
    "measure_negative": "Cette valeur ne peut pas être négative. Vérifiez la lecture.",
    "measure_too_precise": "Gardez {places} chiffres après la virgule au plus.",
    "measure_too_large": "Ce nombre est trop grand. Vérifiez la lecture.",
    "measure_sign_unclear": "Écrivez « < » ou « > » devant le nombre, et non « {sign} ».",
    "measure_unit_unknown": "L’unité « {unit} » n’est pas connue. Écrivez celle qui est demandée.",
}
