from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.production.journal_models import Event
from esat.production.models import Resource
from tests.factories import make_bag

SignedIn = Callable[..., FlaskClient]
PLACE = "/materiel"


@pytest.fixture
def desk(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def add(desk: FlaskClient, **typed: str) -> int:
    given = {"kind": "machine", "label": "Laveuse 2", "workshop": "laundry", **typed}
    return desk.post(PLACE, data=given).status_code


def test_a_machine_is_added_found_and_has_its_label(
    session: Session, desk: FlaskClient, now: datetime
) -> None:
    given = {"kind": "machine", "label": "Laveuse à tambour", "workshop": "laundry"}
    to = desk.post(PLACE, data=given).headers["Location"]
    code = to.rpartition("/")[2]
    assert code.startswith("E")
    assert "Imprimer l’étiquette" in desk.get(to).text
    assert code in desk.get(f"{PLACE}?q=laveuse a").text
    assert code not in desk.get(f"{PLACE}?sorte=shelf").text
    assert "Laveuse" in desk.get(f"/impressions/etiquette/{code}.zpl").text
    assert session.exec(select(Event.kind)).all() == ["resource.added"]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"kind": "rocket"}, 422),
        ({"label": "  "}, 422),
        ({"label": "x" * 121}, 422),
        ({"workshop": "moon"}, 403),
        ({"workshop": "bookbinding"}, 403),
        ({"action": "laundry:receive"}, 422),
        ({"kind": "card"}, 422),
        ({"kind": "card", "action": "laundry:fly"}, 422),
        ({"kind": "card", "action": "bookbinding:receive"}, 422),
        ({"kind": "card", "action": "laundry:receive"}, 303),
    ],
)
def test_nonsense_is_refused_and_adds_nothing(
    session: Session, desk: FlaskClient, now: datetime, typed: dict[str, str], status: int
) -> None:
    assert add(desk, **typed) == status
    assert len(session.exec(select(Resource)).all()) == (status == 303)


def test_what_serves_no_more_says_why_and_is_listed_no_more(
    session: Session, desk: FlaskClient, now: datetime
) -> None:
    bag, code = make_bag(session)
    session.commit()
    place = f"{PLACE}/{bag.id}/retrait"
    assert desk.get(place).status_code == 405
    assert desk.post(place, data={"reason": " "}).status_code == 422
    assert code in desk.get(PLACE).text
    assert desk.post(place, data={"reason": "Usé"}).status_code == 303
    assert desk.post(place, data={"reason": "Encore"}).status_code == 303
    assert code not in desk.get(PLACE).text
    retired = select(Event.reason).where(col(Event.kind) == "resource.retired")
    assert session.exec(retired).all() == ["Usé"]


def test_material_is_for_those_who_keep_it_in_their_own_workshop(
    session: Session, signed_in: SignedIn, client: FlaskClient, now: datetime
) -> None:
    bag, code = make_bag(session)
    session.commit()
    place, other = f"{PLACE}/{bag.id}/retrait", signed_in("moniteur", workshops=("bookbinding",))
    assert code not in other.get(PLACE).text
    assert other.post(place, data={"reason": "Usé"}).status_code == 404
    for role in ("comptoir", "bureau", "inspecteur"):
        assert signed_in(role).get(PLACE).status_code == 403
        assert signed_in(role).post(place, data={"reason": "Usé"}).status_code == 403
    assert client.post(place).status_code in {302, 303, 401}
    session.expire_all()
    assert session.get_one(Resource, bag.id).retired_at is None
