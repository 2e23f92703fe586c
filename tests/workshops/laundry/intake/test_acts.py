from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.production import things
from esat.production.journal_models import Event
from tests import factories
from tests.workshops.laundry.intake import desk
from workshops.laundry.intake.cases import Anomaly

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


def test_forty_bags_with_the_network_cut_in_the_middle_lose_nothing(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 40, at=now - timedelta(hours=2))
    start = now - timedelta(minutes=8)
    sent = [
        desk.capture(
            "laundry.receive", code, client_id=here.client.id, seq=n, offline=n >= 20,
            at=(start + timedelta(seconds=10 * n)).isoformat(),
        )
        for n, code in enumerate(here.codes)
    ]  # fmt: skip
    for one in sent[:20]:
        answer = nadia_at.post(desk.CAPTURES, json=one, headers=desk.ORIGIN).json
        assert answer["outcome"] == "ok"
    with clock.pinned(now + timedelta(minutes=30)):
        first = nadia_at.post(f"{desk.CAPTURES}/batch", json=sent, headers=desk.ORIGIN).json
        again = nadia_at.post(f"{desk.CAPTURES}/batch", json=sent, headers=desk.ORIGIN).json
    assert [one["outcome"] for one in first["results"]] == ["ok"] * 40
    assert [one["replay"] for one in first["results"]] == [True] * 20 + [False] * 20
    assert [one["replay"] for one in again["results"]] == [True] * 40
    assert desk.stages(session, here.client) == ["received"] * 40
    told = session.exec(
        select(Event).where(Event.to_stage == "received").order_by(Event.id)  # type: ignore[arg-type]
    ).all()
    assert len(told) == 40
    assert [event.at for event in told] == sorted(event.at for event in told)
    assert [event.late for event in told] == [False] * 20 + [True] * 20
    assert {event.reason for event in told[20:]} == {"Saisi sans réseau"}


def test_a_bag_scanned_twice_without_network_is_received_once(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    outcomes = [
        desk.act(nadia_at, "laundry.receive", here.codes[0], client_id=here.client.id, offline=True)
        for _ in range(2)
    ]
    assert [one["outcome"] for one in outcomes] == ["ok", "ok"]
    assert "déjà reçu" in outcomes[1]["message"]
    assert len(session.exec(select(Event).where(Event.to_stage == "received")).all()) == 1


@pytest.mark.parametrize(
    "code", ["F1234567", "", "n’importe quoi", "X" * 500, "\x00", "D2345678"]
)  # fmt: skip
def test_what_names_no_bag_is_refused_by_name_and_never_fails(
    session: Session, nadia_at: FlaskClient, now: datetime, code: str
) -> None:
    here = desk.announced(session, 1, at=now)
    for act in ("laundry.receive", "laundry.weigh", "laundry.count", "laundry.anomaly",
                "laundry.precaution", "laundry.attribute"):  # fmt: skip
        answer = nadia_at.post(
            desk.CAPTURES, json=desk.capture(act, code, kg="5", kind="wet"), headers=desk.ORIGIN
        )
        assert answer.status_code in {200, 422}, (act, answer.text)
        assert answer.status_code == 422 or answer.json["outcome"] == "refused", answer.text
    assert desk.stages(session, here.client) == ["expected"]


def test_a_bag_of_nobody_is_not_received(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    _, code = things.add_resource(session, "bag", "Sac", "laundry", "F", at=now)
    order = factories.make_order(session, "bookbinding", items=1, at=now)
    volume = factories.items_of(session, order)[0].code
    session.commit()
    assert desk.act(nadia_at, "laundry.receive", code)["reason"] == "bag_without_client"
    assert desk.act(nadia_at, "laundry.receive", volume)["reason"] == "not_for_reception"


def test_what_could_be_done_again_is_done_once_when_it_is_sent_again(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    """A further weight or anomaly is never refused: only its key says that it was here before."""
    here = desk.announced(session, 1, at=now)
    item_id = desk.receive(session, here.codes[0], now)
    acts = [
        desk.capture("laundry.weigh", here.codes[0], kg="6", reason="Sac mouillé"),
        desk.capture("laundry.anomaly", here.codes[0], kind="wet"),
    ]
    for one in acts:
        first = nadia_at.post(desk.CAPTURES, json=one, headers=desk.ORIGIN).json
        before = len(session.exec(select(Event)).all())
        again = nadia_at.post(desk.CAPTURES, json=one, headers=desk.ORIGIN).json
        assert again == first | {"replay": True}
        session.expire_all()
        assert len(session.exec(select(Event)).all()) == before
    assert [str(kg) for kg in desk.weights(session, item_id)] == ["6.000"]
    assert len(session.exec(select(Anomaly)).all()) == 1
