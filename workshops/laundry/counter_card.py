"""What the counter's card shows of anything of the laundry: a bag, a resident's garment, a deposit.
SELECTs only; it names nobody.
"""

from typing import Any

from sqlmodel import Session

from esat.actors import Actor
from esat.declarations import Subject
from workshops.laundry import reads
from workshops.laundry.desk import reads as desk
from workshops.laundry.desk.deposits import ROUND
from workshops.laundry.residents import reads as residents

GARMENTS = frozenset({"textile", "garment"})


def card(session: Session, subject: Subject, *, by: Actor) -> dict[str, Any]:
    """What `reads.card` says of a bag; of a garment whose it is, by number, and where; and the
    deposit that a ticket, its bag or its article leads to.
    """
    shown = reads.card(session, subject, by=by)
    garment = None
    if subject.thing in GARMENTS and subject.resource_id is not None:
        garment = residents.at_counter(session, subject.resource_id)
    announced = shown["announced"]
    left = subject.kind == "order" or (announced is not None and announced.round == ROUND)
    deposit = desk.is_deposit(session, subject.order_id) if left else False
    return shown | {"garment": garment, "deposit": deposit}
