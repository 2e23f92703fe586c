"""What a code points at, read in one statement: an item, a lot, a resource, and whose it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, select
from sqlmodel import Session

from esat.production import subject_query
from esat.production.models import Barcode, Item


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing as the rules see it. `kind` is item, lot, resource, order, station, badge,
    client, blank (a pre-printed code bound to nothing) or unlinked (a client's, linked no more).
    """

    kind: str
    label: str = ""
    code: str | None = None
    item_id: int | None = None
    lot_id: int | None = None
    resource_id: int | None = None
    order_id: int | None = None
    client_id: int | None = None
    station_id: int | None = None
    worker_id: int | None = None
    account_id: int | None = None
    workshop: str | None = None
    thing: str | None = None
    """The declared kind: of the item, of the lot or of the resource."""
    stage: str | None = None
    stage_since: datetime | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    order_ref: str | None = None
    client_name: str | None = None
    action: str | None = None
    travels_in: int | None = None
    """The open lot that an item belongs to."""
    revoked: bool = False
    foreign: bool = False
    held: bool = True
    """Whether an open hold was seen with it; a lot's are always looked for, with its members'."""


class _Statements:
    """Built once, on first use, when every table is known."""

    by_code: Select[Any] | None = None
    by_codes: Select[Any] | None = None


def by_code(session: Session, code: str) -> Subject | None:
    """The subject of a code as it is written in `barcode`, or None when there is no such row."""
    if _Statements.by_code is None:
        wanted = Barcode.__table__.c.code == bindparam("wanted")
        _Statements.by_code = subject_query.columns().where(wanted)
    row = session.connection().execute(_Statements.by_code, {"wanted": code}).first()
    return None if row is None else _subject(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way


def by_codes(session: Session, wanted: Collection[str]) -> dict[str, Subject]:
    """The subjects of many codes by one statement; a code that has no row has no entry."""
    if not wanted:
        return {}
    if _Statements.by_codes is None:
        among = Barcode.__table__.c.code.in_(bindparam("wanted", expanding=True))
        _Statements.by_codes = subject_query.columns().where(among)
    rows = session.connection().execute(_Statements.by_codes, {"wanted": list(wanted)})
    return {row["code"]: _subject(row) for row in rows.mappings()}


def item(session: Session, item_id: int) -> Subject | None:
    """An item by its key, with the code that it wears."""
    code = session.connection().execute(_CODE_OF_ITEM, {"item": item_id}).scalar()
    return None if code is None else by_code(session, code)


def lot(session: Session, lot_id: int) -> Subject | None:
    """A lot by its key."""
    code = session.connection().execute(_CODE_OF_LOT, {"lot": lot_id}).scalar()
    return None if code is None else by_code(session, code)


_code = Barcode.__table__
_item = Item.__table__
_CODE_OF_ITEM = (
    select(_code.c.code)
    .select_from(
        _item.join(
            _code, (_code.c.item_id == _item.c.id) | (_code.c.resource_id == _item.c.resource_id)
        )
    )
    .where(_item.c.id == bindparam("item"), _code.c.origin == "ours", _code.c.revoked_at.is_(None))
    .order_by(_code.c.item_id.is_(None))
    .limit(1)
)
_CODE_OF_LOT = (
    select(_code.c.code)
    .where(
        _code.c.lot_id == bindparam("lot"),
        _code.c.origin == "ours",
        _code.c.revoked_at.is_(None),
    )
    .limit(1)
)


def _subject(row: RowMapping) -> Subject:
    common: dict[str, Any] = {
        "code": row["code"],
        "client_id": row["client_id"],
        "client_name": row["client_name"],
        "order_id": row["order_id"],
        "order_ref": row["order_ref"],
        "resource_id": row["resource_id"],
        "revoked": row["revoked_at"] is not None or row["retired_at"] is not None,
        "foreign": row["origin"] != "ours",
    }
    for key, made in (
        ("item_id", _an_item),
        ("lot_id", _a_lot),
        ("resource_id", _a_resource),
        ("bound_order", _an_order),
        ("station_id", _a_station),
        ("worker_id", _a_badge),
        ("account_id", _a_badge),
    ):
        if row[key] is not None:
            return Subject(**(common | made(row)))
    nothing = "unlinked" if common["foreign"] else "blank"
    kind = nothing if row["bound_client"] is None else "client"
    return Subject(kind=kind, label=row["client_name"] or "", **common)


def _an_item(row: RowMapping) -> dict[str, Any]:
    return {
        "kind": "item",
        "label": row["item_label"],
        "item_id": row["item_id"],
        "workshop": row["item_workshop"],
        "thing": row["item_kind"],
        "stage": row["item_stage"],
        "stage_since": row["item_stage_since"],
        "quantity": row["item_quantity"],
        "unit": row["item_unit"],
        "travels_in": row["travels_in"],
        "held": bool(row["held"]),
    }


def _a_lot(row: RowMapping) -> dict[str, Any]:
    return {
        "kind": "lot",
        "label": row["lot_label"] or row["lot_ref"],
        "lot_id": row["lot_id"],
        "workshop": row["lot_workshop"],
        "thing": row["lot_kind"],
        "stage": row["lot_stage"],
        "stage_since": row["lot_stage_since"],
    }


def _a_resource(row: RowMapping) -> dict[str, Any]:
    return {
        "kind": "resource",
        "label": row["resource_label"],
        "workshop": row["resource_workshop"],
        "thing": row["resource_kind"],
        "action": row["action"],
    }


def _an_order(row: RowMapping) -> dict[str, Any]:
    label = f"Commande {row['order_ref']}"
    return {"kind": "order", "label": label, "workshop": row["order_workshop"]}


def _a_station(row: RowMapping) -> dict[str, Any]:
    return {"kind": "station", "station_id": row["station_id"]}


def _a_badge(row: RowMapping) -> dict[str, Any]:
    return {"kind": "badge", "worker_id": row["worker_id"], "account_id": row["account_id"]}
