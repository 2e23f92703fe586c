from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.production import captures, holds, moves
from esat.production.journal_models import Event
from esat.production.models import Delivery, Item
from esat.production.moves import Context
from esat.production.sent import Sent
from tests import factories, people
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import trips
from workshops.laundry.dispatch.models import Collected, HandOver, Return, TripCheck, TrolleyPlace

Send = Callable[..., dict[str, Any]]


@pytest.fixture
def send(database: Database, session: Session, now: datetime, nadia: Actor) -> Send:
    """`send(1, "laundry.pack", None, {...})`: one act of Nadia's tablet."""

    def act(
        n: int, action: str, code: str | None, data: dict[str, Any], by: Actor = nadia,
        *, offline: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        session.commit()
        at = now - timedelta(hours=1) if offline else now
        sent = Sent(UUID(int=n), at, "act", code, action, data=data, offline=offline)
        answer = captures.take(database, sent, by=by)
        session.expire_all()
        return answer

    return act


def pack(ref: str, weight: object = "5", linen: object = "all", **more: object) -> dict[str, Any]:
    line = {"family": "flat", "pieces": 10}
    return {"order": ref, "parcels": [{"label": "Plat", "kg": weight, "lines": [line]}],
            "linen": linen, **more}  # fmt: skip


def test_packing_by_a_tablet_happens_once(session: Session, send: Send) -> None:
    order = linens.order_of(session)
    (linen,) = linens.opened(session, order, "5", "5")
    code = linens.code(session, linen)
    done = send(1, "laundry.pack", None, pack(order.ref, linen={code: None}))
    assert done["outcome"] == "ok"
    assert "1\u00a0colis prêt" in done["message"]
    assert "rien ne manque" in done["message"]
    assert send(1, "laundry.pack", None, pack(order.ref, linen={code: None}))["replay"]
    assert len(session.exec(select(Item).where(Item.kind == "parcel")).all()) == 1


def test_linen_packed_while_held_waits_for_a_supervisor(session: Session, send: Send) -> None:
    order = linens.order_of(session)
    (linen,) = linens.opened(session, order, "5", "5")
    holds.place(session, linens.subject(session, linen), "quarantine", by=SYSTEM)
    assert send(1, "laundry.pack", None, pack(order.ref))["reason"] == "on_hold"
    offline = send(2, "laundry.pack", None, pack(order.ref), offline=True)
    assert (offline["outcome"], offline["reason"]) == ("anomaly", "on_hold")
    assert session.exec(select(Item).where(Item.kind == "parcel")).all() == []


@pytest.mark.parametrize(
    "data",
    [
        {}, {"order": "L26-1"}, pack("L26-99999"), pack("L26-1", "beaucoup"), pack("L26-1", -1),
        pack("L26-1", "1e99"), pack("L26-1", linen={"N": "x"}), pack("L26-1", linen=[1]),
        pack("L26-1") | {"parcels": []}, pack("L26-1") | {"parcels": "x"},
        pack("L26-1") | {"parcels": [{"kg": "1", "lines": [{"pieces": "²"}]}]},
        pack("L26-1") | {"parcels": [{"kg": None}]}, pack("L26-1") | {"order": {"a": 1}},
    ],
)  # fmt: skip
def test_what_a_tablet_sends_wrong_is_refused_in_words(send: Send, data: dict[str, Any]) -> None:
    answer = send(1, "laundry.pack", None, data)
    assert answer["outcome"] == "refused"
    assert answer["message"]
    assert answer["message"] != answer["reason"]


def test_every_act_survives_nonsense(send: Send) -> None:
    acts = ("trolley", "start", "skip", "stop", "collect", "return")
    nonsense = (
        {}, {"stop": "x", "trip": -1, "items": 7, "reason": []}, {"stop": 10**30, "trip": True},
        {"stop": 987_654, "trip": 987_654, "items": ["x"], "receiver": "A", "apart": "oui",
         "reason": "stained", "to": "to_rewash", "trolley": "x"},
    )  # fmt: skip
    for n, (act, data) in enumerate((a, d) for a in acts for d in nonsense):
        for code in (None, "nonsense"):
            answer = send(2 * n + (code is None) + 10, f"laundry.{act}", code, data)
            assert answer["outcome"] == "refused", (act, data)
            assert answer["message"] != answer["reason"], answer


def test_a_round_by_a_tablet(session: Session, send: Send) -> None:
    client = factories.make_client(session)
    one, two = (linens.packed(session, linens.order_of(session, client)) for _ in range(2))
    trip = linens.trip(session, client)
    stop = trips.stops(session, trip.id or 0)[0]
    _, trolley = linens.trolley(session)
    _, bag = factories.make_bag(session, client)
    codes = [*one.codes, *two.codes]
    given = {"stop": stop.id, "items": codes, "receiver": "Mme L.", "signature": linens.PNG}
    for n, (action, code, data) in enumerate((
        ("laundry.trolley", trolley, {"items": codes}),
        ("laundry.trolley", None, {"items": codes[:1], "off": True}),
        ("laundry.depart", None, {"trip": trip.id, "apart": "oui"}),
        ("laundry.stop", None, given),
        ("laundry.collect", bag, {"stop": str(stop.id)}),
        ("laundry.return", codes[0], {"reason": "stained", "to": "to_rewash"}),
    ), 1):  # fmt: skip
        for replay in (False, True):
            answer = send(n, action, code, data)
            assert answer["outcome"] == "ok", answer
            assert answer["replay"] is replay
    twice = send(20, "laundry.stop", None, given | {"items": codes[1]})
    assert (twice["outcome"], twice["reason"]) == ("refused", "delivered_already")
    found = [
        len(session.exec(select(table)).all())
        for table in (TrolleyPlace, TripCheck, HandOver, Delivery, Collected, Return)
    ]
    assert found == [2, 1, 1, 2, 1, 1]


def test_a_stop_done_without_network_is_marked_late_and_a_second_one_waits(
    session: Session, send: Send
) -> None:
    client = factories.make_client(session)
    done = linens.packed(session, linens.order_of(session, client))
    stop = trips.stops(session, linens.trip(session, client).id or 0)[0]
    given = {"stop": stop.id, "items": list(done.codes), "receiver": "A", "signature": linens.PNG}
    assert send(1, "laundry.stop", None, given, offline=True)["outcome"] == "ok"
    (row,) = session.exec(select(HandOver)).all()
    assert row.late
    assert row.at < row.recorded_at
    assert session.exec(select(Event.late).where(Event.kind == "order.delivered")).one()
    again = send(2, "laundry.stop", None, given, offline=True)
    assert (again["outcome"], again["reason"]) == ("anomaly", "delivered_already")
    assert len(session.exec(select(Delivery)).all()) == 1


def test_strangers_and_other_workshops_act_on_nothing(session: Session, send: Send) -> None:
    client = factories.make_client(session)
    done = linens.packed(session, linens.order_of(session, client))
    stop = trips.stops(session, linens.trip(session, client).id or 0)[0]
    _, bag = factories.make_bag(session, client)
    _, trolley = linens.trolley(session)
    back = linens.packed(session, linens.order_of(session, client))
    moves.move(session, linens.subject(session, back.parcels[0]), "hand_over", Context(by=SYSTEM))
    asked = (
        ("laundry.pack", None, pack(session.get_one(Item, done.parcels[0].id).label)),
        ("laundry.trolley", trolley, {"items": list(done.codes)}),
        ("laundry.depart", None, {"trip": stop.trip_id, "apart": "oui"}),
        ("laundry.skip", None, {"stop": stop.id, "reason": "Fermé"}),
        ("laundry.stop", None, {"stop": stop.id, "items": list(done.codes), "receiver": "A",
                                "signature": linens.PNG}),
        ("laundry.collect", bag, {"stop": stop.id}),
        ("laundry.return", back.codes[0], {"reason": "stained", "to": "to_rewash"}),
    )  # fmt: skip
    actors = (people.actor("moniteur", workshops=("bookbinding",)), people.actor("qualite"))
    for n, (action, code, data) in enumerate(asked):
        for m, actor in enumerate(actors):
            answer = send(100 + 2 * n + m, action, code, data, actor)
            assert answer["outcome"] == "refused", (action, answer)
    for table in (TrolleyPlace, TripCheck, HandOver, Collected, Return):
        assert session.exec(select(table)).all() == []
