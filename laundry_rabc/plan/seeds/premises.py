"""Proposals for the barrier, the trolleys, the staff and the building."""

from typing import Final

from laundry_rabc.plan.seeds.shape import Seed

SEEDS: Final = (
    Seed(
        code="ENV-01", kind="CP", label="Pression entre zone propre et zone sale",
        question="Quel écart de pression entre le propre et le sale, en Pa ?",
        step="Barrière", zone="barrier", direction="lower", frequency="day", who="S M",
        unit="Pa", target=("5", ""), alert=("0", ""), alert_closed=False,
        forbidden="Fumée qui va du côté sale vers le côté propre",
        plausible=("-30", "60"),
        source="Proposition. Relevé chaque jour, ou essai à la fumée chaque semaine.",
        on_alert="Fermer les portes. Relever de nouveau.",
        on_action=(
            "Fermer les portes. Vérifier le ventilateur. "
            "Retenir le linge propre qui est près de la porte."
        ),
        holds_lots=True, pictogram="wind",
    ),
    Seed(
        code="ENV-02", kind="CCP", label="Passage entre les zones",
        question="Personne n’est-il passé sans se changer et sans se laver les mains ?",
        step="Barrière", zone="barrier", direction="boolean", frequency="week", who="S",
        source=(
            "Portes du sas jamais ouvertes ensemble, change et mains : ESAT certifié, presse du "
            "métier (S). Vérification chaque semaine, action au premier écart : proposition."
        ),
        on_action=(
            "Retenir le linge propre exposé. Revoir le passage avec la personne. "
            "Vérifier que les portes ne s’ouvrent pas ensemble."
        ),
        holds_lots=True, pictogram="door-open",
    ),
    Seed(
        code="CHA-01", kind="PRP", label="Chariots désinfectés avant usage propre",
        question="Le chariot est-il désinfecté, et à la couleur de sa zone ?",
        step="Chariots", zone="all", direction="boolean", frequency="each_arrival", who="W",
        forbidden="Chariot sale en zone propre",
        source=(
            "Désinfection régulière des chariots : presse du métier (S). À chaque retour, une "
            "alerte par oubli, action au second : proposition."
        ),
        on_alert="Nettoyer et désinfecter le chariot avant de s’en servir.",
        on_action="Sortir le chariot. Le désinfecter. Regarder le linge qu’il portait.",
        misses=2, holds_lots=True, pictogram="minecart",
    ),
    Seed(
        code="TEN-01", kind="PRP", label="Tenue et mains en zone propre",
        question="Tenue propre du jour, cheveux couverts, sans bijou, mains lavées ?",
        step="Personnel", zone="clean", direction="boolean", frequency="shift", who="S",
        forbidden="Entrée en zone propre en tenue de la zone sale",
        source=(
            "Tenue propre chaque jour : presse (S). Cheveux, bijoux, mains ; rappel, puis action "
            "au second : proposition."
        ),
        on_alert="Rappeler la consigne, calmement, et compléter la tenue.",
        on_action="Faire changer la tenue et laver les mains. Accompagner, sans sanction.",
        misses=2, pictogram="person-check",
    ),
    Seed(
        code="NUI-01", kind="PRP", label="Nuisibles",
        question="Combien de traces de rongeurs ou d’insectes ont été trouvées ?",
        step="Bâtiment", zone="all", direction="upper", frequency="month", who="M",
        unit="trace", target=("", "0"), alert=("", ""), forbidden="Trace près du linge propre",
        plausible=("0", "100"),
        source="Proposition. Visite mensuelle du prestataire ; portes fermées.",
        on_alert="Demander un passage du prestataire. Regarder si le nombre augmente.",
        on_action="Faire traiter. Regarder et relaver le linge exposé.",
        holds_lots=True, pictogram="bounding-box",
    ),
)  # fmt: skip
