from datetime import datetime

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import holds, lots
from laundry_rabc import reads
from tests import factories, people


def test_a_lot_and_a_bag_without_an_order_may_be_in_quarantine(
    session: Session, now: datetime
) -> None:
    from esat.production import subjects

    ines = people.actor("qualite")
    order = factories.make_order(session, items=2)
    keys = [item.item_id or 0 for item in factories.items_of(session, order)]
    lot = lots.open_lot(session, "laundry", "expected", keys, by=SYSTEM, at=now)
    _, code = factories.make_bag(session)
    bag = subjects.by_code(session, code)
    assert bag is not None
    for subject in (lots.subject_of(session, lot), bag):
        holds.place(session, subject, reads.QUARANTINE, by=ines, at=now)
    assert [(one.subject.kind, one.stage) for one in reads.held(session)] == [
        ("lot", "Attendu"),
        ("resource", ""),
    ]
