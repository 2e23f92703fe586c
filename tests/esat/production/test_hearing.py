"""A workshop that watches its zones and understands scans said one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from esat import registry, texts
from esat.accounts.models import Station
from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.production import captures, hearing, holds
from esat.production.journal_models import Capture, Event
from esat.production.models import Hold
from esat.production.scans import OK, Answer
from esat.production.sent import Sent
from esat.production.subjects import Subject
from esat.registry import Registry
from tests import factories, people

WRONG = "move_not_offered"


def watch(
    session: Session, subject: Subject, *, by: Actor, at: datetime, capture_uid: bytes
) -> str | None:
    """Nothing may be seen on the clean side; each time it is, it is held."""
    if by.station_zone != "clean" or subject.kind != "item":
        return None
    holds.place(session, subject, "to_check", by=SYSTEM, at=at)
    return WRONG


def spoken(session: Session, sent: Sent, subject: Subject, *, by: Actor) -> Answer | None:
    """A resource says what was scanned just before it."""
    if subject.kind != "resource":
        return None
    said = hearing.heard(session, by=by, since=sent.at, limit=2)
    return Answer(OK, None, " ".join(str(code) for code, _kind in said), subject.code)


@pytest.fixture
def listening(loaded: Registry) -> Iterator[Registry]:
    modules = [
        replace(m, watch=watch, spoken=spoken, receivers=None) if m.code == "laundry"
        else replace(m, receivers=None)
        for m in loaded.modules
    ]  # fmt: skip
    made = Registry(modules)
    registry.install(made)
    yield made
    registry.install(loaded)


def at_a_station(session: Session, zone: str) -> Actor:
    station = Station(code=zone, name=zone, workshop="laundry", zone=zone)
    session.add(station)
    session.commit()
    return people.actor(
        "comptoir", workshops=("laundry",), station_id=station.id, station_code=zone
    )


def zoned(session: Session, zone: str) -> Actor:
    return replace(at_a_station(session, zone), station_zone=zone)


def take(database: Database, by: Actor, at: datetime, code: str | None, **more: Any) -> Any:
    return captures.take(database, Sent(uuid4(), at, more.pop("kind", "scan"), code, **more), by=by)


def bag(session: Session) -> str:
    order = factories.make_order(session, items=1)
    (found,) = factories.items_of(session, order)
    session.commit()
    return found.code or ""


def test_what_is_seen_on_the_wrong_side_is_refused_and_what_was_written_stays(
    database: Database, session: Session, now: datetime, listening: Registry
) -> None:
    code, by = bag(session), zoned(session, "clean")
    said = take(database, by, now, code)
    assert (said["outcome"], said["reason"]) == ("refused", WRONG)
    assert said["message"] == texts.sentence(WRONG)
    session.expire_all()
    assert len(session.exec(select(Hold)).all()) == 1
    assert session.exec(select(Capture)).one().outcome == "refused"


def test_a_passage_on_the_wrong_side_without_network_waits_for_a_supervisor(
    database: Database, session: Session, now: datetime, listening: Registry
) -> None:
    code, by = bag(session), zoned(session, "clean")
    said = take(database, by, now, code, kind="move", action="receive", offline=True)
    assert (said["outcome"], said["reason"]) == ("anomaly", WRONG)
    session.expire_all()
    assert "item.contradicted" in {event.kind for event in session.exec(select(Event))}


def test_an_act_on_a_thing_of_the_wrong_side_is_refused_too(
    database: Database, session: Session, now: datetime, listening: Registry
) -> None:
    code, by = bag(session), zoned(session, "clean")
    said = take(
        database, by, now, code, kind="act", action="hold.place", data={"reason": "damaged"}
    )
    assert (said["outcome"], said["reason"]) == ("refused", WRONG)


@pytest.mark.parametrize("zone", ["dirty", "none"])
def test_elsewhere_nothing_is_asked(
    database: Database, session: Session, now: datetime, listening: Registry, zone: str
) -> None:
    code, by = bag(session), zoned(session, zone)
    assert take(database, by, now, code)["outcome"] == "ok"


def test_a_scan_may_complete_those_before_it_at_the_same_station(
    database: Database, session: Session, now: datetime, listening: Registry
) -> None:
    code, by = bag(session), zoned(session, "dirty")
    _bag, empty = factories.make_bag(session)
    other = zoned(session, "none")
    session.commit()
    take(database, by, now, code)
    take(database, other, now, empty)
    assert take(database, by, now, empty)["message"] == code


def test_a_hidden_step_is_none_that_a_device_makes(
    database: Database, session: Session, now: datetime, nadia: Actor
) -> None:
    code = bag(session)
    assert take(database, nadia, now, code, kind="move", action="receive")["outcome"] == "ok"
    asked = take(database, nadia, now, code)
    assert "empty" not in {offer["action"] for offer in asked["offers"]}
    said = take(database, nadia, now, code, kind="move", action="empty")
    assert (said["outcome"], said["reason"]) == ("refused", "move_not_offered")
