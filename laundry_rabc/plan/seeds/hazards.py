"""The hazards proposed on the first day, by family, with the checkpoints that watch them."""

from typing import Final, NamedTuple


class HazardSeed(NamedTuple):
    """A hazard as it is proposed; severity and likelihood from 1 to 5."""

    code: str
    family: str
    label: str
    examples: str
    step: str
    severity: int
    likelihood: int
    measure: str
    points: str
    source: str = "Proposition, à coter par l’équipe RABC"


BIOLOGICAL: Final = "Micro-organismes"
PROCESS: Final = "Procédé"
AFTER: Final = "Recontamination"
OBJECTS: Final = "Corps étrangers"
MIXED: Final = "Mélange"
PLANT: Final = "Tous"

HAZARDS: Final = (
    HazardSeed(
        "DAN-01", BIOLOGICAL, "Bactéries végétatives",
        "Staphylocoque doré, entérobactéries, E. coli", "Lavage", 4, 3,
        "Température tenue assez longtemps, ou lavage thermochimique qualifié.",
        "LAV-01 LAV-02 LAV-03 LAV-12 HYG-01",
    ),
    HazardSeed(
        "DAN-02", BIOLOGICAL, "Bactéries sporulées",
        "Bacillus cereus, Clostridioides difficile", "Lavage", 5, 2,
        "Le lavage courant ne les détruit pas : consigne spéciale, aucune mention de désinfection.",
        "REC-03 LAV-01 LAV-12",
    ),
    HazardSeed(
        "DAN-03", BIOLOGICAL, "Virus", "Norovirus, hépatites, coronavirus", "Lavage", 4, 2,
        "Linge contaminé fermé et non trié, température tenue, protection au tri.",
        "REC-03 TRI-01 LAV-02 LAV-03",
    ),
    HazardSeed(
        "DAN-04", BIOLOGICAL, "Champignons et moisissures", "Candida, spores de moisissure",
        "Stock propre", 3, 3, "Linge bien séché, stock sec, emballage fermé.",
        "ESS-02 SEC-01 STO-01 STO-02",
    ),
    HazardSeed(
        "DAN-05", BIOLOGICAL, "Parasites et teignes", "Gale, teigne", "Réception", 3, 2,
        "Linge signalé, isolé le temps voulu, lavé chaud.", "REC-03 LAV-02",
    ),
    HazardSeed(
        "DAN-06", AFTER, "Recontamination par les mains et les chariots",
        "Mains, tenue, chariot revenu du sale", "Finition", 4, 4,
        "Mains lavées, tenue propre, chariots désinfectés et marqués par zone.",
        "TEN-01 CHA-01 HYG-02 HYG-03 ENV-02",
    ),
    HazardSeed(
        "DAN-07", AFTER, "Recontamination par l’eau et la machine",
        "Eau de rinçage ou de presse, biofilm", "Rinçage", 4, 3,
        "Cycle à vide désinfectant, eau analysée, joints nettoyés.", "LAV-11 LAV-13 LAV-10",
    ),
    HazardSeed(
        "DAN-08", AFTER, "Poussière sur le linge stocké", "Linge propre découvert ou ancien",
        "Stock propre", 4, 3, "Linge emballé vite, couvert, livré dans l’ordre d’arrivée.",
        "FIN-01 STO-01 STO-02 HYG-04 ENV-01 NUI-01",
    ),
    HazardSeed(
        "DAN-09", PROCESS, "Lavage insuffisant",
        "Mauvais programme, sous-dosage, surcharge, température basse", "Lavage", 5, 3,
        "Programme imposé, température mesurée, doses et charge relevées.",
        "LAV-01 LAV-02 LAV-03 LAV-04 LAV-05 LAV-06",
    ),
    HazardSeed(
        "DAN-10", PROCESS, "Restes de produits dans le linge", "Rinçage incomplet, pH, chlore",
        "Rinçage", 2, 3, "Rinçage réglé et contrôlé.", "LAV-07 LAV-08 LAV-09",
    ),
    HazardSeed(
        "DAN-11", MIXED, "Croisement du propre et du sale", "Porte ouverte, véhicule, chariot",
        "Barrière", 5, 3, "Marche en avant, sas, véhicule séparé, couleurs par zone.",
        "COL-01 COL-02 CHA-01 ENV-01 ENV-02",
    ),
    HazardSeed(
        "DAN-12", MIXED, "Linge rendu à un autre client ou résident", "Étiquette, tri, emballage",
        "Finition", 2, 3, "Étiquettes lues à l’emballage, tri contrôlé.", "TRI-03 FIN-02 REC-02",
    ),
    HazardSeed(
        "DAN-13", OBJECTS, "Objets coupants ou piquants", "Aiguille, lame, broche", "Tri", 5, 2,
        "Gants, tri à plat, consigne d’accident, client prévenu.", "TRI-01 TRI-02",
    ),
    HazardSeed(
        "DAN-14", OBJECTS, "Objets oubliés dans le linge",
        "Stylo, prothèse, appareil auditif, médicament", "Tri", 2, 4,
        "Poches regardées, objet enregistré et rendu.", "TRI-02",
    ),
)  # fmt: skip
