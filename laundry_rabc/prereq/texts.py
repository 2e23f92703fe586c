"""The French sentences of the prerequisites, by code."""

TEXTS: dict[str, str] = {
    "already_corrected": "Cette ligne a déjà été corrigée. Corrigez la plus récente.",
    "already_withdrawn": "C’est déjà retiré. Rien n’est à faire.",
    "product_withdrawn": "Ce produit est retiré. Choisissez celui qui le remplace.",
    "lot_expired": "Le lot {number} est périmé. Mettez un autre lot, et retirez celui-ci.",
    "lot_opened": "Ce lot est déjà ouvert. Rien n’est à faire.",
    "lot_withdrawn": "Ce lot est retiré. Choisissez-en un autre.",
    "pump_withdrawn": "Cette pompe ne sert plus. Choisissez-en une autre.",
    "pump_already": "C’est déjà noté et cela dure encore. Notez d’abord la fin.",
    "pump_not_empty": "Cette pompe dose déjà. Rafraîchissez la page.",
    "task_settled": "Cette tâche est déjà validée ou retirée. Rafraîchissez la page.",
    "task_own": "Vous avez écrit cette tâche : une autre personne la valide.",
    "task_not_due": "Cette tâche n’est pas prévue ce jour-là. Revenez à la liste du jour.",
    "task_said": "C’est déjà noté. Pour changer, corrigez ce qui est noté.",
    "task_not_done": "Rien n’est fait : il n’y a rien à valider.",
    "check_own": "Vous l’avez fait vous-même : une autre personne le valide.",
    "check_done": "C’est déjà validé. Rien n’est à faire.",
    "trolley_not_one": "Ce code n’est pas celui d’un chariot ou d’un bac. Scannez encore.",
}
