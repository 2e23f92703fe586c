"""The French sentences of imports and exports, by code."""

_SAVE_AGAIN = "Ouvrez-le dans le tableur et enregistrez-le en XLSX ou en « CSV UTF-8 »."

SENTENCES: dict[str, str] = {
    # The file as a whole.
    "import_too_large": "Le fichier est trop gros : {megabytes} Mo au plus. Coupez-le.",
    "import_too_many_rows": "Le fichier a trop de lignes : {rows} au plus. Coupez-le en plusieurs.",
    "import_too_many_columns": "Le fichier a trop de colonnes : {columns} au plus.",
    "import_empty": "Le fichier est vide. Choisissez un fichier avec des lignes.",
    "import_only_header": "Le fichier n’a que des titres de colonnes, et aucune ligne.",
    "import_no_header": "La première ligne doit porter les titres des colonnes.",
    "import_not_a_table": "Ce fichier n’est pas un tableau. Sont lus : CSV, XLSX, XLS et ODS.",
    "import_web_page": "Ce fichier est une page web, pas un tableau. " + _SAVE_AGAIN,
    "import_binary": "Ce fichier n’est pas du texte. Sont lus : CSV, XLSX, XLS et ODS.",
    "import_half_written": "Le fichier est coupé ou abîmé. Refaites l’export, puis recommencez.",
    "import_broken": "Trop de lignes du fichier sont illisibles. " + _SAVE_AGAIN,
    "import_mixed_encoding": "Le fichier mélange deux façons d’écrire les accents. " + _SAVE_AGAIN,
    "import_unknown_encoding": "Les accents de ce fichier ne sont pas lisibles. " + _SAVE_AGAIN,
    "import_password": "Le fichier est protégé par un mot de passe. Enlevez-le, puis recommencez.",
    "import_unreadable": "Le classeur n’est pas lisible. " + _SAVE_AGAIN,
    "import_no_name_column": "Aucune colonne ne donne le nom. Nommez-la « raison sociale ».",
    "import_no_code_column": "Aucune colonne ne donne le code. Nommez-la « code ».",
    "import_no_label_column": "Aucune colonne ne dit ce que c’est. Nommez-la « désignation ».",
    "import_no_site_column": "Aucune colonne ne donne le nom du lieu. Nommez-la « nom du lieu ».",
    "import_no_client_column": "Aucune colonne ne dit à quel client est le lieu. Nommez-la "
    "« code client » ou « client ».",
    "leave_columns": "Il faut les colonnes « matricule », « congés gagnés » et « arrêté au ».",
    "leave_ids_differ": "Les matricules du fichier ne sont pas les nôtres. Inconnus ici : "
    "{unknown}. Absents du fichier : {missing}. Corrigez, puis reprenez le fichier entier.",
    # What is said once about a file.
    "note_unknown_columns": "Colonnes non reprises : {columns}.",
    "note_doubled_columns": "Colonnes non reprises, car une autre donne déjà la même chose : "
    "{columns}.",
    "note_other_sheets": "Seule la feuille « {sheet} » est lue. Non lues : {sheets}.",
    "note_skipped_lines": "Lignes au-dessus des titres, non reprises : {lines}.",
    # Lines that cannot be read.
    "line_too_short": "La ligne est coupée : elle a moins de cases que de titres.",
    "line_too_long": "La ligne a plus de cases que de titres.",
    "line_broken_quotes": "Un guillemet n’est pas fermé sur cette ligne.",
    "line_control_characters": "La ligne contient des signes illisibles.",
    "leave_name_differs": "Ce matricule est ici celui de {name}. Vérifiez-le.",
    "leave_number": "« {found} » n’est pas un nombre de jours entre 0 et 200, au centième.",
    "leave_day_missing": "La date manque ou n’est pas lisible : « {found} ».",
    "leave_day_future": "La date est à venir. Reprenez des congés arrêtés à un jour passé.",
    "leave_expires_missing": "Écrivez jusqu’à quand les congés reportés sont valables.",
    "leave_empty": "Case vide, comptée zéro.",
    "line_no_name": "Le nom manque.",
    "line_no_label": "La désignation manque.",
    "line_no_code": "Le code manque.",
    "duplicate_line": "la ligne {line} dit déjà la même chose. Gardez une seule des deux.",
    "site_client_unknown": "Aucun client ne porte ce code ou ce nom. Créez d’abord le client.",
    "site_client_several": "Plusieurs clients portent ce nom. Ajoutez le code client ou la ville "
    "du client.",
    # Cells: repaired, or left empty and asked again.
    "number_lost": "« {found} » a perdu ses chiffres dans le tableur. Laissé vide, à redemander.",
    "siren_form": "« {found} » n’a pas neuf chiffres. Laissé vide, à vérifier.",
    "siren_key": "« {found} » n’est pas un SIREN. Laissé vide, à vérifier.",
    "siret_form": "« {found} » n’a pas quatorze chiffres. Laissé vide, à vérifier.",
    "siret_is_siren": "« {found} » a neuf chiffres : c’est un SIREN. Laissé vide, à compléter.",
    "siret_zeros": "Quatorze zéros ne sont pas un SIRET. Laissé vide, à redemander.",
    "siret_key": "« {found} » n’est pas un SIRET. Laissé vide, à vérifier.",
    "siret_other_siren": "« {found} » ne va pas avec le SIREN {siren}. Les deux restent vides.",
    "postcode_form": "« {found} » n’est pas un code postal. Laissé vide, à vérifier.",
    "postcode_zero_restored": "le zéro perdu de « {found} » a été remis : {value}.",
    "postcode_zero_doubtful": "« {found} » n’a que quatre chiffres. C’est peut-être {value}. "
    "Laissé vide, à vérifier.",
    "insee_form": "« {found} » n’est pas un code de commune. Laissé vide.",
    "insee_zero_restored": "le zéro perdu de « {found} » a été remis : {value}.",
    "finess_form": "« {found} » n’est pas un numéro FINESS. Laissé vide, à vérifier.",
    "phone_form": "« {found} » n’est pas un numéro de téléphone. Laissé vide, à vérifier.",
    "phone_zero_restored": "le zéro perdu de « {found} » a été remis : {value}.",
    "email_form": "« {found} » n’est pas une adresse de courriel. Laissé vide, à vérifier.",
    "cell_too_long": "texte trop long ({size} signes, {limit} au plus). Laissé vide.",
    "word_unknown": "« {found} » n’est pas compris. Écrivez : {words}.",
    # Lines that look like something else, or change something.
    "fields_changed": "changé : {fields}.",
    "duplicate_siret_line": "même SIRET que la ligne {line}. Les deux sont gardés, à vérifier.",
    "duplicate_siret_client": "même SIRET que « {name} », déjà connu. Les deux sont gardés, à "
    "vérifier.",
    "duplicate_name_line": "même nom et même ville que la ligne {line}. Les deux sont gardés, à "
    "vérifier.",
    "duplicate_name_client": "même nom et même ville que « {name} », déjà connu. Les deux sont "
    "gardés, à vérifier.",
    "duplicate_code_line": "ce code est déjà celui de la ligne {line}. Laissé vide, à vérifier.",
    "client_is_archived": "ce client est archivé : rien n’y est changé.",
    # The page of imports.
    "import_no_file": "Choisissez un fichier, puis appuyez sur « Lire le fichier ».",
    "import_gone": "Ce fichier n’attend plus : il est enregistré, ou trop ancien. Choisissez-le "
    "de nouveau.",
    "import_not_found": "Le fichier {path} n’existe pas, ou ne peut pas être lu.",
    "export_format": "Ce format n’existe pas. Choisissez csv, xlsx ou json.",
    "export_cell_too_long": "Un texte est trop long pour XLSX. Choisissez CSV ou JSON.",
    "export_too_many_rows": "Il y a trop de lignes pour XLSX. Choisissez CSV, ou un mois de moins.",
}
