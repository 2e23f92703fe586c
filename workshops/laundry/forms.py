"""What the laundry asks when an order is opened, and what it makes of the answer."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlmodel import Session

from esat.actors import Actor
from esat.declarations import OrderForm
from esat.production import orders, things
from esat.production.models import Order
from esat.web import forms
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from workshops.laundry import bags
from workshops.laundry.models import LaundryOrder

MOST_BAGS = 200
ROUNDS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Dépôt au comptoir")


class LaundryIn(FormShape):
    """The round, the bags and the kilograms that the client announces."""

    round: Annotated[str, StringConstraints(max_length=40), NoControl] = ""
    bags: Annotated[int, Field(ge=1, le=MOST_BAGS)]
    kg: Annotated[FrenchDecimal | None, Field(ge=0, max_digits=9, decimal_places=3), Blank] = None


def context(session: Session) -> dict[str, Any]:
    """What the fragment needs: the rounds to propose."""
    del session
    return {"rounds": ROUNDS}


def add_items(
    session: Session, order: Order, form: Mapping[str, str], *, by: Actor, at: datetime
) -> list[int]:
    """One item a bag announced, on the client's own bags first. Invalid: `form_invalid`."""
    given = forms.read(LaundryIn, form)
    declare(session, order, given.round, given.bags, given.kg)
    found = bags.free_bags(session, order.client_id, given.bags)
    missing = given.bags - len(found)
    found += bags.new_bags(session, order.client_id, missing, at=at)
    made = [
        things.add_item(session, order, "bag", bag.label, by=by, at=at, resource=bag)
        for bag in found
    ]
    return [item.id or 0 for item in made]


def declare(
    session: Session, order: Order, called: str, announced: int | None, kg: Decimal | None
) -> LaundryOrder:
    """Keep what the client announces of an order."""
    row = LaundryOrder(order_id=orders.key(order), round=called, bags=announced, kg=kg)
    session.add(row)
    session.flush()
    return row


FORM = OrderForm("laundry/_order_form.html", context, add_items)
