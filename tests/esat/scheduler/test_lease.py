import threading
from datetime import UTC, datetime, timedelta

from esat.db import Database
from esat.scheduler import lease

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATER = AT + lease.TTL + timedelta(seconds=1)


def test_of_eight_starters_at_once_one_wins(base: Database) -> None:
    gate = threading.Barrier(8)
    winners: list[int] = []

    def start(number: int) -> None:
        gate.wait()
        with base.write() as session:
            if lease.take(session, "jobs", f"starter {number}", at=AT):
                winners.append(number)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(winners) == 1


def test_the_holder_renews_and_nobody_else(base: Database) -> None:
    with base.write() as session:
        assert lease.take(session, "jobs", "first", at=AT)
        assert lease.renew(session, "jobs", "first", at=AT + timedelta(seconds=15))
        assert not lease.renew(session, "jobs", "second", at=AT)
        assert not lease.take(session, "jobs", "second", at=AT + timedelta(seconds=50))


def test_a_lease_past_its_time_is_taken_over_and_cannot_be_renewed(base: Database) -> None:
    with base.write() as session:
        assert lease.take(session, "jobs", "first", at=AT)
        assert not lease.renew(session, "jobs", "first", at=LATER)
        assert lease.take(session, "jobs", "second", at=LATER)
        assert not lease.renew(session, "jobs", "first", at=LATER)


def test_a_dropped_lease_is_free_at_once(base: Database) -> None:
    with base.write() as session:
        lease.take(session, "jobs", "first", at=AT)
        assert not lease.drop(session, "jobs", "second", at=AT)
        assert lease.drop(session, "jobs", "first", at=AT)
        assert lease.take(session, "jobs", "second", at=AT)


def test_two_names_are_two_leases(base: Database) -> None:
    with base.write() as session:
        assert lease.take(session, "jobs", "first", at=AT)
        assert lease.take(session, "drill", "second", at=AT)
