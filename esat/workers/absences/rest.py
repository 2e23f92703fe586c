"""How much compensatory rest was taken: minutes alone, with no reason and no day of any absence."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from esat.workers.absences import kinds, reads
from esat.workers.absences.proposals import REST


def taken(session: Session, worker_ids: Collection[int], since: date, until: date) -> Counter[int]:
    """Minutes by worker, those entered for days to come too."""
    found: Counter[int] = Counter()
    if not worker_ids:
        return found
    catalogue = kinds.catalogue(session, until)
    for one in reads.coded(session, worker_ids, since, until):
        if catalogue[one.kind_code].counter == REST:
            found[one.worker_id] += one.minutes
    return found
