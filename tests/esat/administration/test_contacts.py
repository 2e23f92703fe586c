from datetime import datetime

from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.administration import contacts
from esat.administration.contacts import HOUSE
from esat.administration.forms import ContactIn
from esat.administration.models import HouseSetting


def test_a_workshop_borrows_what_it_does_not_say(session: Session, now: datetime) -> None:
    house = ContactIn(phone="04 73 42 63 63", hours="8 h à 16 h")
    contacts.set_contact(session, HOUSE, house, by=SYSTEM)
    contacts.set_contact(session, "laundry", ContactIn(hours="7 h à 15 h"), by=SYSTEM)
    assert contacts.contact(session, "laundry").phone == "04 73 42 63 63"
    assert contacts.contact(session, "laundry").hours == "7 h à 15 h"
    assert contacts.contact(session).hours == "8 h à 16 h"
    assert contacts.contact(session, "bookbinding") == contacts.contact(session)


def test_every_value_is_a_row_more_and_the_same_one_is_none(
    session: Session, now: datetime
) -> None:
    given = ContactIn(phone="04 73 42 63 63")
    assert contacts.set_contact(session, HOUSE, given, by=SYSTEM) == 1
    assert contacts.set_contact(session, HOUSE, given, by=SYSTEM) == 0
    assert contacts.set_contact(session, HOUSE, ContactIn(), by=SYSTEM) == 1
    rows = session.exec(select(HouseSetting)).all()
    assert [row.value for row in rows] == ["04 73 42 63 63", ""]
    assert contacts.contact(session).phone == ""
    assert [change.who for change in contacts.changes(session)] == ["Système", "Système"]
