"""What the client of an order reads of linen that is given back no more. SELECTs only."""

from sqlalchemy import bindparam, select
from sqlmodel import Session

from esat.production import tables
from esat.web.filters import number, short_day
from workshops.laundry.finishing.asked import REASONS
from workshops.laundry.finishing.models import Reject, counts

_reject, _item = Reject.__table__, tables.item


_DISCARDED = (
    select(
        _item.c.label, _reject.c.quantity, _reject.c.unit, _reject.c.pieces, _reject.c.reason,
        _reject.c.note, _reject.c.at,
    )
    .join(_item, _item.c.id == _reject.c.item_id)
    .where(
        _item.c.order_id == bindparam("order"), _reject.c.decision == "discard", counts(_reject)
    )
    .order_by(_reject.c.at, _reject.c.id)
)  # fmt: skip
"""With the note: whoever discards is told that the client reads it."""


def to_client(session: Session, order_id: int) -> list[str]:
    """One sentence for each thing discarded: what, how much, when and why; one statement."""
    said = []
    for row in session.connection().execute(_DISCARDED, {"order": order_id}):
        pieces = f" ({number(row.pieces, 'pièce')})" if row.pieces and row.unit == "kg" else ""
        what = f"{row.label}, {number(row.quantity, row.unit)}{pieces}"
        why = f"{REASONS[row.reason][0]}{f', {row.note}' if row.note else ''}"
        said.append(f"{what} : réformé le {short_day(row.at)}. Motif : {why}.")
    return said
