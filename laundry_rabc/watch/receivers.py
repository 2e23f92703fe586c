"""The listener of RABC: every wash that ends is judged, a corrected value is judged again, a breach
becomes an action, and a part of what a case holds is held for that case too. The journal is asked
nothing for any other event. What cannot be judged undoes the act: a wash does not end unjudged.
"""

from sqlmodel import Session

from esat.actors import Actor
from esat.production.journal import Recorded, event_recorded
from laundry_rabc.cases import holding, judged, trends
from laundry_rabc.loggers import matching
from laundry_rabc.loggers.evidence import CurveEvidence
from laundry_rabc.watch import washes, zones
from workshops.laundry.washing import cycles


def install() -> None:
    """Listen to the ends of cycles, to the journal, and to the results themselves."""
    cycles.on_finished(washes.finished)
    judged.on_recorded(trends.watch)
    matching.on_matched(_matched)
    matching.on_withdrawn(washes.taken_back)
    event_recorded.connect(on_event, weak=False)


def on_event(session: Session, event: Recorded, by: Actor) -> None:
    """One event."""
    entry, data = event.entry, event.entry.data or {}
    if entry.kind == "lot.cycle_fixed":
        washes.corrected(session, int(data["cycle"]), entry.reason, by)
    elif entry.kind in {"item.breached", "lot.breached"}:
        zones.breached(session, int(data["breach"]), by)
    elif entry.kind == "item.held" and data.get("reason") == holding.QUARANTINE:
        holding.parted(session, int(data["hold"]), entry.item_id or 0)


def _matched(session: Session, found: CurveEvidence, by: Actor) -> None:
    washes.measured(session, found, by)
