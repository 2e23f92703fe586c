"""Lines of work for the demo: each one present is at a post each half-day, most on an order.

They are plain rows, all of a day in one statement; what is asked live goes through the service.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final, Protocol

from sqlalchemy import insert, select
from sqlmodel import Session

from esat import clock
from esat.activity.allocations import service
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.service import Place
from esat.actors import Actor
from esat.errors import EsatError
from esat.production import tables
from esat.workers.models import Group, HalfDay
from esat.workers.posts import posts
from esat.workers.posts.models import WorkAuthorisation, WorkPost
from esat.workers.statuses import AWAY

ROTATES, TALKS, ON_ORDER, ORDERS = 0.35, 0.03, 0.8, 6
UNSAID: Final = 0.02
"""Half-days of which nobody said what was done: there are always a few."""
BEGINS: Final = {"morning": time(8, 30), "afternoon": time(13)}
ENDS: Final = {"morning": time(12), "afternoon": time(16, 30)}
_half, _post, _auth = HalfDay.__table__.c, WorkPost.__table__.c, WorkAuthorisation.__table__.c
_group, _order = Group.__table__.c, tables.order


class Scene(Protocol):
    """What a simulated day gives."""

    session: Session
    day: date
    actors: dict[str, Actor]
    groups: dict[str, list[int]]
    last_day: date
    endings: list[Callable[[Any], None]]


def demo(scene: Scene) -> Callable[[Scene], None]:
    """Answer the player of a day. Its draws are its own: they change nothing for the others."""
    at: dict[int, int] = {}
    posts.install(scene.session, clock.now())

    def play(today: Scene) -> None:
        _day(today, at)
        if today.day == today.last_day:
            _question(today)

    scene.endings.append(lambda today: _day(today, at))
    return play


def _day(scene: Scene, at: dict[int, int]) -> None:
    session, day = scene.session, scene.day
    rng = Random(day.toordinal())  # noqa: S311 - a demo, not a secret
    query = (
        select(
            _half.worker_id, _half.half, _half.group_id, _group.workshop,
            _half.planned_from, _half.planned_to,
        )
        .join(Group.__table__, _group.id == _half.group_id)
        .where(_half.day == day, _half.status.not_in(AWAY))
        .order_by(_half.worker_id, _half.half.desc())
    )  # fmt: skip
    places, orders, kept = _posts(session), _orders(session, day), _restricted(session)
    authors = {workshop: by.account_id for workshop, by in scene.actors.items()}
    rows = []
    for worker, half, group, workshop, *hours in session.connection().execute(query).all():
        offered = [post for post in places.get(workshop, ()) if (worker, post) not in kept]
        post = _where(rng, at, worker, offered)
        if rng.random() < UNSAID:
            continue
        begins, ends = hours[0] or BEGINS[half], hours[1] or ENDS[half]
        line = _row(scene, rng, (worker, group, begins, ends), post, orders.get(workshop, []))
        rows.append(line | {"recorded_by": authors.get(workshop)})
    if rows:
        session.connection().execute(insert(Allocation), rows)


def _where(rng: Random, at: dict[int, int], worker: int, offered: list[int]) -> int | None:
    """The post he was at, or another one now and then."""
    if not offered:
        return None
    if at.get(worker) not in offered or rng.random() < ROTATES:
        at[worker] = rng.choice(offered)
    return at[worker]


def _row(
    scene: Scene,
    rng: Random,
    who: tuple[int, int, time, time],
    post: int | None,
    orders: list[int],
) -> dict[str, Any]:
    worker, group, start, end = who
    talks = rng.random() < TALKS
    order = rng.choice(orders) if orders and rng.random() < ON_ORDER and not talks else None
    begins = datetime.combine(scene.day, start, clock.PARIS)
    said = begins + timedelta(minutes=rng.randrange(2, 14))
    return {
        "worker_id": worker,
        "group_id": group,
        "day": scene.day,
        "starts_at": begins,
        "ends_at": datetime.combine(scene.day, end, clock.PARIS),
        "activity": "support" if talks else "production",
        "post_id": None if talks else post,
        "order_id": order,
        "at": said,
        "recorded_at": said,
        "late": False,
    }


def _posts(session: Session) -> dict[str, list[int]]:
    """The posts for everybody, by workshop."""
    query = select(_post.id, _post.workshop).where(
        _post.archived_at.is_(None), _post.guarded.is_(False), _post.activity == "production"
    )
    found: dict[str, list[int]] = {}
    for key, workshop in session.connection().execute(query.order_by(_post.id)):
        found.setdefault(workshop, []).append(key)
    return found


def _restricted(session: Session) -> set[tuple[int, int]]:
    """The posts of which something is said for somebody: the demo leaves them alone."""
    rows = session.connection().execute(select(_auth.worker_id, _auth.post_id))
    return {(worker, post) for worker, post in rows}


def _orders(session: Session, day: date) -> dict[str, list[int]]:
    """The orders open that morning, by workshop, the newest few."""
    morning = datetime.combine(day, time(8), clock.PARIS)
    query = (
        select(_order.c.id, _order.c.workshop)
        .where(
            _order.c.opened_at <= morning,
            _order.c.cancelled_at.is_(None),
            _order.c.closed_at.is_(None) | (_order.c.closed_at > morning),
        )
        .order_by(_order.c.id.desc())
    )
    found: dict[str, list[int]] = {}
    for key, workshop in session.connection().execute(query):
        mine = found.setdefault(workshop, [])
        if len(mine) < ORDERS:
            mine.append(key)
    return found


def _question(scene: Scene) -> None:
    """Two groups of the laundry claimed the same person on the last day: somebody must choose."""
    groups = scene.groups.get("laundry", [])[:2]
    found = [scene.session.get(Group, key) for key in groups]
    if len(found) < 2 or found[1] is None:
        return
    query = select(_half.worker_id).where(
        _half.day == scene.day, _half.group_id == groups[0], _half.status == "present"
    )
    worker = scene.session.connection().execute(query.order_by(_half.worker_id)).scalar()
    if worker is None:
        return
    place = Place(found[1], scene.day, starts_at=_at(scene, 9), ends_at=_at(scene, 10))
    try:
        service.move_worker(
            scene.session, worker, place, by=scene.actors["laundry"], at=_at(scene, 17)
        )
    except EsatError:
        return


def _at(scene: Scene, hour: int) -> datetime:
    return datetime.combine(scene.day, time(hour), clock.PARIS)
