"""The French sentences of the kiosk and of portraits, by code."""

SENTENCES: dict[str, str] = {
    "kiosk_only": "Ceci se fait à la borne. Demandez à votre moniteur.",
    "kiosk_device": "Cet appareil n’est pas une borne. Demandez à l’administrateur.",
    "kiosk_not_here": "Ce n’est pas noté. Dites-le à votre moniteur.",
    "kiosk_undo_late": "C’est trop tard pour annuler ici. Dites-le à votre moniteur.",
    "kiosk_unreadable": "Ce n’est pas noté. Touchez encore votre image.",
    "pictogram_unknown": "Cette image n’est pas dans la liste. Choisissez-en une autre.",
    "pictogram_taken": "{name} a déjà cette image. Choisissez-en une autre.",
    "portrait_no_consent": "Aucun accord complet n’est noté. Demandez au bureau.",
    "portrait_not_picture": "Ce fichier n’est pas une photo. Choisissez une photo.",
    "portrait_missing": "Choisissez une photo.",
    "consent_date": "L’accord ne peut pas être daté de demain. Corrigez la date.",
}
