"""Proposals for the rinse and the water of the washers."""

from typing import Final

from laundry_rabc.plan.seeds.shape import WATER, Seed

SEEDS: Final = (
    Seed(
        code="LAV-07", kind="CP", label="pH du dernier rinçage",
        question="Quel est le pH du dernier rinçage ?",
        step="Rinçage", zone="barrier", direction="range", frequency="week", who="S C",
        unit="pH", target=("6.5", "7.5"), alert=("6", "8.5"), plausible=("3", "12"),
        source=(
            "Un pH haut dit qu’il reste du produit : source du métier (S, pour la vaisselle). "
            "Les niveaux : proposition."
        ),
        on_alert="Mesurer de nouveau au cycle suivant. Regarder le rinçage et la neutralisation.",
        on_action="Relaver ou rincer le lot. Régler le rinçage et la neutralisation.",
        per_machine=True, holds_lots=True, pictogram="droplet",
    ),
    Seed(
        code="LAV-08", kind="CP", label="Alcalinité du rinçage au-dessus de l’eau du réseau",
        question="De combien le TAC du rinçage dépasse-t-il celui de l’eau, en °f ?",
        step="Rinçage", zone="barrier", direction="upper", frequency="month", who="C",
        unit="°f", target=("", "2"), alert=("", "5"), plausible=("0", "40"),
        source="Proposition.",
        on_alert="Mesurer de nouveau. Regarder le rinçage.",
        on_action="Régler le rinçage. Mesurer de nouveau.",
        pictogram="droplet",
    ),
    Seed(
        code="LAV-09", kind="CP", label="Chlore actif ou acide peracétique restant",
        question="Combien reste-t-il de chlore actif ou d’acide peracétique, en mg/L ?",
        step="Rinçage", zone="barrier", direction="upper", frequency="month", who="C",
        unit="mg/L", target=("", "0.5"), alert=("", "2"), plausible=("0", "50"),
        source="Proposition. Sans objet si aucun produit de blanchiment n’est utilisé.",
        on_alert="Mesurer de nouveau. Regarder la dose.",
        on_action="Régler la dose ou l’antichlore. Mesurer de nouveau.",
        pictogram="droplet",
    ),
    Seed(
        code="LAV-10", kind="CP", label="Dureté de l’eau après adoucisseur",
        question="Quelle est la dureté de l’eau adoucie, en °f ?",
        step="Eau", zone="barrier", direction="upper", frequency="week", who="M",
        unit="°f", target=("", "5"), alert=("", "10"), plausible=("0", "60"),
        source="Eau très douce de 0 à 7 °f : distributeur d’eau (S). Les niveaux : proposition.",
        on_alert="Vérifier le sel. Mesurer de nouveau.",
        on_action="Lancer une régénération. Remettre du sel. Mesurer de nouveau.",
        pictogram="water",
    ),
    Seed(
        code="LAV-11", kind="CP", label="Germes de l’eau d’arrivée, de presse ou de rinçage",
        question="Combien de germes par millilitre d’eau ?",
        step="Eau", zone="barrier", direction="upper", frequency="quarter", who="Lab",
        unit="UFC/ml", method=WATER, target=("", "100"), alert=("", "300"),
        forbidden="Coliformes", plausible=("0", "10000"),
        source=(
            "Proposition, niveaux et rythme. Le label RAL demande un examen de l’eau chaque "
            "jour (S)."
        ),
        on_alert="Prélever de nouveau. Regarder le circuit et ce qui stagne.",
        on_action="Purger et désinfecter le circuit. Prélever de nouveau avant de conclure.",
        pictogram="water",
    ),
)  # fmt: skip
