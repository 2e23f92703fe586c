"""The French sentences of replacements, by code."""

SENTENCES: dict[str, str] = {
    "replacement_unknown": "Ce remplacement n’existe pas. Revenez à la liste.",
    "replacement_over": "Ce remplacement est déjà terminé.",
    "replacement_past": "Un remplacement commence aujourd’hui ou plus tard. Corrigez la date.",
    "replacement_long": "C’est plus de {most} jours. Demandez au bureau de changer le groupe.",
    "replacement_stranger": "Cette personne n’est pas de cet atelier. Choisissez dans la liste.",
}
