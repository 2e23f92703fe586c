"""What a curve proves of a cycle, and machines whose display lies."""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from sqlmodel import Session

from esat.actors import SYSTEM
from laundry_rabc.curves import Why
from laundry_rabc.instruments.models import Instrument, Reading
from laundry_rabc.loggers import evidence, matching, reads
from tests.laundry_rabc.loggers import scene
from tests.laundry_rabc.loggers.matches import (
    HOUR,
    MINUTE,
    Keeper,
    hot,
    keep,
    matched,
    washer,
)
from tests.laundry_rabc.loggers.scene import Washer
from workshops.laundry.washing import fixes

__all__ = ["keep", "washer"]


def test_the_display_lies(session: Session, keep: Keeper, washer: Washer, now: datetime) -> None:
    """The display says 65 °C, the logger a peak of 55 falling to 47: both stay, the machine is
    flagged, and what it washed since its last check that agreed is listed.
    """
    old = now - 30 * HOUR
    checked = scene.cycle(session, washer, old, declared="66")
    matched(session, keep(hot(old)), checked.id)
    between = scene.cycle(session, washer, now - 20 * HOUR)
    scene.cycle(session, washer, now - 20 * HOUR, washer.l2)
    start = now - 5 * HOUR
    cold = scene.cycle(session, washer, start, declared="65")
    data = scene.trace(
        ("20.0", 10), ("55.0", 2), ("51.0", 8), ("47.0", 60), start=start - 5 * MINUTE
    )
    row = matched(session, keep(data), cold.id)[0]
    assert row.lies is True
    assert (row.declared_c, row.peak_c, row.credited_minutes) == (65, 55, 0)
    session.refresh(cold)
    assert cold.max_c == 65
    assert [one.machine for one in reads.liars(session)] == ["L1"]
    assert reads.lying(session, SYSTEM, now) == 1
    check = evidence.last_check_of_machine(session, washer.l1, start)
    assert check is not None
    assert (check.cycle_id, check.agreed) == (checked.id, True)
    loads, more = reads.loads_between(session, washer.l1, check.at, cold.started_at)
    assert [load.id for load, _ in loads] == [cold.id, between.id]
    assert not more
    # The next check asks for the last one that agreed, not for the one that lied.
    last = evidence.last_check_of_machine(session, washer.l1, now)
    agreed = evidence.last_check_of_machine(session, washer.l1, now, agreed=True)
    assert last is not None
    assert agreed is not None
    assert (last.cycle_id, last.agreed, agreed.cycle_id) == (cold.id, False, checked.id)
    assert evidence.last_check_of_machine(session, washer.l2, now) is None
    # A later check in accord clears the flag.
    good = scene.cycle(session, washer, now - 2 * HOUR, declared="66")
    matched(session, keep(hot(now - 2 * HOUR)), good.id)
    assert reads.liars(session) == []


