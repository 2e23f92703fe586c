"""The French sentences of the trace room, by code."""

TEXTS: dict[str, str] = {
    "drill_runs": "Un exercice est déjà commencé. Finissez-le d’abord.",
    "drill_nothing": "Aucune livraison récente à tirer au sort. Donnez un code.",
    "drill_over": "Cet exercice est fini. Son rapport ne change plus.",
    "drill_needs_note": "Dites ce que vous avez trouvé, et ce qui manque.",
}
