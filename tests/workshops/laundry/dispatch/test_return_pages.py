from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.production import moves
from esat.production.moves import Context
from tests.esat.production.buttons import events, press
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch.models import Return

SignedIn = Callable[..., FlaskClient]
HOME = "/blanchisserie/retours"


@pytest.fixture
def code(session: Session, now: object) -> str:
    done = linens.packed(session, linens.order_of(session))
    moves.move(session, linens.subject(session, done.parcels[0]), "hand_over", Context(by=SYSTEM))
    session.commit()
    return done.codes[0]


@pytest.fixture
def floor(signed_in: SignedIn) -> FlaskClient:
    return signed_in("comptoir", workshops=("laundry",))


def rows(session: Session) -> int:
    session.expire_all()
    return len(session.exec(select(Return)).all())


def test_what_came_back_is_kept_once(floor: FlaskClient, session: Session, code: str) -> None:
    form = {"code": code, "reason": "stained", "to": "to_rewash", "kg": "", "pieces": ""}
    key = str(uuid4())
    for _ in range(2):
        assert press(floor, HOME, key, **form).status_code == 303
    assert rows(session) == 1
    page = floor.get(HOME).get_data(as_text=True)
    assert "Taché" in page
    assert "À relaver" in page
    again = press(floor, HOME, **form)
    assert again.status_code == 409
    assert "déjà revenu" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),
        ({"reason": "stained"}, 422),
        ({"reason": "stained", "to": "to_rewash", "kg": "trop"}, 422),
        ({"reason": "stained", "to": "to_rewash", "kg": "5,001"}, 409),
        ({"reason": "stained", "to": "packed"}, 409),
        ({"reason": "stained", "to": "to_rewash", "code": "inconnu"}, 409),
    ],
)
def test_a_return_that_lacks_something_comes_back_filled(
    floor: FlaskClient, session: Session, code: str, form: dict[str, str], status: int
) -> None:
    before = events(session)
    answer = press(floor, HOME, note="Sauce tomate", **{"code": code, **form})
    assert answer.status_code == status
    assert "Sauce tomate" in answer.get_data(as_text=True)
    assert (rows(session), events(session)) == (0, before)


def test_who_is_not_of_the_laundry_takes_nothing_back(
    signed_in: SignedIn, client: FlaskClient, session: Session, code: str
) -> None:
    form = {"code": code, "reason": "stained", "to": "to_rewash"}
    assert press(client, HOME, **form).status_code in {302, 303, 401}
    for browser in (signed_in("qualite"), signed_in("moniteur", workshops=("bookbinding",))):
        assert press(browser, HOME, **form).status_code == 403
        assert browser.get(HOME).status_code == 403
    assert rows(session) == 0
