"""Proposals for the clean store."""

from typing import Final

from laundry_rabc.plan.seeds.shape import Seed

SEEDS: Final = (
    Seed(
        code="STO-01", kind="CP", label="Humidité du stock propre",
        question="Quelle est l’humidité de l’air du stock, en % ?",
        step="Stock propre", zone="store", direction="upper", frequency="day", who="W",
        unit="%", target=("", "60"), alert=("", "70"), forbidden="Condensation",
        plausible=("10", "100"),
        source="Proposition. La température est au point STO-01-T.",
        on_alert="Aérer ou lancer le déshumidificateur. Relever de nouveau.",
        on_action="Déshumidifier. Regarder le linge. Relaver ce qui est humide.",
        holds_lots=True, pictogram="cloud-rain",
    ),
    Seed(
        code="STO-01-T", kind="CP", label="Température du stock propre",
        question="Quelle est la température du stock ?",
        step="Stock propre", zone="store", direction="range", frequency="day", who="W",
        unit="°C", target=("18", "25"), alert=("", ""), plausible=("0", "45"),
        source="Proposition, seconde mesure de STO-01 : hors de 18 à 25 °C, alerte ; pas d’action.",
        on_alert="Fermer les portes, régler le chauffage. Relever de nouveau.",
        on_action="Fermer les portes, régler le chauffage. Relever de nouveau.",
        pictogram="thermometer-half",
    ),
    Seed(
        code="STO-02", kind="CP", label="Âge du linge emballé",
        question="Depuis combien de jours ce linge emballé attend-il ?",
        step="Stock propre", zone="store", direction="upper", frequency="continuous",
        who="system", unit="j", target=("", "14"), alert=("", "30"),
        forbidden="Emballage déchiré", plausible=("0", "365"),
        source="Proposition. Premier emballé, premier livré.",
        on_alert="Livrer ce linge en premier.",
        on_action="Relaver ce linge avant de le livrer.",
        holds_lots=True, pictogram="box-seam",
    ),
)  # fmt: skip
