"""The items that the house proposes, in its own words; none is validated by this ESAT yet.

Those of the laundry follow the activities of the CAP « Métiers de l’entretien des textiles »,
option A blanchisserie (arrêté du 11 décembre 2020): A1 réception et livraison, A2 entretien, A3
finition, A4 maintenance, hygiène, sécurité. The other workshops have short lists of their own.
"""

from dataclasses import dataclass
from typing import Final

CAP: Final = "CAP Métiers de l’entretien des textiles, option blanchisserie"
CAP_SOURCE: Final = "D’après l’arrêté du 11 décembre 2020 ; découpage à valider"
OWN_SOURCE: Final = "Proposition de l’atelier, à valider"
A1, A2, A3, A4 = (
    "A1 Réception et livraison des articles",
    "A2 Entretien des articles",
    "A3 Finition des articles",
    "A4 Maintenance, hygiène, sécurité",
)


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """An item before it is a row: an infinitive, so that it fits every sentence."""

    workshop: str
    chapter: str
    code: str
    label: str
    framework: str = ""
    source: str = OWN_SOURCE


def _laundry(activity: str, *pairs: tuple[str, str]) -> tuple[ProposedItem, ...]:
    chapter = activity.partition(" ")[2]
    return tuple(
        ProposedItem("laundry", chapter, f"linge-{code}", label, f"{CAP} : {activity}", CAP_SOURCE)
        for code, label in pairs
    )


def _own(
    workshop: str, chapter: str, start: str, *pairs: tuple[str, str]
) -> tuple[ProposedItem, ...]:
    return tuple(ProposedItem(workshop, chapter, f"{start}-{code}", label) for code, label in pairs)


ITEMS: Final = (
    *_laundry(
        A1,
        ("recevoir", "recevoir le linge et compter les sacs"),
        ("etiquette", "lire l’étiquette d’un sac"),
        ("preparer", "préparer une livraison"),
        ("livrer", "livrer le linge avec le bon"),
    ),
    *_laundry(
        A2,
        ("trier", "trier le linge sale par sorte"),
        ("poches", "vider les poches"),
        ("peser", "peser et remplir la machine"),
        ("programme", "choisir le programme de lavage"),
        ("vider", "vider la machine"),
    ),
    *_laundry(
        A3,
        ("secher", "sécher le linge"),
        ("calandre", "passer le linge à la calandre"),
        ("repasser", "repasser une chemise"),
        ("plier", "plier les draps et les serviettes"),
        ("controler", "trouver une tache ou un trou"),
        ("ranger", "ranger le linge propre"),
    ),
    *_laundry(
        A4,
        ("mains", "laver les mains au bon moment"),
        ("sale-propre", "séparer le linge sale et le linge propre"),
        ("filtre", "nettoyer le filtre du séchoir"),
        ("arret", "arrêter une machine en cas de danger"),
    ),
    *_own(
        "green_spaces", "Entretenir un jardin", "vert",
        ("tondre", "tondre une pelouse"),
        ("tailler", "tailler une haie"),
        ("desherber", "enlever les mauvaises herbes"),
        ("planter", "planter un arbre"),
        ("ramasser", "ramasser les feuilles"),
    ),
    *_own(
        "green_spaces", "Outils et sécurité", "vert",
        ("proteger", "mettre les protections"),
        ("plein", "faire le plein d’un outil"),
        ("ranger", "nettoyer et ranger les outils"),
    ),
    *_own(
        "bookbinding", "Faire une reliure", "reliure",
        ("coudre", "coudre les cahiers d’un livre"),
        ("coller", "coller le dos d’un livre"),
        ("presser", "mettre un livre sous presse"),
        ("couvrir", "couvrir un livre"),
        ("dorer", "dorer un titre"),
    ),
    *_own(
        "bookbinding", "Soin et contrôle", "reliure",
        ("verifier", "vérifier les pages d’un livre"),
        ("ranger", "ranger les papiers et les outils"),
    ),
    *_own(
        "subcontracting", "Préparer une commande", "atelier",
        ("trier", "trier les pièces"),
        ("assembler", "assembler des pièces"),
        ("pli", "mettre un papier sous pli"),
        ("compter", "compter et peser"),
        ("conditionner", "remplir et fermer un carton"),
        ("palette", "faire une palette"),
    ),
    *_own(
        "subcontracting", "Soin et sécurité", "atelier",
        ("controler", "trouver une pièce abîmée"),
        ("porter", "porter un carton sans danger"),
    ),
)  # fmt: skip
