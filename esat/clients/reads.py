"""What pages show of clients: SELECTs only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, or_, select

from esat.accounts.models import Account
from esat.clients.models import Client, ClientChange, Contact, DeliverySite
from esat.folding import fold

PAGE = 50
LAST_CHANGES = 20


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as a list shows him."""

    id: int
    name: str
    town: str
    category: str
    phone: str
    archived: bool


@dataclass(frozen=True, slots=True)
class ClientList:
    """One page of the list; `after` is the key to ask the next one with, if there is one."""

    rows: tuple[ClientRow, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a client's history."""

    at: datetime
    who: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClientPage:
    """All that the page of one client shows."""

    client: Client
    contacts: tuple[Contact, ...]
    sites: tuple[DeliverySite, ...]
    changes: tuple[Change, ...]


def search(session: Session, text: str, limit: int = PAGE) -> tuple[ClientRow, ...]:
    """Live clients that hold every word of `text`, those whose name begins with it first."""
    words = fold(text).split()
    if not words:
        return ()
    held = [col(Client.search).contains(word, autoescape=True) for word in words]
    first = col(Client.search).startswith(" ".join(words), autoescape=True)
    query = (
        select(Client)
        .where(col(Client.archived_at).is_(None), *held)
        .order_by(first.desc(), col(Client.search), col(Client.id))
        .limit(limit)
    )
    return tuple(_row(client) for client in session.exec(query))


def page(
    session: Session, *, after: int | None = None, archived: bool = False, limit: int = PAGE
) -> ClientList:
    """The clients by name, the page after the client `after`; nobody is skipped by an insert."""
    query = select(Client).order_by(col(Client.search), col(Client.id)).limit(limit + 1)
    gone = col(Client.archived_at)
    query = query.where(gone.is_not(None) if archived else gone.is_(None))
    last = None if after is None else session.get(Client, after)
    if last is not None and last.id is not None:
        beyond = (col(Client.search) == last.search) & (col(Client.id) > last.id)
        query = query.where(or_(col(Client.search) > last.search, beyond))
    found = session.exec(query).all()
    more = found[limit - 1].id if len(found) > limit else None
    return ClientList(tuple(_row(client) for client in found[:limit]), more)


def count(session: Session, *, archived: bool = False) -> int:
    """How many clients there are."""
    gone = col(Client.archived_at)
    query = select(func.count()).select_from(Client)
    return session.exec(query.where(gone.is_not(None) if archived else gone.is_(None))).one()


def client_page(session: Session, client: Client) -> ClientPage:
    """A client with his live contacts and sites, and his last changes."""
    contacts = session.exec(
        select(Contact)
        .where(Contact.client_id == client.id, col(Contact.archived_at).is_(None))
        .order_by(col(Contact.name), col(Contact.id))
    ).all()
    return ClientPage(
        client, tuple(contacts), sites_of(session, client.id), _changes(session, client)
    )


def sites_of(session: Session, client_id: int | None) -> tuple[DeliverySite, ...]:
    """The live sites of a client, for his page and for whoever opens an order."""
    query = (
        select(DeliverySite)
        .where(DeliverySite.client_id == client_id, col(DeliverySite.archived_at).is_(None))
        .order_by(col(DeliverySite.name), col(DeliverySite.id))
    )
    return tuple(session.exec(query))


def export_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Clients of the active base, by name; the dates bear on the last contact."""
    query = select(Client).where(col(Client.archived_at).is_(None)).order_by(col(Client.search))
    if since is not None:
        query = query.where(col(Client.last_contact_on) >= since)
    if until is not None:
        query = query.where(col(Client.last_contact_on) <= until)
    for client in session.exec(query):
        yield tuple(getattr(client, field) for field in EXPORTED)


EXPORTED = (
    "external_code", "name", "kind", "category", "siren", "siret", "siret_status", "service_code",
    "commitment_rule", "address", "address_extra", "postcode", "town", "insee", "finess", "phone",
    "email", "last_contact_on", "source",
)  # fmt: skip
EXPORT_HEADERS = (
    "code_client", "raison_sociale", "nature", "categorie", "siren", "siret", "siret_statut",
    "code_service", "regle_engagement", "adresse", "complement", "code_postal", "ville",
    "code_insee", "finess", "telephone", "email", "dernier_contact", "source",
)  # fmt: skip


def _changes(session: Session, client: Client) -> tuple[Change, ...]:
    query = (
        select(ClientChange, Account.display_name)
        .join(Account, col(Account.id) == ClientChange.account_id, isouter=True)
        .where(ClientChange.client_id == client.id)
        .order_by(col(ClientChange.id).desc())
        .limit(LAST_CHANGES)
    )
    return tuple(
        Change(change.at, who or "Système", change.field, change.before, change.after)
        for change, who in session.exec(query)
    )


def _row(client: Client) -> ClientRow:
    if client.id is None:
        msg = "a client that was read has its key"
        raise ValueError(msg)
    return ClientRow(
        id=client.id,
        name=client.name,
        town=client.town,
        category=client.category,
        phone=client.phone,
        archived=client.archived_at is not None,
    )
