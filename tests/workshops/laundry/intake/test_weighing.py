from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.production.journal_models import Event
from esat.production.models import Item
from tests.workshops.laundry.intake import desk
from workshops.laundry.intake import items
from workshops.laundry.intake.cases import Anomaly
from workshops.laundry.intake.models import Weighing

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


@pytest.fixture
def bag(session: Session, now: datetime) -> tuple[str, int]:
    """The code and the item of a bag just received."""
    code = desk.announced(session, 1, at=now).codes[0]
    return code, desk.receive(session, code, now)


@pytest.mark.parametrize(
    ("typed", "kg"),
    [
        ("12,5", "12.5"), ("12.5", "12.5"), (" 8 ", "8"), ("0,001", "0.001"), ("7,", "7"),
        (9, "9"), ("59,999", "59.999"), (12.25, "12.25"),
    ],
)  # fmt: skip
def test_a_weight_is_kept_to_the_gram_with_a_comma_or_a_dot(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int], typed: object, kg: str
) -> None:
    code, key = bag
    assert desk.act(nadia_at, "laundry.weigh", code, kg=typed)["outcome"] == "ok"
    assert desk.weights(session, key) == [Decimal(kg)]
    assert desk.kg_now(session, key) == Decimal(kg)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0", "weight_not_positive"), ("0,000", "weight_not_positive"),
        ("-3", "weight_not_positive"), ("9 999", "weight_impossible"),
        ("9999", "weight_impossible"), ("60,001", "weight_impossible"),
        ("12,3456", "weight_too_precise"), ("1.0000", "weight_too_precise"),
        ("lourd", "weight_unreadable"), ("", "weight_unreadable"), (None, "weight_unreadable"),
        (True, "weight_unreadable"), ([12], "weight_unreadable"), ("12 kg", "weight_unreadable"),
        ("1e3", "weight_unreadable"), ("NaN", "weight_unreadable"), ("١٢", "weight_unreadable"),
        ({"$gt": 0}, "weight_unreadable"), ("9" * 40, "weight_unreadable"),
    ],
)  # fmt: skip
def test_a_weight_that_is_none_is_refused_and_changes_nothing(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int], typed: object, code: str
) -> None:
    answer = desk.act(nadia_at, "laundry.weigh", bag[0], kg=typed)
    assert (answer["outcome"], answer["reason"]) == ("refused", code)
    assert answer["message"]
    assert desk.weights(session, bag[1]) == []
    assert desk.kg_now(session, bag[1]) is None


def test_a_correction_needs_a_reason_and_keeps_what_was_there(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int]
) -> None:
    code, key = bag
    desk.act(nadia_at, "laundry.weigh", code, kg="12")
    again = desk.act(nadia_at, "laundry.weigh", code, kg="9,5")
    assert again["reason"] == "weigh_again_reason"
    assert "12 kg" in again["message"].replace("\u00a0", " ")
    assert desk.weights(session, key) == [Decimal(12)]
    desk.act(nadia_at, "laundry.weigh", code, kg="9,5", reason="La balance bougeait")
    assert desk.weights(session, key) == [Decimal(12), Decimal("9.5")]
    first, second = session.exec(select(Weighing).order_by(col(Weighing.id))).all()
    assert second.amends_id == first.id
    told = session.exec(
        select(Event).where(Event.kind == "item.weighed").order_by(col(Event.id))
    ).all()
    assert [event.data["kg"] for event in told if event.data] == ["12.000", "9.500"]
    assert told[1].reason == "La balance bougeait"
    assert told[1].data is not None
    assert told[1].data["before"] == "12.000"


def test_sent_again_it_weighs_once(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int]
) -> None:
    sent = desk.capture("laundry.weigh", bag[0], kg="12")
    first = nadia_at.post(desk.CAPTURES, json=sent, headers=desk.ORIGIN).json
    again = nadia_at.post(desk.CAPTURES, json=sent, headers=desk.ORIGIN).json
    assert again == first | {"replay": True}
    assert desk.weights(session, bag[1]) == [Decimal(12)]