def test_what_was_washed_after_a_lie_is_in_doubt_until_the_next_check_that_agrees(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    lying = scene.cycle(session, washer, start, declared="76", minutes=30)
    matched(session, keep(hot(start)), lying.id)
    after = scene.cycle(session, washer, now - 3 * HOUR, minutes=30)
    found = reads.doubt(session, lying, now)
    assert (found.since, found.until) == (None, now)
    assert [load.id for load, _ in found.loads] == [after.id, lying.id]
    good = scene.cycle(session, washer, now - 2 * HOUR, declared="66")
    matched(session, keep(hot(now - 2 * HOUR)), good.id)
    found = reads.doubt(session, lying, now)
    assert found.until == good.started_at
    assert [load.id for load, _ in found.loads] == [after.id, lying.id]


def test_a_display_that_was_corrected_counts_as_corrected(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start, declared="76")
    fixes.fix(session, cycle.id or 0, "max_c", Decimal(66), "Mal lu", by=SYSTEM)
    assert matched(session, keep(hot(start)), cycle.id)[0].lies is False


def test_without_a_permitted_error_every_difference_counts(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    other = scene.probe(session, "ENR-9", now, error=None)
    scene.stand(session, other, washer.l1, now - 40 * HOUR, "9")
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start, declared="66.2")
    data = hot(start).replace(scene.SERIAL.encode(), b"9")
    row = matched(session, keep(data), cycle.id)[0]
    assert (row.permitted_c, row.lies) == (None, True)


def test_a_display_that_nobody_noted_is_no_lie(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start, declared=None)
    row = matched(session, keep(hot(start)), cycle.id)[0]
    assert (row.declared_c, row.lies) == (None, None)
    assert row.credited_minutes == Decimal("16.049")


def test_several_files_make_one_curve_and_their_gap_is_named(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    one = keep(scene.trace(("66.0", 21), start=start))
    two = keep(scene.trace(("66.0", 31), start=start + 30 * MINUTE))
    matched(session, one, cycle.id)
    proposal = matching.proposals(session, two)[0]
    assert "une autre partie" in proposal.conflict
    matched(session, two, cycle.id)
    found = evidence.of_cycle(session, cycle.id or 0)
    assert found is not None
    assert len(found.files) == 2
    assert [gap.why for gap in found.gaps] == [Why.INTERVAL]
    assert found.own.credited_minutes == 26  # the thirty minutes of the second, less the mixing


def test_the_coldest_instrument_counts(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    matched(session, keep(hot(start)), cycle.id)
    other = scene.probe(session, "ENR-2", now)
    scene.stand(session, other, washer.l1, now - 40 * HOUR, "2")
    cold = scene.trace(("20.0", 20), ("60.0", 60), start=start).replace(scene.SERIAL.encode(), b"2")
    file = keep(cold)
    assert "autre enregistreur" in matching.proposals(session, file)[0].conflict
    matched(session, file, cycle.id)
    found = evidence.of_cycle(session, cycle.id or 0)
    assert found is not None
    assert found.instrument.code == "ENR-2"
    assert len(evidence.all_of_cycle(session, cycle.id or 0)) == 2


def test_the_same_moment_twice_counts_as_the_colder(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    matched(session, keep(scene.trace(("66.0", 61), start=start)), cycle.id)
    again = keep(scene.trace(("64.0", 61), start=start))
    assert "même enregistreur" in matching.proposals(session, again)[0].conflict
    matched(session, again, cycle.id)
    found = evidence.of_cycle(session, cycle.id or 0)
    assert found is not None
    assert found.own.peak is not None
    assert found.own.peak.celsius == 64


def read_each_minute(
    session: Session, instrument: Instrument, start: datetime, values: list[str]
) -> None:
    for n, value in enumerate(values):
        at = start + n * MINUTE
        session.add(
            Reading(
                instrument_id=instrument.id or 0, at=at, received_at=at, value=Decimal(value),
                unit="°C", key=uuid4().bytes,
            )
        )  # fmt: skip
    session.flush()


def test_a_sensor_s_readings_make_the_curve_where_no_file_does(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    assert evidence.of_cycle(session, cycle.id or 0) is None
    read_each_minute(session, washer.instrument, start - 2.5 * MINUTE, ["66.0"] * 66)
    found = evidence.of_cycle(session, cycle.id or 0)
    assert found is not None
    assert (found.source, found.gaps) == ("sensor", ())
    assert found.own.credited_minutes == 56
    matched(session, keep(hot(start)), cycle.id)
    file = evidence.of_cycle(session, cycle.id or 0)
    assert file is not None
    assert file.source == "logger"


def test_readings_of_another_machine_s_sensor_prove_nothing(
    session: Session, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start, washer.l2)
    read_each_minute(session, washer.instrument, start, ["66.0"] * 60)
    assert evidence.of_cycle(session, cycle.id or 0) is None
    assert evidence.of_cycle(session, 999) is None
    cycle.ended_at = None
    assert evidence.all_of_cycle(session, cycle.id or 0) == []


def test_a_programme_without_a_temperature_asks_nothing(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    cycle.programme_id = None
    session.flush()
    row = matched(session, keep(hot(start)), cycle.id)[0]
    assert (row.threshold_c, row.credited_minutes, row.peak_c) == (None, None, 66)
