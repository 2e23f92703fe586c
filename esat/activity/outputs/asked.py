"""What an address or a form of a group's day names: the group, the day, the orders on its tiles."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, select

from esat.activity.allocations.models import Allocation
from esat.actors import Actor
from esat.errors import Forbidden
from esat.workers import addresses, half_days, leading
from esat.workers.models import Group

READ = "workers.read"


def group_day(session: Session, by: Actor, code: str, day: str) -> tuple[Group, date]:
    """The group and the day of an address. NotFound, or Forbidden `not_your_group`."""
    when = addresses.day(session, day)
    group = half_days.group_by_code(session, code)
    if not leading.may(by, READ, group):
        raise Forbidden("not_your_group")
    return group, when


def order(words: Mapping[str, str]) -> str:
    """The order that a form means: one written or scanned goes before a tile."""
    return (words.get("other") or words.get("order") or "").strip()


def placed_orders(session: Session, group: Group, day: date) -> list[int]:
    """The orders to which the group's lines of that day lead, the last one first."""
    query = (
        select(Allocation.order_id)
        .where(
            Allocation.group_id == group.id,
            Allocation.day == day,
            col(Allocation.order_id).is_not(None),
            col(Allocation.voided_at).is_(None),
        )
        .order_by(col(Allocation.starts_at).desc())
    )
    return list(dict.fromkeys(key for key in session.exec(query) if key is not None))
