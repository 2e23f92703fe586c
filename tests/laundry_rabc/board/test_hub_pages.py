from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.production import holds
from tests import factories, people

SignedIn = Callable[..., FlaskClient]


def test_the_home_counts_what_is_held_and_leads_to_it(
    session: Session, signed_in: SignedIn
) -> None:
    order = factories.make_order(session, items=1)
    bag = factories.items_of(session, order)[0]
    holds.place(session, bag, "rabc_quarantine", by=people.actor("qualite"))
    session.commit()
    shown = signed_in("qualite").get("/rabc")
    assert shown.status_code == 200
    assert 'href="/rabc/quarantaines"' in shown.text
    assert '<span class="figure">1</span>' in shown.text
    assert "retenu" in shown.text


def test_no_number_is_red_when_nothing_is_held(signed_in: SignedIn) -> None:
    shown = signed_in("qualite").get("/rabc").text
    assert 'data-accent="wine"' not in shown


@pytest.mark.parametrize(
    ("role", "workshop"),
    [("bureau", "laundry"), ("moniteur", "bookbinding"), ("comptoir", "green_spaces")],
)
def test_who_has_no_part_in_it_does_not_see_it(
    role: str, workshop: str, signed_in: SignedIn
) -> None:
    browser = signed_in(role, (workshop,))
    assert browser.get("/rabc").status_code == 403
    assert 'href="/rabc"' not in browser.get("/").text


@pytest.mark.parametrize("role", ["moniteur", "responsable_atelier", "comptoir"])
def test_those_of_the_laundry_reach_it_from_their_menu(role: str, signed_in: SignedIn) -> None:
    browser = signed_in(role, ("laundry",))
    assert 'href="/rabc"' in browser.get("/").text
    assert "/rabc/controles" in browser.get("/rabc").text
