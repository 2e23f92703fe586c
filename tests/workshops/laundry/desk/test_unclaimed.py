from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Forbidden, Refused
from esat.files.models import StoredFile
from esat.files.store import Store
from esat.production.models import Order
from tests import people
from tests.workshops.laundry.desk import making
from tests.workshops.laundry.desk.making import SHIRT, karim, left
from workshops.laundry.desk import cancelling, retention, unclaimed
from workshops.laundry.desk.models import Deposit
from workshops.laundry.desk.record_models import Abandonment, Reminder
from workshops.laundry.desk.unclaimed import DecideIn, Waiting


def head() -> Actor:
    return people.actor("responsable_atelier", workshops=("laundry",))


def after(session: Session, now: datetime, days: int) -> list[Waiting]:
    return unclaimed.waiting(session, now + timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "listed", "overdue"), [(29, 0, False), (30, 1, False), (365, 1, False), (366, 1, True)]
)
def test_a_deposit_is_kept_a_year_from_its_day_and_told_of_before(
    desk: Session, lucie: Client, store: Store, now: datetime, days: int, listed: int,
    overdue: bool,
) -> None:  # fmt: skip
    left(desk, store, lucie, (SHIRT, "1"), expected="3.30")
    found = after(desk, now, days)
    assert len(found) == listed
    assert [one.overdue for one in found] == [overdue] * listed


def test_what_was_collected_is_not_waiting(
    desk: Session, lucie: Client, store: Store, now: datetime
) -> None:
    made = left(desk, store, lucie, (SHIRT, "1"), expected="3.30")
    made.order.closed_at = now
    desk.flush()
    assert after(desk, now, 400) == []


def test_a_reminder_goes_by_the_ways_that_the_person_gave(
    desk: Session, store: Store, now: datetime
) -> None:
    quiet = making.person(desk, "M. Discret")
    reached = making.person(desk, "Mme Jointe", phone="0473000000")
    for whose in (quiet, reached):
        left(desk, store, whose, (SHIRT, "1"), expected="3.30")
    silent, told = after(desk, now, 40)
    assert (silent.ways, told.ways) == ((), ("phone",))
    for one, way in ((silent, "phone"), (told, "letter")):
        with pytest.raises(Refused, match="desk_no_contact"):
            unclaimed.remind(desk, one, way, by=karim())
    unclaimed.remind(desk, told, "phone", by=karim())
    assert [one.way for one in after(desk, now, 40)[1].reminders] == ["phone"]
    assert len(desk.exec(select(Reminder)).all()) == 1


def test_the_house_decides_after_a_year_and_nothing_goes(
    desk: Session, lucie: Client, store: Store, now: datetime
) -> None:
    left(desk, store, lucie, (SHIRT, "1"), expected="3.30")
    early, late = after(desk, now, 100)[0], after(desk, now, 400)[0]
    given = DecideIn(decision="hand_on", reason="Décision du 12 janvier")
    with pytest.raises(Refused, match="desk_not_overdue"):
        unclaimed.decide(desk, early, given, by=head())
    with pytest.raises(Forbidden):
        unclaimed.decide(desk, late, given, by=karim())
    unclaimed.decide(desk, late, given, by=head())
    (again,) = after(desk, now, 400)
    assert again.decision is not None
    assert again.decision.decision == "hand_on"
    assert desk.exec(select(Deposit)).one()
    assert len(desk.exec(select(Abandonment)).all()) == 1


def test_photographs_go_a_year_after_the_collection(
    desk: Session, lucie: Client, store: Store, now: datetime
) -> None:
    made = left(desk, store, lucie, (SHIRT, "1"), expected="3.30", photo=True)
    assert retention.due(desk, now + timedelta(days=800)) == []
    desk.get_one(Order, made.order.id).closed_at = now
    desk.flush()
    assert retention.purge(desk, now + timedelta(days=365)) == 0
    later = now + timedelta(days=366)
    assert retention.due(desk, later) == [f"Commande {made.order.ref}"]
    assert retention.purge(desk, later) == 1
    assert desk.exec(select(StoredFile)).all() == []
    assert clock.now() == now


def test_photographs_of_a_cancelled_deposit_go_too(
    desk: Session, lucie: Client, store: Store, now: datetime
) -> None:
    made = left(desk, store, lucie, (SHIRT, "1"), expected="3.30", photo=True)
    cancelling.cancel(desk, made.order, "Erreur", by=karim(), at=now)
    assert retention.due(desk, now + timedelta(days=365)) == []
    assert retention.due(desk, now + timedelta(days=366)) == [f"Commande {made.order.ref}"]
    assert unclaimed.waiting(desk, now + timedelta(days=400)) == []
