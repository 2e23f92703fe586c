"""What a month leaves open, each with its days: named for the office, never put right by itself."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from esat.activity.statements.days import Day
from esat.activity.statements.figures import Anomaly, Given
from esat.workers.contracts import calendar

LABELS: Final = {
    "not_recorded": "Présence non saisie",
    "no_reason": "Absence sans motif",
    "reason_and_present": "Absence codée, mais présence saisie",
    "overlap": "Deux affectations en même temps",
    "sunday": "Dimanche sans accord préalable",
    "may_day": "1er mai sans accord préalable",
    "no_timetable": "Aucun horaire",
    "no_contract": "Contrat manquant",
    "no_payroll_id": "Matricule de paie manquant",
    "two_jobs": "Total avec un autre employeur au-dessus de la limite",
    "not_validated": "Pas encore validé par le moniteur",
}
OFFICE_ONLY: Final = frozenset(
    {"no_reason", "reason_and_present", "no_contract", "no_payroll_id", "two_jobs"}
)
"""Those that a supervisor is not shown: they are not his to settle, nor to know."""
_SUNDAY = 6


def found(given: Given, days: Sequence[Day]) -> tuple[Anomaly, ...]:
    """What stays open, in the order of `LABELS`."""
    past = [day for day in days if given.rules.due(day.day)]
    person = given.person
    total = person.weekly + person.elsewhere
    alone = [day.day for day in days if _not_agreed(day, given.agreements)]
    by_days = (
        _on("not_recorded", (d.day for d in past if d.unrecorded)),
        _on("no_reason", (d.day for d in past if any(one.reason is None for one in d.taken))),
        _on("reason_and_present", (d.day for d in days if d.surplus)),
        _on("overlap", (d.day for d in days if d.unsettled)),
        _on("sunday", (one for one in alone if one.weekday() == _SUNDAY)),
        _on("may_day", (one for one in alone if one.weekday() != _SUNDAY)),
    )
    lasting = (
        Anomaly("no_timetable") if not person.has_timetable else None,
        Anomaly("no_contract") if not person.has_contract else None,
        Anomaly("no_payroll_id") if not person.payroll_id else None,
        Anomaly("two_jobs", (), str(total))
        if person.elsewhere and total > given.rules.two_jobs_limit
        else None,
    )
    return tuple(one for one in (*by_days, *lasting) if one is not None)


def _on(code: str, days: Iterable[date]) -> Anomaly | None:
    named = tuple(days)
    return Anomaly(code, named) if named else None


def _not_agreed(day: Day, agreements: frozenset[date]) -> bool:
    """Somebody was there on a Sunday or the first of May, and had not agreed to it before."""
    return calendar.is_sunday(day.day) and day.present > 0 and day.day not in agreements
