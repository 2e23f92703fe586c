"""What is missing of a day: people of whom nothing is said, hours without a post, orders worked
without an output, questions between two groups. It asks, and fills nothing in. SELECTs only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from esat import clock
from esat.activity.allocations.models import Allocation, Overlap
from esat.activity.allocations.reads import NOT_SAID, Slice, slices
from esat.activity.outputs import reads as outputs
from esat.production.models import Order
from esat.web.filters import number
from esat.workers import sheets, statuses
from esat.workers.models import Group
from esat.workers.sheets import SheetView


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to complete: what, whose, and the end of the address where it is done."""

    code: str
    title: str
    detail: str
    pictogram: str
    where: str


def of(session: Session, group: Group, day: date, now: datetime) -> list[Gap]:
    """The gaps of a day as they stand at that moment."""
    begun = [sheets.sheet(session, group, day, half) for half in halves(group, day, now)]
    return from_sheets(session, group, day, begun)


def from_sheets(session: Session, group: Group, day: date, begun: Iterable[SheetView]) -> list[Gap]:
    """The same, for who has read the sheets already."""
    asked = list(begun)
    names = {row.worker_id: row.name for sheet in asked for row in sheet.rows}
    done = slices(session, day, day, list(names))
    return [
        *_unsaid(asked),
        *_without_post(done, names),
        *_without_output(session, group, day, done),
        *_overlaps(session, group, day, names),
    ]


def halves(group: Group, day: date, now: datetime) -> list[str]:
    """The half-days of that day that have begun."""
    wall = clock.local(now)
    if day < wall.date():
        return list(statuses.HALVES)
    if day > wall.date():
        return []
    begins = {"morning": group.morning_from, "afternoon": group.afternoon_from}
    return [half for half, start in begins.items() if start <= wall.time()]


def _unsaid(asked: list[SheetView]) -> Iterable[Gap]:
    """Those who were expected and of whom nothing is said."""
    for sheet in asked:
        names = [row.name for row in sheet.rows if row.expected and not row.status]
        if names:
            half = statuses.HALVES[sheet.half]
            yield Gap(
                "unsaid", f"Feuille du {half}" if half == "matin" else f"Feuille de l’{half}",
                f"Reste à dire : {_list(names)}", "card-checklist",
                statuses.SLUG_OF[sheet.half],
            )  # fmt: skip


def _without_post(done: list[Slice], names: dict[int, str]) -> Iterable[Gap]:
    lost: dict[int, int] = {}
    for one in done:
        if one.activity == NOT_SAID and one.worker_id in names:
            lost[one.worker_id] = lost.get(one.worker_id, 0) + one.minutes
    said = [f"{names[key]} ({_hours(minutes)})" for key, minutes in lost.items() if minutes]
    if said:
        yield Gap("no_post", "Présence sans poste", _list(said), "person-workspace", "postes")


def _without_output(session: Session, group: Group, day: date, done: list[Slice]) -> Iterable[Gap]:
    worked = {one.order_id for one in done if one.order_id is not None and one.group_id == group.id}
    missing = worked - outputs.counted_orders(session, group.id or 0, day)
    refs = session.exec(select(Order.ref).where(col(Order.id).in_(missing)).order_by(Order.ref))
    found = list(refs)
    if found:
        yield Gap(
            "no_output", "Commandes sans production notée", _list(found), "box-seam",
            "productions",
        )  # fmt: skip


def _overlaps(session: Session, group: Group, day: date, names: dict[int, str]) -> Iterable[Gap]:
    """Open questions about somebody of the group, or about a line of the group's."""
    mine = select(Allocation.id).where(Allocation.group_id == group.id, Allocation.day == day)
    query = select(Overlap.worker_id).where(
        Overlap.day == day,
        col(Overlap.settled_at).is_(None),
        or_(
            col(Overlap.worker_id).in_(list(names)),
            col(Overlap.first_id).in_(mine),
            col(Overlap.second_id).in_(mine),
        ),
    )
    count = len(session.exec(query).all())
    if count:
        detail = f"{number(count, 'personne')} à deux endroits à la fois : à régler."
        yield Gap("overlap", "Deux saisies se croisent", detail, "question-diamond", "postes")


def _list(words: list[str]) -> str:
    if len(words) > 1:
        return ", ".join(words[:-1]) + f" et {words[-1]}"
    return words[0]


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"
