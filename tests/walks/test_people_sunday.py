"""A Sunday market, and hours with another employer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.workers import people
from esat.workers.models import Group
from tests import people_month

SignedIn = Callable[..., FlaskClient]
MONDAY, SUNDAY = date(2026, 11, 30), date(2026, 12, 6)
MONTH, MINE = "/travailleurs/releves/2026-12", "/travailleurs/mois/2026-12"
EVENING = datetime(2026, 12, 6, 16, tzinfo=UTC)


@dataclass(frozen=True)
class Market:
    paul: int
    zoe: int


@pytest.fixture
def market(session: Session) -> Market:
    """Paul has done his 35 hours; Zoé comes half-time, and works elsewhere too."""
    with clock.pinned(datetime(2026, 11, 30, 7, tzinfo=UTC)):
        team = people_month.group(session)
        paul = people_month.worker(session, team, "Paul", "Durand")
        zoe = people_month.worker(session, team, "Zoé", "Martin", weekly_hours=Decimal("17.5"))
        days = [MONDAY + timedelta(days=n) for n in range(5)]
        people_month.present(session, team, [paul], days)
        session.commit()
    return Market(paul, zoe)


def leading(session: Session, signed_in: SignedIn, worker: int) -> FlaskClient:
    """The supervisor of the group."""
    browser = signed_in("moniteur", ("laundry",))
    query = select(Account.id).join(AccountRole).where(AccountRole.role == "moniteur")
    group = people.the_worker(session, worker).first_group_id or 0
    people.lead(session, session.get_one(Group, group), session.exec(query).one() or 0, MONDAY)
    session.commit()
    return browser


def recorded(supervisor: FlaskClient, paul: int) -> None:
    """Five hours on the Sunday, from 8 to 13."""
    said = {f"status-{paul}": "present", f"from-{paul}": "08:00", f"to-{paul}": "13:00"}
    assert supervisor.post(f"/equipes/linge/{SUNDAY}/matin", data=said).status_code == 303


def test_sunday_market_and_the_35_hours(
    market: Market, session: Session, signed_in: SignedIn
) -> None:
    """Sunday market and the 35 hours

    Given a worker with 35 h done in the week, when a supervisor records 5 h on Sunday 6 December
    2026, then without a recorded prior agreement the entry is kept but marked incomplete; with it,
    the statement shows "dimanche 5,00 h", a compensatory rest is owed, the week shows 40 h with a
    warning to the office (no overtime label, nothing truncated); and for a second worker at 17.5 h
    in the ESAT plus 18 h with another employer, the office — not the supervisor — sees that the
    total passes 35 h.
    """
    with clock.pinned(EVENING):
        office, supervisor = signed_in("bureau"), leading(session, signed_in, market.paul)
        # When
        recorded(supervisor, market.paul)
        # Then, without a prior agreement
        page = office.get(f"{MONTH}/{market.paul}").text
        assert "Dimanche sans accord préalable : 06/12" in page
        assert "Dimanche sans accord" in supervisor.get(f"{MINE}/{market.paul}").text
        # With it
        agreed = {"other_day": SUNDAY, "agreed_on": "2026-12-01", "how": "written"}
        where = f"/travailleurs/{market.paul}"
        assert office.post(f"{where}/accords", data=agreed).status_code == 303
        page = office.get(f"{MONTH}/{market.paul}").text
        assert "Dimanche sans accord" not in page
        assert "Dimanche : 5,00\u00a0h" in page
        assert "Repos compensateur dû : 5,00\u00a0h" in page
        assert "Semaine du 30/11 : 40\u00a0h, au-dessus de la limite" in page
        assert "supplémentaire" not in page
        row = people_month.table(office, "2026-12")["Durand Paul"]
        assert (row["Dimanche"], row["Hors horaire prévu"]) == ("5:00", "5:00")
        assert row["Semaines au-dessus de la limite"] == "semaine du 30/11 : 40\u00a0h"
        elsewhere_too(office, supervisor, market.zoe)


def elsewhere_too(office: FlaskClient, supervisor: FlaskClient, zoe: int) -> None:
    """The second worker: the office sees the total, the supervisor does not."""
    other = {"other_hours": "18", "other_since": "2026-11-30"}
    assert office.post(f"/travailleurs/{zoe}/autre-employeur", data=other).status_code == 303
    total = "au-dessus de la limite : 35\u00a0h\u00a030 par semaine"
    assert total in office.get(f"{MONTH}/{zoe}").text
    seen = supervisor.get(f"{MINE}/{zoe}").text
    assert "employeur" not in seen
    assert "35\u00a0h\u00a030" not in seen


def test_the_first_of_may_is_told_apart_and_asks_for_an_agreement(
    session: Session, signed_in: SignedIn
) -> None:
    may_day, month = date(2026, 5, 1), "/travailleurs/releves/2026-05"
    with clock.pinned(datetime(2026, 5, 1, 16, tzinfo=UTC)):
        team = people_month.group(session)
        paul = people_month.worker(session, team, "Paul", "Durand")
        office, supervisor = signed_in("bureau"), signed_in("moniteur", ("laundry",))
        query = select(Account.id).join(AccountRole).where(AccountRole.role == "moniteur")
        people.lead(session, team, session.exec(query).one() or 0, may_day)
        session.commit()
        said = {f"status-{paul}": "present", f"from-{paul}": "08:00", f"to-{paul}": "12:00"}
        sheet = f"/equipes/linge/{may_day}/matin"
        assert "Jour férié : Fête du Travail" in supervisor.get(sheet).text
        assert supervisor.post(sheet, data=said).status_code == 303
        page = office.get(f"{month}/{paul}").text
        assert "1er mai : 4,00\u00a0h" in page
        assert "1er mai sans accord préalable : 01/05" in page
        assert "Dimanche" not in page.partition("<main")[2]
        agreed = {"other_day": may_day, "agreed_on": "2026-04-20", "how": "spoken"}
        assert office.post(f"/travailleurs/{paul}/accords", data=agreed).status_code == 303
        page = office.get(f"{month}/{paul}").text
        assert "sans accord" not in page
        row = people_month.table(office, "2026-05")["Durand Paul"]
        assert (row["1er mai"], row["Dimanche"]) == ("4:00", "0:00")
        assert (row["Jours fériés"], row["Hors horaire prévu"]) == ("28:00", "4:00")
