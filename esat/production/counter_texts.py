"""The French sentences of the counter, of pre-printed labels and of settled anomalies."""

COUNTER_TEXTS = {
    "anomaly_gone": "Cette anomalie n’existe pas, ou n’est pas de votre atelier.",
    "anomaly_settled": "Cette anomalie est déjà réglée.",
    "client_gone": "Ce client n’existe plus. Choisissez-en un autre.",
    "hold_lifted": "La retenue est levée.",
    "hold_placed": "{label} est retenu : {reason}.",
    "label_bound": "{label} est lié à {client}.",
    "label_bound_to_order": "{label} est lié à la commande {order}.",
    "label_no_kind": "Cette étiquette ne se lie pas ici. Demandez au bureau.",
    "order_gone": "Cette commande n’existe pas. Choisissez-en une dans la liste.",
    "note_too_long": "Le texte est trop long. Écrivez moins de 280 signes.",
    "photo_broken": "Cette photo ne s’ouvre pas. Reprenez-la, ou tapez le code.",
    "photo_missing": "Il n’y a pas de photo. Touchez le cadre pour en prendre une.",
    "photo_only_address": "Ce carré est l’adresse de suivi. Photographiez l’autre code.",
    "photo_too_large": "Cette photo est trop grande. Choisissez une taille plus petite.",
    "photo_unreadable": "Aucun code lu. Approchez-vous, sans reflet, et reprenez la photo.",
    "photo_wrong_type": "Ce fichier n’est pas une photo (JPEG, PNG ou WebP). Reprenez-la.",
}
