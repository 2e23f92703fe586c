"""Clients created, changed, archived; every change is noted. It knows no order and no request."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from esat import clock, texts
from esat.actors import Actor
from esat.clients import history, numbers, ties
from esat.clients.forms import ClientIn
from esat.clients.models import Client
from esat.errors import Invalid, NotFound, Refused
from esat.folding import fold


def create_client(
    session: Session,
    given: ClientIn,
    *,
    by: Actor,
    at: datetime | None = None,
    even_if_known: bool = False,
) -> Client:
    """A new client, flushed so that it has its key.

    Invalid: `form_invalid` (SIREN, SIRET, postcode, phone or mail that cannot be right).
    Refused: `client_code_known`; `client_siret_known` and `client_known` (same name and town)
    unless `even_if_known`.
    """
    at = at or clock.now()
    values = checked(given)
    _refuse_twins(session, given, values, even_if_known=even_if_known)
    client = Client(
        **values, created_at=at, created_by=by.account_id, last_contact_on=clock.local(at).date()
    )
    client.search = search_text(client)
    session.add(client)
    session.flush()
    return client


def update_client(
    session: Session, client_id: int, given: ClientIn, *, by: Actor, at: datetime | None = None
) -> Client:
    """Change the fields that were given, and note each one.

    Invalid: `form_invalid`. Refused: `client_archived`, `client_code_known`.
    NotFound: `client_unknown`.
    """
    at = at or clock.now()
    client = current(session, client_id)
    values = checked(given)
    sent = _sent(client, given, values)
    if "external_code" in sent and given.external_code != client.external_code:
        _refuse_known_code(session, given.external_code)
    changed = history.apply(client, {name: values[name] for name in values if name in sent})
    client.search = search_text(client)
    history.note(session, client_id, changed, by=by, at=at)
    session.flush()
    return client


def archive_client(
    session: Session, client_id: int, *, by: Actor, at: datetime | None = None
) -> Client:
    """Take a client out of the lists; his history stays.

    Refused: `client_archived`, `client_has_open_orders`. NotFound: `client_unknown`.
    """
    at = at or clock.now()
    client = current(session, client_id)
    if ties.has_open_orders(session, client_id):
        raise Refused("client_has_open_orders", name=client.name)
    client.archived_at = at
    history.note(session, client_id, {"archived": ("non", "oui")}, by=by, at=at)
    session.flush()
    return client


def restore_client(
    session: Session, client_id: int, *, by: Actor, at: datetime | None = None
) -> Client:
    """Bring an archived client back. Refused: `client_not_archived`. NotFound: `client_unknown`."""
    at = at or clock.now()
    client = known(session, client_id)
    if client.archived_at is None:
        raise Refused("client_not_archived", name=client.name)
    client.archived_at = client.purged_at = None
    client.last_contact_on = clock.local(at).date()
    history.note(session, client_id, {"archived": ("oui", "non")}, by=by, at=at)
    session.flush()
    return client


def note_contact(session: Session, client_id: int, on: date) -> None:
    """Something passed between the client and us that day: what retention counts from."""
    client = known(session, client_id)
    client.last_contact_on = max(client.last_contact_on, on)


def known(session: Session, client_id: int) -> Client:
    """The client, archived or not. NotFound: `client_unknown`."""
    client = session.get(Client, client_id)
    if client is None:
        raise NotFound("client_unknown")
    return client


def current(session: Session, client_id: int) -> Client:
    """The client, who is not archived. Refused: `client_archived`. NotFound: `client_unknown`."""
    client = known(session, client_id)
    if client.archived_at is not None:
        raise Refused("client_archived", name=client.name)
    return client


def checked(given: ClientIn) -> dict[str, Any]:
    """The values as they will stand, or Invalid with one sentence a field."""
    values: dict[str, Any] = given.model_dump()
    siren, siret = numbers.digits(given.siren), numbers.digits(given.siret)
    faults = {
        "siren": numbers.siren_fault(siren) if siren else "",
        "siret": numbers.siret_fault(siret) if siret else "",
        **place_faults(given.postcode, given.phone, given.email),
    }
    if siren and siret and not faults["siret"] and siren != siret[:9]:
        faults["siret"] = "client_siret_other_siren"
    refuse_faults(faults)
    values["siren"] = siren or siret[:9]
    values["siret"] = siret
    values["siret_status"] = (given.siret_status or "declared") if siret else ""
    return values


def place_faults(postcode: str = "", phone: str = "", email: str = "") -> dict[str, str]:
    """The codes of what is wrong in a postcode, a phone and an address that were given."""
    return {
        "postcode": numbers.postcode_fault(postcode) if postcode else "",
        "phone": numbers.phone_fault(phone) if phone else "",
        "email": numbers.email_fault(email) if email else "",
    }


def refuse_faults(faults: dict[str, str]) -> None:
    """Raise `form_invalid` with the sentence of each fault, if there is one."""
    fields = {field: texts.sentence(code) for field, code in faults.items() if code}
    if fields:
        raise Invalid("form_invalid", fields)


def search_text(client: Client) -> str:
    """What a client is found by; the name comes first, so that it also sorts."""
    phone = numbers.digits(client.phone)
    parts = (client.name, client.town, client.siret, client.phone, phone, client.external_code)
    return fold(*parts)[:800]


def _sent(client: Client, given: ClientIn, values: dict[str, Any]) -> set[str]:
    """The fields to set: another SIRET takes its SIREN and its origin along."""
    sent = set(given.model_fields_set)
    if "siret" in sent and values["siret"] != client.siret:
        sent |= {"siret_status", "siren"} if values["siret"] else {"siret_status"}
    return sent


def _refuse_twins(
    session: Session, given: ClientIn, values: dict[str, Any], *, even_if_known: bool
) -> None:
    _refuse_known_code(session, given.external_code)
    if even_if_known:
        return
    live = select(Client).where(col(Client.archived_at).is_(None))
    if siret := values["siret"]:
        twin = session.exec(live.where(Client.siret == siret).limit(1)).first()
        if twin is not None:
            raise Refused("client_siret_known", name=twin.name)
    start = fold(given.name)
    for near in session.exec(live.where(col(Client.search).startswith(start, autoescape=True))):
        if (fold(near.name), fold(near.town)) == (start, fold(given.town)):
            raise Refused("client_known", name=near.name)


def _refuse_known_code(session: Session, code: str | None) -> None:
    if code is None:
        return
    twin = session.exec(select(Client).where(Client.external_code == code)).first()
    if twin is not None:
        raise Refused("client_code_known", name=twin.name)
