"""The French sentences of allocations, by code; none names a person, for captures keep them."""

SENTENCES: dict[str, str] = {
    "allocation_nobody": "Personne n’est choisi. Touchez au moins une personne.",
    "allocation_future": "Ce jour n’est pas encore là. Revenez ce jour-là.",
    "allocation_times": "L’heure de fin vient après le début, le même jour. Corrigez les heures.",
    "allocation_unknown": "Cette ligne n’existe plus. Rechargez la page.",
    "allocation_hour": "Ce n’est pas une heure de la journée. Écrivez par exemple 9:15.",
    "allocation_hour_missing": "Écrivez l’heure de début.",
    "allocation_unreadable": "La saisie envoyée n’est pas lisible. Refaites-la.",
    "activity_unknown": "Choisissez un poste ou une activité.",
    "worker_not_there": "Une personne n’est pas à l’ESAT ce jour-là. Retirez-la du choix.",
    "worker_absent": "Une personne est notée absente. Corrigez d’abord la feuille de présence.",
    "post_elsewhere": "Ce poste est d’un autre atelier. Choisissez un poste de l’atelier.",
    "order_elsewhere": "Cette commande est d’un autre atelier. Choisissez une autre commande.",
    "order_over": "Cette commande est terminée ou annulée. Choisissez une autre commande.",
    "lot_unknown": "Ce lot n’existe pas. Scannez un autre lot.",
    "lot_elsewhere": "Ce lot est d’un autre atelier. Scannez un autre lot.",
    "outside_needs_end": "Ces heures sont à côté du contrat. Donnez l’heure de fin.",
    "nothing_to_copy": "Aucun jour récent à reprendre. Placez les personnes une à une.",
    "overlap_unknown": "Cette question n’existe plus. Rechargez la page.",
    "overlap_settled": "Le choix est déjà fait. Rechargez la page pour le voir.",
}
