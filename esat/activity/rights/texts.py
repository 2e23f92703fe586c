"""What this room says when it refuses."""

SENTENCES: dict[str, str] = {
    "request_unknown": "Cette demande n’existe pas. Revenez à la liste des demandes.",
    "request_answered": "Cette demande a déjà une réponse. Rouvrez la page pour la lire.",
    "request_future": "La demande ne peut pas être à venir. Écrivez le jour où elle a été faite.",
    "correction_words": "Écrivez ce qui est faux et ce qu’il faut mettre.",
    "answer_words": "Écrivez ce qui a été fait, ou pourquoi non.",
    "answer_other": "Choisissez une réponse qui va avec cette demande.",
    "visa_missing": "Notez d’abord le visa des archives départementales.",
    "visa_future": "Le visa ne peut pas être à venir. Écrivez le jour qu’il porte.",
    "rights_open": "Une demande de cette personne attend. Répondez-y d’abord.",
    "not_due_yet": "Ce dossier n’a pas atteint sa durée de conservation. Revenez à la liste.",
    "destroyed_already": "Ce dossier est déjà détruit. Sa trace est au bas de la liste.",
    "destruction_words": "Écrivez le mot DÉTRUIRE pour confirmer.",
}
