"""The French sentences of time templates, by code."""

SENTENCES: dict[str, str] = {
    "timetable_unknown": "Ce modèle d’horaires n’existe pas. Revenez à la liste.",
    "timetable_archived": "Le modèle « {name} » est archivé. Choisissez-en un autre.",
    "timetable_empty": "Aucune heure n’est écrite. Remplissez au moins une demi-journée.",
    "timetable_half_open": "Écrivez le début et la fin de la demi-journée.",
    "timetable_kept": "« {name} » est suivi ({count}). Donnez d’abord un autre modèle.",
    "timetable_name_known": "Le modèle « {name} » existe déjà. Changez le nom.",
    "timetable_not_yet": "« {name} » commence le {day:%d/%m/%Y}. Choisissez ce jour ou après.",
    "template_past": (
        "Des jours sont déjà saisis ou clos jusqu’au {last:%d/%m/%Y}. Choisissez le"
        " {day:%d/%m/%Y} ou après. Pour un jour passé, corrigez sa feuille."
    ),
}
