"""To whom an order's news is told: addresses of the client and of his contacts, SELECTs only."""

from dataclasses import dataclass

from sqlalchemy import Row, text
from sqlmodel import Session

_CLIENT = text(
    "SELECT client.name, client.email, client.notify, client.id, client.purged_at"
    " FROM orders JOIN client ON client.id = orders.client_id WHERE orders.id = :order"
)
_CONTACTS = text(
    "SELECT name, email FROM contact WHERE client_id = :client AND notify = :yes"
    " AND email <> '' AND archived_at IS NULL ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A name to show beside the link, and the address that its mail goes to."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Told:
    """Whose order it is and who is told of it; nobody when the client wants no mail."""

    client: str
    recipients: tuple[Recipient, ...]


def of_order(session: Session, order_id: int) -> Told:
    """The client's own address and those of his contacts who are told; each address once."""
    client = session.connection().execute(_CLIENT, {"order": order_id}).first()
    if client is None or not client.notify or client.purged_at is not None:
        return Told("" if client is None else client.name, ())
    found: dict[str, Recipient] = {}
    for recipient in (Recipient(client.name, client.email), *_contacts(session, client)):
        if recipient.email.strip():
            found.setdefault(recipient.email.strip().casefold(), recipient)
    return Told(client.name, tuple(found.values()))


def _contacts(session: Session, client: Row[tuple[object, ...]]) -> list[Recipient]:
    wanted = {"client": client.id, "yes": True}
    return [
        Recipient(row.name, row.email) for row in session.connection().execute(_CONTACTS, wanted)
    ]
