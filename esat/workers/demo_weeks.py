"""The templates of a demo, and who keeps which: by the hours of his contract, turn by turn."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.workers.models import Worker
from esat.workers.timetables import keeping, plans
from esat.workers.timetables.keeping import Week
from esat.workers.timetables.models import TimeTemplate, WorkerTemplate
from esat.workers.timetables.plans import Slots, Span

EARLY = Span(time(8, 30), time(12)), Span(time(13), time(16, 30))
LATER = Span(time(9), time(13)), Span(time(14), time(17))
ALL = (0, 1, 2, 3, 4)
HALF = Decimal("17.5")


def give(session: Session, workers: Sequence[int], since: date) -> None:
    """Make the templates and give one to each worker, from the demo's first day."""
    at = clock.now()
    made: dict[str, TimeTemplate] = {
        name: keeping.create(session, name, Week(since, weeks, slots), by=SYSTEM, at=at)
        for name, weeks, slots in _templates()
    }
    full = [one for name, one in made.items() if name.startswith("35")]
    half = [one for name, one in made.items() if name.startswith("17")]
    turns: Counter[bool] = Counter()
    query = select(Worker).where(col(Worker.id).in_(workers)).order_by(col(Worker.id))
    for worker in session.exec(query):
        part_time = worker.weekly_hours == HALF
        offered = half if part_time else full
        chosen = offered[turns[part_time] % len(offered)]
        turns[part_time] += 1
        session.add(
            WorkerTemplate(
                worker_id=worker.id or 0, template_id=chosen.id, since=since, created_at=at
            )
        )
    session.flush()


def _templates() -> list[tuple[str, int, Slots]]:
    """35 h, 28 h and 17 h 30, of which one alternates."""
    morning, afternoon = EARLY
    mornings: Slots = {("A", day, plans.MORNING): morning for day in ALL}
    three = _days("A", (0, 1), EARLY) | {("A", 2, plans.MORNING): morning}
    turning = _days("A", (0, 1, 2), EARLY) | _days("B", (3, 4), EARLY)
    afternoons: Slots = {("A", day, plans.AFTERNOON): afternoon for day in ALL}
    return [
        ("35 h, du lundi au vendredi", 1, _days("A", ALL, EARLY)),
        ("35 h, équipe de 9 h", 1, _days("A", ALL, LATER)),
        ("28 h, sans le mercredi", 1, _days("A", (0, 1, 3, 4), EARLY)),
        ("17 h 30, les matins", 1, mornings),
        ("17 h 30, les après-midi", 1, afternoons),
        ("17 h 30, lundi, mardi, mercredi matin", 1, three),
        ("17 h 30, semaines A et B", 2, turning),
    ]


def _days(week: str, weekdays: Sequence[int], hours: tuple[Span, Span]) -> Slots:
    return {
        (week, weekday, half): span
        for weekday in weekdays
        for half, span in zip(plans.HALVES, hours, strict=True)
    }
