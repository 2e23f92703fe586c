"""What waits to be washed again or mended, by reason, the oldest first. SELECTs only."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from esat.production import floor_reads, tables
from workshops.laundry.finishing.asked import REASONS
from workshops.laundry.finishing.models import Reject, counts

MOST = 300
STAGES = ("to_rewash", "to_mend")
_item, _code, _order, _client = tables.item, tables.barcode, tables.order, tables.client
_reject, _member = Reject.__table__, tables.lot_item


@dataclass(frozen=True, slots=True)
class Aside:
    """One thing that waits aside: what, whose, why, since when, whether a bin has it already."""

    code: str
    label: str
    client: str
    quantity: Decimal
    unit: str
    stage: str
    since: datetime
    reason: str
    fault: str
    note: str
    pieces: int | None
    held: bool
    in_bin: bool

    @property
    def why(self) -> str:
        return REASONS[self.reason][0] if self.reason in REASONS else "Sans motif noté"


def waiting(session: Session) -> list[Aside]:
    """Everything aside, the oldest first."""
    last = select(func.max(_reject.c.id)).where(counts(_reject)).group_by(_reject.c.item_id)
    own, carried = _code.alias("own"), _code.alias("carried")
    query = (
        select(
            _item.c.id, func.coalesce(own.c.code, carried.c.code).label("code"), _item.c.label,
            _client.c.name, _item.c.quantity, _item.c.unit, _item.c.stage, _item.c.stage_since,
            _reject.c.reason, _reject.c.fault, _reject.c.note, _reject.c.pieces,
            _member.c.lot_id.label("lot_id"),
        )
        .select_from(
            _item.join(_order, _order.c.id == _item.c.order_id)
            .join(_client, _client.c.id == _order.c.client_id)
            .outerjoin(_reject, (_reject.c.item_id == _item.c.id) & _reject.c.id.in_(last))
            .outerjoin(_member, (_member.c.item_id == _item.c.id) & _member.c.left_at.is_(None))
            .outerjoin(own, (own.c.item_id == _item.c.id) & _worn(own))
            .outerjoin(carried, (carried.c.resource_id == _item.c.resource_id) & _worn(carried))
        )
        .where(
            _item.c.workshop == "laundry", _item.c.stage.in_(STAGES), _item.c.closed_at.is_(None)
        )
        .order_by(_item.c.stage_since, _item.c.id)
        .limit(MOST)
    )  # fmt: skip
    held = floor_reads.held_items(session)
    seen: dict[int, Aside] = {}
    for row in session.connection().execute(query):
        seen.setdefault(row.id, _aside(row, held=row.id in held))
    return list(seen.values())


def by_reason(found: list[Aside], reason: str) -> list[Aside]:
    """Those of one reason; all of them for none."""
    return [one for one in found if not reason or one.reason == reason]


def _aside(row: Any, *, held: bool) -> Aside:
    return Aside(
        code=row.code or "", label=row.label, client=row.name, quantity=row.quantity,
        unit=row.unit, stage=row.stage, since=row.stage_since, reason=row.reason or "",
        fault=row.fault or "", note=row.note or "", pieces=row.pieces, held=held,
        in_bin=row.lot_id is not None,
    )  # fmt: skip


def _worn(code: Any) -> Any:
    return (code.c.origin == "ours") & code.c.revoked_at.is_(None)
