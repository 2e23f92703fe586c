"""The listener of finishing: linen put aside and undone counts no more; a load that is said dry by
a plain move leaves its dryer. Nothing is asked of the database for any other event.
"""

from sqlmodel import Session

from esat.actors import Actor
from esat.production.journal import Recorded, event_recorded
from workshops.laundry.finishing import amending, drying


def install() -> None:
    """Listen to the journal."""
    event_recorded.connect(on_event, weak=False)


def on_event(session: Session, event: Recorded, by: Actor) -> None:
    """One event."""
    entry = event.entry
    if entry.kind == "item.move_undone" and entry.item_id is not None:
        if entry.from_stage in amending.STAGES.values():
            amending.undone(session, entry.item_id, entry.from_stage or "", by=by)
    elif entry.kind == "lot.moved" and entry.to_stage == "dried" and entry.lot_id is not None:
        drying.said_dry(session, entry.lot_id, by=by, at=entry.at, reason=entry.reason)
