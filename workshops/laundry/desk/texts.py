"""The sentences of the counter's refusals: what is wrong, and what to do next."""

TEXTS = {
    "desk_tariff_known": "{label} : ce prix existe déjà. Ouvrez-le pour le changer.",
    "desk_bracket_known": "La tranche « {label} » existe déjà. Ouvrez-la pour la changer.",
    "desk_withdrawn": "C’est déjà retiré.",
    "desk_no_tariff": "Aucun prix n’est validé. Demandez à valider le tarif d’abord.",
    "desk_no_address": (
        "L’adresse du guichet n’est pas écrite : le ticket serait incomplet. Demandez à"
        " l’administration de l’ajouter aux coordonnées."
    ),
    "desk_no_text": (
        "Un texte obligatoire du ticket manque. Demandez à l’écrire dans les tarifs du guichet."
    ),
    "desk_not_individual": "{name} n’est pas un particulier : passez par « Nouvelle commande ».",
    "desk_price_changed": "Le total est de {total}. Dites-le à la personne, puis confirmez.",
    "desk_too_many_codes": "Plus de {most} articles : prenez un sac pour tout le ticket.",
    "desk_not_a_deposit": "Ce code n’est pas celui d’un dépôt en cours. Cherchez par le nom.",
    "desk_receipt_stands": (
        "Le reçu {number} est noté. Faites-le annuler à la régie, notez « à facturer » avec la"
        " raison, puis annulez le dépôt."
    ),
    "desk_taken": (
        "Ce dépôt est déjà enregistré, sans ces changements. Ouvrez-le depuis le guichet,"
        " par le nom."
    ),
    "desk_unpaid": (
        "Notez d’abord le paiement, sur la page du dépôt : reçu de régie, ou « à facturer »."
    ),
    "desk_fields": "{sentence}",
    "desk_no_contact": "Cette personne n’a pas laissé ce moyen de la joindre.",
    "desk_not_overdue": "Le délai de garde n’est pas passé : ce dépôt reste gardé.",
    "payment_nothing": "Il n’y a rien à payer pour ce dépôt.",
    "payment_partial": "Le reçu doit être de {total}, en une fois. Sinon : « à facturer ».",
    "payment_receipt_used": "Le reçu {number} est déjà sur un autre dépôt. Vérifiez le numéro.",
    "payment_same": "C’est déjà noté ainsi.",
}
