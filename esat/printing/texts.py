"""What printing says, by code; no rule stands here."""

from typing import Final

SENTENCES: Final = {
    "grid_unknown": "Cette planche n’existe pas. Choisissez 21 ou 24 étiquettes.",
    "label_already_sent": "Cette étiquette est déjà partie. Demandez-la de nouveau si elle manque.",
    "label_does_not_fit": "L’étiquette ne tient pas sur ce gabarit. Choisissez-en un autre.",
    "label_given_up": "Cette étiquette est abandonnée. Demandez-la de nouveau.",
    "label_unreadable": "L’étiquette {code} ne se relit pas. Rien n’est imprimé.",
    "label_waiting": "L’étiquette {code} attend déjà son imprimante. Rien n’a été ajouté.",
    "labels_none": "Cette commande n’a aucune étiquette.",
    "layout_unknown": "Ce gabarit n’existe pas.",
    "print_address_unreadable": "L’adresse {target} est illisible. Corrigez l’imprimante.",
    "print_folder_unwritable": "Le dossier de {printer} ne s’écrit pas : {reason}.",
    "print_nothing_to_print": "Il n’y a rien à imprimer.",
    "print_printer_silent": "{printer} ne répond pas. Vérifiez qu’elle est allumée.",
    "print_printer_unreachable": "{printer} est injoignable. Vérifiez qu’elle est branchée.",
    "print_spooler_missing": "Le serveur n’a pas de file d’impression pour {printer}.",
    "print_spooler_refused": "Le serveur a refusé l’étiquette pour {printer} : {reason}.",
    "printer_has_labels": "Des étiquettes attendent cette imprimante. Abandonnez-les d’abord.",
    "printer_outside": "Le dossier de cette imprimante est hors des données. Rien n’est écrit.",
    "printer_retired": "Cette imprimante est retirée. Choisissez-en une autre.",
    "printer_unknown": "Cette imprimante n’existe pas. Choisissez-en une dans la liste.",
    "reprint_needs_reason": "L’étiquette {code} est déjà imprimée. Dites pourquoi, pour une autre.",
    "start_outside": "La première étiquette est entre 1 et {last}.",
}
