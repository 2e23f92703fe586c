"""The dispatch's part of a demo: a round each weekday, the next trip prepared, and linen that was
folded an hour ago, which is what there is to pack.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.production import moves, orders, subjects, things
from esat.production.models import Item, ItemLink, Resource
from esat.production.moves import Context
from esat.production.orders import Wanted
from esat.production.rehearsal import Player, Scene
from workshops.laundry.dispatch import rounds, trips
from workshops.laundry.dispatch.round_form import DAYS
from workshops.laundry.dispatch.rounds import RoundFacts, Stop
from workshops.laundry.intake import items
from workshops.laundry.models import LaundryOrder

WEEK = 5
LINEN = (("Linge plat", "flat", "6.4"), ("Vêtements de travail", "workwear", "3.85"))
AGO = timedelta(hours=1)
"""How long before the demo is opened the linen to pack was folded."""


def demo(scene: Scene) -> Player:
    """Prepare the rounds; the last day ends with something to drive, and the demo is opened with
    something to pack.
    """
    by = scene.actor("laundry")
    codes = _rounds(scene.session, by, scene.at(7))

    def fold(today: Scene, when: datetime) -> None:
        with today.moment(when):
            for client_id in today.fictive[:2]:
                _folded(today.session, client_id, by, when)

    def day(today: Scene) -> None:
        if today.day == today.last_day:
            when, following = today.at(11), _next_working(today.day)
            with today.moment(when):
                trips.make(today.session, codes[following.weekday()], following, by=by)
            if today.now is None:
                fold(today, when)

    if scene.now is not None:
        scene.endings.append(lambda today: fold(today, clock.now() - AGO))
    return day


def _next_working(day: date) -> date:
    """The trip that whoever opens the demo finds ready."""
    after = day + timedelta(days=1)
    return after if after.weekday() < WEEK else after + timedelta(days=7 - after.weekday())


def _rounds(session: Session, by: Actor, at: datetime) -> list[str]:
    """The clients with bags, one weekday after the other, as the laundry fetches them."""
    query = (
        select(Resource.client_id)
        .where(Resource.kind == "bag", Resource.workshop == "laundry")
        .group_by(col(Resource.client_id))
        .order_by(func.min(Resource.id))
    )
    clients = [key for key in session.exec(query) if key is not None]
    made = []
    for weekday in range(WEEK):
        stops = tuple(Stop(key) for n, key in enumerate(clients) if n % WEEK == weekday)
        facts = RoundFacts(f"Tournée du {DAYS[weekday].lower()}", weekday, stops)
        made.append(rounds.add(session, facts, by=by, at=at).code)
    return made


def _folded(session: Session, client_id: int, by: Actor, at: datetime) -> None:
    """A bag that was opened, and its linen folded and checked."""
    wanted = Wanted(workshop="laundry", client_id=client_id, due_on=clock.local(at).date())
    order = orders.open_order(session, wanted, by=by, at=at)
    session.add(LaundryOrder(order_id=orders.key(order)))
    bag = things.add_item(session, order, "bag", "Sac mêlé", by=by, at=at, stage="received")
    items.ensure(session, bag.id or 0).kg = sum((Decimal(kg) for _, _, kg in LINEN), Decimal("0.3"))
    subject = subjects.item(session, bag.id or 0)
    if subject is not None:
        moves.move(session, subject, "empty", Context(by=by, at=at))
    for label, family, kg in LINEN:
        made = things.add_item(
            session, order, "linen", label, by=by, at=at, quantity=Decimal(kg), unit="kg",
            stage="finished",
        )  # fmt: skip
        _of_bag(session, bag, made, family, at)


def _of_bag(session: Session, bag: Item, linen: Item, family: str, at: datetime) -> None:
    row = items.ensure(session, linen.id or 0)
    row.kg, row.family_code = linen.quantity, family
    session.add(
        ItemLink(parent_id=bag.id or 0, child_id=linen.id or 0, quantity=linen.quantity, at=at)
    )
    session.flush()
