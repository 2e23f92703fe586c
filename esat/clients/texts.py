"""The French sentences of clients, by code."""

SENTENCES: dict[str, str] = {
    "client_unknown": "Ce client n’existe pas. Cherchez-le par son nom ou sa ville.",
    "contact_unknown": "Ce contact n’existe plus. Revenez à la fiche du client.",
    "site_unknown": "Ce lieu n’existe plus. Revenez à la fiche du client.",
    "client_archived": "« {name} » est archivé. Reprenez la fiche avant de la modifier.",
    "client_not_archived": "« {name} » n’est pas archivé.",
    "client_has_open_orders": "« {name} » a des commandes ouvertes. Terminez-les d’abord.",
    "client_code_known": "Ce code client est déjà celui de « {name} ». Changez le code.",
    "client_siret_known": "Ce SIRET est déjà celui de « {name} ». Est-ce un autre client ?",
    "client_known": "« {name} » existe déjà dans cette ville. Est-ce un autre client ?",
    "client_siren_form": "Un SIREN a neuf chiffres.",
    "client_siren_key": "Ce n’est pas un SIREN. Vérifiez les chiffres.",
    "client_siret_form": "Un SIRET a quatorze chiffres.",
    "client_siret_key": "Ce n’est pas un SIRET. Vérifiez les chiffres.",
    "client_siret_zeros": "Quatorze zéros ne sont pas un SIRET. Laissez vide.",
    "client_siret_other_siren": "Ce SIRET ne commence pas par le SIREN.",
    "client_postcode_form": "Un code postal a cinq chiffres.",
    "client_email_form": "Écrivez une adresse, par exemple nom@exemple.fr.",
    "client_phone_form": "Écrivez un numéro, par exemple 04 73 42 63 63.",
}
