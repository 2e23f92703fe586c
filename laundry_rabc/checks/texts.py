"""The French sentences of checks, by code."""

from typing import Final

ZONES: Final = {
    "outside": "Dehors et véhicules", "dirty": "Zone sale", "barrier": "Barrière et machines",
    "clean": "Zone propre", "store": "Stock propre", "all": "Toutes les zones",
}  # fmt: skip
ACCENTS: Final = {"dirty": "ochre", "clean": "blue", "store": "green"}
TEXTS: dict[str, str] = {
    "check_answered": "Ce contrôle est déjà fait. Passez au suivant.",
    "check_answer_missing": "Répondez à la question, ou touchez « Je ne sais pas ».",
    "check_badge_unknown": (
        "Ce badge n’est pas connu ici. Scannez-le de nouveau, ou touchez un nom."
    ),
    "check_by_lab": "Ce résultat vient du laboratoire. Saisissez-le sur la page du laboratoire.",
    "check_entry_over": (
        "Ce contrôle est manqué depuis trop longtemps pour être saisi. Il reste compté manqué."
    ),
    "check_forbidden_ask": (
        "Ce contrôle pose une question de plus. Ouvrez-le de nouveau et répondez-y."
    ),
    "check_not_its_time": (
        "Cette heure n’est pas celle de ce contrôle. Donnez l’heure où il a été fait."
    ),
    "check_who": "Dites d’abord qui fait ce contrôle.",
    "check_thing_unknown": "Ce code n’est ni un lot ni une machine d’ici. Scannez-le de nouveau.",
    "check_kept": "Contrôle enregistré : {verdict}.",
    "check_fields": "{sentence}",
    "check_gone": "Ce contrôle n’existe pas. Revenez à la liste du jour.",
    "fix_not_by_hand": (
        "Ce relevé n’a pas été saisi ici. Corrigez-le à sa source, ou faites-en un autre."
    ),
    "validate_own": "Vous avez fait ce contrôle. Une autre personne le valide.",
    "validate_alone": "Ce qui sort des limites se valide un par un. Ouvrez chaque relevé.",
    "validate_amended": "Ce relevé a été corrigé. Validez sa correction.",
    "validate_nobody": "Cette tablette ne nomme personne. Connectez-vous pour valider.",
    "validate_nothing": "Choisissez au moins un relevé à valider.",
    "calendar_shift_known": "Cette équipe a déjà un horaire qui commence ce jour-là.",
}
