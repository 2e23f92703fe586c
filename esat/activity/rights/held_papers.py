"""What the office and the workshops wrote: absences, leave, months, hygiene, requests, journal."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlmodel import Session

from esat.activity.rights.held import Held, Kept, count
from esat.activity.rights.plain import plural
from esat.activity.statements import frozen
from esat.workers.absences import sealed
from esat.workers.models import Worker

Row = Mapping[str, Any]


def _reason(row: Row) -> object:
    return asdict(sealed.open_reason(row["worker_id"], row["sealed_reason"]))


def _words(row: Row) -> object:
    return asdict(sealed.open_words(row["worker_id"], row["sealed_words"]))


def _figures(row: Row) -> object:
    return sealed.open_figures(row["worker_id"], row["sealed"])


def _note(row: Row) -> object:
    return frozen.open_words(row["worker_id"], row["words"])


def _why(row: Row) -> object:
    return frozen.open_words(row["worker_id"], row["reason"])


def _month(row: Row) -> object:
    return asdict(frozen.unseal(row["worker_id"], row["month"], row["sealed"]))


_ABSENCE: Final = Kept(
    "absence", opened=(("sealed_reason", _reason), ("sealed_words", _words))
)  # fmt: skip
_LEAVE: Final = Kept("leave_figure", opened=(("sealed", _figures),))
_VERSION: Final = Kept("statement_version", opened=(("sealed", _month), ("reason", _why)))
_EVENT: Final = Kept("event")
_REQUEST: Final = Kept("rights_request")
HYGIENE: Final = (
    ("rabc_authorisation", "autorisation d’hygiène"),
    ("rabc_result", "contrôle"),
    ("rabc_check_call", "appel"),
    ("rabc_clean_done", "nettoyage"),
    ("rabc_clean_check", "contrôle de nettoyage"),
    ("rabc_hygiene_round", "tour d’hygiène"),
    ("rabc_trolley_clean", "lavage de chariot"),
    ("rabc_pump_fill", "remplissage de pompe"),
    ("rabc_pump_event", "réglage de pompe"),
    ("rabc_pump_machine", "branchement de pompe"),
    ("rabc_pest_visit", "visite contre les nuisibles"),
    ("rabc_upkeep_event", "entretien de machine"),
    ("laundry_found", "objet trouvé"),
)  # fmt: skip
"""Registers of the laundry that say who did what; they keep the number of the worker."""


def _absences(session: Session, worker: Worker) -> Iterator[str]:
    if found := count(session, _ABSENCE, worker.id or 0):
        yield f"Vos absences sont notées : {plural(found, 'ligne')}."
        yield "La raison est gardée à part.\nSeul le bureau la lit."
        yield "Vous voulez la lire ?\nLe bureau l’imprime pour vous."
    if count(session, _LEAVE, worker.id or 0):
        yield "Vos jours de congé sont comptés."


def _months(session: Session, worker: Worker) -> Iterator[str]:
    if found := count(session, _VERSION, worker.id or 0):
        yield f"{plural(found, 'relevé')} de vos heures du mois."
        yield "Un relevé dit des heures.\nIl ne dit pas d’argent."


def _hygiene(session: Session, worker: Worker) -> Iterator[str]:
    for table, word in HYGIENE:
        if found := count(session, Kept(table), worker.id or 0):
            first, *rest = word.split(" ", 1)
            yield f"{' '.join([plural(found, first), *rest])}."
    if found := count(session, _EVENT, worker.id or 0):
        yield f"Votre badge a servi {found} fois."


def _requests(session: Session, worker: Worker) -> Iterator[str]:
    if found := count(session, _REQUEST, worker.id or 0):
        yield f"Vous avez fait {plural(found, 'demande')} sur ces informations."


FAMILIES: Final = (
    Held("absences", "Vos absences et vos congés", "calendar-x", (_ABSENCE, _LEAVE), _absences),
    Held(
        "months", "Vos relevés", "file-earmark-text",
        (
            _VERSION, Kept("statement_act"),
            Kept("statement_note", opened=(("words", _note),)), Kept("month_lock"),
        ),
        _months,
    ),
    Held(
        "hygiene", "L’hygiène et le linge", "droplet",
        (*(Kept(table) for table, _ in HYGIENE), _EVENT), _hygiene,
    ),
    Held(
        "requests", "Vos demandes", "envelope",
        (
            _REQUEST, Kept("rights_answer", "request_id", "rights_request"),
            Kept("rights_words", "request_id", "rights_request"),
            Kept("archives_visa"), Kept("destruction"),
        ),
        _requests,
    ),
)  # fmt: skip
