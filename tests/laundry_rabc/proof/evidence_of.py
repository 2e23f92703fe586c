"""What can be proved of the loads of the delivered day: readings, reports, results, cases."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.production.models import Item, LotItem
from laundry_rabc.cases.models import Case, CaseStep, CaseSubject
from laundry_rabc.instruments.models import Reading
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.qualify import keeping
from laundry_rabc.results.models import Result
from tests.laundry_rabc.loggers import scene
from tests.laundry_rabc.qualify import proofs
from tests.walks.laundry_june import JUNE
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant.models import Precaution, Programme
from workshops.laundry.washing.models import Cycle

_numbers = count(1)
BEFORE = JUNE - timedelta(days=30)


def washes(session: Session) -> list[Cycle]:
    """The two washes, the shared one first."""
    query = select(Cycle).where(Cycle.kind == "wash").order_by(col(Cycle.id))
    return list(session.exec(query))


def measured(session: Session, cycle: Cycle, celsius: str = "72.4") -> None:
    """A sensor in that washer, with a reading each minute of the cycle."""
    probe = scene.probe(session, f"S-{next(_numbers)}", BEFORE)
    scene.stand(session, probe, cycle.machine_id, BEFORE)
    at, end = cycle.started_at, cycle.ended_at or cycle.started_at
    while at <= end:
        session.add(
            Reading(
                instrument_id=probe.id or 0, at=at, received_at=at, value=Decimal(celsius),
                unit="°C", key=uuid4().bytes,
            )
        )  # fmt: skip
        at += timedelta(minutes=1)
    session.flush()


def qualified(session: Session, cycle: Cycle) -> None:
    programme = session.get_one(Programme, cycle.programme_id)
    given = proofs.report(performed_on=date(2026, 5, 13))
    with clock.pinned(BEFORE):
        made = keeping.write(session, cycle.machine_id, programme.resource_id, given, by=SYSTEM)
        keeping.approve(session, made.id or 0, by=SYSTEM)


def validated(session: Session, cycle: Cycle) -> None:
    """The programme was validated."""
    change = update(Programme).where(col(Programme.id) == cycle.programme_id)
    session.execute(change.values(status="validated"))
    session.expire_all()


def version(session: Session, *, status: str = "validated", step: str = "Lavage") -> PointVersion:
    """A hold of the plan."""
    point = ControlPoint(code=f"T-{next(_numbers)}", created_at=BEFORE)
    session.add(point)
    session.flush()
    row = PointVersion(
        point_id=point.id or 0, version=1, kind="CCP", label="Linge désinfecté", step=step,
        zone="barrier", direction="hold", unit="°C", frequency="each_cycle", who="system",
        status=status, since=BEFORE, created_at=BEFORE,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def result(
    session: Session, cycle: Cycle, judge: PointVersion, verdict: str = "conform", **more: object
) -> Result:
    at = cycle.ended_at or JUNE
    given: dict[str, object] = {
        "point_version_id": judge.id or 0, "verdict": verdict, "why": "held", "source": "sensor",
        "taken_at": at, "recorded_at": at, "lot_id": cycle.lot_id, "cycle_id": cycle.id,
        "machine_id": cycle.machine_id,
    }  # fmt: skip
    row = Result(**(given | more))
    session.add(row)
    session.flush()
    return row


def case(
    session: Session, *, result_id: int | None = None, lot: int | None = None,
    item: int | None = None, closed: datetime | None = None, released: bool = False,
) -> Case:  # fmt: skip
    row = Case(
        ref=f"RC-T{next(_numbers)}", kind="action", origin="result", result_id=result_id,
        title="Nadia a vu du linge de la mairie", opened_at=JUNE + timedelta(hours=3),
        recorded_at=JUNE + timedelta(hours=3), closed_at=closed,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if lot or item:
        at = JUNE + timedelta(hours=3)
        session.add(CaseSubject(case_id=row.id or 0, lot_id=lot, item_id=item, added_at=at))
    if released:
        at = closed or JUNE
        session.add(
            CaseStep(case_id=row.id or 0, kind="release", text="Bon", at=at, recorded_at=at)
        )
    session.flush()
    return row


def proved(session: Session) -> None:
    """All that a promise needs, for both loads."""
    judge = version(session)
    for cycle in washes(session):
        measured(session, cycle)
        qualified(session, cycle)
        validated(session, cycle)
        result(session, cycle, judge)
    session.commit()


def flag(session: Session, item_id: int, code: str = "reinforced") -> None:
    """Linen of a category of precaution, as it was flagged."""
    query = select(Precaution.id).where(Precaution.code == code)
    key = session.exec(query.order_by(col(Precaution.id))).first()
    session.get_one(LaundryItem, item_id).precaution_id = key
    session.commit()


def inside(session: Session, cycle: Cycle) -> list[int]:
    query = select(LotItem.item_id).where(LotItem.lot_id == cycle.lot_id)
    return sorted(session.exec(query))


def of_client(session: Session, cycle: Cycle, order_id: int, *, mine: bool) -> int:
    """One thing of that load, of that order or of another."""
    query = select(Item).where(col(Item.id).in_(inside(session, cycle)))
    return next(one.id or 0 for one in session.exec(query) if (one.order_id == order_id) == mine)
