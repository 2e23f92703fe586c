"""Clients whom nobody has heard of for three years: their people are forgotten. It is proposed.

The organisation stays as a name on old orders; contacts, phones and mails go. A private person's
own name goes too. `client_change` loses the values it had kept of them.
"""

from datetime import date, datetime, time

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.clients import history, service, ties
from esat.clients.models import Client, ClientChange, Contact
from esat.declarations import Retention

YEARS = 3
FORGOTTEN = "Contact effacé"


def due(session: Session, at: datetime) -> list[str]:
    """One French line a client, in the order of the list."""
    return [
        f"{client.name} — dernier contact le {client.last_contact_on:%d/%m/%Y}"
        for client in _forgettable(session, at)
    ]


def purge(session: Session, at: datetime) -> int:
    """Forget the people of each client that is due, and archive him; give how many."""
    clients = _forgettable(session, at)
    for client in clients:
        _forget(session, client, at)
    session.flush()
    return len(clients)


def _limit(at: datetime) -> date:
    today = clock.local(at).date()
    try:
        return today.replace(year=today.year - YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year - YEARS, day=28)


def _forgettable(session: Session, at: datetime) -> list[Client]:
    limit = _limit(at)
    since = datetime.combine(limit, time(), clock.PARIS)
    quiet = session.exec(
        select(Client)
        .where(col(Client.last_contact_on) < limit, col(Client.purged_at).is_(None))
        .order_by(col(Client.search), col(Client.id))
    )
    return [
        client
        for client in quiet
        if client.id is not None
        and not ties.has_open_orders(session, client.id)
        and not ties.ordered_since(session, client.id, since)
    ]


def _forget(session: Session, client: Client, at: datetime) -> None:
    values: dict[str, object] = {"phone": "", "email": "", "archived_at": client.archived_at or at}
    if client.kind == "individual":
        values |= {"name": f"Particulier n° {client.id}", "address": "", "address_extra": ""}
    history.apply(client, {**values, "purged_at": at})
    client.search = service.search_text(client)
    for contact in session.exec(select(Contact).where(Contact.client_id == client.id)):
        gone = {"name": FORGOTTEN, "role": "", "phone": "", "email": ""}
        history.apply(contact, {**gone, "archived_at": contact.archived_at or at})
    for change in session.exec(select(ClientChange).where(ClientChange.client_id == client.id)):
        history.apply(change, {"before": "", "after": ""})
    if client.id is not None:
        history.note(session, client.id, {"purged": ("non", "oui")}, by=SYSTEM, at=at)


CLIENTS_THREE_YEARS = Retention(
    code="clients",
    label="Clients sans contact depuis 3 ans : personnes effacées, fiche archivée",
    source="CNIL, gestion commerciale : base active 3 ans après le dernier contact",
    status="proposé",
    due=due,
    purge=purge,
)
