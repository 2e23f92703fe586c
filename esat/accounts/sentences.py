"""What accounts say when they refuse: one idea each, and what to do next."""

SENTENCES = {
    "sign_in_refused": "Identifiant ou mot de passe refusé. Après 5 erreurs, le compte se bloque "
    "15 minutes.",
    "code_refused": "Ce code n’est pas le bon. Attendez le suivant et tapez-le.",
    "badge_refused": "Badge ou code refusé. Recommencez, ou entrez par mot de passe.",
    "pin_closed": "Trois codes faux : le badge est fermé. Entrez par mot de passe pour le rouvrir.",
    "badge_not_for_role": "Votre rôle demande un mot de passe. Entrez par mot de passe.",
    "badge_other_workshop": "Cette tablette est d’un autre atelier. Entrez par mot de passe.",
    "not_enrolled": "Cet appareil n’est pas enrôlé. Entrez par mot de passe.",
    "bad_token": "Ce jeton d’appareil n’est pas reconnu. Enrôlez l’appareil à nouveau.",
    "finish_sign_in": "Votre connexion n’est pas finie. Terminez-la dans le navigateur.",
    "read_only": "Votre compte permet de lire, pas d’écrire.",
    "not_yourself": "Vous ne pouvez pas fermer votre propre compte. Demandez à un collègue.",
    "last_administrator": "C’est le dernier administrateur. Nommez-en un autre avant.",
    "station_has_devices": "Un appareil est encore à ce poste. Déplacez-le ou révoquez-le avant.",
    "device_revoked": "Cet appareil est révoqué. Enrôlez-le à nouveau.",
    "unknown_station": "Ce poste n’existe pas ou est fermé : {code}. Choisissez dans la liste.",
    "unknown_account": "Aucun compte ne porte cet identifiant : {login}.",
    "second_factor_set": "Le second facteur est déjà en place. Un administrateur peut le retirer.",
    "second_factor_unset": "Mettez d’abord en place le second facteur.",
}