def test_a_heavy_bag_is_kept_and_noted_until_its_weight_is_corrected(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int]
) -> None:
    code, key = bag
    assert desk.act(nadia_at, "laundry.weigh", code, kg="15,2")["outcome"] == "ok"
    noted = session.exec(select(Anomaly)).one()
    assert (noted.item_id, noted.kind, noted.withdrawn_at) == (key, "heavy", None)
    assert "15" in noted.note
    desk.act(nadia_at, "laundry.weigh", code, kg="10,0", reason="Mal lu")
    session.expire_all()
    assert session.exec(select(Anomaly)).one().withdrawn_at is not None


def test_what_is_not_received_emptied_or_sorted_is_not_weighed(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    delivery = desk.announced(session, 3, at=now)
    waiting, opened, whole = delivery.codes
    keys = [desk.receive(session, code, now) for code in (opened, whole)]
    session.get_one(Item, keys[0]).closed_at = now
    session.get_one(Item, keys[1]).stage = "sorted"
    session.commit()
    reasons = [
        desk.act(nadia_at, "laundry.weigh", code, kg="5")["reason"]
        for code in (waiting, opened, whole)
    ]
    assert reasons == ["weigh_expected", "bag_not_here", "weigh_not_here"]
    assert [desk.weights(session, key) for key in keys] == [[], []]


def test_pieces_are_counted_once_and_corrected_with_a_reason(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int]
) -> None:
    code, key = bag
    assert desk.act(nadia_at, "laundry.weigh", code, kg="4", pieces="32")["outcome"] == "ok"
    assert desk.act(nadia_at, "laundry.count", code, pieces="33")["reason"] == "count_again_reason"
    for wrong in ("", "-1", "2,5", "dix", True, 10**9, [3]):
        assert (
            desk.act(nadia_at, "laundry.count", code, pieces=wrong)["reason"] == "pieces_unreadable"
        )
    desk.act(nadia_at, "laundry.count", code, pieces=33, reason="Recompté")
    session.expire_all()
    row = items.of(session, key)
    assert row is not None
    assert row.pieces == 33


def test_what_was_written_on_paper_first_keeps_both_times_and_says_why(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    code = desk.announced(session, 1, at=now - timedelta(hours=4)).codes[0]
    key = desk.receive(session, code, now - timedelta(hours=3))
    when = "2026-11-23T07:30"
    refused = desk.act(nadia_at, "laundry.weigh", code, kg="6", when=when)
    assert refused["reason"] == "late_reason"
    done = desk.act(nadia_at, "laundry.weigh", code, kg="6", when=when, reason="Panne de réseau")
    assert done["outcome"] == "ok"
    row = session.exec(select(Weighing).where(Weighing.item_id == key)).one()
    assert (row.late, row.reason) == (True, "Panne de réseau")
    assert (row.at.hour, row.at.minute, row.recorded_at) == (6, 30, now)
    told = session.exec(select(Event).where(Event.kind == "item.weighed")).one()
    assert (told.late, told.at, told.recorded_at) == (True, row.at, now)


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("2026-11-24T08:00", "when_in_future"), ("hier", "when_unreadable"),
        ("2026-09-01T08:00", "when_too_old"), ("0001-01-01T00:00", "when_unreadable"),
        ("2026-11-23T07:30\x00", "form_invalid"), (7, "form_invalid"),
    ],
)  # fmt: skip
def test_a_moment_that_cannot_be_is_refused(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int], when: object, code: str
) -> None:
    answer = desk.act(nadia_at, "laundry.weigh", bag[0], kg="6", when=when, reason="Papier")
    assert answer["reason"] == code
    assert desk.weights(session, bag[1]) == []


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("moniteur", ("bookbinding",)), ("inspecteur", None), ("qualite", None), ("bureau", None)],
)
def test_nobody_else_weighs(
    session: Session,
    signed_in: SignedIn,
    bag: tuple[str, int],
    role: str,
    workshops: tuple[str, ...] | None,
) -> None:
    answer = signed_in(role, workshops).post(
        desk.CAPTURES, json=desk.capture("laundry.weigh", bag[0], kg="5"), headers=desk.ORIGIN
    )
    assert answer.status_code == 403 or answer.json["outcome"] == "refused"
    assert desk.weights(session, bag[1]) == []
