"""A laundry with its proposed plan: a hot programme, loads that were washed well or badly."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.actors import SYSTEM, Actor
from esat.production import subjects
from esat.production.models import Hold, Item
from esat.production.moves import Context
from laundry_rabc.cases.models import Case
from laundry_rabc.limits import Measure
from laundry_rabc.plan import proposing
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.plan.seeds.shape import CONTACT
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result
from tests import factories, people
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import service
from workshops.laundry.plant.service import ProgrammeFacts
from workshops.laundry.washing import cycles, ending, sorting, starting
from workshops.laundry.washing.cycles import Report
from workshops.laundry.washing.models import Cycle, Load

LONG_AGO = timedelta(days=400)
HOT = Report("done", Decimal(73), Decimal(12))
COLD = Report("done", Decimal(71), Decimal("1.667"))
JUST = Report("done", Decimal(71), Decimal(4))


@dataclass
class Ground:
    """The plant, its hot programme, and who works there: each with an account of its own."""

    plant: Plant
    hot: int
    chemical: int
    ines: Actor
    rachid: Actor
    nadia: Actor


def build(session: Session, now: datetime) -> Ground:
    """The plan in force for a year, and a laundry."""
    proposing.install(session, now - LONG_AGO)
    plant = laundries.build(session, now - LONG_AGO)
    washers = (plant.id("l1"), plant.id("l2"))
    hot, _ = service.add_programme(
        session,
        ProgrammeFacts(
            "71A", "71 °C, 3 min", 60, machines=washers, temperature_c=Decimal(71),
            hold_minutes=Decimal(3),
        ),
        by=SYSTEM, at=now - LONG_AGO,
    )  # fmt: skip
    chemical, _ = service.add_programme(
        session,
        ProgrammeFacts(
            "65C", "65 °C désinfectant", 60, machines=washers, temperature_c=Decimal(65),
            hold_minutes=Decimal(15), doses={"Désinfectant acide": Decimal(5)},
        ),
        by=SYSTEM, at=now - LONG_AGO,
    )  # fmt: skip
    return Ground(
        plant, hot.resource_id, chemical.resource_id,
        person(session, "qualite"), person(session, "responsable_atelier"),
        person(session, "moniteur"),
    )  # fmt: skip


def person(session: Session, role: str, name: str = "") -> Actor:
    """Somebody of the laundry with an account."""
    called = name or people.NAMES[role]
    account = Account(
        login=f"{called.lower()}.{role}", display_name=called, created_at=factories.AT,
        password_hash="",
    )  # fmt: skip
    session.add(account)
    session.flush()
    made = people.actor(role, workshops=None if role == "qualite" else ("laundry",))
    return replace(made, account_id=account.id)


def bag(session: Session, kg: str = "36") -> str:
    """A bag that was received; its code."""
    return laundries.received(session, kg)


def loaded(session: Session, ground: Ground, context: Context, *bags: str) -> Load:
    """Closed bags in the bin of whole bags."""
    for code in bags or (bag(session),):
        found = laundries.subject(session, code)
        sorting.into_bin(session, found, ground.plant.whole, context)
    return laundries.lot_of(session, ground.plant.id("whole"))[0]


def started(
    session: Session, ground: Ground, load: Load, context: Context, programme: int | None = None,
    machine: str = "l1",
) -> Cycle:  # fmt: skip
    lot = subjects.lot(session, load.lot_id)
    assert lot is not None
    starting.start(session, load, lot, ground.plant.id(machine), programme or ground.hot, context)
    made = cycles.last_of_lot(session, load.lot_id)
    assert made is not None
    return made


def washed(
    session: Session, ground: Ground, report: Report, at: datetime, *bags: str,
    programme: int | None = None, by: Actor | None = None,
) -> Cycle:  # fmt: skip
    """A load washed with what the machine reported, an hour long, ended at `at`, opened."""
    begun = Context(by or ground.nadia, at - timedelta(minutes=55))
    load = loaded(session, ground, begun, *bags)
    cycle = started(session, ground, load, begun, programme)
    ending.end(session, cycle, report, Context(by or ground.nadia, at))
    ending.open_door(session, cycle, by=by or ground.nadia, at=at, late=False)
    session.expire_all()
    return cycle


def results(session: Session, cycle: Cycle | None = None) -> dict[str, Result]:
    """The last result of each checkpoint, of a cycle or of all."""
    query = (
        select(ControlPoint.code, Result)
        .join(PointVersion, col(PointVersion.point_id) == col(ControlPoint.id))
        .join(Result, col(Result.point_version_id) == col(PointVersion.id))
        .order_by(col(Result.id))
    )
    if cycle is not None:
        query = query.where(Result.cycle_id == cycle.id)
    return dict(session.exec(query).all())


def verdicts(session: Session, cycle: Cycle | None = None) -> dict[str, str]:
    return {code: one.verdict for code, one in results(session, cycle).items()}


def cases(session: Session, kind: str = "") -> list[Case]:
    query = select(Case).order_by(col(Case.id))
    found = session.exec(query).all()
    return [one for one in found if kind in {"", one.kind}]


def held(session: Session, reason: str = "rabc_quarantine") -> list[int]:
    """The items that are held now."""
    query = select(Hold.item_id).where(Hold.reason == reason, col(Hold.lifted_at).is_(None))
    return sorted(key for key in session.exec(query) if key is not None)


def inside(session: Session, lot_id: int | None) -> list[Item]:
    return laundries.inside(session, lot_id)


def plate(point: str, value: str | None, at: datetime, **more: object) -> Given:
    """A contact plate as a laboratory says it."""
    number = None if value is None else Decimal(value)
    measure = Measure(
        value=number, unit="UFC", surface_cm2=Decimal(25), method=CONTACT,
    )  # fmt: skip
    return Given(point=point, measure=measure, taken_at=at, source="lab", **more)  # type: ignore[arg-type]
