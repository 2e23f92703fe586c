"""Proposals for the collection and the reception of dirty linen."""

from typing import Final

from laundry_rabc.plan.seeds.shape import Seed

SEEDS: Final = (
    Seed(
        code="COL-01", kind="PRP", label="Propre et sale séparés dans le véhicule",
        question="Le linge propre et le linge sale sont-ils séparés dans le véhicule ?",
        step="Collecte", zone="outside", direction="boolean", frequency="round", who="driver",
        source="Proposition : séparation dans le temps ou par compartiment.",
        on_action=(
            "Isoler le linge propre qui a touché le sale. Le relaver. "
            "Désinfecter le compartiment du véhicule."
        ),
        holds_lots=True, pictogram="truck",
    ),
    Seed(
        code="COL-02", kind="PRP", label="Véhicule nettoyé et désinfecté",
        question="Le véhicule a-t-il été nettoyé et désinfecté ?",
        step="Collecte", zone="outside", direction="boolean", frequency="day", who="driver S",
        source="Proposition : chaque jour, et après chaque chargement de linge sale.",
        on_alert="Nettoyer et désinfecter avant le prochain chargement propre.",
        on_action=(
            "Nettoyer et désinfecter avant le prochain chargement propre. "
            "Revoir la consigne avec la personne qui conduit."
        ),
        misses=2, pictogram="bucket",
    ),
    Seed(
        code="COL-03", kind="CP", label="Poids et fermeture du sac",
        question="Combien pèse le sac ? Est-il fermé, rempli aux deux tiers au plus ?",
        step="Collecte", zone="outside", direction="upper", frequency="each_bag", who="W",
        unit="kg", target=("", "10"), alert=("", "15"), forbidden="Sac ouvert ou qui fuit",
        plausible=("0", "40"),
        source=(
            "10 kg et deux tiers : presse du métier (S). Alerte au-delà de 10 kg : repris de là "
            "(S→I). Action à 15 kg, sac ouvert : proposition."
        ),
        on_alert="Répartir le linge dans deux sacs. Le signaler à la personne du client.",
        on_action=(
            "Remettre le linge dans un sac fermé, avec des gants. Prévenir le client. "
            "Compter une non-conformité du client."
        ),
        pictogram="bag",
    ),
    Seed(
        code="REC-01", kind="CP", label="Attente du linge sale avant lavage",
        question="Depuis combien d’heures ce linge sale attend-il ?",
        step="Réception", zone="dirty", direction="upper", frequency="continuous", who="system",
        unit="h", target=("", "24"), alert=("", "48"), plausible=("0", "240"),
        source="Proposition. Premier arrivé, premier lavé : presse du métier (S).",
        on_alert="Laver ce linge avant le reste. Linge très souillé : tout de suite.",
        on_action="Laver ce linge tout de suite. Chercher pourquoi il a attendu.",
        pictogram="hourglass-split",
    ),
    Seed(
        code="REC-02", kind="CP", label="Poids reçu par client et par famille",
        question="De combien le poids reçu s’écarte-t-il du poids prévu, en % ?",
        step="Réception", zone="dirty", direction="range", frequency="each_arrival", who="W S",
        unit="%", target=("-20", "20"), alert=("-40", "40"), plausible=("-90", "200"),
        source="Proposition : écart entre le poids en kg et la prévision.",
        on_alert="Repeser. Vérifier le client et la famille de linge.",
        on_action="Repeser et recompter. Appeler le client. Noter ce qui explique l’écart.",
        pictogram="speedometer2",
    ),
    Seed(
        code="REC-03", kind="CCP", label="Linge contaminé reconnu, fermé, non trié",
        question="Le linge contaminé est-il reconnu, fermé, et resté sans tri ?",
        step="Réception", zone="dirty", direction="boolean", frequency="each_bag", who="S",
        source=(
            "Le linge infecté ne se trie pas : autorité britannique HSE (S). "
            "Action au premier sac ouvert ou trié : proposition."
        ),
        on_action=(
            "Arrêter. Mettre l’équipement de protection. Isoler le sac et ce qu’il a touché. "
            "Appeler le moniteur. Laver sans trier, au programme prévu."
        ),
        pictogram="exclamation-octagon",
    ),
)  # fmt: skip
