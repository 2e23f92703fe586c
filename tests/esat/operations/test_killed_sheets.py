"""The server killed while half-day sheets of eight arrive: each sheet is whole, or not there."""

import random
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.accounts.models import Account
from esat.operations import integrity
from esat.production.journal_models import Capture
from esat.web.door import House
from esat.workers import half_days, people, statuses
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import HalfDay, HalfDayChange
from esat.workers.timetables import plans
from tests import signing_in
from tests.esat.operations.test_killed import CLIENTS, Sent, Tablets, free_port, one_life, serve
from tests.people import actor

EIGHT, GROUPS, DAYS = 8, 4, 40
FIRST, CORRECTED = "present", "absent_announced"
Key = tuple[int, date, str]


def working_days() -> Iterator[date]:
    day = clock.today()
    while True:
        day -= timedelta(days=1)
        if day.weekday() <= plans.FRIDAY and not plans.holiday(day):
            yield day


def sheets(session: Session, account: Account) -> list[Sent]:
    """Sheets to send: for the even ones something is said already, which they correct."""
    by = actor("moniteur")
    found: list[Sent] = []
    days = [day for day, _ in zip(working_days(), range(DAYS), strict=False)]
    for n in range(GROUPS):
        group = people.create_group(session, GroupIn(code=f"g{n}", name=f"Groupe {n}"))
        people.lead(session, group, account.id or 0, days[-1])
        named = [WorkerIn(first_name=f"Nom {one}", group_id=group.id) for one in range(EIGHT)]
        keys = [people.create_worker(session, one).id or 0 for one in named]
        for number, (day, half) in enumerate(product(days, statuses.HALVES)):
            if number % 2 == 0:
                first = [Entry(key, FIRST) for key in keys]
                half_days.record_sheet(session, Sheet(group, day, half), first, by=by)
            said = {f"status-{key}": CORRECTED for key in keys}
            data = {"group": group.code, "day": day.isoformat(), "half": half, **said}
            found.append({"kind": "act", "code": None, "action": "half_day.record", "data": data})
    return found


@pytest.fixture
def tablets(own: House) -> Tablets:
    """Tablets of the one who leads the groups."""
    with own.database.write() as session:
        name, token = signing_in.open_session(session, "moniteur", "Nadia", None)
        account = session.exec(select(Account).where(Account.display_name == "Nadia")).one()
        to_send = sheets(session, account)
    random.Random(8).shuffle(to_send)
    return Tablets(free_port(), {"Cookie": f"{name}={token}"}, to_send)


def whole(own: House) -> dict[Key, bool]:
    """Of each sheet whether it says what was sent; never in part, and each correction kept."""
    with own.database.read() as session:
        rows = session.exec(select(HalfDay)).all()
        changed = Counter(session.exec(select(HalfDayChange.half_day_id)).all())
    by_sheet: dict[Key, list[HalfDay]] = {}
    for row in rows:
        by_sheet.setdefault((row.group_id, row.day, row.half), []).append(row)
    found = {}
    for key, said in by_sheet.items():
        assert len(said) == EIGHT, f"{key}: {len(said)} of {EIGHT}"
        words = {row.status for row in said}
        assert len(words) == 1, f"{key}: {words}"
        found[key] = words == {CORRECTED}
        # What was said before is kept once: a sheet sent again by its key corrects nothing twice.
        assert len({changed[row.id or 0] for row in said}) == 1
        assert max(changed[row.id or 0] for row in said) <= 1
    return found


def answered(own: House) -> dict[str, str]:
    with own.database.read() as session:
        rows = session.exec(select(Capture.uid, Capture.outcome)).all()
    return {str(uuid.UUID(bytes=uid)): outcome for uid, outcome in rows}


def send_the_rest(own: House, tablets: Tablets) -> None:
    """The server restarts, and every tablet sends again what had no answer, by the same keys."""
    server = serve(own, tablets.port)
    threads = [threading.Thread(target=tablets.run) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.terminate()
    server.wait()


@pytest.mark.parametrize(
    "kills", [pytest.param(1, id="short"), pytest.param(6, id="long", marks=pytest.mark.long)]
)
def test_a_sheet_of_eight_is_recorded_once_or_not_at_all(
    own: House, tablets: Tablets, kills: int
) -> None:
    chance = random.Random(kills)
    for _ in range(kills):
        one_life(own, tablets, chance, most=0.2)
        assert sum(whole(own).values()) == len(answered(own)) >= len(tablets.acknowledged)
    waiting = len(tablets.unanswered)
    tablets.captures = iter(())
    send_the_rest(own, tablets)
    done = answered(own)
    assert tablets.unanswered == []
    assert tablets.acknowledged == done
    assert set(done.values()) == {"ok"}
    assert sum(whole(own).values()) == len(done) >= waiting
    assert integrity.faults_of(own.database) == []
