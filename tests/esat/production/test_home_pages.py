from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import holds
from tests.factories import items_of, make_order

SignedIn = Callable[..., FlaskClient]
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("role", "workshops", "url"),
    [
        ("comptoir", ("laundry",), "/comptoir"),
        ("moniteur", ("laundry",), "/blanchisserie"),
        ("bureau", None, "/commandes/nouvelle"),
        ("administrateur", None, "/commandes/nouvelle"),
        ("inspecteur", None, "/commandes"),
        ("qualite", None, "/commandes"),
    ],
)
def test_each_role_has_one_thing_to_do_first(
    signed_in: SignedIn, role: str, workshops: tuple[str, ...] | None, url: str
) -> None:
    page = signed_in(role, workshops).get("/").text
    assert page.count("tile primary") == 1
    assert f'class="tile primary" href="{url}"' in page


def test_home_says_what_waits_today(signed_in: SignedIn, session: Session, now: object) -> None:
    order = make_order(session, items=1, due_on=TODAY)
    holds.place(session, items_of(session, order)[0], "machine", by=SYSTEM)
    page = signed_in("bureau").get("/").text
    assert "À rendre aujourd’hui" in page
    assert order.ref in page
    assert '<span class="figure">1</span><strong class="label">retenue' in page


def test_home_shows_nothing_of_another_workshop(
    signed_in: SignedIn, session: Session, now: object
) -> None:
    order = make_order(session, items=1, due_on=TODAY)
    assert order.ref not in signed_in("moniteur", ("bookbinding",)).get("/").text


def test_a_stranger_is_led_to_the_sign_in(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code in {302, 303}
    assert "/connexion" in answer.headers["Location"]
