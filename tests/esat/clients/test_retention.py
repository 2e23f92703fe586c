from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.clients import places, retention, service
from esat.clients.forms import ClientIn, ContactIn
from esat.clients.models import Client, ClientChange, Contact
from tests.factories import make_order


@pytest.fixture
def quiet(session: Session, now: datetime) -> Client:
    """Somebody of whom we heard for the last time three years and a day ago."""
    given = ClientIn(name="Jean Roux", kind="individual", phone="04 73 42 63 63", address="1 rue")
    client = service.create_client(session, given, by=SYSTEM)
    contact = ContactIn(name="Anne Roux", email="anne@exemple.fr")
    places.add_contact(session, client.id or 0, contact, by=SYSTEM)
    client.last_contact_on = date(2023, 11, 22)
    return client


def test_after_three_years_the_people_are_forgotten(
    session: Session, quiet: Client, now: datetime
) -> None:
    assert retention.due(session, now) == ["Jean Roux — dernier contact le 22/11/2023"]
    assert retention.purge(session, now) == 1
    assert (quiet.name, quiet.phone, quiet.address) == (f"Particulier n° {quiet.id}", "", "")
    assert "roux" not in quiet.search
    assert quiet.archived_at == now
    contact = session.exec(select(Contact).where(Contact.client_id == quiet.id)).one()
    assert (contact.name, contact.email) == (retention.FORGOTTEN, "")
    kept = session.exec(select(ClientChange).where(ClientChange.client_id == quiet.id)).all()
    assert not [row for row in kept if "Roux" in row.before + row.after]
    assert retention.purge(session, now) == 0


def test_an_organisation_keeps_its_name(session: Session, quiet: Client, now: datetime) -> None:
    quiet.kind = "organisation"
    retention.purge(session, now)
    assert (quiet.name, quiet.phone) == ("Jean Roux", "")


def test_three_years_to_the_day_is_not_yet_too_long(
    session: Session, quiet: Client, now: datetime
) -> None:
    quiet.last_contact_on = date(2023, 11, 23)
    assert retention.due(session, now) == []


def test_an_open_or_recent_order_keeps_its_client(
    session: Session, quiet: Client, now: datetime
) -> None:
    order = make_order(session, client=quiet)
    quiet.last_contact_on = date(2020, 1, 1)
    assert retention.purge(session, now) == 0
    order.opened_at = now - timedelta(days=4 * 366)
    assert retention.purge(session, now) == 0
    order.closed_at = now - timedelta(days=30)
    assert retention.purge(session, now) == 0
    order.closed_at = now - timedelta(days=4 * 366)
    assert retention.purge(session, now) == 1


def test_who_is_taken_back_is_counted_from_that_day(
    session: Session, quiet: Client, now: datetime
) -> None:
    retention.purge(session, now)
    service.restore_client(session, quiet.id or 0, by=SYSTEM)
    assert quiet.last_contact_on == date(2026, 11, 23)
    assert retention.due(session, now) == []
