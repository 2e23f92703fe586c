from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from esat.config import Settings
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import links


@pytest.fixture
def address(app: object, session: Session, now: datetime, settings: Settings) -> str:
    house, other = trousseau.house(session), trousseau.house(session, "EHPAD Les Lilas")
    hers = trousseau.resident(session, house, "Zwingelstein", number="12", sector="Étage secret")
    trousseau.garment(session, hers)
    trousseau.garment(session, hers, "Robe", "rouge")
    trousseau.garment(session, trousseau.resident(session, other, number="13"), "Veste", "grise")
    link = links.create(session, house.id or 0, "IDEC", by=SYSTEM)
    session.commit()
    return links.address(settings, link).partition("/suivi/")[2]


def test_the_client_finds_the_cardigan_by_number_and_reads_no_name(
    client: FlaskClient, address: str
) -> None:
    page = client.get(f"/suivi/{address}?numero=12&quoi=gilet+bleu")
    assert page.status_code == 200
    assert "Gilet bleu" in page.text
    assert "Robe" not in page.text
    for word in ("Zwingelstein", "Jeanne", "Étage secret"):
        assert word not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


@pytest.mark.parametrize("asked", ["?numero=13", "?numero=12&quoi=zwing", "?numero=", ""])
def test_neither_another_client_s_number_nor_a_name_finds_anything(
    client: FlaskClient, address: str, asked: str
) -> None:
    page = client.get(f"/suivi/{address}{asked}")
    assert page.status_code == 200
    assert "Veste" not in page.text
    assert "Gilet" not in page.text.partition("Par exemple")[2].partition("gilet bleu")[2]


def test_a_link_that_is_over_opens_nothing(
    client: FlaskClient, session: Session, address: str, now: datetime
) -> None:
    assert client.get("/suivi/linge/" + "A" * 43).status_code == 404
    assert client.get("/suivi/linge/abc").status_code == 404
    with clock.pinned(now + timedelta(days=366)):
        assert client.get(f"/suivi/{address}").status_code == 404


def test_guessing_is_slowed_down_and_the_right_link_is_not(
    client: FlaskClient, address: str
) -> None:
    answers = [client.get("/suivi/linge/" + "A" * 43).status_code for _ in range(25)]
    assert answers[-1] == 429
    assert client.get(f"/suivi/{address}").status_code == 200
