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
}
