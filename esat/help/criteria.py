"""What was checked for the declaration of accessibility, and what came of it; kept by hand."""

from dataclasses import dataclass
from datetime import date

CHECKED_ON = date(2026, 11, 23)
TOOLS = (
    "axe-core dans Chromium, sur chaque page : règles WCAG 2.0, 2.1 et 2.2, niveaux A et AA",
    "le clavier seul, sans souris, au comptoir",
    "chaque page dans une fenêtre de téléphone, large de 390 points",
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A theme of RGAA 4.1, how it was looked at, and the verdict in plain words."""

    theme: str
    how: str
    verdict: str
    meaning: str = "ok"


CRITERIA = (
    Criterion("Images", "À la main", "Les pictogrammes sont toujours à côté d’un mot."),
    Criterion("Cadres", "Automatique", "Sans objet : aucun cadre.", "plain"),
    Criterion(
        "Couleurs",
        "Automatique et à la main",
        "Contraste mesuré. La couleur ne parle jamais seule : il y a une forme et un mot.",
    ),
    Criterion("Multimédia", "À la main", "Sans objet : ni film ni enregistrement.", "plain"),
    Criterion("Tableaux", "Automatique", "Chaque tableau a un titre et des en-têtes."),
    Criterion("Liens", "Automatique et à la main", "Chaque lien a un nom et mène quelque part."),
    Criterion(
        "Scripts",
        "À la main",
        "Le résultat d’un scan est annoncé. Pas encore essayé avec NVDA ni VoiceOver.",
        "question",
    ),
    Criterion("Éléments obligatoires", "Automatique", "La langue et le titre sont donnés."),
    Criterion("Structure", "Automatique", "Titres et régions sont en place."),
    Criterion("Présentation", "Automatique", "Aucune page ne défile de côté sur un téléphone."),
    Criterion("Formulaires", "Automatique", "Chaque champ a son nom et son erreur en mots."),
    Criterion(
        "Navigation",
        "Automatique et à la main",
        "Le comptoir se tient au clavier seul. Les autres pages restent à essayer ainsi.",
        "question",
    ),
    Criterion(
        "Consultation",
        "À la main",
        "La connexion se ferme après un temps. Les documents PDF ne sont pas encore vérifiés.",
        "question",
    ),
)
