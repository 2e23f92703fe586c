"""A day of a statement: where each planned and each present minute goes; pure, nothing rounded.

planned   |-- late --|------ present ------|-- early --|        what is left of an absence or a
          |-- reason --|..                                       delay after its reasons stays named
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from esat.activity.statements.figures import DayLine, Half, Line, Reason
from esat.workers import activities
from esat.workers.statuses import AWAY
from esat.workers.timetables import plans

NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class Taken:
    """Minutes of a half-day that an absence takes; `reason` None while the office gave none."""

    half: Half
    minutes: int
    reason: Reason | None


@dataclass(slots=True)
class Day:
    """The sums of one day."""

    day: date
    halves: list[Half] = field(default_factory=list)
    columns: Counter[str] = field(default_factory=Counter)
    taken: list[Taken] = field(default_factory=list)
    outside: int = 0
    late: int = 0
    early: int = 0
    not_said: int = 0
    unrecorded: int = 0
    beyond: int = 0
    surplus: bool = False
    unsettled: bool = False

    @property
    def present(self) -> int:
        return sum(half.present for half in self.halves)

    @property
    def planned(self) -> int:
        return sum(half.planned for half in self.halves)

    @property
    def off(self) -> int:
        return sum(half.off for half in self.halves)

    def line(self) -> DayLine:
        """As a page shows it."""
        said = {half.half: half.status for half in self.halves}
        away = Counter[str]()
        for one in self.taken:
            away[one.reason.code if one.reason else NO_REASON] += one.minutes
        return DayLine(
            day=self.day,
            morning=said.get(plans.MORNING, ""),
            afternoon=said.get(plans.AFTERNOON, ""),
            planned=self.planned,
            present=self.present,
            columns=tuple((code, n) for code, n in self.columns.items() if n),
            absences=tuple(away.items()),
            late=self.late,
            early=self.early,
            not_said=self.not_said,
            holiday=plans.holiday(self.day),
        )


def counted(
    day: date, halves: Sequence[Half], lines: Iterable[Line], reasons: Sequence[Reason]
) -> Day:
    """The sums of a day from its half-days, its lines of work and its coded absences."""
    made = Day(day, list(halves))
    for half in halves:
        _half(made, half, [one for one in reasons if one.half == half.half])
    said = Counter[str]()
    for line in lines:
        made.unsettled |= line.unsettled
        activity = activities.BY_CODE.get(line.activity)
        if activity is None:
            continue
        if activity.inside:
            said[activity.column] += line.minutes
        else:
            made.outside += line.minutes
    total = sum(said.values())
    made.columns.update(said)
    made.not_said += max(0, made.present - total)
    made.beyond += max(0, total - made.present)
    return made


def _half(made: Day, half: Half, reasons: Sequence[Reason]) -> None:
    """Give each minute that was planned and not worked its name: the reasons come first."""
    if half.status and half.status not in AWAY:
        lost = max(0, half.planned - half.present)
        late = min(half.late, lost)
        early = min(half.early, lost - late)
        made.beyond += max(0, half.present - half.planned)
        late, early, short = _explained(made, half, reasons, [late, early, lost - late - early])
        made.late += late
        made.early += early
        made.not_said += short
        return
    (left,) = _explained(made, half, reasons, [half.planned])
    if not half.status:
        made.unrecorded += left
    elif left:
        made.taken.append(Taken(half, left, None))


def _explained(made: Day, half: Half, reasons: Sequence[Reason], lost: list[int]) -> list[int]:
    """Take the minutes of the reasons from those lost, one after the other; what is left of them.
    A reason that asks more than was lost leaves a surplus: he was there, or was not expected.
    """
    for reason in reasons:
        asked = reason.minutes
        for place, minutes in enumerate(lost):
            part = min(asked, minutes)
            lost[place] -= part
            asked -= part
        used = reason.minutes - asked
        if used and reason.column:
            made.columns[reason.column] += used
        elif used:
            made.taken.append(Taken(half, used, reason))
        made.surplus |= reason.there or (asked > 0 and half.planned > 0)
    return lost
