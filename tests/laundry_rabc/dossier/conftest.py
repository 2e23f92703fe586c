"""The twelfth of June with a plan in force: linen washed, a check answered late, one missed, a
value corrected, an instrument that nobody calibrated.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from laundry_rabc.checks import calendar
from laundry_rabc.checks.models import Check, CheckAnswer
from laundry_rabc.dossier import periods
from laundry_rabc.dossier.periods import Period
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.limits import Measure
from laundry_rabc.plan import proposing
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.results import keeping
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result
from tests import people
from tests.walks import laundry_stations
from tests.walks.laundry_june import JUNE, June

SignedIn = Callable[..., FlaskClient]
EVENING = JUNE + timedelta(hours=14)
EVIL = '=HYPERLINK("http://exemple.invalid")'


@dataclass
class Day:
    """What a test needs to name."""

    session: Session
    period: Period
    nadia: Actor

    def check(self, code: str, key: str, *, due_hours: int) -> Check:
        """A check of a point that was due so many hours into the day."""
        point = self.session.exec(select(ControlPoint).where(ControlPoint.code == code)).one()
        version = self.session.exec(
            select(PointVersion).where(PointVersion.point_id == point.id)
        ).one()
        due = JUNE + timedelta(hours=due_hours)
        row = Check(
            point_id=point.id or 0, version_id=version.id or 0, key=key, zone=version.zone,
            step=version.step, due_at=due, late_at=due + timedelta(hours=1),
            closes_at=due + timedelta(hours=3), made_at=JUNE,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return row

    def read(
        self, code: str, value: str, unit: str, *, hours: int, entered: int = 0, **more: object
    ) -> Result:
        """A reading so many hours into the day, entered then or at another hour of it."""
        measure = Measure(Decimal(value), unit=unit)
        given = Given(code, measure, JUNE + timedelta(hours=hours), **more)  # type: ignore[arg-type]
        with clock.pinned(JUNE + timedelta(hours=entered or hours)):
            return keeping.keep(self.session, given, by=self.nadia)


@pytest.fixture
def day(session: Session, client: FlaskClient, signed_in: SignedIn) -> Iterator[Day]:
    with clock.pinned(JUNE):
        laundry = laundry_stations.build(session, client, at=JUNE)
        June(session, laundry, signed_in("moniteur", workshops=("laundry",))).play()
        proposing.install(session, JUNE - timedelta(days=3))
        calendar.install(session, JUNE - timedelta(days=3))
    account = Account(login="nadia", display_name="Nadia", password_hash="", created_at=JUNE)
    session.add(account)
    session.add(Instrument(code="T-9", name="Sonde neuve", kind="thermometer", unit="°C",
                           created_at=JUNE))  # fmt: skip
    session.flush()
    nadia = people.actor("moniteur", workshops=("laundry",), account_id=account.id or 0)
    today = clock.local(JUNE).date()
    with clock.pinned(EVENING):
        found = Day(session, periods.of(today, today, clock.now()), nadia)
        _fill(found)
        session.commit()
        yield found


def _fill(day: Day) -> None:
    missed = day.check("ENV-01", "manqué", due_hours=1)
    late = day.check("STO-01", "tard", due_hours=1)
    assert missed.id is not None
    answer = day.read(
        "STO-01", "55", "%", hours=1, entered=3, late=True, late_reason=EVIL, check_id=late.id
    )
    day.session.add(
        CheckAnswer(check_id=late.id or 0, result_id=answer.id or 0, at=answer.recorded_at)
    )
    first = day.read("STO-01-T", "45", "°C", hours=4, confirmed=True)
    day.read("STO-01-T", "21", "°C", hours=4, amends_id=first.id, fix_reason="Lu de travers")
