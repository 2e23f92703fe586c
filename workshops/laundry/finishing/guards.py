"""What may not be folded as finished: linen that is still wet. It reads, it never writes."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workshops.laundry.finishing import steps
from workshops.laundry.washing.models import Load


def finished_dry(session: Session, subject: Any, at: datetime) -> str | None:
    """From the washer to the fold, a load goes by a dryer, the calender or the iron; what is no
    load of ours (a bag washed alone) is not asked.
    """
    del at
    if subject.stage != "washed" or subject.lot_id is None:
        return None
    if session.get(Load, subject.lot_id) is None or steps.pressed(session, subject.lot_id):
        return None
    return "finish_wet"
