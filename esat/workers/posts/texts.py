"""The French sentences of posts and authorisations, by code."""

SENTENCES: dict[str, str] = {
    "post_unknown": "Ce poste n’existe pas. Revenez à la liste des postes.",
    "post_choice": "Choisissez dans la liste.",
    "post_label_known": "Un poste de cet atelier s’appelle déjà ainsi. Changez le nom.",
    "authorisation_choice": "Choisissez « autorisé » ou « non autorisé ».",
    "authorisation_dates": "La fin vient après le début. Corrigez la date.",
    "post_not_allowed": "Poste non autorisé. Choisissez un autre poste.",
    "authorisation_expired": "Autorisation expirée. Choisissez un autre poste.",
    "authorisation_missing": "Ce poste demande une autorisation. Choisissez un autre poste.",
}
