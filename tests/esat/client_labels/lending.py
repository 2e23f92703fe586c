"""Ranges and things that take numbers of them, for the tests of this folder."""

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.client_labels import ranges
from esat.client_labels.models import NumberRange
from esat.client_labels.ranges import WantedRange
from esat.clients.models import Client
from tests.factories import AT, items_of, make_client, make_order

SSCC = {"kind": "sscc", "prefix": "33760132", "width": 9, "first": 1, "last": 500}


def wanted(**values: object) -> WantedRange:
    return WantedRange(**{"name": "Cartons", **SSCC, **values})  # type: ignore[arg-type]


def make_range(session: Session, **values: object) -> NumberRange:
    return ranges.open_range(session, wanted(**values), by=SYSTEM, at=AT)


def make_things(session: Session, count: int = 1, client: Client | None = None) -> list[str]:
    """The codes of so many things of one order."""
    owner = client or make_client(session)
    order = make_order(session, items=count, client=owner)
    return [item.code or "" for item in items_of(session, order)]
