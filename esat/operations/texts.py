"""The French sentences of upkeep, by code."""

from typing import Final

SENTENCES: Final = {
    "backup_base_broken": "La base est abîmée, la sauvegarde n’est pas faite : {fault}",
    "backup_broken": "Cette sauvegarde est incomplète ou abîmée. Rien n’a été changé.",
    "backup_exists": "{file} existe déjà. Choisissez un autre nom.",
    "backup_newer": "Cette sauvegarde vient d’une version plus récente ({revision}). "
    "Installez cette version d’abord.",
    "bad_database_url": "Cette adresse de base est illisible. Exemple : "
    "postgresql+psycopg://utilisateur@serveur/base",
    "base_there": "Il y a déjà une base ici. Choisissez un autre dossier.",
    "copy_differs": "La copie diffère ({what}). Rien n’a été gardé dans la base d’arrivée.",
    "folder_missing": "Le dossier {folder} n’existe pas.",
    "jobs_running": "« esat jobs » travaille sur cette base. Arrêtez-le, attendez une minute.",
    "not_a_backup": "Ce fichier n’est pas une sauvegarde d’ESAT Atelier. Rien n’a été changé.",
    "restore_over": "Il y a déjà des données ici. Pour les remplacer : --force "
    "(les anciennes sont gardées à côté).",
    "tables_unknown": "La base contient des tables d’un module qui n’est pas chargé : {names}. "
    "Ajoutez-le à ESAT_MODULES.",
    "target_not_empty": "La base d’arrivée contient déjà des données. Choisissez-en une vide.",
}
