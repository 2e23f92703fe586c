"""The French sentences of the residents' linen, by code."""

TEXTS: dict[str, str] = {
    "resident_alike": "Un nom ressemble à celui-ci. Vérifiez le numéro, puis confirmez.",
    "resident_forgotten": "Ce résident est parti, son nom est effacé. Rien ne change plus.",
    "resident_left": "Ce résident est parti. Choisissez quelqu’un d’autre.",
    "resident_unknown": "Aucun résident n’a ce numéro chez ce client. Vérifiez le numéro.",
    "residents_no_column": "La colonne « {column} » manque. Ajoutez-la au fichier.",
    "line_no_number": "Le numéro du résident manque.",
    "line_no_client": "Ce client n’est pas connu, ou deux clients ont ce nom.",
    "line_resident_forgotten": "Ce résident est parti, son nom est effacé. Donnez un autre numéro.",
    "resident_like": "ressemble au résident n° {number} ({why}). À vérifier.",
    "garment_unknown": "Ce code n’est celui d’aucun vêtement. Scannez une étiquette de pièce.",
    "garment_without_client": "Ce vêtement n’est à personne. Donnez-le d’abord à un résident.",
    "garment_of_other": "Ce vêtement est à un autre client. Choisissez un résident de ce client.",
    "garment_retired": "Ce vêtement ne sert plus. Enregistrez-en un autre.",
    "garment_lost_already": "Ce vêtement est déjà noté : {how}.",
    "garment_not_lost": "Ce vêtement n’était pas perdu. Rien à changer.",
    "garment_not_missing": "Ce vêtement n’est plus déclaré manquant. Rechargez la page.",
    "garment_not_unidentified": "Cette pièce n’est plus sur l’étagère. Rechargez la page.",
    "garment_marked_already": "Ce vêtement est déjà marqué.",
    "garment_not_printed": "Son étiquette n’est pas imprimée. Imprimez-la d’abord.",
    "garment_to_mark_already": "Ce vêtement attend déjà son étiquette.",
}
