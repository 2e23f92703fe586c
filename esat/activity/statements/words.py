"""Hours, days and names of a statement in French words; pure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from babel.dates import format_date

from esat.activity.statements.anomalies import LABELS
from esat.activity.statements.days import NO_REASON
from esat.activity.statements.figures import Anomaly, DayLine, Statement
from esat.web import filters
from esat.workers import activities, statuses
from esat.workers.contracts import kinds

SPENT: Final = {
    code: label for code, label in activities.COLUMNS.items() if code != "support_outside"
}
NO_REASON_TOLD: Final = "absence sans motif"
NO_BREAK: Final = "\u00a0"


def hours(minutes: int) -> str:
    """« 147 h », « 6 h 30 »: exact, whatever the minutes."""
    whole, rest = divmod(minutes, 60)
    return f"{whole}{NO_BREAK}h{NO_BREAK}{rest:02d}" if rest else f"{whole}{NO_BREAK}h"


def decimal_hours(minutes: int) -> str:
    """« 5,00 h » where hundredths say it exactly, else « 5 h 20 »."""
    if minutes % 3:
        return hours(minutes)
    return f"{Decimal(minutes) / 60:.2f}".replace(".", ",") + f"{NO_BREAK}h"


def days(half_days: int) -> str:
    """« 2 jours », « 0,5 jour »."""
    return filters.number(Decimal(half_days) / 2, "jour")


def month(day: date) -> str:
    """Novembre 2026."""
    return str(format_date(day, "MMMM y", locale="fr_FR")).capitalize()


def short_day(day: date) -> str:
    """« Mar. 24 »."""
    return str(format_date(day, "EEE d", locale="fr_FR")).capitalize().replace(" ", NO_BREAK)


def span(since: date, until: date) -> str:
    """« le 3/11 », « du 3/11 au 5/11 »."""
    if since == until:
        return f"le {since:%d/%m}"
    return f"du {since:%d/%m} au {until:%d/%m}"


def listed(named: tuple[date, ...]) -> str:
    """« 3/11, 4/11 », in order."""
    return ", ".join(f"{day:%d/%m}" for day in named)


def anomaly(one: Anomaly) -> str:
    """An anomaly in one line, with its days."""
    label = LABELS[one.code]
    if one.code == "two_jobs":
        return f"{label} : {hours(int(one.detail))} par semaine"
    return f"{label} : {listed(one.days)}" if one.days else label


def absence(code: str, label: str) -> str:
    """« CP Congé annuel »; without a reason, what the sheet said."""
    if not code or code in statuses.LABELS:
        return statuses.LABELS.get(label, label)
    return f"{code} {label}"


def contract(statement: Statement) -> str:
    """« Contrat court, du 05/10/2026 au 31/12/2026 »."""
    person = statement.person
    kind = kinds.LABELS.get(person.contract_kind, person.contract_kind)
    ends = (("depuis le", person.contract_since), ("jusqu’au", person.contract_until))
    dates = " ".join(f"{word} {day:%d/%m/%Y}" for word, day in ends if day)
    return ", ".join(part for part in (kind, dates) if part)


def timetables(statement: Statement) -> str:
    """« 35 h A depuis le 01/01/2026 ; … »."""
    kept = statement.person.timetables
    if not kept:
        return "Horaires du groupe" if statement.person.has_timetable else "Aucun"
    return " ; ".join(f"{one.name} depuis le {one.since:%d/%m/%Y}" for one in kept)


def totals(statement: Statement) -> list[tuple[str, int]]:
    """What the hours to do became, line by line; together they are the last two lines' sum."""
    away = [
        (f"Absence : {absence(code, label)}", n) for (code, label), n in _away(statement).items()
    ]
    rest = [
        ("Arrivées tardives", statement.late),
        ("Départs avant la fin", statement.early),
        ("Présence sans activité dite", statement.not_said),
        ("Non saisi", statement.unrecorded),
        ("À venir", statement.to_come),
    ]
    spent = [(SPENT[code], minutes) for code, minutes in statement.columns]
    return [(label, minutes) for label, minutes in (*spent, *away, *rest) if minutes]


def _away(statement: Statement) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for line in statement.absences:
        key = line.code, line.label
        found[key] = found.get(key, 0) + line.minutes
    return found


def day_line(line: DayLine) -> str:
    """What a day says, in one line."""
    return " · ".join((presence(line), *spent(line)))


def presence(line: DayLine) -> str:
    """What the sheets of a day said."""
    said = [statuses.LABELS.get(status, "—") for status in (line.morning, line.afternoon)]
    return said[0] if said[0] == said[1] else f"matin {said[0]}, après-midi {said[1]}"


def spent(line: DayLine) -> list[str]:
    """What the hours of a day went to. Codes of a sheet are said by its own word already."""
    parts = [f"{activities.COLUMNS[code]} {hours(n)}" for code, n in line.columns]
    parts += [
        f"{NO_REASON_TOLD if code == NO_REASON else code} {hours(n)}"
        for code, n in line.absences
        if code not in statuses.LABELS
    ]
    lost = (("arrivée tardive", line.late), ("départ avant la fin", line.early))
    parts += [f"{word} {hours(n)}" for word, n in lost if n]
    return [*parts, f"sans activité dite {hours(line.not_said)}"] if line.not_said else parts


def brief(anomalies: Sequence[Anomaly]) -> str:
    """« présence non saisie (3 jours), aucun horaire »."""
    told = [(LABELS[one.code], len(one.days)) for one in anomalies]
    words = [f"{label} ({n} jour{'s' if n > 1 else ''})" if n else label for label, n in told]
    return ", ".join(words).lower()
