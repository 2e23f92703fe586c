import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.db import Database
from esat.errors import Refused
from esat.production import captures, holds
from esat.production.journal_models import Capture, Event
from esat.production.models import Item
from esat.production.sent import Sent
from tests import factories, people


def sent(kind: str, code: str | None, action: str | None = None, **more: Any) -> Sent:
    values: dict[str, Any] = {"uid": uuid.uuid4(), "at": clock.now(), "kind": kind, "code": code}
    return Sent(**(values | {"action": action} | more))


@pytest.fixture
def code(session: Session) -> str:
    _bag, made = factories.make_bag(session)
    session.commit()
    return made


def stage_of(database: Database, code: str) -> str | None:
    with database.read() as session:
        return session.exec(
            select(Item.stage).order_by(Item.id.desc()).limit(1)  # type: ignore[union-attr]
        ).first()


def test_an_empty_bag_is_a_question(database: Database, code: str, nadia: Actor) -> None:
    answer = captures.take(database, sent("scan", code), by=nadia)
    assert (answer["outcome"], answer["reason"]) == ("question", "resource_empty")
    assert [(o["action"], o["open"]) for o in answer["offers"]] == [("receive", True)]
    assert answer["event"] is None


def test_a_bag_is_received_and_goes_on(database: Database, code: str, nadia: Actor) -> None:
    first = captures.take(database, sent("move", code, "receive"), by=nadia)
    assert first["outcome"] == "ok"
    assert first["subject"]["stage"] == "received"
    assert first["event"]["to_stage"] == "received"
    again = captures.take(database, sent("move", code, "start_wash"), by=nadia)
    assert again["subject"]["stage_label"] == "En machine"


def test_a_replay_answers_the_same_and_writes_nothing(
    database: Database, code: str, nadia: Actor
) -> None:
    one = sent("move", code, "receive")
    first = captures.take(database, one, by=nadia)
    second = captures.take(database, one, by=nadia)
    assert second == first | {"replay": True}
    with database.read() as session:
        assert len(session.exec(select(Capture)).all()) == 1
        assert len(session.exec(select(Event).where(Event.kind == "item.moved")).all()) == 1


def test_the_same_key_with_other_content_is_refused(
    database: Database, code: str, nadia: Actor
) -> None:
    one = sent("scan", code)
    captures.take(database, one, by=nadia)
    with pytest.raises(Refused) as refusal:
        captures.take(database, sent("scan", "F0000019", uid=one.uid), by=nadia)
    assert refusal.value.code == "capture_conflict"


def test_a_refusal_is_kept_too(database: Database, code: str, nadia: Actor) -> None:
    one = sent("move", code, "pack")
    answer = captures.take(database, one, by=nadia)
    assert answer["outcome"] == "refused"
    assert answer["offers"]
    assert captures.take(database, one, by=nadia)["replay"] is True
    with database.read() as session:
        assert session.exec(select(Capture.outcome)).all() == ["refused"]


def test_doing_it_twice_says_since_when(database: Database, code: str, nadia: Actor) -> None:
    captures.take(database, sent("move", code, "receive"), by=nadia)
    answer = captures.take(database, sent("move", code, "receive"), by=nadia)
    assert (answer["outcome"], answer["reason"]) == ("refused", "already_done")


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "F00",
        "F0000018",
        "F0000019F0000019",
        "x" * 10_000,
        "a\x00\x1b",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "F00000I9",
        "🧺" * 20,
    ],
)
def test_nonsense_is_unknown_and_changes_nothing(
    database: Database, nadia: Actor, raw: str
) -> None:
    answer = captures.take(database, sent("move", raw, "receive"), by=nadia)
    assert answer["outcome"] in {"unknown", "refused"}
    assert answer["event"] is None
    with database.read() as session:
        assert session.exec(select(Event)).all() == []


def test_another_workshop_s_code_says_where_to_go(
    database: Database, code: str, now: datetime
) -> None:
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    for kind, action in (("scan", None), ("move", "receive")):
        answer = captures.take(database, sent(kind, code, action), by=stranger)
        assert (answer["outcome"], answer["reason"]) == ("refused", "other_workshop")
        assert answer["subject"] is None


@pytest.mark.parametrize(
    ("shift", "reason"),
    [(timedelta(minutes=6), "clock_ahead"), (timedelta(days=-36), "too_old")],
)
def test_an_impossible_time_is_kept_and_changes_nothing(
    database: Database, code: str, nadia: Actor, shift: timedelta, reason: str
) -> None:
    answer = captures.take(
        database, sent("move", code, "receive", at=clock.now() + shift), by=nadia
    )
    assert (answer["outcome"], answer["reason"]) == ("anomaly", reason)
    assert stage_of(database, code) is None


def test_what_happened_offline_is_recorded_as_late(
    database: Database, code: str, nadia: Actor
) -> None:
    at = clock.now() - timedelta(hours=3)
    answer = captures.take(database, sent("move", code, "receive", at=at, offline=True), by=nadia)
    assert answer["outcome"] == "ok"
    with database.read() as session:
        event = session.exec(select(Event).where(Event.kind == "item.moved")).one()
    assert event.late
    assert abs(event.at - at) < timedelta(milliseconds=1)


def test_offline_is_not_judged_again_though_it_was_held(
    database: Database, code: str, nadia: Actor
) -> None:
    captures.take(database, sent("move", code, "receive"), by=nadia)
    with database.write() as session:
        from esat.production.subjects import by_code

        subject = by_code(session, code)
        assert subject is not None
        holds.place(session, subject, "machine", by=nadia)
    online = captures.take(database, sent("move", code, "start_wash"), by=nadia)
    assert online["reason"] == "on_hold"
    offline = captures.take(database, sent("move", code, "start_wash", offline=True), by=nadia)
    assert (offline["outcome"], offline["reason"]) == ("anomaly", "on_hold")
    assert offline["event"]["to_stage"] == "washing"
    assert stage_of(database, code) == "washing"
    assert "contradiction" in [hold["reason"] for hold in offline["subject"]["holds"]]


def test_offline_opens_no_right_that_is_not_held(
    database: Database, code: str, nadia: Actor
) -> None:
    captures.take(database, sent("move", code, "receive"), by=nadia)
    reader = people.actor("inspecteur")
    answer = captures.take(database, sent("move", code, "start_wash", offline=True), by=reader)
    assert (answer["outcome"], answer["reason"]) == ("refused", "not_allowed")
    assert stage_of(database, code) == "received"


def test_an_offline_contradiction_is_held_and_waits(
    database: Database, code: str, nadia: Actor
) -> None:
    captures.take(database, sent("move", code, "receive"), by=nadia)
    answer = captures.take(database, sent("move", code, "pack", offline=True), by=nadia)
    assert (answer["outcome"], answer["reason"]) == ("anomaly", "move_not_offered")
    assert [h["reason"] for h in answer["subject"]["holds"]] == ["contradiction"]
    assert stage_of(database, code) == "received"


def test_a_station_that_does_not_exist_is_refused(
    database: Database, code: str, nadia: Actor
) -> None:
    answer = captures.take(database, sent("scan", code, station="X0000000"), by=nadia)
    assert (answer["outcome"], answer["reason"]) == ("refused", "station_unknown")


def test_an_unknown_act_is_refused(database: Database, nadia: Actor) -> None:
    answer = captures.take(database, sent("act", None, "no.such"), by=nadia)
    assert (answer["outcome"], answer["reason"]) == ("refused", "act_unknown")
