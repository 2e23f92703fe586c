"""What was noted after the wash and what was corrected of it. SELECTs only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.errors import NotFound
from esat.production import tables
from esat.production.models import Lot
from workshops.laundry.finishing.models import Reject, Step, counts

RECENT = timedelta(days=7)
MOST = 60
_reject, _item, _order, _client = Reject.__table__, tables.item, tables.order, tables.client
_Noted = TypeVar("_Noted", Reject, Step)


@dataclass(frozen=True, slots=True)
class Noted:
    """A row with all those that it stands for, the oldest first, and who wrote each."""

    row: Any
    chain: Sequence[Any]
    names: dict[int, str]
    label: str
    client: str = ""

    @property
    def in_force(self) -> bool:
        """Whether it still counts: it is the last one, and says that something was."""
        return bool(self.chain[-1].id == self.row.id and not self.row.void)


def recent(session: Session, at: datetime) -> list[Any]:
    """What was put aside these days and counts, the newest first."""
    query = (
        select(_reject, _item.c.label, _client.c.name)
        .select_from(
            _reject.join(_item, _item.c.id == _reject.c.item_id)
            .join(_order, _order.c.id == _item.c.order_id)
            .join(_client, _client.c.id == _order.c.client_id)
        )
        .where(_reject.c.at >= at - RECENT, counts(_reject))
        .order_by(_reject.c.at.desc(), _reject.c.id.desc())
        .limit(MOST)
    )
    return list(session.connection().execute(query))


def reject(session: Session, reject_id: int) -> Noted:
    """Linen put aside, with its corrections. NotFound for none."""
    row = _the(session, Reject, reject_id)
    told = session.connection().execute(
        select(_item.c.label, _client.c.name)
        .select_from(
            _item.join(_order, _order.c.id == _item.c.order_id).join(
                _client, _client.c.id == _order.c.client_id
            )
        )
        .where(_item.c.id == row.item_id)
    ).one()  # fmt: skip
    family = session.exec(rows_of(Reject).where(Reject.item_id == row.item_id)).all()
    return _noted(session, row, family, told.label, told.name)


def step(session: Session, step_id: int) -> Noted:
    """A step, with its corrections. NotFound for none."""
    row = _the(session, Step, step_id)
    family = session.exec(rows_of(Step).where(Step.lot_id == row.lot_id)).all()
    return _noted(session, row, family, f"Lot {session.get_one(Lot, row.lot_id).ref}")


def _the(session: Session, kind: type[_Noted], key: int) -> _Noted:
    found = session.get(kind, key)
    if found is None:
        raise NotFound("not_found")
    return found


def _noted(
    session: Session, row: _Noted, family: Sequence[_Noted], label: str, client: str = ""
) -> Noted:
    chain = _chain(row, family)
    account = tables.account
    ids = {one.account_id for one in chain if one.account_id is not None}
    query = select(account.c.id, account.c.display_name).where(col(account.c.id).in_(ids))
    names = {one.id: one.display_name for one in session.connection().execute(query)}
    return Noted(row, chain, names, label, client)


def _chain(row: _Noted, family: Sequence[_Noted]) -> list[_Noted]:
    """What it amends, itself, and what amends it."""
    by_id = {one.id or 0: one for one in family}
    after = {one.amends_id: one for one in family if one.amends_id is not None}
    chain = [row]
    while (before := by_id.get(chain[0].amends_id or 0)) is not None:
        chain.insert(0, before)
    while (later := after.get(chain[-1].id or 0)) is not None:
        chain.append(later)
    return chain
