"""When the laundry is open: shifts by weekday and days that differ, as they stood on a day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import holidays
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from esat import clock
from laundry_rabc.checks.models import CalendarDay, CalendarShift, CheckRule

DAY: Final = timedelta(days=1)
HABIT: Final = "Horaires habituels des groupes"
SHIFTS: Final = (
    ("matin", "Matin", time(8, 30), time(12)),
    ("apres-midi", "Après-midi", time(13), time(16, 30)),
)
RULES: Final = {
    "escalate": ("Contrôle en retard : prévenir après", Decimal(2), "h"),
    "entry": ("Contrôle manqué : saisie possible pendant", Decimal(7), "j"),
}
"""What a new house finds: proposals, each a row of its own."""


@dataclass(frozen=True, slots=True)
class Span:
    """A shift of one day, as moments."""

    code: str
    label: str
    starts_at: datetime
    ends_at: datetime


@dataclass
class Calendar:
    """The rows of the calendar, read once."""

    shifts: dict[str, list[CalendarShift]] = field(default_factory=dict)
    days: dict[date, CalendarDay] = field(default_factory=dict)

    def in_force(self, day: date) -> list[CalendarShift]:
        """The shifts as they stood on a day, withdrawn ones left out, in the order of the day."""
        found = []
        for versions in self.shifts.values():
            last = next((one for one in reversed(versions) if one.since <= day), None)
            if last is not None and not last.withdrawn:
                found.append(last)
        return sorted(found, key=lambda one: (one.starts, one.code))

    def on(self, day: date) -> list[Span]:
        """The shifts worked on a day; none when it is closed. A day that is open after all is
        worked in every shift, whatever its weekday.
        """
        special = self.days.get(day)
        if special is not None and not special.is_open:
            return []
        opened = special is not None
        return [
            Span(one.code, one.label, moment(day, one.starts), moment(day, one.ends))
            for one in self.in_force(day)
            if opened or str(day.isoweekday()) in one.weekdays
        ]


def load(session: Session) -> Calendar:
    """Read the calendar, by two statements."""
    found: defaultdict[str, list[CalendarShift]] = defaultdict(list)
    order = (col(CalendarShift.since), col(CalendarShift.id))
    for one in session.exec(select(CalendarShift).order_by(*order)):
        found[one.code].append(one)
    days = session.exec(select(CalendarDay).order_by(col(CalendarDay.id)))
    return Calendar(dict(found), {one.day: one for one in days})


def moment(day: date, at: time = time()) -> datetime:
    """A time of a day on the Paris clock, as a moment; in the hour that comes twice, the first."""
    return datetime.combine(day, at, clock.PARIS).astimezone(UTC)


def midnight_after(day: date) -> datetime:
    """When a day is over, 23 or 25 hours after it began on the nights of the clock changes."""
    return moment(day + DAY)


_RULE = (
    select(col(CheckRule.value))
    .where(col(CheckRule.code) == bindparam("code"), col(CheckRule.since) <= bindparam("day"))
    .order_by(col(CheckRule.since).desc(), col(CheckRule.id).desc())
    .limit(1)
)


def rule(session: Session, code: str, at: datetime) -> Decimal:
    """A delay in force at a moment; where the house has none, the one that is proposed."""
    found = session.exec(_RULE, params={"code": code, "day": clock.local(at).date()}).first()
    return RULES[code][1] if found is None else found


def install(session: Session, at: datetime) -> None:
    """Propose shifts, delays and the public holidays of this year and the next."""
    today = clock.local(at).date()
    if session.exec(select(CalendarShift.id).limit(1)).first() is None:
        session.add_all(
            CalendarShift(
                code=code, label=label, since=today, starts=starts, ends=ends, source=HABIT,
                created_at=at,
            )
            for code, label, starts, ends in SHIFTS
        )  # fmt: skip
    known = set(session.exec(select(CheckRule.code)))
    session.add_all(
        CheckRule(code=code, since=today, value=value, unit=unit, source="Proposition",
                  created_at=at)
        for code, (_, value, unit) in RULES.items()
        if code not in known
    )  # fmt: skip
    propose_holidays(session, at)


def propose_holidays(session: Session, at: datetime) -> None:
    """Write the public holidays of this year and the next as closed, where nothing is said of that
    day yet. Flushes.
    """
    year = clock.local(at).year
    off = holidays.country_holidays("FR", years=[year, year + 1], language="fr")
    known = set(
        session.exec(select(col(CalendarDay.day)).where(col(CalendarDay.day) >= date(year, 1, 1)))
    )
    session.add_all(
        CalendarDay(day=day, reason=f"Jour férié : {name}"[:120], created_at=at)
        for day, name in sorted(off.items())
        if day not in known
    )
    session.flush()
