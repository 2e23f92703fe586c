"""Facts of the prerequisites that a point of the control plan judges, through the one door."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.cases import judged
from laundry_rabc.limits import Measure
from laundry_rabc.plan import reads
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.prereq.saying import Stamp
from laundry_rabc.results.keeping import TYPED, Given

LATE: Final[timedelta] = TYPED
"""What is judged is late as every result is."""
PLACE: Final = 80


@dataclass(frozen=True, slots=True)
class Fact:
    """What was seen, for a point of the plan: yes or no, or an amount in the unit of its limits.
    `forbidden`: what must never be found was. `amends_id`: the result that this one corrects.
    """

    point: str
    yes: bool | None = None
    value: Decimal | None = None
    forbidden: bool = False
    place: str = ""
    note: str = ""
    amends_id: int | None = None


def result_of(session: Session, fact: Fact, said: Stamp, *, by: Actor) -> int | None:
    """Have it judged: the key of its result, or None where the point was not in force then. What
    follows (a case, its procedure) follows in the same act. Flushes.
    """
    version = reads.in_force(session, fact.point, said.at)
    if version is None:
        return None
    columns = said.columns
    given = Given(
        point=fact.point, measure=_measure(fact, version), taken_at=said.at, confirmed=True,
        late=said.late, late_reason=columns["late_reason"], worker_id=columns["worker_id"],
        place=fact.place[:PLACE], note=fact.note[:200], amends_id=fact.amends_id,
        fix_reason=columns["reason"] if fact.amends_id else "",
    )  # fmt: skip
    return judged.record(session, given, by=by).id


def _measure(fact: Fact, version: PointVersion) -> Measure:
    if version.direction == "boolean":
        return Measure(yes=fact.yes, forbidden=fact.forbidden)
    return Measure(
        value=fact.value, unit=version.unit, method=version.method, forbidden=fact.forbidden
    )
