"""Where a van may stop: the clients and their places, and the vehicles; SELECTs only."""

from sqlmodel import Session, col, select

from esat.clients.models import Client, DeliverySite
from esat.errors import Invalid
from esat.production.models import Resource


def choices(session: Session) -> list[tuple[str, str]]:
    """Every client in use, then each of his places; « 12: », « 12:3 » name them."""
    clients = session.exec(
        select(Client).where(col(Client.archived_at).is_(None)).order_by(col(Client.search))
    )
    sites = session.exec(
        select(DeliverySite)
        .where(col(DeliverySite.archived_at).is_(None))
        .order_by(col(DeliverySite.name))
    ).all()
    found = []
    for client in clients:
        town = f" ({client.town})" if client.town else ""
        found.append((f"{client.id}:", f"{client.name}{town}"))
        found += [
            (f"{client.id}:{site.id}", f"{client.name} – {site.name}")
            for site in sites
            if site.client_id == client.id
        ]
    return found


def read(text: str) -> tuple[int, int | None]:
    """The client and the place of a choice. Invalid otherwise."""
    client, _, site = text.partition(":")
    if not _is_key(client) or not (site == "" or _is_key(site)):
        raise Invalid("form_invalid", {"place": "Choisissez dans la liste."})
    return int(client), int(site) if site else None


def vehicles(session: Session) -> list[tuple[int, str]]:
    """The vehicles in use."""
    query = select(Resource).where(Resource.kind == "vehicle", col(Resource.retired_at).is_(None))
    return [(one.id or 0, one.label) for one in session.exec(query.order_by(col(Resource.label)))]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
