from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.activity.kiosk import reads, saying
from esat.activity.kiosk.models import KioskEntry, KioskUndo
from esat.actors import Actor
from esat.errors import Refused
from esat.workers import half_days
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import HalfDay
from tests.esat.activity.kiosk.conftest import Laundry
from tests.people import actor

DAY = date(2026, 11, 23)


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, second, tzinfo=clock.PARIS)


@pytest.fixture
def here(laundry: Laundry) -> Actor:
    return actor("borne", workshops=("laundry",), device_id=laundry.device.id or 0)


def test_a_double_tap_writes_one_entry(session: Session, laundry: Laundry, here: Actor) -> None:
    key = laundry.karim_b.id or 0
    one = saying.say(session, key, "arrive", by=here, at=at(8, 14))
    again = saying.say(session, key, "arrive", by=here, at=at(8, 14, 2))
    assert one.id == again.id
    assert len(session.exec(select(KioskEntry)).all()) == 1


def test_what_was_said_is_the_first_arrival_and_the_last_leaving(
    session: Session, laundry: Laundry, here: Actor
) -> None:
    key = laundry.karim_b.id or 0
    for hour, what in ((8, "arrive"), (9, "leave"), (10, "arrive"), (11, "leave")):
        saying.say(session, key, what, by=here, at=at(hour, 5))
    said = reads.said(session, [key, laundry.paul.id or 0], DAY, "morning")
    assert said.keys() == {key}
    assert said[key].words == "dit à la borne : arrivée 8:05, départ 11:05"


@pytest.mark.parametrize(
    ("what", "when", "half"),
    [
        ("arrive", at(8, 0), "morning"),
        ("arrive", at(12, 40), "afternoon"),
        ("leave", at(12, 10), "morning"),
        ("leave", at(16, 30), "afternoon"),
    ],
)
def test_one_arrives_for_what_is_not_over_and_leaves_what_has_begun(
    session: Session, laundry: Laundry, here: Actor, what: str, when: datetime, half: str
) -> None:
    assert saying.say(session, laundry.paul.id or 0, what, by=here, at=when).half == half


def test_it_is_taken_back_within_ten_seconds_and_said_again(
    session: Session, laundry: Laundry, here: Actor
) -> None:
    key = laundry.karim_b.id or 0
    saying.say(session, key, "arrive", by=here, at=at(8, 14))
    saying.undo(session, key, by=here, at=at(8, 14, 9))
    assert reads.said(session, [key], DAY, "morning") == {}
    with pytest.raises(Refused, match="kiosk_undo_late"):
        saying.undo(session, key, by=here, at=at(8, 14, 10))
    saying.say(session, key, "arrive", by=here, at=at(8, 14, 12))
    assert reads.said(session, [key], DAY, "morning")[key].words == "dit à la borne à 8:14"


def test_it_is_not_taken_back_later_nor_at_another_kiosk(
    session: Session, laundry: Laundry, here: Actor
) -> None:
    key = laundry.karim_b.id or 0
    made = saying.say(session, key, "arrive", by=here, at=at(8, 14))
    with pytest.raises(Refused, match="kiosk_undo_late"):
        saying.undo(session, key, by=here, at=made.at + timedelta(seconds=20))
    other = actor("borne", workshops=("laundry",), device_id=(laundry.device.id or 0) + 1)
    with pytest.raises(Refused, match="kiosk_undo_late"):
        saying.undo(session, key, by=other, at=at(8, 14, 5))
    assert session.exec(select(KioskUndo)).all() == []


def test_somebody_of_another_workshop_or_gone_is_not_noted_here(
    session: Session, laundry: Laundry, here: Actor
) -> None:
    laundry.paul.left_on = date(2026, 11, 20)
    session.flush()
    for key in (laundry.lea.id or 0, laundry.paul.id or 0, 999_999):
        with pytest.raises(Refused, match="kiosk_not_here"):
            saying.say(session, key, "arrive", by=here, at=at(8, 14))


def test_with_or_without_the_kiosk_the_sheet_writes_the_same_row(
    session: Session, laundry: Laundry, here: Actor
) -> None:
    said, silent = laundry.karim_b.id or 0, laundry.karim_d.id or 0
    saying.say(session, said, "arrive", by=here, at=at(8, 14))
    assert session.exec(select(HalfDay)).all() == []
    half_days.record_sheet(
        session,
        Sheet(laundry.linen, DAY, "morning"),
        [Entry(said, "present"), Entry(silent, "present")],
        by=actor("moniteur", workshops=("laundry",)),
        at=at(9, 0),
    )
    rows = session.exec(select(HalfDay).order_by(col(HalfDay.worker_id))).all()
    one, other = (row.model_dump(exclude={"id", "worker_id"}) for row in rows)
    assert one == other


def test_the_act_answers_without_a_name_and_a_replay_writes_nothing(
    kiosk: FlaskClient, session: Session, laundry: Laundry
) -> None:
    sent = {
        "id": "7f8ce6a4-35e0-4ce1-9a36-1d6d8f9c3c11",
        "at": "2026-11-23T09:59:00+01:00",
        "kind": "act",
        "code": None,
        "action": "kiosk.say",
        "offline": True,
        "data": {"worker": str(laundry.karim_b.id), "saying": "arrive"},
    }
    first = kiosk.post("/api/v1/captures", json=sent).get_json()
    assert (first["outcome"], first["message"]) == ("ok", "C’est noté.")
    assert kiosk.post("/api/v1/captures", json=sent).get_json()["replay"] is True
    (kept,) = session.exec(select(KioskEntry)).all()
    assert (clock.local(kept.at).minute, kept.device_id) == (59, laundry.device.id)
    undo = {**sent, "id": "7f8ce6a4-35e0-4ce1-9a36-1d6d8f9c3c12", "action": "kiosk.undo",
            "at": "2026-11-23T09:59:06+01:00"}  # fmt: skip
    assert kiosk.post("/api/v1/captures", json=undo).get_json()["message"] == "C’est annulé."
    wrong = {**sent, "id": "7f8ce6a4-35e0-4ce1-9a36-1d6d8f9c3c13", "data": {"worker": "x"}}
    assert kiosk.post("/api/v1/captures", json=wrong).get_json()["outcome"] != "ok"


def test_a_kiosk_sends_its_acts_and_scans_nothing(kiosk: FlaskClient, laundry: Laundry) -> None:
    sent = {"id": "7f8ce6a4-35e0-4ce1-9a36-1d6d8f9c3c14", "at": "2026-11-23T09:59:00+01:00"}
    for more in (
        {"kind": "scan", "code": "F0000019"},
        {"kind": "move", "code": "F0000019", "action": "receive"},
        {"kind": "act", "code": "F0000019", "action": "kiosk.say"},
    ):
        assert kiosk.post("/api/v1/captures", json={**sent, **more}).status_code == 403
    lift: dict[str, object] = {
        **sent,
        "kind": "act",
        "code": None,
        "action": "hold.lift",
        "data": {},
    }
    assert kiosk.post("/api/v1/captures", json=lift).get_json()["outcome"] == "refused"
    assert kiosk.get("/api/v1/codes/F0000019").status_code == 403
