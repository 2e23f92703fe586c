"""The rolls of new labels that were asked for, and how much of each names something by now."""

from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from esat.printing.models import PrintJob, PrintRun
from esat.production.models import Barcode


def latest(session: Session, limit: int = 20) -> list[Row[Any]]:
    """The last rolls of new labels, and how many codes of each name something by now."""
    code, job, run = Barcode.__table__, PrintJob.__table__, PrintRun.__table__
    bound = func.count(code.c.id).filter(
        func.coalesce(code.c.item_id, code.c.lot_id, code.c.resource_id, code.c.station_id).is_not(
            None
        )
    )
    query = (
        select(run.c.id, run.c.title, run.c.count, run.c.requested_at, bound.label("bound"))
        .select_from(run.join(job, job.c.run_id == run.c.id).join(code, code.c.code == job.c.code))
        .where(run.c.kind == "blank")
        .group_by(run.c.id, run.c.title, run.c.count, run.c.requested_at)
        .order_by(run.c.id.desc())
        .limit(limit)
    )
    return list(session.connection().execute(query))
