"""Proposals for the sorting of dirty linen."""

from typing import Final

from laundry_rabc.plan.seeds.shape import Seed

SEEDS: Final = (
    Seed(
        code="TRI-01", kind="PRP", label="Tenue de protection au tri",
        question="Chaque personne au tri porte-t-elle blouse, gants, coiffe et surchaussures ?",
        step="Tri", zone="dirty", direction="boolean", frequency="shift", who="S",
        source=(
            "Blouse, gants, coiffe, surchaussures : presse professionnelle (S). "
            "Action dès qu’il en manque, vaccinations à jour : proposition."
        ),
        on_action=(
            "Arrêter le poste. Compléter la tenue. Reprendre le tri seulement ensuite. "
            "Vérifier les stocks de gants et de coiffes."
        ),
        pictogram="person-check",
    ),
    Seed(
        code="TRI-02", kind="CP", label="Objets trouvés et objets coupants",
        question="Combien d’objets ont été trouvés dans ce linge ?",
        step="Tri", zone="dirty", direction="upper", frequency="each_lot", who="W",
        unit="objet", target=("", "0"), alert=("", ""), forbidden="Objet coupant ou piquant",
        plausible=("0", "50"),
        source="Proposition : tout objet est une alerte, tout objet coupant une action.",
        on_alert="Mettre l’objet de côté. Enregistrer un objet trouvé. Prévenir le client.",
        on_action=(
            "Ne plus toucher. Appeler le moniteur. Suivre la consigne des accidents avec objet "
            "coupant. Prévenir le client : non-conformité du client."
        ),
        pictogram="search",
    ),
    Seed(
        code="TRI-03", kind="CP", label="Erreurs de tri",
        question="Sur 50 pièces regardées, quel pourcentage est mal trié ?",
        step="Tri", zone="dirty", direction="upper", frequency="week", who="S",
        unit="%", target=("", "1"), alert=("", "3"), plausible=("0", "30"),
        source="Proposition : famille et température, 50 pièces par semaine.",
        on_alert="Montrer de nouveau le tri concerné. Regarder 50 pièces le lendemain.",
        on_action="Revoir le tri avec l’équipe. Refaire l’image affichée au poste. Recontrôler.",
        pictogram="shuffle",
    ),
)  # fmt: skip
