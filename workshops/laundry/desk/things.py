"""What is followed of a deposit: one bag for the ticket, or each article under its own code."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.production import moves, scans, subjects, things
from esat.production.models import Item, Order, OrderLine, Resource
from esat.production.moves import Context
from workshops.laundry import bags
from workshops.laundry.desk import pricing
from workshops.laundry.desk.deposit_forms import DepositGiven
from workshops.laundry.desk.quoting import Priced
from workshops.laundry.intake import items

MOST_CODES: Final = 60
"""Labels for one ticket; beyond, a bag is what one wants."""


def make(
    session: Session,
    order: Order,
    given: DepositGiven,
    lines: tuple[Priced, ...],
    *,
    by: Actor,
    at: datetime,
) -> list[Item]:
    """Make what is followed, received at once since it lies on the counter. Refuses
    `desk_too_many_codes`; and as the core the bag of another client or one in
    use; Invalid for a code that is no bag's. Flushes.
    """
    if given.what.own_codes:
        made = _each(session, order, lines, by, at)
    else:
        made = [_bag(session, order, given.what.bag_code, by, at)]
        row = items.ensure(session, made[0].id or 0)
        row.pieces = sum(int(one.given.what.quantity) for one in lines if _counted(one))
    for item in made:
        subject = subjects.item(session, item.id or 0)
        if subject is not None:
            moves.move(session, subject, "receive", Context(by=by, at=at))
    session.flush()
    return made


def _counted(line: Priced) -> bool:
    return line.tariff.unit in pricing.WHOLE_UNITS


def _each(
    session: Session, order: Order, lines: tuple[Priced, ...], by: Actor, at: datetime
) -> list[Item]:
    counts = [int(one.given.what.quantity) if _counted(one) else 1 for one in lines]
    if sum(counts) > MOST_CODES:
        raise Refused("desk_too_many_codes", most=MOST_CODES)
    made = []
    for key, line, count in zip(line_keys(session, order), lines, counts, strict=True):
        for n in range(1, count + 1):
            label = f"{line.tariff.article} {n} sur {count}" if count > 1 else line.tariff.article
            quantity = Decimal(1) if _counted(line) else line.given.what.quantity
            made.append(
                things.add_item(
                    session, order, "garment", label, by=by, at=at, quantity=quantity,
                    unit=line.tariff.unit, line_id=key,
                )
            )  # fmt: skip
    return made


def line_keys(session: Session, order: Order) -> list[int]:
    """The keys of an order's lines, in their order."""
    query = select(OrderLine.id).where(OrderLine.order_id == order.id)
    return [key or 0 for key in session.exec(query.order_by(col(OrderLine.position)))]


def _bag(session: Session, order: Order, code: str, by: Actor, at: datetime) -> Item:
    bag = _chosen(session, order, code, at) if code else _own(session, order.client_id, at)
    return things.add_item(session, order, "bag", bag.label, by=by, at=at, resource=bag)


def _own(session: Session, client_id: int, at: datetime) -> Resource:
    free = bags.free_bags(session, client_id, 1)
    return free[0] if free else bags.new_bags(session, client_id, 1, at=at)[0]


def _chosen(session: Session, order: Order, code: str, at: datetime) -> Resource:
    """The bag whose code was scanned: a free one of the client's, one of nobody's, or a new
    label's.
    """
    subject = scans.resolve(session, code).subject
    if subject is not None and subject.kind == "blank" and (subject.code or "").startswith("F"):
        bag, _ = things.add_resource(
            session, "bag", f"Sac {subject.code}", "laundry", "F", client_id=order.client_id,
            at=at, code=subject.code,
        )  # fmt: skip
        return bag
    found = session.get(Resource, subject.resource_id) if subject else None
    if found is None or found.kind != "bag" or found.workshop != "laundry":
        raise Invalid("form_invalid", {"bag_code": "Ce code n’est pas celui d’un sac."})
    return found
