"""The home of people's work shows each role the tiles of its own rights."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.activity.hub.tiles import TILES
from esat.registry import Registry
from esat.workers.tiles import CHAPTERS
from tests import people_month
from tests.house import links


def test_the_office_finds_people_and_groups(signed_in: Callable[..., FlaskClient]) -> None:
    page = signed_in("bureau").get("/travailleurs/bureau")
    assert page.status_code == 200
    assert "Travailleurs" in page.text
    assert "Équipes" in page.text


@pytest.mark.parametrize("role", ["comptoir", "qualite", "inspecteur", "administrateur"])
def test_who_has_no_part_in_it_is_refused(role: str, signed_in: Callable[..., FlaskClient]) -> None:
    assert signed_in(role).get("/travailleurs/bureau").status_code == 403


def test_a_tile_names_a_chapter_and_a_right_that_exist(loaded: Registry) -> None:
    assert {one.chapter for one in TILES} <= set(CHAPTERS)
    assert {one.capability for one in TILES} <= set(loaded.capabilities)


def marked(browser: FlaskClient, address: str) -> list[str]:
    """The entries of the menu that are said to be where one is."""
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return re.findall(r'href="([^"]+)" aria-current="page"', answer.text.partition('id="menu"')[2])


def test_each_page_marks_the_entry_of_the_menu_that_it_belongs_to(
    signed_in: Callable[..., FlaskClient], session: Session
) -> None:
    team = people_month.group(session)
    paul = people_month.worker(session, team, "Paul", "Durand")
    session.commit()
    office, head = signed_in("bureau"), signed_in("responsable_atelier", ("laundry",))
    hub, people, teams = "/travailleurs/bureau", "/travailleurs", "/equipes"
    shown = links.of_page(office.get(hub).text.partition("<main")[2].partition("</main")[0], hub)
    tiles = {url for url in shown if url.startswith((people, teams))}
    assert len(tiles) > 15
    for address in tiles:
        own = address if address in {people, teams} else hub
        assert marked(office, address) == [own], address
    for address in (f"{people}/{paul}", f"{people}/nouveau", f"{people}/{paul}/contrat"):
        assert marked(office, address) == [people], address
    for address in ("/travailleurs/absences/nouvelle", "/travailleurs/paie/colonnes"):
        assert marked(office, address) == [hub], address
    assert marked(head, "/travailleurs/postes") == [hub]
    assert marked(head, "/travailleurs/mois") == [teams]
    supervisor = signed_in("moniteur", ("laundry",))
    assert marked(supervisor, "/travailleurs/mois") == [teams]
    assert marked(supervisor, "/travailleurs/autorisations") == [people]
