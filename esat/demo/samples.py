"""Sample codes of every kind that exists, and a tracking link, to try the demo with."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production.codes import KINDS
from esat.tracking import links
from esat.web.door import House

EACH = 3
_CODES = text(
    "SELECT code FROM barcode WHERE kind = :kind AND origin = 'ours' AND revoked_at IS NULL"
    " AND coalesce(order_id, item_id, lot_id, resource_id, station_id, worker_id, account_id,"
    " client_id) IS NOT NULL"
    " ORDER BY id DESC LIMIT :n"
)
_ORDER = text(
    "SELECT id FROM orders WHERE closed_at IS NULL AND cancelled_at IS NULL"
    " ORDER BY id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Samples:
    """`codes` maps a kind letter to up to three codes; `link_path` opens a client's page."""

    codes: dict[str, list[str]]
    link_path: str


def samples(house: House) -> Samples:
    """Make a tracking link for the newest open order, and pick codes of each kind."""
    with house.database.write() as session:
        found = {letter: codes_of(session, letter) for letter in KINDS}
        order_id = session.execute(_ORDER).scalar()
        path = ""
        if order_id is not None:
            link = links.create(session, order_id, "Démonstration", by=SYSTEM)
            path = links.address(house.settings, link).removeprefix(house.settings.base_url)
    return Samples({letter: codes for letter, codes in found.items() if codes}, path)


def codes_of(session: Session, letter: str) -> list[str]:
    """The newest codes of a kind."""
    return list(session.execute(_CODES, {"kind": letter, "n": EACH}).scalars())
