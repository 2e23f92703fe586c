"""From the menu of each role, nothing leads nowhere, and every page of the contract is reached."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.accounts.roles import PERSONS
from esat.actors import SYSTEM
from esat.production import holds
from tests.factories import items_of, make_client, make_order
from tests.house import links

SignedIn = Callable[..., FlaskClient]

REACHED = {
    "administrateur": ["/", "/comptoir", "/commandes", "/commandes/nouvelle", "/clients",
                       "/administration", "/administration/comptes", "/appareil", "/aide",
                       "/accessibilite", "/donnees-personnelles", "/administration/kit"],
    "moniteur": ["/", "/comptoir", "/commandes", "/equipes", "/travailleurs", "/blanchisserie",
                 "/tableau/blanchisserie", "/appareil", "/aide"],
    "bureau": ["/", "/commandes/nouvelle", "/clients", "/travailleurs", "/administration/import",
               "/administration/exports", "/administration/courriels"],
    "comptoir": ["/", "/comptoir", "/commandes", "/aide"],
    "inspecteur": ["/", "/commandes", "/clients", "/administration/exports", "/aide"],
}  # fmt: skip
"""Rows of the contract's pages, by a role that they are for."""


def test_each_role_named_here_has_its_menu_walked() -> None:
    assert set(REACHED) <= set(PERSONS)


@pytest.fixture
def living(session: Session, now: datetime) -> None:
    """Something to click on: an order in each workshop's list, a held thing, a client."""
    for number in range(2):
        client = make_client(session, f"Mairie de Riom {number}", town="Riom")
        order = make_order(session, items=2, client=client, at=now, due_on=date(2026, 11, 23))
        holds.place(session, items_of(session, order)[0], "to_check", by=SYSTEM, at=now)
    session.commit()


@pytest.mark.parametrize("role", PERSONS)
def test_no_link_of_the_menu_leads_nowhere(signed_in: SignedIn, living: None, role: str) -> None:
    browser = signed_in(role)
    menu = links.menu(browser.get("/").text)
    assert len(menu) > 3
    seen = links.crawl(browser, menu, depth=0)
    assert {where: status for where, (status, _) in seen.items() if status != 200} == {}


@pytest.mark.each_role
@pytest.mark.parametrize("role", PERSONS)
def test_no_page_shows_a_link_that_is_closed_or_dead_and_each_page_is_reached(
    signed_in: SignedIn, living: None, role: str
) -> None:
    """Two links away from the menu: every page that can be reached, and what it shows."""
    browser = signed_in(role)
    seen = links.crawl(browser, links.menu(browser.get("/").text), depth=2)
    wrong = {where: said for where, said in seen.items() if said[0] >= 400}
    assert wrong == {}
    assert [page for page in REACHED.get(role, ()) if page not in seen] == []


def test_links_are_read_whole_and_those_that_leave_the_house_are_left() -> None:
    page = '<a href="c#d">e</a><a href="#f">g</a><a href="tel:04">h</a><i hx-get="/j?k=1"></i>'
    assert links.of_page(page, "/x/y") == ["/j?k=1", "/x/c"]


def test_the_menu_is_read_from_its_own_list_alone() -> None:
    page = '<nav id="menu"><a href="/a">a</a></nav><nav><a href="/b">b</a></nav>'
    assert links.menu(page) == ["/a"]
