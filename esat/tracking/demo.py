"""The part of the client's page in a demo: whom to call, and mails that have left in their time."""

from sqlalchemy import update
from sqlmodel import col

from esat import clock
from esat.actors import SYSTEM
from esat.administration import contacts
from esat.administration.forms import ContactIn
from esat.mailing.models import Mail
from esat.production.rehearsal import Player, Scene


def demo(scene: Scene) -> Player:
    """Write the house's contact, then let each day's mails leave the next morning."""
    given = ContactIn(
        phone="01 99 00 63 00",
        email="atelier@exemple.invalid",
        hours="du lundi au vendredi, de 8 h 30 à 16 h 30",
    )
    contacts.set_contact(scene.session, contacts.HOUSE, given, by=SYSTEM)
    return _send


def _send(scene: Scene) -> None:
    waiting = update(Mail).where(col(Mail.sent_at).is_(None), col(Mail.given_up_at).is_(None))
    scene.session.execute(waiting.values(sent_at=clock.now(), attempts=1))
