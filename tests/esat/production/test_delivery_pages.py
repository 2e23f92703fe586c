import base64
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM
from esat.files.models import StoredFile
from esat.production import moves, orders
from esat.production.models import Delivery, Item, Order
from esat.production.moves import Context
from tests.esat.production.buttons import events, hidden, press
from tests.factories import items_of, make_order

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def order(session: Session, now: object) -> Order:
    made = make_order(session, items=2)
    for item in items_of(session, made):
        subject = item
        for action in ("receive", "start_wash", "end_wash", "finish", "pack"):
            subject = moves.move(session, subject, action, Context(by=SYSTEM)).subject
    session.commit()
    return made


@pytest.fixture
def floor(signed_in: SignedIn) -> FlaskClient:
    return signed_in("comptoir", workshops=("laundry",))


def url(order: Order) -> str:
    return f"/commandes/{order.ref}/remise"


def codes(session: Session, order: Order) -> list[str]:
    return [item.code or "" for item in items_of(session, order)]


def signature(size: tuple[int, int] = (300, 100)) -> str:
    picture = BytesIO()
    Image.new("RGBA", size).save(picture, "PNG")
    return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()


def rows(session: Session) -> list[Delivery]:
    session.expire_all()
    return list(session.exec(select(Delivery)))


def capture(session: Session, of: Order, **more: object) -> dict[str, object]:
    data = {"order": of.ref, "items": codes(session, of), "receiver": "Mme Lopez"}
    return {
        "id": str(uuid4()), "seq": 1, "at": clock.now().isoformat(), "kind": "act", "code": None,
        "action": "delivery.sign", "data": {**data, **more}, "offline": False,
    }  # fmt: skip


def test_the_page_shows_what_may_leave(floor: FlaskClient, session: Session, order: Order) -> None:
    page = floor.get(url(order)).get_data(as_text=True)
    for code in codes(session, order):
        assert f'value="{code}" checked' in page
    assert hidden(page, "order") == [order.ref]


def test_the_form_hands_over_and_keeps_the_signature(
    floor: FlaskClient, session: Session, order: Order
) -> None:
    answer = press(
        floor, url(order), items=codes(session, order), receiver="Mme Lopez", signature=signature()
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/commandes/{order.ref}")
    (row,) = rows(session)
    kept = session.get_one(StoredFile, row.signature_file_id)
    assert (kept.media_type, kept.order_id) == ("image/png", order.id)
    assert "Signature" not in floor.get(f"/commandes/{order.ref}").get_data(as_text=True)


@pytest.mark.parametrize("drawn", ["data:text/html;base64,PHA+", "data:image/png;base64,%%", "x"])
def test_a_signature_that_is_none_is_refused_beside_its_field(
    floor: FlaskClient, session: Session, order: Order, drawn: str
) -> None:
    answer = press(
        floor, url(order), items=codes(session, order), receiver="Mme Lopez", signature=drawn
    )
    assert answer.status_code == 422
    assert "signez de nouveau" in answer.get_data(as_text=True)
    assert rows(session) == []


def test_without_a_receiver_the_form_comes_back(
    floor: FlaskClient, session: Session, order: Order
) -> None:
    answer = press(floor, url(order), items=codes(session, order), receiver="")
    assert answer.status_code == 422
    assert rows(session) == []


def test_the_form_asks_the_six_questions(
    floor: FlaskClient, client: FlaskClient, signed_in: SignedIn, session: Session, order: Order
) -> None:
    form = {"items": codes(session, order), "receiver": "Mme Lopez"}
    before = events(session)
    assert press(client, url(order), **form).status_code in {302, 303, 401}
    assert press(signed_in("inspecteur"), url(order), **form).status_code == 403
    other = signed_in("comptoir", workshops=("bookbinding",))
    assert press(other, url(order), **form).status_code == 404
    assert other.get(url(order)).status_code == 404
    assert events(session) == before
    key = str(uuid4())
    first = press(floor, url(order), key, **form)
    again = press(floor, url(order), key, **form)
    assert (first.status_code, again.status_code) == (303, 303)
    assert len(rows(session)) == 1
    assert press(floor, url(order), **form).status_code == 409


def test_a_tablet_sends_the_same_as_an_act_once(
    floor: FlaskClient, session: Session, order: Order
) -> None:
    sent = capture(session, order, signature=signature())
    first = floor.post("/api/v1/captures", json=sent).get_json()
    again = floor.post("/api/v1/captures", json=sent).get_json()
    assert (first["outcome"], first["replay"], again["replay"]) == ("ok", False, True)
    assert "2 articles remis" in first["message"]
    assert len(rows(session)) == 1


def test_an_act_with_one_ticked_thing_comes_as_a_text(
    floor: FlaskClient, session: Session, order: Order
) -> None:
    one = codes(session, order)[0]
    answer = floor.post("/api/v1/captures", json=capture(session, order, items=one)).get_json()
    assert answer["outcome"] == "ok"
    session.expire_all()
    assert [i.stage for i in session.exec(select(Item).order_by(Item.id))] == [
        "handed_over", "packed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"receiver": ""}, {"items": []}, {"items": ["F0000000"]}, {"order": "L99-99999"},
     {"items": 12}, {"signature": "x"}, {"receiver": None}],
)  # fmt: skip
def test_a_wrong_act_is_refused_in_a_sentence_and_changes_nothing(
    floor: FlaskClient, session: Session, order: Order, wrong: dict[str, object]
) -> None:
    answer = floor.post("/api/v1/captures", json=capture(session, order, **wrong)).get_json()
    assert answer["outcome"] == "refused"
    assert answer["message"]
    assert rows(session) == []


def test_what_was_signed_offline_is_recorded_at_its_own_time(
    floor: FlaskClient, session: Session, order: Order
) -> None:
    then = clock.now() - timedelta(hours=5)
    sent = capture(session, order) | {"at": then.isoformat(), "offline": True}
    assert floor.post("/api/v1/captures", json=sent).get_json()["outcome"] == "ok"
    (row,) = rows(session)
    assert (row.at, row.recorded_at) == (then, clock.now())


def test_an_offline_hand_over_that_contradicts_waits_for_a_supervisor(
    floor: FlaskClient, session: Session, order: Order
) -> None:
    orders.close_if_done(session, orders.key(order), by=SYSTEM)
    first = capture(session, order)
    floor.post("/api/v1/captures", json=first)
    second = capture(session, order) | {"offline": True}
    assert floor.post("/api/v1/captures", json=second).get_json()["outcome"] == "anomaly"
    assert len(rows(session)) == 1
