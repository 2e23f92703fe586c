"""A group of the laundry, its hours on two orders and one day of support."""

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from sqlmodel import Session

from esat import clock
from esat.activity.allocations.models import Allocation
from esat.production.models import Order
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group, HalfDay
from tests.factories import AT, make_client, make_order

MONDAY = date(2026, 11, 16)


@dataclass
class Floor:
    """Paul and Zoé, both at work on Monday, from 9:00 to 12:00 and from 13:00 to 17:00."""

    session: Session
    group: Group
    paul: int
    zoe: int
    order: Order
    other: Order

    def there(self, worker: int, day: date, half: str = "morning", minutes: int = 180) -> HalfDay:
        start, end = (time(9), time(12)) if half == "morning" else (time(13), time(17))
        row = HalfDay(
            worker_id=worker, group_id=self.group.id or 0, day=day, half=half, status="present",
            minutes=minutes, planned_minutes=minutes, planned_from=start, planned_to=end,
            recorded_at=AT,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return row

    def line(self, worker: int, day: date, hours: tuple[int, int], activity: str = "production",
             order: Order | None = None) -> Allocation:  # fmt: skip
        starts, ends = (datetime.combine(day, time(hour), clock.PARIS) for hour in hours)
        row = Allocation(
            worker_id=worker, group_id=self.group.id or 0, day=day, starts_at=starts, ends_at=ends,
            activity=activity, order_id=order.id if order else None, at=starts, recorded_at=starts,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return row


@pytest.fixture
def floor(session: Session, now: datetime) -> Floor:
    given = GroupIn(code="linge", name="Linge", workshop="laundry")
    group = people.create_group(session, given)
    keys = [
        people.create_worker(session, WorkerIn(
            first_name=name, group_id=group.id, contract_starts=date(2026, 1, 5), weekly_hours=35
        )).id or 0
        for name in ("Paul", "Zoé")
    ]  # fmt: skip
    mairie = make_client(session, "Mairie de Riom")
    alone = make_client(session, "Marguerite Dupont", kind="individual")
    orders = [make_order(session, client=client) for client in (mairie, alone)]
    made = Floor(session, group, keys[0], keys[1], orders[0], orders[1])
    for worker in keys:
        made.there(worker, MONDAY)
        made.there(worker, MONDAY, "afternoon", 240)
    made.line(made.paul, MONDAY, (9, 12), order=made.order)
    made.line(made.paul, MONDAY, (13, 16), order=made.other)
    made.line(made.zoe, MONDAY, (9, 11), "support")
    made.line(made.zoe, MONDAY, (17, 18), "support_outside")
    return made
