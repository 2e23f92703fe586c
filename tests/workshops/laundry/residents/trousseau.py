"""Residents and garments for tests, made by the room's own services."""

from datetime import datetime
from itertools import count

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.printing import asking
from esat.printing.asking import Wish
from esat.production import moves, subjects
from esat.production.moves import Context
from tests import factories
from workshops.laundry import receiving
from workshops.laundry.residents import garments, people
from workshops.laundry.residents.garments import GarmentIn
from workshops.laundry.residents.models import Garment, Resident
from workshops.laundry.residents.people import ResidentIn

_numbers = count(100)


def house(session: Session, name: str = "EHPAD Les Tilleuls") -> Client:
    return factories.make_client(session, name)


def resident(
    session: Session, client: Client, last: str = "Moreau", first: str = "Jeanne", **more: object
) -> Resident:
    given = {"number": str(next(_numbers)), "last_name": last, "first_name": first, "sure": True}
    asked = ResidentIn.model_validate(given | more)
    return people.add(session, client.id or 0, asked, by=SYSTEM)


def garment(
    session: Session, owner: Resident, nature: str = "Gilet", colour: str = "bleu", **more: object
) -> tuple[Garment, str]:
    asked = GarmentIn.model_validate({"nature": nature, "colour": colour} | more)
    return garments.register(session, asked, by=SYSTEM, resident=owner)


def printed(session: Session, code: str, at: datetime) -> None:
    """A label taken on paper."""
    reason = "Refaite" if asking.printed_before(session, [code]) else ""
    asking.request(session, [code], Wish(None, reason=reason), by=SYSTEM, at=at)


def come(session: Session, code: str, at: datetime, *actions: str) -> None:
    """The garment is scanned at the reception, then makes these moves."""
    subject = subjects.by_code(session, code)
    assert subject is not None
    if subject.item_id is None:
        receiving.receive(session, subject, by=SYSTEM, at=at)
    step(session, code, at, *actions)


def step(session: Session, code: str, at: datetime, *actions: str) -> None:
    from tests import people as who

    by = who.actor("moniteur", workshops=("laundry",))
    for action in actions:
        subject = subjects.by_code(session, code)
        assert subject is not None
        moves.move(session, subject, action, Context(by=by, at=at))
