"""Whose order, item or client somebody of the laundry may pack, carry and hand over."""

from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused
from esat.production import order_detail, orders, scans
from esat.production.models import Order
from esat.production.subjects import Subject

DISPATCH: Final = "laundry.dispatch"
ROUNDS: Final = "laundry.rounds"


def require(by: Actor, capability: str = DISPATCH) -> None:
    """Forbids (`not_allowed`) one who may not do that in the laundry."""
    if not by.is_system and not by.can(capability, workshop="laundry"):
        raise Forbidden("not_allowed")


def order_of(session: Session, ref: str, by: Actor) -> Order:
    """An order of the laundry by its number or code. NotFound for any other."""
    if by.is_system:
        order = orders.by_ref(session, ref)
    else:
        order = order_detail.visible(session, ref, by, DISPATCH)
    if order.workshop != "laundry":
        raise NotFound("order_unknown")
    return order


def subject_of(session: Session, raw: str) -> Subject:
    """What a code of the laundry designates. Refuses `code_unknown` and what `scans` says."""
    resolved = scans.resolve(session, raw)
    if resolved.subject is None:
        raise Refused(resolved.reason or "code_unknown")
    if resolved.subject.revoked:
        raise Refused("code_revoked")
    if resolved.subject.workshop != "laundry":
        raise Refused("code_unknown")
    return resolved.subject
