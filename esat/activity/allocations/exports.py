"""Hours by day, group, activity, post and order as a table to take away: no name, nobody's pace.

An order is named where two people or more of the group were on it that day, at each post; the
minutes of one alone stand in the row without an order, so that every other total stays whole. Nor
is it named at the other posts where all that is left of its day would be one person's.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from esat import clock
from esat.activity.allocations import labels, order_hours, reads
from esat.activity.allocations.reads import Slice
from esat.declarations import Export
from esat.workers import memberships
from esat.workers.activities import BY_CODE
from esat.workers.models import HalfDay

EXPORT = "allocations.export"
HEADERS = ("jour", "groupe", "activite", "poste", "commande", "minutes", "minutes_a_regler")
_half = HalfDay.__table__.c


def rows(session: Session, since: date | None, until: date | None) -> Iterator[tuple[object, ...]]:
    """One row for each day, group, activity, post and order, in this order."""
    last = until or clock.today()
    first = since or session.connection().execute(select(func.min(_half.day))).scalar() or last
    found = reads.slices(session, first, last)
    said = labels.words(session, order_ids=[one.order_id for one in found])
    homes = memberships.stretches(session)
    named = _named(found)
    tally: Counter[tuple[Any, ...]] = Counter()
    open_: Counter[tuple[Any, ...]] = Counter()
    for one in found:
        order = one.order_id if _key(one) in named else None
        post = said.posts.get(one.post_id or 0)
        key = (
            one.day,
            said.group(one.group_id or memberships.standing(homes.get(one.worker_id, ()), one.day)),
            BY_CODE[one.activity].label if one.activity else "pas dit",
            post.label if post else "",
            said.order(order).split(",", maxsplit=1)[0],
        )
        tally[key] += one.minutes
        open_[key] += one.minutes if one.unsettled else 0
    for key in sorted(tally):
        yield (*key, tally[key], open_[key])


EXPORTS = (Export("activity_hours", "Heures par activité", EXPORT, HEADERS, rows),)


def _named(found: list[Slice]) -> set[tuple[Any, ...]]:
    """The orders on which two people or more of a group were on a day, at a post; the page of an
    order tells its day without the posts.
    """
    keyed: dict[tuple[Any, ...], list[Slice]] = {}
    for one in found:
        keyed.setdefault(_key(one), []).append(one)
    left: dict[tuple[Any, ...], list[Slice]] = {}
    for key, them in keyed.items():
        if not order_hours.several(them):
            left.setdefault(_day(key), []).extend(them)
    told = {day for day, them in left.items() if not order_hours.several(them)}
    return {
        key
        for key, them in keyed.items()
        if key[-1] and order_hours.several(them) and _day(key) not in told
    }


def _day(key: tuple[Any, ...]) -> tuple[Any, ...]:
    day, group, activity, _, order = key
    return day, group, activity, order


def _key(one: Slice) -> tuple[Any, ...]:
    return one.day, one.group_id, one.activity, one.post_id, one.order_id
