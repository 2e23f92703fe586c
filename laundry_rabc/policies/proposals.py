"""The rules as the house finds them on its first day, each with where it comes from. The switches
are off: a house that has entered no proof yet must be able to work.
"""

from typing import Final

from esat.rulebook.proposals import SWITCH, Proposal, by_code

PLAN: Final = "Plan de contrôle proposé, "

PROPOSALS: Final = (
    Proposal(
        "qualified_wash", "Linge sensible ou à précautions : programme qualifié exigé", "0", SWITCH,
        PLAN + "LAV-12",
    ),
    Proposal(
        "qualified_accept", "Un responsable peut laisser partir quand même, avec sa raison", "1",
        SWITCH, "Proposition",
    ),
    Proposal(
        "qualified_months", "Qualification d’un programme : valable", "12", "mois",
        PLAN + "LAV-12", 1, 60,
    ),
    Proposal(
        "qualified_notice", "Qualification : prévenir avant la fin", "30", "j",
        PLAN + "LAV-12", 0, 365,
    ),
    Proposal(
        "calibration_months", "Étalonnage d’un instrument : valable", "12", "mois",
        "Proposition", 1, 60,
    ),
    Proposal(
        "calibration_notice", "Étalonnage : prévenir avant la fin", "30", "j",
        "Proposition", 0, 365,
    ),
    Proposal(
        "signing_post", "Point critique : habilitation exigée pour signer", "0", SWITCH,
        "Proposition",
    ),
    Proposal(
        "authorised_months", "Habilitation à un poste : valable", "24", "mois",
        "Proposition", 1, 120,
    ),
    Proposal(
        "authorised_notice", "Habilitation : prévenir avant la fin", "30", "j",
        "Proposition", 0, 365,
    ),
    Proposal("old_alert", "Alerte : à fermer sous", "7", "j", "Proposition", 0, 365),
    Proposal("old_action", "Action : à fermer sous", "3", "j", "Proposition", 0, 365),
    Proposal(
        "old_investigation", "Recherche de cause : à fermer sous", "14", "j", "Proposition",
        0, 365,
    ),
    Proposal("drill_every", "Exercice de rappel : au moins tous les", "12", "mois",
             "Usage du métier : une fois par an", 1, 60),
    Proposal("drill_window", "Exercice de rappel : livraisons tirées au sort sur", "6", "mois",
             "Proposition", 1, 60),
    Proposal(
        "not_measured_holds", "Point critique d’un lavage non mesuré : le linge attend sa preuve",
        "0", SWITCH, PLAN + "LAV-02",
    ),
    Proposal("proof_code_minutes", "Code d’une fiche d’hygiène : valable", "15", "min",
             "Proposition", 5, 60),
    Proposal("proof_code_tries", "Code d’une fiche d’hygiène : essais permis", "5", "essai",
             "Proposition", 1, 10),
    Proposal("proof_code_daily", "Code d’une fiche d’hygiène : envois permis en 24 heures", "5",
             "envoi", "Proposition", 1, 20),
    Proposal("proof_open_minutes", "Fiche d’hygiène : reste ouverte au client", "30", "min",
             "Proposition", 5, 240),
)  # fmt: skip
BY_CODE: Final = by_code(PROPOSALS)
