"""A piece that wears its own code is not weighed: it goes into a bin and a machine as it is."""

from datetime import datetime

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import subjects, things
from esat.production.moves import Context
from tests import factories
from workshops.laundry.plant import service
from workshops.laundry.washing import loads, sorting, sorting_reads


def test_a_piece_is_put_into_a_bin_unweighed(session: Session, now: datetime) -> None:
    order = factories.make_order(session, at=now)
    piece = things.add_item(
        session, order, "garment", "Gilet bleu", by=SYSTEM, at=now, stage="received"
    )
    _bin, code = service.add_bin(session, "Bac 1", None, by=SYSTEM, whole=True, at=now)
    (shown,) = sorting_reads.waiting_bags(session, now)
    assert (shown.piece, shown.kg) == (True, None)
    subject = subjects.item(session, piece.id or 0)
    assert subject is not None
    done = sorting.into_bin(session, subject, code, Context(by=SYSTEM, at=now))
    assert loads.contents(session, done.loads)[done.loads[0]].unweighed == ()
    assert sorting_reads.waiting_bags(session, now) == []
