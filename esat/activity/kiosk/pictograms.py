"""The pictures to choose one's own from: pleasant things, told apart at a glance, each with a
name that can be spoken; none of them has a meaning elsewhere on the screens of the floor.
"""

from typing import Final

CHOICES: Final[dict[str, str]] = {
    "sun": "Soleil",
    "moon-stars": "Lune",
    "star": "Étoile",
    "snow": "Flocon",
    "umbrella": "Parapluie",
    "tree": "Arbre",
    "flower1": "Marguerite",
    "flower2": "Fleur",
    "leaf": "Feuille",
    "feather": "Plume",
    "bug": "Scarabée",
    "bicycle": "Vélo",
    "scooter": "Trottinette",
    "car-front": "Voiture",
    "bus-front": "Bus",
    "train-front": "Train",
    "airplane": "Avion",
    "rocket": "Fusée",
    "balloon": "Ballon",
    "gift": "Cadeau",
    "cake2": "Gâteau",
    "cup-hot": "Café",
    "cup-straw": "Boisson",
    "egg-fried": "Œuf",
    "music-note-beamed": "Musique",
    "headphones": "Casque",
    "boombox": "Radio",
    "controller": "Manette",
    "dice-5": "Dé",
    "puzzle": "Puzzle",
    "palette": "Peinture",
    "brush": "Pinceau",
    "book": "Livre",
    "globe": "Globe",
    "trophy": "Coupe",
    "gem": "Diamant",
    "heart": "Cœur",
    "house-heart": "Maison",
    "key": "Clé",
    "lamp": "Lampe",
    "lightbulb": "Ampoule",
    "bell": "Cloche",
    "backpack": "Sac à dos",
    "robot": "Robot",
}


def free(taken: frozenset[str]) -> tuple[str, ...]:
    """Those that nobody of the group has; all of them once each is taken."""
    left = tuple(name for name in CHOICES if name not in taken)
    return left or tuple(CHOICES)
