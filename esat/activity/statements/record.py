"""A month as a flat record: the fields that files and payroll take, and how two versions differ."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from esat import clock
from esat.activity.statements import words
from esat.activity.statements.figures import Closed, Statement
from esat.workers import activities

TEXT, DAY, HOURS, NUMBER = "text", "day", "hours", "number"
Value = str | date | int | Decimal | None
"""Hours are kept as whole minutes."""
HOURS_OF, DAYS_OF = "abs_h:", "abs_d:"
"""A field for each reason of absence: its hours, its days."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its code, its French name, its kind, how it is read."""

    code: str
    label: str
    kind: str
    read: Callable[[Closed], Value]


def _of(name: str) -> Callable[[Closed], Value]:
    return lambda closed: getattr(closed.statement, name)


def _person(name: str) -> Callable[[Closed], Value]:
    return lambda closed: getattr(closed.statement.person, name)


def _column(code: str) -> Callable[[Closed], Value]:
    return lambda closed: closed.statement.column(code)


def _absences(*, paid: bool | None) -> Callable[[Closed], Value]:
    def read(closed: Closed) -> Value:
        lines = closed.statement.absences
        kept = [one for one in lines if (None if not one.code else one.paid) is paid]
        return sum(one.minutes for one in kept)

    return read


def _leave(name: str) -> Callable[[Closed], Value]:
    def read(closed: Closed) -> Value:
        annual = next(iter(closed.statement.leave), None)
        value: Value = getattr(annual, name) if annual else None
        return value

    return read


def _signed(name: str) -> Callable[[Closed], Value]:
    def read(closed: Closed) -> Value:
        signed = getattr(closed, name)
        return clock.local(signed.at).date() if signed else None

    return read


def _told(closed: Closed) -> str:
    """« CP du 05/11 au 06/11 14 h (2 jours) »."""
    return " ; ".join(
        f"{words.absence(one.code, one.label)} {words.span(one.since, one.until)}"
        f" {words.hours(one.minutes)} ({words.days(one.half_days)})"
        for one in closed.statement.absences
    )


def _open(closed: Closed) -> str:
    return " ; ".join(words.anomaly(one) for one in closed.statement.anomalies)


def _trial(closed: Closed) -> Decimal:
    return Decimal(closed.statement.trial_half_days) / 2


def _above(closed: Closed) -> str:
    above = [week for week in closed.statement.weeks if week.above]
    return " ; ".join(
        f"semaine du {one.monday:%d/%m} : {words.hours(one.minutes)}" for one in above
    )


FIELDS: Final = (
    Field("period", "Période", TEXT, lambda closed: f"{closed.statement.month:%Y-%m}"),
    Field("payroll_id", "Matricule", TEXT, _person("payroll_id")),
    Field("name", "Nom et prénom", TEXT, _person("name")),
    Field("group", "Groupe", TEXT, _person("group")),
    Field("contract", "Contrat", TEXT, lambda closed: words.contract(closed.statement)),
    Field("contract_since", "Début du contrat", DAY, _person("contract_since")),
    Field("contract_until", "Fin du contrat", DAY, _person("contract_until")),
    Field("full_time", "Temps plein par semaine", HOURS, _person("full_time")),
    Field("weekly", "Heures du contrat par semaine", HOURS, _person("weekly")),
    Field("fte", "Quotité", NUMBER, _person("fte")),
    Field("timetable", "Horaires", TEXT, lambda closed: words.timetables(closed.statement)),
    Field("contractual", "Heures du contrat", HOURS, _of("contractual")),
    Field("holiday", "Jours fériés", HOURS, _of("holiday")),
    Field("to_do", "Heures à faire", HOURS, _of("to_do")),
    *(Field(code, label, HOURS, _column(code)) for code, label in words.SPENT.items()),
    Field("support_outside", activities.COLUMNS["support_outside"], HOURS, _of("support_outside")),
    Field("paid", "Absences payées", HOURS, _absences(paid=True)),
    Field("unpaid", "Absences non payées", HOURS, _absences(paid=False)),
    Field("no_reason", "Absences sans motif", HOURS, _absences(paid=None)),
    Field("absences", "Détail des absences", TEXT, _told),
    Field("late", "Retards", HOURS, _of("late")),
    Field("early", "Départs avant l’heure", HOURS, _of("early")),
    Field("not_said", "Présence sans activité dite", HOURS, _of("not_said")),
    Field("unrecorded", "Non saisi", HOURS, _of("unrecorded")),
    Field("beyond", "Hors horaire prévu", HOURS, _of("beyond")),
    Field("sunday", "Dimanche", HOURS, _of("sunday")),
    Field("may_day", "1er mai", HOURS, _of("may_day")),
    Field("rest_owed", "Repos compensateur dû", HOURS, _of("rest_owed")),
    Field("rest_taken", "Repos compensateur pris", HOURS, _of("rest_taken")),
    Field("weeks", "Semaines au-dessus de la limite", TEXT, _above),
    Field("leave_earned", "Congés gagnés", NUMBER, _leave("earned")),
    Field("leave_taken", "Congés pris", NUMBER, _leave("taken")),
    Field("leave_left", "Congés restants", NUMBER, _leave("left")),
    Field("leave_carried", "Congés reportés", NUMBER, _leave("carried")),
    Field("leave_expires", "Congés reportés jusqu’au", DAY, _leave("expires")),
    Field("trial", "Jours d’absence pendant l’essai", NUMBER, _trial),
    Field("anomalies", "Points laissés ouverts", TEXT, _open),
    Field("supervisor", "Validé par le moniteur le", DAY, _signed("supervisor")),
    Field("office", "Validé par le bureau le", DAY, _signed("office")),
)
BY_CODE: Final = {one.code: one for one in FIELDS}
_UNTOLD: Final = frozenset({"supervisor", "office", "anomalies"})


def of_kinds(kinds: Iterable[tuple[str, str]]) -> list[Field]:
    """Two fields for each reason: its hours and its days."""
    found = []
    for code, label in kinds:
        found.append(Field(HOURS_OF + code, f"{label} (heures)", HOURS, _kind(code, _minutes)))
        found.append(Field(DAYS_OF + code, f"{label} (jours)", NUMBER, _kind(code, _days)))
    return found


def differences(before: Closed, after: Closed) -> list[tuple[str, str, str]]:
    """Each field that changed, as it was and as it is; then each day."""
    told = [one for one in FIELDS if one.code not in _UNTOLD]
    rows = [(one.label, said(one, before), said(one, after)) for one in told]
    days = _day_words(before.statement), _day_words(after.statement)
    rows += [
        (f"{day:%d/%m/%Y}", days[0].get(day, "—"), days[1].get(day, "—"))
        for day in sorted({*days[0], *days[1]})
    ]
    return [row for row in rows if row[1] != row[2]]


def said(field: Field, closed: Closed) -> str:
    """The value of a field in French."""
    value = field.read(closed)
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if field.kind == HOURS and isinstance(value, int):
        return words.hours(value)
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def _kind(code: str, count: Callable[[Statement, str], Value]) -> Callable[[Closed], Value]:
    return lambda closed: count(closed.statement, code)


def _minutes(statement: Statement, code: str) -> int:
    return sum(one.minutes for one in statement.absences if one.code == code)


def _days(statement: Statement, code: str) -> Decimal:
    halves = sum(one.half_days for one in statement.absences if one.code == code)
    return Decimal(halves) / 2


def _day_words(statement: Statement) -> dict[date, str]:
    return {line.day: words.day_line(line) for line in statement.days}
