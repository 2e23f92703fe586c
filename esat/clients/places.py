"""Contacts and delivery sites of a client: added, changed, archived, each change noted."""

from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.clients import history, service
from esat.clients.forms import ContactIn, SiteIn
from esat.clients.models import Contact, DeliverySite
from esat.errors import NotFound

Part = TypeVar("Part", Contact, DeliverySite)


def add_contact(
    session: Session, client_id: int, given: ContactIn, *, by: Actor, at: datetime | None = None
) -> Contact:
    """A person to call. Invalid: `form_invalid`. Refused: `client_archived`."""
    service.current(session, client_id)
    service.refuse_faults(service.place_faults(phone=given.phone, email=given.email))
    return _add(session, Contact(client_id=client_id, **given.model_dump()), by=by, at=at)


def add_site(
    session: Session, client_id: int, given: SiteIn, *, by: Actor, at: datetime | None = None
) -> DeliverySite:
    """A place to deliver. Invalid: `form_invalid`. Refused: `client_archived`."""
    service.current(session, client_id)
    service.refuse_faults(service.place_faults(postcode=given.postcode))
    return _add(session, DeliverySite(client_id=client_id, **given.model_dump()), by=by, at=at)


def update_contact(
    session: Session,
    client_id: int,
    contact_id: int,
    given: ContactIn,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Contact:
    """Invalid: `form_invalid`. Refused: `client_archived`. NotFound: `contact_unknown`."""
    contact = the_contact(session, client_id, contact_id)
    service.refuse_faults(service.place_faults(phone=given.phone, email=given.email))
    return _change(session, contact, given.model_dump(exclude_unset=True), by=by, at=at)


def update_site(
    session: Session,
    client_id: int,
    site_id: int,
    given: SiteIn,
    *,
    by: Actor,
    at: datetime | None = None,
) -> DeliverySite:
    """Invalid: `form_invalid`. Refused: `client_archived`. NotFound: `site_unknown`."""
    site = the_site(session, client_id, site_id)
    service.refuse_faults(service.place_faults(postcode=given.postcode))
    return _change(session, site, given.model_dump(exclude_unset=True), by=by, at=at)


def archive_contact(
    session: Session, client_id: int, contact_id: int, *, by: Actor, at: datetime | None = None
) -> None:
    """Refused: `client_archived`. NotFound: `contact_unknown`, archived ones too."""
    contact = the_contact(session, client_id, contact_id)
    _change(session, contact, {"archived_at": at or clock.now()}, by=by, at=at)


def archive_site(
    session: Session, client_id: int, site_id: int, *, by: Actor, at: datetime | None = None
) -> None:
    """Refused: `client_archived`. NotFound: `site_unknown`, archived ones too."""
    site = the_site(session, client_id, site_id)
    _change(session, site, {"archived_at": at or clock.now()}, by=by, at=at)


def the_contact(session: Session, client_id: int, contact_id: int) -> Contact:
    """The live contact of that client. NotFound: `contact_unknown`."""
    service.current(session, client_id)
    contact = session.get(Contact, contact_id)
    if contact is None or contact.client_id != client_id or contact.archived_at is not None:
        raise NotFound("contact_unknown")
    return contact


def the_site(session: Session, client_id: int, site_id: int) -> DeliverySite:
    """The live site of that client. NotFound: `site_unknown`."""
    service.current(session, client_id)
    site = session.get(DeliverySite, site_id)
    if site is None or site.client_id != client_id or site.archived_at is not None:
        raise NotFound("site_unknown")
    return site


def _add(session: Session, part: Part, *, by: Actor, at: datetime | None) -> Part:
    session.add(part)
    session.flush()
    what = f"{_name(part)}.{part.id}"
    history.note(session, part.client_id, {what: ("", part.name)}, by=by, at=at or clock.now())
    return part


def _change(
    session: Session, part: Part, values: dict[str, object], *, by: Actor, at: datetime | None
) -> Part:
    changed = history.apply(part, values)
    named = {f"{_name(part)}.{part.id}.{field}": both for field, both in changed.items()}
    history.note(session, part.client_id, named, by=by, at=at or clock.now())
    session.flush()
    return part


def _name(part: Contact | DeliverySite) -> str:
    return "contact" if isinstance(part, Contact) else "site"
