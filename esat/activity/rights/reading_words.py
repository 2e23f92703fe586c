"""What a line of the access log says in French: the page that was opened, by its room; pure."""

from typing import Final

_OUTCOMES: Final = {"reason_read": "A lu la raison d’une absence"}
ROOMS: Final = {
    "workers_office": "Fiche : nom, matricule, groupe",
    "memberships": "Groupe",
    "worker_contracts": "Contrat",
    "timetables": "Horaires",
    "statement": "Relevé du mois",
    "statements": "Relevés du mois",
    "group_month": "Mois, vu par le moniteur",
    "absence": "Absence",
    "leave": "Congés",
    "pictures": "Image et portrait",
    "print_give": "Badge",
    "work_authorisations": "Autorisations",
    "activity_skills": "Postes et compétences",
    "activity_training": "Formations et parcours",
    "activity_extract": "Extrait de l’année",
    "rabc_people": "Habilitations d’hygiène",
    "rights": "Droits : papier, export, demandes",
    "rights_keeping": "Conservation du dossier",
}


def what(route: str, method: str, outcome: str) -> str:
    """« Contrat », « Contrat (a écrit) »; an unknown room keeps its own name."""
    if outcome in _OUTCOMES:
        return _OUTCOMES[outcome]
    room = route.split(".", 1)[0]
    return ROOMS.get(room, route) + ("" if method == "GET" else " (a écrit)")
