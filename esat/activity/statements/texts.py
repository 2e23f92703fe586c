"""The French sentences of monthly statements, by code."""

SENTENCES: dict[str, str] = {
    "month_not_over": "Le mois finit le {day:%d/%m/%Y}. Revenez ce jour-là pour valider.",
    "statements_none": "Personne n’était là ce mois. Choisissez un autre mois.",
    "statement_unknown": "Cette personne n’était pas là ce mois. Revenez à la liste du mois.",
    "statement_closed": "Le mois de {name} est déjà clos, et rien n’a changé depuis.",
    "statement_open": "{name} : reste ouvert ({left}). Réglez ou expliquez, puis recommencez.",
    "statement_reason": "Dites pourquoi le mois est repris.",
    "statement_version_unknown": "Cette version n’existe pas. Revenez au mois de la personne.",
    "statement_point_gone": "Cette anomalie n’est plus là. Rechargez la page.",
    "payroll_nobody": "Aucun mois n’est clos. Clôturez d’abord les relevés.",
    "payroll_no_column": "Choisissez au moins une colonne.",
    "payroll_same_name": "Deux colonnes portent ce nom. Changez l’un des deux.",
}
