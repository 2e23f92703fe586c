"""Proposals for extraction, drying, the calender and finishing."""

from typing import Final

from laundry_rabc.plan.seeds.shape import Seed

SEEDS: Final = (
    Seed(
        code="ESS-01", kind="CP", label="Humidité après essorage",
        question="Quelle humidité reste-t-il après essorage, en % ?",
        step="Essorage", zone="barrier", direction="range", frequency="month", who="M",
        unit="%", target=("45", "55"), alert=("", "65"), plausible=("20", "120"),
        source=(
            "Environ 50 % à 1 400 tr/min : guide pour particuliers (S). Niveaux : proposition ; "
            "sous 45 % : alerte, la table n’en dit rien."
        ),
        on_alert="Vérifier la vitesse et l’équilibre de la charge.",
        on_action="Essorer de nouveau. Faire vérifier la vitesse et le balourd.",
        per_machine=True, pictogram="arrow-repeat",
    ),
    Seed(
        code="ESS-02", kind="CP", label="Attente du linge mouillé avant séchage",
        question="Depuis combien de minutes ce linge mouillé attend-il ?",
        step="Attente humide", zone="clean", direction="upper", frequency="continuous",
        who="system", unit="min", target=("", "30"), alert=("", "120"), plausible=("0", "1440"),
        forbidden="Linge resté mouillé toute la nuit",
        source="Le linge humide est fragile : fabricant (S). Les niveaux : proposition.",
        on_alert="Sécher ce linge maintenant.",
        on_action="Relaver ce linge. Chercher pourquoi il a attendu.",
        holds_lots=True, pictogram="stopwatch",
    ),
    Seed(
        code="SEC-01", kind="CP", label="Humidité à la sortie du séchage",
        question="Quelle humidité reste-t-il dans le linge séché, en % ?",
        step="Séchage", zone="clean", direction="upper", frequency="shift", who="W",
        unit="%", target=("", "8"), alert=("", "12"), forbidden="Linge humide au toucher",
        plausible=("0", "60"),
        source="Proposition. La température de l’air de sortie suit le programme.",
        on_alert="Prolonger le séchage. Mesurer de nouveau.",
        on_action="Sécher de nouveau. Ne jamais emballer du linge humide.",
        holds_lots=True, pictogram="sun",
    ),
    Seed(
        code="SEC-02", kind="PRP", label="Filtre à peluches nettoyé",
        question="Le filtre à peluches est-il nettoyé ?",
        step="Séchage", zone="clean", direction="boolean", frequency="shift", who="W",
        forbidden="Peluches accumulées : risque d’incendie",
        source="Proposition. Deux oublis de suite sont traités comme une action.",
        on_alert="Nettoyer le filtre maintenant.",
        on_action="Arrêter le séchoir. Le laisser refroidir. Nettoyer. Prévenir le moniteur.",
        misses=2, per_machine=True, pictogram="fan",
    ),
    Seed(
        code="CAL-01", kind="CP", label="Température du cylindre de la calandre",
        question="Quelle température affiche le cylindre ?",
        step="Calandre", zone="clean", direction="range", frequency="shift", who="W",
        unit="°C", target=("160", "180"), alert=("150", ""), plausible=("100", "220"),
        source=(
            "160 °C : étude citée par la presse (S). Les niveaux : proposition ; au-delà de "
            "180 °C : alerte, la table n’en dit rien."
        ),
        on_alert="Attendre que le cylindre chauffe. Relever de nouveau.",
        on_action="Arrêter de repasser. Attendre la température. Demander un dépannage.",
        per_machine=True, pictogram="thermometer-half",
    ),
    Seed(
        code="FIN-01", kind="CP", label="Temps entre le séchage et l’emballage",
        question="Depuis combien d’heures ce linge sec attend-il d’être emballé ?",
        step="Finition", zone="clean", direction="upper", frequency="continuous", who="system",
        unit="h", target=("", "8"), target_closed=False, alert=("", "12"), plausible=("0", "96"),
        source=(
            "Moins de 12 h en finition : presse professionnelle (S), repris comme niveau d’action "
            "(S→I). Cible sous 8 h : proposition."
        ),
        mark="S→I",
        on_alert="Emballer ou couvrir ce linge maintenant.",
        on_action="Ne pas livrer. Couvrir ou relaver ce linge. Chercher pourquoi il a attendu.",
        holds_lots=True, pictogram="box",
    ),
    Seed(
        code="FIN-02", kind="CP", label="Qualité visible du linge fini",
        question="Sur 50 pièces regardées, quel pourcentage est rejeté ?",
        step="Finition", zone="clean", direction="upper", frequency="day", who="W S",
        unit="%", target=("", "2"), alert=("", "5"), plausible=("0", "40"),
        source="Proposition : taches, accrocs, boutons, étiquette lisible ; 50 pièces par jour.",
        on_alert="Regarder d’où viennent les pièces rejetées. Relaver ou réparer.",
        on_action="Relaver ou réparer. Chercher la cause : programme, tri, machine.",
        pictogram="eye",
    ),
)  # fmt: skip
