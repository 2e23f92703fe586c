from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.db import Database
from esat.layouts import store
from esat.layouts.store import Wanted
from labels.codec import boxes_to_list
from tests.esat.layouts.editing import BAG, LOWER, QR, TITLE, with_box

SignedIn = Callable[..., FlaskClient]
HERE = "/administration/gabarits/bag"
LOWEST = with_box(LOWER, TITLE, size=4.5)


@pytest.fixture
def adele(signed_in: SignedIn, now: datetime) -> FlaskClient:
    return signed_in("administrateur")


@pytest.fixture
def versions(session: Session, now: datetime) -> None:
    for base, layout in enumerate((LOWER, LOWEST)):
        store.save(session, Wanted(layout, base), reason=f"Essai {base}", by=SYSTEM, at=now)
    session.commit()


def test_a_version_stands_beside_what_serves_and_what_it_came_from(
    adele: FlaskClient, versions: None
) -> None:
    page = adele.get(f"{HERE}/versions/1").text
    assert f"Boîte {TITLE + 1} (Titre) : lettres 5 → 4,5." in page
    assert f"Boîte {TITLE + 1} (Titre) : lettres 6 → 5." in page
    for shown in ("Essai 0", "Système", "image.png?version=1", "image.png?version=2"):
        assert shown in page
    assert "Reprendre cette version" in page
    now = adele.get(f"{HERE}/versions/2").text
    assert "Reprendre cette version" not in now
    assert f"Boîte {TITLE + 1} (Titre) : lettres 6 → 4,5." in now
    origin = adele.get(f"{HERE}/versions/0").text
    assert "Revenir au gabarit d’origine" in origin
    for place in ("versions/9", "versions/moon", "versions/-1"):
        assert adele.get(f"{HERE}/{place}").status_code == 404
    assert adele.get("/administration/gabarits/moon/versions/0").status_code == 404


def test_a_version_is_taken_up_again_with_a_reason_once(
    adele: FlaskClient, versions: None, database: Database
) -> None:
    place = f"{HERE}/versions/1/reprise"
    assert adele.get(place).status_code == 405
    assert adele.post(place, data={"base": "2"}).status_code == 422
    data = {"base": "2", "why": "Trop petit"}
    assert adele.post(place, data=data).headers["Location"] == HERE
    again = adele.post(place, data=data)
    assert (again.status_code, "Quelqu’un a changé" in again.text) == (409, True)
    same = adele.post(place, data={**data, "base": "3"})
    assert (same.status_code, "Rien n’a changé" in same.text) == (409, True)
    assert adele.post(f"{HERE}/versions/9/reprise", data=data).status_code == 404
    with database.read() as session:
        assert store.current(session, "bag") == LOWER
        assert store.row_at(session, "bag", 3).reason == "Trop petit"


def test_the_house_s_own_is_taken_up_again(
    adele: FlaskClient, versions: None, database: Database
) -> None:
    data = {"base": "2", "why": "Retour"}
    assert adele.post(f"{HERE}/versions/0/reprise", data=data).status_code == 303
    with database.read() as session:
        assert store.current(session, "bag") == BAG
    back = adele.get(f"{HERE}/versions/3").text
    assert "Version 3 : retour à l’origine" in back


def test_a_version_that_holds_no_more_is_not_taken_up(
    adele: FlaskClient, versions: None, session: Session
) -> None:
    row = store.row_at(session, "bag", 1)
    row.boxes = boxes_to_list(with_box(LOWER, QR, w=9.0, h=9.0).boxes)
    session.commit()
    answer = adele.post(f"{HERE}/versions/1/reprise", data={"base": "2", "why": "x"})
    assert answer.status_code == 422
    assert f"Boîte {QR + 1} (symbole QR) : il faut " in answer.text
    row.boxes = [{"kind": "moon"}]
    session.commit()
    assert adele.get(f"{HERE}/versions/1").status_code == 409
    assert adele.get(HERE).status_code == 200


def test_one_that_serves_no_more_is_still_shown_and_taken_up(
    adele: FlaskClient, session: Session, now: datetime
) -> None:
    store.duplicate(session, "bag", "own", "Le nôtre", by=SYSTEM, at=now)
    store.withdraw(session, "own", base=1, reason="Inutile", by=SYSTEM, at=now)
    session.commit()
    place = "/administration/gabarits/own"
    page = adele.get(f"{place}/versions/1").text
    assert "Reprendre cette version" in page
    assert "Version 2 : retrait" in adele.get(f"{place}/versions/2").text
    data = {"base": "2", "why": "Utile"}
    assert adele.post(f"{place}/versions/1/reprise", data=data).status_code == 303
    assert adele.get(place).status_code == 200
    assert store.version_of(session, "own") == 3
