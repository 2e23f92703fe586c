from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat.actors import Actor
from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing import drying, quality, wait_reads, waits
from workshops.laundry.finishing.asked import DryEndIn, DryIn, RejectIn
from workshops.laundry.finishing.quality import Aside
from workshops.laundry.plant import limits

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PROPOSED = {code: Decimal(limits.BY_CODE[code].value) for code in waits.CODES}


def plain(words: str) -> str:
    """The words with spaces that may break."""
    return words.replace("\u00a0", " ")


def standing(kind: str, waited: timedelta) -> waits.Standing:
    its = waits.bounds(waits.KINDS[kind], PROPOSED)
    return waits.judge(kind, AT - waited, AT, its)


@pytest.mark.parametrize(
    ("kind", "waited", "level", "words"),
    [
        ("wet", timedelta(0), "ok", "à sécher dans 1 h"),
        ("wet", timedelta(minutes=29), "ok", "à sécher dans 31 min"),
        ("wet", timedelta(minutes=30), "soon", "à sécher dans 30 min"),
        ("wet", timedelta(minutes=48), "soon", "à sécher dans 12 min"),
        ("wet", timedelta(minutes=59, seconds=59), "soon", "à sécher dans 1 min"),
        ("wet", timedelta(minutes=60), "now", "à sécher maintenant"),
        ("wet", timedelta(minutes=120), "now", "à sécher maintenant"),
        ("wet", timedelta(minutes=120, seconds=1), "over", "à relaver"),
        ("dry", timedelta(hours=6, minutes=55), "ok", "à emballer dans 1 h 05"),
        ("dry", timedelta(hours=8), "now", "à emballer maintenant"),
        ("dry", timedelta(hours=13), "over", "à relaver"),
        ("dirty", timedelta(hours=25), "now", "à laver maintenant"),
        ("dirty", timedelta(hours=49), "over", "à laver en premier"),
        ("store", timedelta(days=2), "ok", "à livrer dans 12 j"),
        ("store", timedelta(days=31), "over", "à relaver"),
    ],
)
def test_a_waiting_is_said_before_it_hurts(
    kind: str, waited: timedelta, level: str, words: str
) -> None:
    found = standing(kind, waited)
    assert (found.level, plain(found.words)) == (level, words)


def test_the_night_of_october_lengthens_nothing() -> None:
    """02:30 happens twice in Paris; between 00:45 and 01:05 UTC there are twenty minutes."""
    its = waits.bounds(waits.KINDS["wet"], PROPOSED)
    since = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert waits.judge("wet", since, since + timedelta(minutes=20), its).elapsed == timedelta(
        minutes=20
    )


def test_the_rule_gives_its_reason_only_over_its_limit() -> None:
    its = waits.bounds(waits.KINDS["wet"], PROPOSED)
    over = standing("wet", timedelta(minutes=130))
    assert plain(waits.why_rewash(over, its)) == "Linge mouillé depuis 2 h 10, limite 2 h"
    assert waits.why_rewash(standing("wet", timedelta(minutes=90)), its) == ""


def read(session: Session, at: datetime, *kinds: str) -> list[tuple[str, str]]:
    return [(one.code, plain(one.standing.words)) for one in wait_reads.waiting(session, at, kinds)]


def test_loads_wait_since_their_last_cycle_the_most_urgent_first(
    session: Session, now: datetime, nadia: Actor
) -> None:
    calm = plant.washed(session, {"A": "8", "B": "4"}, now, ago=timedelta(minutes=10))
    late = plant.washed(session, {"A": "2"}, now, ago=timedelta(minutes=125))
    soon = plant.washed(session, {"B": "2"}, now, ago=timedelta(minutes=45))
    assert read(session, now, "wet") == [
        (late.code, "à relaver"),
        (soon.code, "à sécher dans 15 min"),
        (calm.code, "à sécher dans 50 min"),
    ]
    (one,) = [w for w in wait_reads.waiting(session, now, ("wet",)) if w.code == calm.code]
    assert (one.kg, one.clients, one.lot_id) == (Decimal(12), ("A", "B"), calm.lot.id)


def test_a_load_in_a_dryer_waits_for_nothing_then_to_be_packed(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load, dryer = plant.washed(session, {"A": "8", "B": "4"}, now), plant.machine(session)
    done = drying.start(session, DryIn(dryer=dryer, loads=(load.code,)), by=nadia, at=now)
    assert read(session, now) == []
    drying.end(session, dryer, DryEndIn(outcome="damp"), by=nadia, at=now)
    later = now + timedelta(minutes=35)
    assert read(session, later) == [(done.code, "à sécher dans 25 min")]
    drying.start(session, DryIn(dryer=dryer, loads=(done.code,)), by=nadia, at=now)
    drying.end(session, dryer, DryEndIn(outcome="dry"), by=nadia, at=later)
    hours = later + timedelta(hours=9)
    assert read(session, hours) == [(done.code, "à emballer maintenant")]


def test_a_part_waits_since_its_whole_does(session: Session, now: datetime, nadia: Actor) -> None:
    load = plant.washed(session, {"A": "8"}, now, ago=timedelta(minutes=50))
    dryer = plant.machine(session)
    drying.start(
        session, DryIn.model_validate({"dryer": dryer, "kg": {load.first: "3"}}), by=nadia, at=now
    )
    drying.end(session, dryer, DryEndIn(outcome="fault"), by=nadia, at=now)
    assert {words for _, words in read(session, now)} == {
        "à sécher dans 10 min", "à sécher dans 1 h",
    }  # fmt: skip


def test_dirty_linen_waits_since_it_was_received(session: Session, now: datetime) -> None:
    client = plant.factories.make_client(session, "Crèche")
    key = plant.linen(session, client, "3", now - timedelta(hours=30))
    code = plant.code_of(session, key)
    assert read(session, now, "dirty") == [(code, "à laver maintenant")]


def test_what_was_put_aside_waits_on_its_own_page(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load = plant.washed(session, {"A": "8"}, now)
    asked = RejectIn.model_validate({"reason": "stain", "fault": "ours", "decision": "rewash"})
    quality.reject(session, load.first, asked, Aside(nadia, now))
    assert read(session, now) == []
