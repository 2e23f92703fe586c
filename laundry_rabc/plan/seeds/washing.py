"""Proposals for washing: programme, temperature and time, dose, load, qualification."""

from typing import Final

from laundry_rabc.plan.seeds.shape import Seed

SEEDS: Final = (
    Seed(
        code="LAV-01", kind="CCP", label="Programme lancé = programme demandé",
        question="Le programme lancé est-il celui que demande ce linge ?",
        step="Lavage", zone="barrier", direction="boolean", frequency="each_cycle", who="system",
        source="Proposition.",
        on_action="Bloquer le lot. Décider : relaver au bon programme. Chercher la cause.",
        holds_lots=True, pictogram="list-check",
    ),
    Seed(
        code="LAV-02", kind="CCP", label="Température tenue pendant le lavage",
        question="Quelle température le bain a-t-il tenue, et combien de minutes ?",
        step="Lavage", zone="barrier", direction="hold", frequency="each_cycle", who="system W",
        unit="°C", pairs=(("65", "10"), ("71", "3")), margins=("1", "1"), plausible=("20", "95"),
        source=(
            "65 °C 10 min ou 71 °C 3 min, plus le temps de mélange : HSE (S), repris ici comme "
            "niveau d’action (S→I). Marge de 1 °C et 1 min ; 70 °C 10 min visés : proposition."
        ),
        mark="S→I",
        on_alert="Vérifier la sonde et la consigne. Regarder la courbe du cycle suivant.",
        on_action=(
            "Retenir le lot. Le relaver. Vérifier le chauffage et la sonde. "
            "Ouvrir l’action et dire ce qui a été trouvé."
        ),
        holds_lots=True, pictogram="thermometer-high",
    ),
    Seed(
        code="LAV-03", kind="CCP", label="Lavage thermochimique : température, temps, dose",
        question="Quelle température tenue, combien de minutes, et quel écart de dose en % ?",
        step="Lavage", zone="barrier", direction="chemical", frequency="each_cycle",
        who="system W", unit="%", target=("-10", ""), alert=("-20", ""),
        pairs=(("65", "15"), ("60", "30")), margins=("1", "1"), plausible=("20", "95"),
        source=(
            "Exemples : 65 °C 15 min, liste RKI (S) ; 60 °C 30 min, fiche CTTN-FFPB (S→I). Dose "
            "à −10 et −20 % de la consigne en ml/kg, marges, action : proposition."
        ),
        on_alert="Vérifier le bidon, le tuyau et la pompe. Regarder le cycle suivant.",
        on_action="Retenir le lot. Le relaver. Vérifier la pompe et le produit. Ouvrir l’action.",
        holds_lots=True, pictogram="droplet-half",
    ),
    Seed(
        code="LAV-04", kind="CP", label="Charge de la machine",
        question="Quelle part de la capacité de la machine est chargée, en % ?",
        step="Lavage", zone="barrier", direction="range", frequency="each_cycle", who="W",
        unit="%", target=("80", "100"), alert=("", "105"), plausible=("10", "130"),
        source="Ne pas surcharger : presse du métier (S). Les niveaux : proposition.",
        on_alert="Ajuster la charge au cycle suivant.",
        on_action="Partager la charge en deux. Relaver ce qui a été lavé trop serré.",
        holds_lots=True, pictogram="basket-fill",
    ),
    Seed(
        code="LAV-05", kind="CP", label="Niveau du bain",
        question="De combien le niveau du bain s’écarte-t-il de celui du programme, en % ?",
        step="Lavage", zone="barrier", direction="range", frequency="week", who="M",
        unit="%", target=("-15", "15"), alert=("-25", "25"), plausible=("-80", "80"),
        source=(
            "Valeur du programme, souvent 4 à 5 L/kg (S→I). Écarts : proposition. "
            "À relever aussi à chaque entretien."
        ),
        on_alert="Relever une seconde fois. Prévoir le réglage à l’entretien.",
        on_action="Vérifier la vanne et le capteur de niveau. Relever après réglage.",
        per_machine=True, pictogram="water",
    ),
    Seed(
        code="LAV-06", kind="CP", label="Dosage des produits, pompes",
        question="De combien la dose mesurée s’écarte-t-elle de la consigne, en % ?",
        step="Lavage", zone="barrier", direction="range", frequency="month", who="C M",
        unit="%", target=("-10", "10"), alert=("-20", "20"), plausible=("-100", "100"),
        source="Proposition.",
        on_alert="Régler la pompe. Mesurer de nouveau.",
        on_action=(
            "Régler la pompe et mesurer de nouveau. "
            "Revoir les lots lavés depuis le dernier bon relevé."
        ),
        per_machine=True, holds_lots=True, pictogram="droplet-fill",
    ),
    Seed(
        code="LAV-12", kind="CCP", label="Qualification du programme",
        question="Combien de jours la qualification de ce programme est-elle encore valable ?",
        step="Lavage", zone="barrier", direction="lower", frequency="year", who="Q Lab",
        unit="j", target=("30", ""), alert=("0", ""), plausible=("-400", "800"),
        forbidden="Machine ou programme changé depuis la qualification",
        source=(
            "Valable 12 mois, alerte à moins de 30 jours : proposition. Efficacité de plus de "
            "5 log : référence hospitalière britannique HTM 01-04 (S→I)."
        ),
        on_alert="Prévoir la nouvelle qualification avec le laboratoire.",
        on_action="Ne plus laver de linge sensible à ce programme. Requalifier.",
        per_machine=True, pictogram="patch-check",
    ),
    Seed(
        code="LAV-13", kind="CP", label="Hygiène de la machine",
        question="Le cycle à vide désinfectant est-il fait, les joints sont-ils propres ?",
        step="Lavage", zone="barrier", direction="boolean", frequency="week", who="M",
        source="Proposition : cycle chaud à vide, joints, dépôts.",
        on_alert="Faire le cycle à vide aujourd’hui.",
        on_action=(
            "Faire le cycle à vide. Nettoyer les joints. "
            "Demander des prélèvements au tambour et aux joints."
        ),
        misses=2, per_machine=True, pictogram="recycle",
    ),
)  # fmt: skip
