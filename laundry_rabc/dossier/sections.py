"""The parts of the dossier, in their order; pure."""

from typing import Final

SECTIONS: Final = {
    "gaps": "Ce qui manque",
    "certificate": "Certificat et périmètre",
    "team": "Équipe RABC et comptes rendus",
    "flow": "Diagramme de flux et zones",
    "hazards": "Analyse des dangers",
    "plan": "Plan de contrôle",
    "prereq": "Prérequis",
    "documents": "Documents maîtrisés",
    "checks": "Contrôles de la période",
    "cycles": "Cycles de lavage",
    "qualify": "Qualification des programmes",
    "lab": "Laboratoire",
    "instruments": "Instruments et étalonnages",
    "people": "Habilitations",
    "cases": "Alertes, actions et cas",
    "impact": "Recherches d’impact",
    "audits": "Audits, actions et revue de direction",
    "complaints": "Réclamations",
    "drills": "Exercices de rappel",
    "annex": "Annexes : données, sceau et vérification",
}


def number(section: str) -> int:
    """The number of a part."""
    return list(SECTIONS).index(section) + 1
