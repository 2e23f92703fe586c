"""The ten steps of the flow and the words of the editions, as they are proposed."""

from datetime import date
from typing import Final

STEPS: Final = (
    ("F01", "Collecte", "outside", "truck",
     "Les sacs sont enlevés chez le client, le propre et le sale séparés.",
     "Client, nombre de sacs, tournée, heure, signalement"),
    ("F02", "Réception et pesée", "dirty", "inbox",
     "Le linge est pesé, compté, la fermeture des sacs est regardée.",
     "Client, kilogrammes, sacs, anomalies, objets trouvés"),
    ("F03", "Tri", "dirty", "shuffle",
     "Par famille, couleur, température et salissure ; le linge contaminé reste à part, fermé.",
     "Famille, kilogrammes par famille, erreurs, objets trouvés"),
    ("F04", "Lavage", "barrier", "water",
     "La charge est faite pour une machine et un programme ; le cycle lave et essore.",
     "Lot, parts des clients, programme, température, doses, début et fin"),
    ("F05", "Déchargement côté propre", "clean", "box-arrow-right",
     "La machine s’ouvre du côté propre.", "Heure d’ouverture, par qui"),
    ("F06", "Séchage", "clean", "sun", "Le linge est séché ; les lots peuvent se mêler.",
     "Séchoir, programme, heures, lots d’origine"),
    ("F07", "Calandre et repassage", "clean", "thermometer-half",
     "Linge plat à la calandre, linge en forme repassé.", "Poste, quantité, température"),
    ("F08", "Pliage et contrôle", "clean", "eye",
     "Chaque pièce est regardée ; relavage, réparation ou réforme si besoin.",
     "Pièces bonnes et rejetées, motif"),
    ("F09", "Emballage et stock propre", "store", "box-seam",
     "Le linge est emballé au nom du client et attend, premier emballé premier livré.",
     "Commande, quantités, étiquette, place, âge"),
    ("F10", "Livraison", "outside", "send",
     "Le linge propre est remis au client.", "Bon de livraison, heure, qui reçoit, refus"),
)  # fmt: skip
DRAFT: Final = "prEN 14065:2026"
EDITION: Final = "NF EN 14065:2016"
ASSUMED: Final = "Texte de la norme non lu : à vérifier"
CONTENTS: Final = "Table des matières du projet de 2026"
EDITIONS: Final = ((EDITION, date(2016, 1, 1)), (DRAFT, date(2026, 2, 4)))
"""An edition and the day from which it may be read: only the year of the first is known."""
PRINCIPLES: Final = (
    ("principle_1", "Dangers et mesures de maîtrise"),
    ("principle_2", "Détermination des points à maîtriser"),
    ("principle_3", "Niveaux cibles et limites de tolérance"),
    ("principle_4", "Système de surveillance"),
    ("principle_5", "Actions correctives"),
    ("principle_6", "Vérification du système"),
    ("principle_7", "Documentation"),
)  # fmt: skip
WORDS: Final = {
    EDITION: (
        ("word_ccp", "Point critique", "Pratique française depuis 2018"),
        ("word_cp", "Point de maîtrise", "Guide URBH de 2011"),
        ("word_prp", "Prérequis", ASSUMED),
    ),
    DRAFT: (
        ("word_ccp", "Point critique pour la maîtrise (CCP)", CONTENTS),
        ("word_cp", "Point de contrôle (CP)", CONTENTS),
        ("word_prp", "Programme prérequis (PRP)", CONTENTS),
    ),
}  # fmt: skip
KEYS: Final = {
    "word_ccp": "Mot pour un point critique", "word_cp": "Mot pour un point de maîtrise",
    "word_prp": "Mot pour un prérequis",
} | {key: f"Principe {n}" for n, (key, _) in enumerate(PRINCIPLES, 1)}  # fmt: skip
