"""What the tests of the plan do: take the version in force, change it, approve it."""

from typing import Any

from sqlmodel import Session, func, select

from esat import clock
from esat.actors import Actor
from laundry_rabc.plan import deciding, reads, waiting
from laundry_rabc.plan.deciding import Target
from laundry_rabc.plan.forms import VersionIn, filled
from laundry_rabc.plan.models import PointVersion

WHY = {"reason": "Réunion RABC du 3"}
HYG = {
    "kind": "CP", "label": "Linge fini : flore totale", "question": "Combien ?",
    "step": "Linge fini", "zone": "clean", "direction": "upper", "unit": "UFC",
    "surface_cm2": "25", "method": "gélose contact", "target_high": "5", "target_closed": "1",
    "has_alert": "1", "alert_high": "10", "alert_closed": "1", "frequency": "quarter",
    "times": "10", "who": ["Lab", "Q"], "alert_procedure": "Regarder.",
    "action_procedure": "Chercher la cause.", "holds_lots": "1", "source": "Nos résultats",
    "mark": "I", "reason": "Un an de bons résultats", "late_after_hours": "168",
}  # fmt: skip


def given(session: Session, code: str, **changed: Any) -> VersionIn:
    current = reads.in_force(session, code, clock.now())
    assert current is not None
    values = filled(current, reads.bands(session, current).pairs)
    values["owner"] = None
    return VersionIn.model_validate(
        {name: value for name, value in values.items() if value != ""} | WHY | changed
    )


def approve(session: Session, row: PointVersion, by: Actor, **more: Any) -> None:
    deciding.decide(
        session, [Target("point", row.id or 0)], approved=True, by=by, **({"note": ""} | more)
    )


def count(session: Session, table: type) -> int:
    """How many rows a table has."""
    return session.exec(select(func.count()).select_from(table)).one()


def refs(session: Session) -> list[str]:
    """What waits, as a form names it."""
    return [one.ref for one in waiting.all_of(session, clock.now())]
