from datetime import datetime

from sqlmodel import Session

from esat.actors import SYSTEM
from esat.config import Settings
from esat.layouts import store, verifying
from esat.layouts.store import Wanted
from esat.registry import Registry
from labels.codec import boxes_to_list
from tests.esat.layouts.editing import BAG, LOWER, QR, with_box


def test_what_is_in_force_holds(session: Session, settings: Settings, now: datetime) -> None:
    assert verifying.faults(session, settings) == []
    store.save(session, Wanted(LOWER, 0), reason="Plus lisible", by=SYSTEM, at=now)
    assert verifying.faults(session, settings) == []


def test_a_row_that_was_changed_by_hand_is_said(
    session: Session, settings: Settings, now: datetime
) -> None:
    row = store.save(session, Wanted(LOWER, 0), reason="Plus lisible", by=SYSTEM, at=now)
    row.boxes = boxes_to_list(with_box(LOWER, QR, w=9.0, h=9.0).boxes)
    session.flush()
    (said,) = verifying.faults(session, settings)
    assert said.startswith(f"{BAG.label}. Boîte {QR + 1} (symbole QR) : il faut ")
    row.boxes = [{"kind": "moon"}]
    session.flush()
    (said,) = verifying.faults(session, settings)
    assert said == f"Le gabarit {BAG.label} ne se lit plus. Reprenez une autre version."
    row.withdrawn = True
    session.flush()
    assert verifying.faults(session, settings) == []


def test_the_command_makes_this_check(loaded: Registry) -> None:
    assert loaded.checks["layouts.hold"].run is verifying.faults
