"""The French sentences of outputs and of the texts of teams, by code."""

SENTENCES: dict[str, str] = {
    "activity_fields": "À corriger ({field}) : {sentence}",
    "output_future": "Ce jour n’est pas encore là. Notez la production le jour même.",
    "output_nothing": "Zéro n’est pas une production. Écrivez la quantité faite.",
    "output_other_workshop": "La commande {ref} est d’un autre atelier. Choisissez-en une d’ici.",
    "output_order_closed": "La commande {ref} est terminée. Choisissez une autre commande.",
    "output_order_cancelled": "La commande {ref} est annulée. Choisissez une autre commande.",
    "output_unit_asked": "Cette commande se compte de plusieurs façons. Choisissez : {units}.",
    "output_unit_unknown": "Cette commande ne se compte pas ainsi. Choisissez : {units}.",
    "output_unknown": "Cette production n’existe pas. Revenez à la journée.",
    "output_amended": "Cette production est déjà corrigée. Rechargez la page.",
    "output_reason": "Écrivez pourquoi vous corrigez.",
    "remark_gone": "Ce texte est déjà retiré.",
}
