"""What the tests of qualifications share: people with accounts, reports, the rule switched on."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import SYSTEM, Actor
from laundry_rabc.policies import keeping as policies
from laundry_rabc.policies.keeping import PolicyIn
from laundry_rabc.qualify import keeping
from laundry_rabc.qualify.keeping import QualificationIn
from laundry_rabc.qualify.models import Qualification
from tests import people, signing_in
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import service, versions
from workshops.laundry.plant.models import Family, Programme
from workshops.laundry.plant.service import ProgrammeFacts


def somebody(session: Session, role: str = "qualite") -> Actor:
    """A person of that role with an account of his own."""
    signing_in.open_session(session, role, people.NAMES[role], None)
    account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert account is not None
    return people.actor(role, account_id=account.id or 0)


def report(**more: object) -> QualificationIn:
    given: dict[str, object] = {
        "method": "logger", "report": "R-12", "performed_on": date(2026, 11, 20),
        "performed_by": "Laboratoire", "temperature_c": "71", "hold_minutes": "3",
        "mixing_minutes": "4",
    }  # fmt: skip
    return QualificationIn.model_validate(given | more)


def proved(
    session: Session, plant: Plant, machine: str, programme: str, at: datetime, **more: object
) -> Qualification:
    """A report written and approved at that moment."""
    with clock.pinned(at):
        made = keeping.write(
            session, plant.id(machine), plant.id(programme),
            report(**({"performed_on": clock.local(at).date()} | more)), by=SYSTEM,
        )  # fmt: skip
        keeping.approve(session, made.id or 0, by=SYSTEM)
    return made


def edited(session: Session, plant: Plant, name: str, at: datetime, minutes: int = 58) -> None:
    """A further version of a programme, two minutes shorter."""
    card = plant.id(name)
    before = versions.current(session, Programme, "resource_id", card)
    machines = (plant.id("l1"), plant.id("red_machine" if name == "special" else "l2"))
    facts = ProgrammeFacts(
        before.code, before.label, minutes, temperature_c=Decimal(60), machines=machines
    )
    service.change_programme(session, card, facts, "temps − 2 min", by=SYSTEM, at=at)


def rule(session: Session, code: str = "qualified_wash", *, on: bool = True) -> None:
    given = PolicyIn(
        value=Decimal(on), source="Réunion RABC", status="validated", reason="Décidé en réunion"
    )
    policies.decide(session, code, given, by=SYSTEM)


def sensitive(session: Session, family: str, at: datetime) -> None:
    """From now on linen of that family demands a qualified programme."""
    before = versions.current(session, Family, "code", family)
    session.add(
        Family(
            code=family, version=before.version + 1, label=before.label, sensitive=True,
            created_at=at - timedelta(days=1),
        )
    )  # fmt: skip
    session.flush()
