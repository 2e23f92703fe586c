"""The French sentences of posts and authorisations, by code."""

TEXTS: dict[str, str] = {
    "authorisation_of_oneself": "On ne s’habilite pas soi-même. Demandez à une autre personne.",
    "authorisation_none": "Il n’y a pas d’habilitation à retirer.",
    "signing_not_authorised": (
        "Ce point critique demande une habilitation. Demandez au responsable RABC."
    ),
    "signing_expired": "Votre habilitation est expirée. Demandez au responsable RABC.",
}
