"""The statements of a month as a tagged PDF, one page a worker: hours only, for the office."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from esat import config
from esat.activity.statements import words
from esat.activity.statements.anomalies import LABELS
from esat.activity.statements.figures import Closed, Counter, Statement
from esat.documents import typesetting
from esat.web import filters

PAPER: Final = "month_statement"
Sheet = tuple[Closed, int]
"""A month and its version; nought for one that is not closed."""


def pdf(sheets: Sequence[Sheet], at: datetime) -> bytes:
    """The same statements and the same moment give the same bytes. Refuses `paper_not_made`."""
    month = words.month(sheets[0][0].statement.month)
    said = {
        "house": config.current().house_name,
        "phone": "",
        "email": "",
        "number": month,
        "sheets": [_sheet(closed, version) for closed, version in sheets],
    }
    return typesetting.pdf(PAPER, said, {}, at)


def _sheet(closed: Closed, version: int) -> dict[str, Any]:
    made = closed.statement
    person = made.person
    return {
        "name": person.name,
        "payroll_id": person.payroll_id,
        "month": words.month(made.month),
        "version": f"Version {version}" if version else "Provisoire, pas encore clos",
        "facts": [
            ["Groupe", person.group],
            ["Contrat", words.contract(made)],
            ["Durée", _duration(made)],
            ["Horaires", words.timetables(made)],
        ],
        **_hours(made),
        "absences": [
            [
                words.absence(one.code, one.label),
                words.span(one.since, one.until),
                words.hours(one.minutes),
                words.days(one.half_days),
            ]
            for one in made.absences
        ],
        "apart": apart(made),
        "leave": [_counter(one) for one in made.leave],
        "open": [_explained(closed, one.code, words.anomaly(one)) for one in made.anomalies]
        + [
            f"{LABELS[note.code]} : {note.words}"
            for note in closed.notes
            if note.code not in {one.code for one in made.anomalies}
        ],
        "signed": [
            ["Moniteur", _signed(closed, "supervisor")],
            ["Bureau", _signed(closed, "office")],
        ],
    }


def _hours(made: Statement) -> dict[str, Any]:
    return {
        "due": [
            ["Heures du contrat", words.hours(made.contractual)],
            [f"Jours fériés{_holidays(made)}", words.hours(made.holiday)],
        ],
        "to_do": words.hours(made.to_do),
        "spent": [[label, words.hours(n)] for label, n in words.totals(made)],
        "beyond": words.hours(made.beyond) if made.beyond else "",
        "total": words.hours(made.to_do + made.beyond),
        "outside": words.hours(made.support_outside),
    }


def apart(made: Statement) -> list[str]:
    """What is told apart: Sundays, the 1 May, rest, long weeks, the trial."""
    told = []
    if made.sunday:
        told.append(f"Dimanche : {words.decimal_hours(made.sunday)}")
    if made.may_day:
        told.append(f"1er mai : {words.decimal_hours(made.may_day)}")
    if made.rest_owed:
        told.append(f"Repos compensateur dû : {words.decimal_hours(made.rest_owed)}")
    if made.rest_taken:
        told.append(f"Repos compensateur pris : {words.decimal_hours(made.rest_taken)}")
    told += [
        f"Semaine du {week.monday:%d/%m} : {words.hours(week.minutes)}, au-dessus de la limite"
        for week in made.weeks
        if week.above
    ]
    told += [f"Congé fini le {day:%d/%m} : le samedi compte-t-il ?" for day in made.saturdays]
    if made.trial_half_days:
        told.append(f"Absences pendant l’essai : {words.days(made.trial_half_days)}")
    return told


def _duration(made: Statement) -> str:
    person = made.person
    if not person.weekly:
        return ""
    share = f", quotité {filters.number(person.fte)}" if person.fte is not None else ""
    week = f"{words.hours(person.weekly)} par semaine{share}"
    return f"{week} (temps plein : {words.hours(person.full_time)})"


def _holidays(made: Statement) -> str:
    named = [line for line in made.days if line.holiday and line.day.weekday() < 5]
    return f" ({', '.join(f'{line.holiday} {line.day:%d/%m}' for line in named)})" if named else ""


def _counter(one: Counter) -> list[str]:
    expires = f", jusqu’au {one.expires:%d/%m/%Y}" if one.expires else ""
    carried = f"{filters.number(one.carried)}{expires}" if one.carried else "0"
    numbers = [filters.number(value) for value in (one.earned, one.taken, one.left)]
    return [one.label, *numbers, carried]


def _explained(closed: Closed, code: str, label: str) -> str:
    note = next((one for one in closed.notes if one.code == code), None)
    return f"{label}. Explication : {note.words}" if note else label


def _signed(closed: Closed, name: str) -> str:
    signed = getattr(closed, name)
    return f"{signed.who}, {filters.moment(signed.at)}" if signed else "pas encore"
