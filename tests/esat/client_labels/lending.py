"""Ranges, templates and things that take numbers of them, for the tests of this folder."""

from decimal import Decimal

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.client_labels import ranges, service
from esat.client_labels.models import ClientTemplate, NumberRange
from esat.client_labels.ranges import WantedRange
from esat.client_labels.service import Wanted
from esat.clients.models import Client
from tests.esat.client_labels.drawings import svg
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


PLAIN = svg('<text x="4" y="9" font-size="6">{{client}} {{order}} {{quantity}} {{unit}}</text>')


def template(**values: object) -> Wanted:
    usual: dict[str, object] = {
        "code": "client-a", "name": "Carton du client A", "language": "svg", "body": PLAIN,
        "width_mm": Decimal(100), "height_mm": Decimal(60),
    }  # fmt: skip
    return Wanted(**usual | values)  # type: ignore[arg-type]


def save(session: Session, **values: object) -> ClientTemplate:
    return service.save(session, template(**values), by=SYSTEM, at=AT)
