"""A breach of the forward flow, as the laundry recorded it, is an action at ENV-02: a case that
names both accounts, beside the laundry's own hold and written decision. The case ends after that
decision.
"""

from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.cases import judged, opening
from laundry_rabc.cases.opening import Opening
from laundry_rabc.limits import Measure, Verdict
from laundry_rabc.plan import reads as plan
from laundry_rabc.results.keeping import Given
from workshops.laundry.washing.models import Breach
from workshops.laundry.washing.zones import AFTER

POINT: Final = "ENV-02"
WORDS: Final = {
    AFTER: "Linge propre vu du côté sale",
    "clean_before_dirty": "Linge sale vu du côté propre",
}


def breached(session: Session, breach_id: int, by: Actor) -> None:
    """Judge a breach, once. Clean linen seen on the dirty side is held; dirty linen seen on the
    clean side stays free to be washed, which is what it needs.
    """
    breach = session.get(Breach, breach_id)
    if breach is None:
        return
    version = plan.in_force(session, POINT, breach.at)
    ref = f"breach {breach.id}"
    if version is None or opening.open_of(session, "breach", ref) is not None:
        return
    after = breach.kind == AFTER
    given = Given(
        point=POINT,
        measure=Measure(yes=False, forbidden=True, unit=version.unit, method=version.method),
        taken_at=breach.at, source="system", note=WORDS[breach.kind],
        lot_id=breach.lot_id if after else None, item_id=breach.item_id if after else None,
        cycle_id=None, place=WORDS[breach.kind],
    )  # fmt: skip
    case = Opening(
        kind=Verdict.ACTION.value, origin="breach", origin_ref=ref, point_id=version.point_id,
        title=f"{POINT} — {WORDS[breach.kind]}", procedure=version.action_procedure,
    )  # fmt: skip
    judged.record(session, given, by=by, case=case)
