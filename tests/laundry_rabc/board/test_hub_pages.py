from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.production import holds
from tests import factories, people

SignedIn = Callable[..., FlaskClient]


def tile(shown: str, address: str) -> str:
    """The tile of the home that leads there."""
    return shown.partition(f'href="{address}"')[2].partition("</a>")[0]


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
    assert '<span class="figure">1</span>' in tile(shown.text, "/rabc/quarantaines")
    assert "retenu" in tile(shown.text, "/rabc/quarantaines")


def test_no_number_is_red_when_nothing_is_held(signed_in: SignedIn) -> None:
    shown = signed_in("qualite").get("/rabc").text
    assert 'data-accent="wine"' not in tile(shown, "/rabc/quarantaines")


@pytest.mark.parametrize("role", ["moniteur", "comptoir", "bureau"])
def test_who_has_no_part_in_it_does_not_see_it(role: str, signed_in: SignedIn) -> None:
    assert signed_in(role, ("laundry",)).get("/rabc").status_code == 403
