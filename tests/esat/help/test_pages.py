import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from esat.accounts.roles import PERSONS, ROLES
from esat.clients.module import MODULE as CLIENTS
from esat.help.module import MODULE
from esat.registry import Registry

SignedIn = Callable[..., FlaskClient]
STATIC = Path(__file__).parents[3] / "esat" / "static"


def test_every_role_has_its_page(loaded: Registry) -> None:
    served = {role for page in MODULE.help_pages for role in page.roles}
    assert served == set(ROLES)


@pytest.mark.parametrize("role", PERSONS)
def test_one_s_own_page_stands_first(signed_in: SignedIn, role: str) -> None:
    browser = signed_in(role)
    own = next(page for page in MODULE.help_pages if role in page.roles)
    assert "Pour vous" in browser.get("/aide").text
    assert f"Aide : {own.title}" in browser.get(f"/aide/{own.slug}").text


def test_every_page_opens_with_pictures_that_exist(signed_in: SignedIn) -> None:
    browser = signed_in("moniteur")
    pictures: set[str] = set()
    for page in MODULE.help_pages:
        answer = browser.get(f"/aide/{page.slug}")
        assert answer.status_code == 200, page.slug
        pictures |= set(re.findall(r'"/static/(img/aide/[^"]+)"', answer.text))
    assert pictures
    assert [name for name in pictures if not (STATIC / name).is_file()] == []


def test_every_heading_of_the_list_is_an_anchor_of_its_page(signed_in: SignedIn) -> None:
    browser = signed_in("bureau")
    listed = re.findall(r'href="(/aide/[a-z-]+)#([a-z0-9-]+)"', browser.get("/aide").text)
    assert len(listed) > 40
    for page, anchor in listed:
        assert f'id="{anchor}"' in browser.get(page).text


def test_a_word_finds_its_answer_whatever_the_accents(signed_in: SignedIn) -> None:
    browser = signed_in("bureau")
    found = browser.get("/aide?q=RESEAU+revient", headers={"HX-Request": "true"}).text
    assert "Le réseau ne revient pas" in found
    assert "Créer un client" not in found
    assert "Aucune réponse" in browser.get("/aide?q=girafe").text


def test_an_unknown_page_is_not_found(signed_in: SignedIn) -> None:
    assert signed_in("bureau").get("/aide/rien").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/aide").status_code in {302, 303, 401}


def test_declarations_are_open_to_everybody(client: FlaskClient) -> None:
    said = client.get("/accessibilite").text
    assert "non conforme au RGAA 4.1" in said
    notice = client.get("/donnees-personnelles").text
    assert CLIENTS.retention[0].source in notice
    assert "Proposé, à valider" in notice


@pytest.mark.parametrize("path", ["/accessibilite", "/donnees-personnelles", "/suivi/rien"])
def test_a_stranger_gets_no_cookie(client: FlaskClient, path: str) -> None:
    assert "Set-Cookie" not in client.get(path).headers
