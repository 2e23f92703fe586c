"""The things of a case: where each stands now, in house or gone. SELECTs only."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, col, select

from esat.production import tables
from esat.production.models import Hold, Item, Lot, LotItem, Order, Resource
from laundry_rabc.cases.models import Case, CaseSubject
from workshops.laundry.stages import MACHINE

SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Held:
    """A thing of a case, where it stands and where it was put."""

    item_id: int
    label: str
    code: str
    client: str
    stage: str
    at_home: bool
    held: bool
    lot: str
    place: str


def held(session: Session, case: Case) -> list[Held]:
    """The things of a case: where each stands now, in house or gone, by three statements."""
    query = (
        select(CaseSubject, Item, Order, Hold)
        .join(Item, col(Item.id) == col(CaseSubject.item_id))
        .join(Order, col(Order.id) == col(Item.order_id))
        .outerjoin(Hold, col(Hold.id) == col(CaseSubject.hold_id))
        .where(CaseSubject.case_id == case.id)
        .order_by(col(Item.id))
    )
    rows = session.exec(query).all()
    keys = [item.id or 0 for _, item, _, _ in rows]
    codes, clients = _codes(session, keys), _clients(session, {o.client_id for _, _, o, _ in rows})
    inside = _travel(session, keys)
    places = _places(session, {h.place_id for _, _, _, h in rows if h is not None})
    return [
        Held(
            item_id=item.id or 0, label=item.label, code=codes.get(item.id or 0, ""),
            client=clients.get(order.client_id, ""), stage=_stage(item),
            at_home=item.closed_at is None,
            held=hold is not None and hold.lifted_at is None,
            lot=inside.get(item.id or 0, ""),
            place="" if hold is None else places.get(hold.place_id or 0, ""),
        )
        for _, item, order, hold in rows
    ]  # fmt: skip


def _stage(item: Item) -> str:
    return MACHINE.stage(item.stage).label if MACHINE.knows(item.stage) else item.stage


def _codes(session: Session, keys: list[int]) -> dict[int, str]:
    code, item = tables.barcode, tables.item
    worn: Any = (code.c.item_id == item.c.id) | (
        item.c.resource_id.is_not(None) & (code.c.resource_id == item.c.resource_id)
    )
    query = (
        select(item.c.id, code.c.code)
        .select_from(item.join(code, worn))
        .where(item.c.id.in_(keys), code.c.origin == "ours", code.c.revoked_at.is_(None))
    )
    return {row.id: row.code for row in session.connection().execute(query)}


def _clients(session: Session, keys: Collection[int]) -> dict[int, str]:
    client = tables.client
    query = select(client.c.id, client.c.name).where(client.c.id.in_(sorted(keys)))
    return {row.id: row.name for row in session.connection().execute(query)}


def _travel(session: Session, keys: list[int]) -> dict[int, str]:
    query = (
        select(LotItem.item_id, Lot.ref)
        .join(Lot, col(Lot.id) == col(LotItem.lot_id))
        .where(col(LotItem.item_id).in_(keys), col(LotItem.left_at).is_(None))
    )
    return dict(session.exec(query).all())


def _places(session: Session, keys: Collection[int | None]) -> dict[int, str]:
    wanted = sorted(key for key in keys if key is not None)
    query = select(Resource.id, Resource.label).where(col(Resource.id).in_(wanted))
    return {key: label for key, label in session.exec(query) if key is not None}


def lots_of(session: Session, case: Case) -> tuple[tuple[str, str], ...]:
    code, mine, lot = tables.barcode, CaseSubject.__table__, tables.lot
    query = (
        select(lot.c.ref, code.c.code)
        .select_from(
            mine.join(lot, lot.c.id == mine.c.lot_id).join(code, code.c.lot_id == lot.c.id)
        )
        .where(mine.c.case_id == case.id, code.c.origin == "ours", code.c.revoked_at.is_(None))
    )
    return tuple((row.ref, row.code) for row in session.connection().execute(query))


def open_places(session: Session) -> list[tuple[str, str]]:
    """The places of the laundry where linen may be put: code and name."""
    code = tables.barcode
    query = (
        select(code.c.code, tables.resource.c.label)
        .join(tables.resource, tables.resource.c.id == code.c.resource_id)
        .where(
            code.c.kind == "X", code.c.origin == "ours", code.c.revoked_at.is_(None),
            tables.resource.c.retired_at.is_(None), tables.resource.c.workshop == "laundry",
        )
        .order_by(tables.resource.c.label)
        .limit(SHOWN)
    )  # fmt: skip
    return [(row.code, row.label) for row in session.connection().execute(query)]
