"""Proposals for the laboratory's samples: linen, surfaces, hands, air."""

from typing import Final

from laundry_rabc.plan.seeds.shape import AIR, CONTACT, Seed

SEEDS: Final = (
    Seed(
        code="HYG-01", kind="CP", label="Linge fini : flore totale",
        question="Combien de colonies sur le linge fini ?",
        step="Linge fini", zone="clean", direction="upper", frequency="quarter", who="Lab Q",
        unit="UFC", surface="25", method=CONTACT, target=("", "5"), alert=("", "12"),
        forbidden="Germe pathogène", plausible=("0", "300"), times=10,
        source=(
            "12 UFC/25 cm² : NF G 07-172 (abrogée), guide hospitalier (S). Cible 5 UFC/25 cm² : "
            "Walter et Schillinger (S→I). Dix boîtes par trimestre : proposition."
        ),
        mark="S",
        on_alert="Regarder les derniers résultats ensemble. Prélever de nouveau le mois suivant.",
        on_action=(
            "Trouver les lots concernés. Chercher la cause : lavage, séchage, mains, chariots, "
            "stock. Prélever de nouveau au moins dix boîtes. Prévenir le client."
        ),
        holds_lots=True, pictogram="clipboard-data",
    ),
    Seed(
        code="HYG-02", kind="CP", label="Surfaces propres qui touchent le linge",
        question="Combien de colonies sur cette surface ?",
        step="Surfaces", zone="clean", direction="upper", frequency="quarter", who="Lab Q",
        unit="UFC", surface="25", method=CONTACT, target=("", "12"), alert=("", "25"),
        plausible=("0", "300"),
        source="Proposition : tables, plieuse, chariots, étagères.",
        on_alert="Nettoyer et désinfecter. Regarder le plan de nettoyage.",
        on_action="Nettoyer et désinfecter. Prélever de nouveau avant de conclure.",
        pictogram="table",
    ),
    Seed(
        code="HYG-03", kind="CP", label="Mains en zone propre",
        question="Combien de colonies sur la boîte de contact ?",
        step="Personnel", zone="clean", direction="upper", frequency="quarter", who="Lab Q",
        unit="UFC", surface="25", method=CONTACT, target=("", "8"), alert=("", "25"),
        plausible=("0", "300"), times=5,
        source=(
            "0 à 30 UFC/100 cm² sur des mains désinfectées : presse (S→I pour la cible). Alerte, "
            "action, cinq personnes par trimestre : proposition."
        ),
        on_alert="Montrer de nouveau le lavage des mains, à toute l’équipe.",
        on_action=(
            "Accompagner la personne au lavage des mains, jamais de sanction. "
            "Vérifier savon et solution. Refaire le prélèvement."
        ),
        pictogram="hand-index-thumb",
    ),
    Seed(
        code="HYG-04", kind="CP", label="Air de la zone propre",
        question="Combien de colonies par mètre cube d’air ?",
        step="Air", zone="clean", direction="upper", frequency="year", who="Lab",
        unit="UFC/m³", method=AIR, target=("", "200"), alert=("", "500"), plausible=("0", "5000"),
        source=(
            "Proposition. À mesurer seulement si la ventilation est une mesure de maîtrise : "
            "hygiénistes hospitaliers (S)."
        ),
        on_alert="Regarder les filtres et le ménage. Prélever de nouveau.",
        on_action="Changer les filtres. Nettoyer. Vérifier le sens de l’air. Prélever de nouveau.",
        pictogram="wind",
    ),
)  # fmt: skip
