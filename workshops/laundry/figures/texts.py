"""The French sentences of meters and of late entry, by code."""

TEXTS: dict[str, str] = {
    "meter_goes_back": (
        "L’index ne suit pas celui du {at} ({last}). Relisez le compteur. S’il a été remplacé, "
        "cochez « Compteur neuf »."
    ),
    "meter_ahead": "Cette heure n’est pas encore passée. Vérifiez-la.",
    "meter_too_old": "Ce relevé a plus de 35 jours. Gardez-le sur papier.",
    "late_ahead": "Cette heure n’est pas encore passée. Vérifiez le jour et l’heure.",
    "late_too_old": "C’était il y a plus de 35 jours. Gardez le papier, dites-le au responsable.",
    "late_not_late": (
        "C’était il y a moins de 10 minutes. Faites-le sur la page habituelle du poste."
    ),
    "late_before_last": (
        "« {label} » : le journal dit déjà quelque chose le {at}. L’heure vraie vient après. "
        "Vérifiez-la."
    ),
    "late_before_it": "« {label} » n’existe que depuis le {at}. Vérifiez l’heure et le code.",
    "late_not_laundry": "Ce code n’est pas de la blanchisserie. Vérifiez-le.",
    "meter_before_last": "Un compteur neuf se relève après le dernier relevé de l’ancien.",
}
