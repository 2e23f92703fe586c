"""Rough days of who works at what: the page and the tablet refuse alike, and nothing changes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.activity.allocations import reads
from esat.activity.allocations.models import Allocation
from esat.activity.outputs.models import Output
from esat.actors import SYSTEM
from esat.workers import locks, people
from esat.workers.models import Supervision
from tests.walks import people_day
from tests.walks.people_day import Van

SignedIn = Callable[..., FlaskClient]
TUESDAY = date(2026, 11, 24)
ARMISTICE, SUNDAY = date(2026, 11, 11), date(2026, 11, 22)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.PARIS)


class Nadia:
    """A supervisor of the van since January, and what her page and her tablet say."""

    def __init__(self, session: Session, signed_in: SignedIn, van: Van) -> None:
        self.van = van
        self.browser = signed_in("moniteur", ("green_spaces",))
        account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
        assert account is not None
        self.account_id = account.id or 0
        people_day.lead(session, van.group_id, date(2026, 1, 1))

    def here(self, day: date, start: str = "", end: str = "") -> None:
        """All six were there that morning."""
        form = {f"status-{one}": "present" for one in self.van.people}
        if start:
            form |= {f"from-{one}": start for one in self.van.people}
            form |= {f"to-{one}": end for one in self.van.people}
        answer = self.browser.post(f"/equipes/camion/{day}/matin", data=form)
        assert answer.status_code == 303, answer.text

    def places(self, worker: int, **more: str) -> dict[str, str]:
        return {"worker": str(worker), "place": f"post:{self.van.post}",
                "order": str(self.van.orders[0]), "when": "day", **more}  # fmt: skip

    def posts(self, day: date, worker: int, **more: str) -> tuple[int, str]:
        """Placed on the page of that day."""
        form = self.places(worker, **more)
        answer = self.browser.post(f"/equipes/camion/{day}/postes", data=form)
        return answer.status_code, answer.text

    def sends(self, day: date, action: str, moment: datetime, **data: str) -> Any:
        """What the tablet kept without network."""
        sent = {"id": str(uuid4()), "at": moment.isoformat(), "kind": "act", "code": None,
                "action": action, "offline": True,
                "data": {"group": "camion", "day": str(day), **data}}  # fmt: skip
        return self.browser.post("/api/v1/captures", json=sent).get_json()


@pytest.fixture
def nadia(session: Session, signed_in: SignedIn) -> Iterator[Nadia]:
    """It is Tuesday, nine o'clock."""
    with clock.pinned(at(9)):
        van = people_day.van(session, TUESDAY, at(7, day=date(2026, 10, 1)))
        yield Nadia(session, signed_in, van)


def lines(session: Session) -> list[Allocation]:
    session.expire_all()
    return list(session.exec(select(Allocation).where(col(Allocation.voided_at).is_(None))))


def test_who_left_and_who_has_not_come_yet_are_placed_nowhere(
    nadia: Nadia, session: Session
) -> None:
    gone, new = nadia.van.people[:2]
    people.the_worker(session, gone).left_on = date(2026, 11, 23)
    people.the_worker(session, new).contract_starts = date(2026, 12, 1)
    session.commit()
    for worker in (gone, new):
        status, page = nadia.posts(TUESDAY, worker)
        assert (status, "n’est pas à l’ESAT ce jour-là" in page) == (409, True)
        told = nadia.sends(TUESDAY, "allocation.record", at(8, 40), **nadia.places(worker))
        assert (told["outcome"], told["reason"]) == ("anomaly", "worker_not_there")
    assert lines(session) == []


def test_a_closed_month_is_not_placed_again(nadia: Nadia, session: Session) -> None:
    day, worker = date(2026, 11, 3), nadia.van.people[0]
    nadia.here(day)
    assert nadia.posts(day, worker)[0] == 303
    locks.close(session, nadia.van.people, day, by=SYSTEM, at=clock.now())
    session.commit()
    status, page = nadia.posts(day, nadia.van.people[1])
    assert (status, "est clos" in page) == (409, True)
    told = nadia.sends(
        day, "allocation.record", at(9, day=day), **nadia.places(nadia.van.people[1])
    )
    assert (told["outcome"], told["reason"]) == ("anomaly", "period_locked")
    assert [one.worker_id for one in lines(session)] == [worker]


@pytest.mark.parametrize("day", [ARMISTICE, SUNDAY])
def test_on_a_holiday_and_a_sunday_the_hours_are_those_that_were_said(
    nadia: Nadia, session: Session, day: date
) -> None:
    worker = nadia.van.people[0]
    nadia.here(day, "8:00", "12:30")
    status, page = nadia.posts(day, worker, when="time", **{"from": "25:00"})
    assert (status, "pas une heure de la journée" in page) == (409, True)
    assert lines(session) == []
    given = {"from": "800", "to": "14h"}
    assert nadia.posts(day, worker, when="time", **given)[0] == 303
    found = [one for one in reads.slices(session, day, day) if one.worker_id == worker]
    assert [(one.order_id, one.minutes) for one in found] == [(nadia.van.orders[0], 270)]


def test_the_sunday_of_the_change_of_clock_counts_true_hours_by_order(
    nadia: Nadia, session: Session
) -> None:
    worker, day = nadia.van.people[0], date(2026, 10, 25)
    nadia.here(day, "8:00", "12:00")
    assert nadia.posts(day, worker)[0] == 303  # « Toute la journée »
    found = [one for one in reads.slices(session, day, day) if one.worker_id == worker]
    assert [(one.order_id, one.minutes) for one in found] == [(nadia.van.orders[0], 240)]


def test_what_was_done_offline_while_the_group_was_hers_is_kept_and_what_came_after_is_not(
    nadia: Nadia, session: Session, signed_in: SignedIn
) -> None:
    worker, friday = nadia.van.people[0], date(2026, 11, 20)
    awa = Nadia(session, signed_in, nadia.van)
    for one in session.exec(select(Supervision)):
        one.until = friday if one.account_id == nadia.account_id else None
        one.since = TUESDAY if one.account_id == awa.account_id else one.since
    session.commit()
    made = {"order": nadia.van.refs[0], "quantity": "40"}
    kept = [
        nadia.sends(friday, "half_day.record", at(8, 40, friday), half="morning",
                    **{f"status-{worker}": "present"}),
        nadia.sends(friday, "allocation.record", at(9, 0, friday), **nadia.places(worker)),
        nadia.sends(friday, "output.record", at(11, 50, friday), **made),
    ]  # fmt: skip
    assert [one["outcome"] for one in kept] == ["ok"] * 3
    refused = [
        nadia.sends(TUESDAY, "allocation.record", at(8, 40), **nadia.places(worker)),
        nadia.sends(TUESDAY, "output.record", at(8, 50), **made),
        awa.sends(friday, "output.record", at(11, 55, friday), **made),
    ]
    assert {one["outcome"] for one in refused} == {"anomaly"}
    assert {one["reason"] for one in refused} <= {"not_your_group", "not_your_group_then"}
    assert [one.day for one in lines(session)] == [friday]
    assert [(one.day, one.quantity) for one in session.exec(select(Output))] == [(friday, 40)]
