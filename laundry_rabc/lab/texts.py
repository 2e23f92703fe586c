"""The French sentences of the laboratory, by code."""

TEXTS: dict[str, str] = {
    "lab_unit_missing": (
        "Un nombre seul ne se juge pas. Écrivez l’unité avec sa surface, comme sur le rapport, "
        "par exemple « 12 {wanted} »."
    ),
    "lab_unit_differs": (
        "Le rapport dit {found}, ce point se mesure en {wanted}. Vérifiez le point, ou demandez "
        "au laboratoire."
    ),
    "lab_method_missing": (
        "Choisissez la méthode : sans elle le résultat ne se compare à rien.{question}"
    ),
    "lab_method_differs": (
        "Méthode « {found} », et les limites de ce point valent pour « {wanted} » : deux méthodes "
        "ne se comparent jamais. Choisissez un point qui a cette méthode, ou faites écrire une "
        "version du plan."
    ),
    "lab_surface_missing": (
        "La surface manque. Écrivez-la avec l’unité, par exemple « UFC/{surface} cm² », ou "
        "remplissez la surface prélevée."
    ),
    "lab_plate_missing": "Remplissez la surface prélevée, en cm².{question}",
    "lab_report_known": (
        "Le rapport « {number} » de ce laboratoire est déjà saisi. Ouvrez-le : vous pouvez y "
        "ajouter des prélèvements ou corriger une valeur."
    ),
    "lab_point_unknown": "Aucun point du plan ne porte ce code. Choisissez dans la liste.",
    "lab_point_later": (
        "Le plan n’avait pas encore ce point le {day}. Vérifiez la date du prélèvement."
    ),
    "lab_future": "Ce prélèvement est daté de plus tard. Vérifiez la date.",
    "lab_sample_fixed": "Cette valeur a déjà été corrigée. Corrigez la dernière.",
    "lab_same_value": "C’est la valeur qui est déjà là. Rien n’a changé.",
    "lab_no_sample": "Remplissez au moins un prélèvement.",
    "lab_asked": "{words} Répondez dans la colonne « lecture » : « équivalent » ou « boîte ».",
    "lab_line_words": "{words}",
    "lab_no_column": "Il manque la colonne « {column} ». La page d’aide donne celles qu’il faut.",
    "lab_line_missing": "Il manque : {missing}.",
    "lab_line_laboratory": "Ce laboratoire n’est pas connu ici. Ajoutez-le d’abord.",
    "lab_line_place": "Ce lieu n’est pas dans la liste. Ajoutez-le d’abord.",
    "lab_line_moment": "Date de prélèvement illisible. Écrivez par exemple 05/11/2026 10:30.",
    "lab_line_day": "Date du rapport illisible. Écrivez par exemple 12/11/2026.",
    "lab_line_number": "Nombre illisible. Écrivez par exemple 25 ou 30,5.",
    "lab_line_code": "Ce code n’est celui d’aucun lot de la blanchisserie.",
    "lab_line_reading": "Écrivez « équivalent » ou « boîte ».",
    "lab_line_future": "Cette date n’est pas encore venue.",
    "lab_line_order": "Le rapport est daté d’avant le prélèvement.",
    "lab_line_report_dates": "Le même rapport porte deux dates. Laquelle est la bonne ?",
    "lab_line_double": "C’est la même ligne que la ligne {line}.",
    "lab_place_known": "Ce lieu est déjà dans la liste.",
    "lab_laboratory_known": "Ce laboratoire est déjà dans la liste.",
    "trend_rule_same_person": ("Une autre personne que celle qui a proposé cette règle la valide."),
    "trend_rule_validated": "Cette règle est déjà validée.",
    "trend_rule_replaced": "Une autre version est venue depuis. Validez la dernière.",
}
