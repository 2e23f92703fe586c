"""The listener of the laundry: a load that moves into its machine begins a cycle, and one that
moves out ends it, whoever moved it. Nothing is asked of the database for any other event.
"""

from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Refused
from esat.production.journal import Entry, Recorded, event_recorded
from workshops.laundry.plant import records
from workshops.laundry.washing import busy, cycles, ending, starting

WASHING = "washing"
AMENDED = frozenset({"item.move_undone", "item.stage_corrected"})


def install() -> None:
    """Listen to the journal, and to the settings that take something out of use."""
    event_recorded.connect(on_event, weak=False)
    records.add_busy(busy.asks)


def on_event(session: Session, event: Recorded, by: Actor) -> None:
    """One event. Refuses `bag_was_opened`, `cycle_stays_ended`: what they made has gone on."""
    entry = event.entry
    if entry.kind in AMENDED and entry.from_stage == "emptied":
        raise Refused("bag_was_opened")
    if entry.lot_id is None or WASHING not in {entry.from_stage, entry.to_stage}:
        return
    if entry.kind == "lot.moved":
        _moved(session, entry, entry.lot_id, by)
    elif entry.kind in {"lot.move_undone", "lot.stage_corrected"}:
        _amended(session, entry, entry.lot_id, by)


def _moved(session: Session, entry: Entry, lot_id: int, by: Actor) -> None:
    if entry.to_stage == WASHING:
        starting.begun(session, lot_id, by=by, at=entry.at, reason=entry.reason)
    else:
        ending.ended(session, lot_id, by=by, at=entry.at, reason=entry.reason)


def _amended(session: Session, entry: Entry, lot_id: int, by: Actor) -> None:
    if entry.from_stage == WASHING:
        ending.called_off(session, lot_id, by=by, at=entry.at)
    elif cycles.last_of_lot(session, lot_id) is not None:
        raise Refused("cycle_stays_ended")
