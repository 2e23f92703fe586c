"""What the loggers' room says, by code; each sentence says what to do next."""

from typing import Final

TEXTS: Final = {
    "logger_empty": "Ce fichier est vide. Exportez de nouveau le relevé depuis son logiciel.",
    "logger_too_large": "Le fichier dépasse {megabytes} Mo. Exportez une période plus courte.",
    "logger_too_long": "Le fichier a plus de {lines} lignes. Exportez une période plus courte.",
    "logger_not_one": "Ce n’est pas un fichier d’enregistreur de température. Exportez le relevé "
    "en CSV depuis le logiciel de l’enregistreur.",
    "logger_not_temperature": "Ce fichier ne mesure pas une température ({kind}). Choisissez celui "
    "d’un enregistreur de température.",
    "logger_to_map": "Ce tableau n’est pas d’une forme connue. Décrivez ses colonnes une fois : "
    "les suivants seront lus tout seuls.",
    "logger_no_rows": "Le fichier n’a aucune mesure. Vérifiez que l’enregistreur était en marche, "
    "puis exportez de nouveau.",
    "logger_count": "Le fichier annonce {said} mesures et en contient {found} : il est incomplet. "
    "Exportez-le de nouveau.",
    "logger_cut": "Ligne {line} : la ligne est coupée. Exportez de nouveau le fichier entier.",
    "logger_bad_date": "Ligne {line} : « {found} » n’est pas une date lisible. Exportez de nouveau "
    "le fichier, sans le modifier.",
    "logger_bad_value": "Ligne {line} : « {found} » n’est pas une température. Exportez de nouveau "
    "le fichier, sans le modifier.",
    "logger_no_unit": "Le fichier ne dit pas si ce sont des °C ou des °F. Exportez-le avec l’unité "
    "dans le titre de la colonne.",
    "logger_unordered": "Ligne {line} : l’heure est avant celle de la ligne {other}. Exportez de "
    "nouveau le fichier, sans le trier.",
    "logger_line_twice": "Ligne {line} : même heure que la ligne {other}. Une mesure est en "
    "double. Exportez de nouveau le fichier.",
    "logger_in_future": "Ligne {line} : cette heure n’est pas encore venue. Vérifiez l’horloge de "
    "l’enregistreur, le fuseau et l’ordre des dates.",
    "logger_other_order": "Les dates du fichier ne sont pas dans l’ordre {order}. Vérifiez l’ordre "
    "choisi.",
    "logger_hour_twice": "Ligne {line} : {hour} a existé deux fois cette nuit-là, et le fichier ne "
    "dit pas laquelle. Choisissez l’heure d’hiver ou l’heure d’été.",
    "logger_hour_missing": "Ligne {line} : {hour} n’a pas existé cette nuit-là à Paris. "
    "L’enregistreur garde la même heure toute l’année : choisissez l’heure d’hiver ou d’été.",
    "logger_known": "Ce fichier a déjà été importé le {at}. Cherchez-le dans la liste des relevés.",
    "logger_silent": "La sonde n’a répondu à aucun moment. Vérifiez qu’elle était branchée.",
    "logger_whose": "Rien ne dit de quel enregistreur vient ce fichier (numéro : {serial}). "
    "Choisissez-le.",
    "logger_other": "Ce fichier n’est pas de cet enregistreur. Choisissez l’autre.",
    "logger_mapped": "Ce tableau est déjà décrit. Retirez d’abord l’ancienne description.",
    "logger_mapping_gone": "Cette description est déjà retirée. Rechargez la page.",
    "logger_no_cycle": "Aucun cycle n’est coché. Cochez ceux que le relevé a mesurés.",
    "logger_matched": "Ce cycle est déjà rapproché de ce relevé. Rechargez la page.",
    "logger_cycle_elsewhere": "Ce relevé n’a pas pu mesurer ce cycle : autre machine ou autre "
    "moment. Rechargez la page.",
    "logger_withdrawn": "Ce rapprochement est déjà retiré. Rechargez la page.",
    "logger_understood": "{form}, {unit}, {count} mesures du {since} au {until}, trous : {gaps}.",
    "logger_ask_zone": "Le fichier ne dit pas dans quel fuseau sont ses heures. Choisissez-le.",
    "logger_ask_order": "Rien dans le fichier ne prouve l’ordre de ses dates. Choisissez-le.",
    "logger_ask_column": "Le fichier a plusieurs sondes. Choisissez celle à garder.",
}
