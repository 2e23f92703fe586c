"""What is said of scanners when something is refused."""

TEXTS = {
    "scanner_not_enrolled": "Ce navigateur n’est pas enrôlé : il ne garde pas de vitesse. "
    "Enrôlez-le à la page Appareils.",
    "setup_retired": "Ce réglage est déjà retiré.",
    "setup_unknown": "Ce réglage n’existe pas. Choisissez dans la liste.",
}
