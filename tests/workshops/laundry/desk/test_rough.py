"""Rough days at the counter: a thing that is held, another's, no code at all, through the pages."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.clients.models import Client
from esat.production import holds
from tests.esat.production.buttons import press
from tests.factories import SYSTEM, items_of
from tests.workshops.laundry.desk import making
from tests.workshops.laundry.desk.making import DESK, leave, orders_of
from workshops.laundry.desk.record_models import Collection

OUT = {"receiver": "Sa fille", "proof": "ticket"}


@pytest.fixture
def ready(karim: FlaskClient, desk: Session, lucie: Client) -> tuple[str, str]:
    """A deposit paid for and packed: its page and its bag."""
    leave(karim, lucie)
    (order,) = orders_of(desk)
    making.make_ready(desk, order)
    desk.commit()
    here = f"{DESK}/depot/{order.ref}"
    press(karim, f"{here}/paiement", kind="invoice")
    return here, items_of(desk, order)[0].code or ""


def nothing_left(session: Session) -> bool:
    session.expire_all()
    return session.exec(select(Collection)).first() is None


def test_a_held_bag_stays_and_says_why(
    karim: FlaskClient, desk: Session, ready: tuple[str, str]
) -> None:
    here, bag = ready
    (order,) = orders_of(desk)
    holds.place(desk, items_of(desk, order)[0], "damaged", by=SYSTEM)
    desk.commit()
    assert "Linge ou sac abîmé" in karim.get(here).text
    told = press(karim, f"{here}/remise", items=bag, **OUT)
    assert told.status_code == 409
    assert nothing_left(desk)


def test_another_person_s_bag_never_leaves_with_this_ticket(
    karim: FlaskClient, desk: Session, ready: tuple[str, str]
) -> None:
    here, _ = ready
    leave(karim, making.person(desk, "M. Vialatte Paul"))
    other = orders_of(desk)[1]
    making.make_ready(desk, other)
    desk.commit()
    press(karim, f"{DESK}/depot/{other.ref}/paiement", kind="invoice")
    theirs = items_of(desk, other)[0].code or ""
    assert press(karim, f"{here}/remise", items=theirs, **OUT).status_code == 409
    assert nothing_left(desk)


@pytest.mark.parametrize("items", ["", "F0000018", "😀", "x" * 10_000, "D0000000"])
def test_what_is_no_bag_of_his_hands_nothing_over(
    karim: FlaskClient, desk: Session, ready: tuple[str, str], items: str
) -> None:
    here, _ = ready
    told = press(karim, f"{here}/remise", items=items, **OUT)
    assert told.status_code in {409, 422}
    assert nothing_left(desk)


def test_a_tablet_collects_through_the_programs_door_once(
    karim: FlaskClient, desk: Session, ready: tuple[str, str]
) -> None:
    """Sent, the network cut before the answer, sent again; then by another tablet."""
    here, bag = ready
    data = {"order": here.rpartition("/")[2], "items": [bag], **OUT}

    def sent(uid: str) -> dict[str, object]:
        body = {
            "id": uid, "at": "2026-11-23T09:00:00Z", "kind": "act", "code": None,
            "action": "laundry.fetch", "data": data,
        }  # fmt: skip
        answer = karim.post("/api/v1/captures", json=body, headers={"Origin": "http://localhost"})
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    uid = str(uuid4())
    first, again, other = sent(uid), sent(uid), sent(str(uuid4()))
    assert (first["outcome"], first["replay"]) == ("ok", False)
    assert (again["outcome"], again["replay"]) == ("ok", True)
    assert other["outcome"] == "refused"
    desk.expire_all()
    assert len(desk.exec(select(Collection)).all()) == 1
