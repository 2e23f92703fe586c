from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from esat.clients.models import Client
from esat.production import once
from esat.production.articles import Article
from tests import factories
from tests.workshops.laundry.residents import pictures
from workshops.laundry.stock.models import Complaint, ComplaintPhoto, StockMove

SignedIn = Callable[..., FlaskClient]
STOCK, COMPLAINTS = "/blanchisserie/stock", "/blanchisserie/reclamations"
HEADERS = {"Origin": "http://localhost"}


@pytest.fixture
def nadia(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


@pytest.fixture
def mairie(session: Session, now: datetime) -> Client:
    made = factories.make_client(session, "Mairie de Riom")
    session.add(Article(code="SERV", label="Serviette", workshop="laundry", unit="pièce"))
    session.commit()
    return made


@pytest.fixture
def towel(session: Session, mairie: Client) -> int:
    return session.exec(select(Article)).one().id or 0


def send(browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    return browser.post(path, data=fields, headers=HEADERS)


EVERY = [
    ("GET", STOCK), ("GET", STOCK + "/{client}"), ("POST", STOCK + "/{client}/mouvements"),
    ("POST", STOCK + "/{client}/inventaire"), ("POST", STOCK + "/{client}/niveau"),
    ("GET", COMPLAINTS), ("GET", COMPLAINTS + "/nouvelle"), ("POST", COMPLAINTS + "/nouvelle"),
    ("GET", COMPLAINTS + "/{one}"), ("POST", COMPLAINTS + "/{one}/responsable"),
    ("POST", COMPLAINTS + "/{one}/precision"), ("POST", COMPLAINTS + "/{one}/decision"),
    ("POST", COMPLAINTS + "/{one}/reponse"), ("GET", COMPLAINTS + "/{one}/photos/1"),
    ("GET", COMPLAINTS + "/fragments/commande/{ref}"),
]  # fmt: skip


@pytest.fixture
def complaint(nadia: FlaskClient, mairie: Client) -> str:
    made = send(
        nadia, COMPLAINTS + "/nouvelle", client=mairie.id, articles="4 nappes", facts="Tachées."
    )
    return made.headers["Location"]


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("", None), ("moniteur", ("bookbinding",)), ("comptoir", ("laundry",)), ("direction", None)],
)
def test_who_has_no_right_in_the_laundry_is_refused_everywhere(
    signed_in: SignedIn, client: FlaskClient, session: Session, mairie: Client, complaint: str,
    role: str, workshops: tuple[str, ...] | None,
) -> None:  # fmt: skip
    order = factories.make_order(session, client=mairie)
    session.commit()
    browser = signed_in(role, workshops) if role else client
    for method, path in EVERY:
        where = path.format(client=mairie.id, one=complaint.rpartition("/")[2], ref=order.ref)
        answer = browser.open(where, method=method, headers=HEADERS)
        assert answer.status_code in ({403, 404} if role else {302, 303, 401}), where
        assert "4 nappes" not in answer.text
    assert len(session.exec(select(Complaint)).all()) == 1


def test_a_movement_is_written_once_and_a_wrong_one_comes_back_filled(
    nadia: FlaskClient, session: Session, mairie: Client, towel: int
) -> None:
    here = f"{STOCK}/{mairie.id}"
    assert "Aucun mouvement" in nadia.get(here).text
    given = {
        "move_article": towel,
        "move_kind": "bought",
        "move_quantity": "200",
        "capture": once.fresh(),
    }
    for _ in range(2):
        assert send(nadia, f"{here}/mouvements", **given).status_code == 303
    assert len(session.exec(select(StockMove)).all()) == 1
    wrong = send(nadia, f"{here}/mouvements", **given | {"move_quantity": "-3", "capture": ""})
    assert wrong.status_code == 422
    assert 'value="-3"' in wrong.text
    assert "Serviette" in nadia.get(here).text
    assert "Mairie de Riom" in nadia.get(STOCK).text
    assert f"/{mairie.id}" in nadia.get(f"{STOCK}?q=riom").text
    assert send(nadia, f"{STOCK}/999/mouvements", **given | {"capture": ""}).status_code == 404
    assert nadia.get(f"{STOCK}/999").status_code == 404
    assert nadia.get(f"{here}?du=hier").status_code == 422


def test_a_gap_is_red_until_a_count_explains_it(
    nadia: FlaskClient, mairie: Client, towel: int
) -> None:
    here = f"{STOCK}/{mairie.id}"
    send(nadia, f"{here}/mouvements", move_article=towel, move_kind="delivered", move_quantity="12")
    assert "écart à expliquer" in nadia.get(here).text
    assert "Écart à expliquer" in nadia.get(STOCK).text
    count = {"count_article": towel, "count_place": "store", "count_counted": "0"}
    asked = send(nadia, f"{here}/inventaire", **count)
    assert asked.status_code == 422
    assert "Écart de +12" in asked.text
    assert send(nadia, f"{here}/inventaire", **count, count_reason="départ").status_code == 303
    assert "écart à expliquer" not in nadia.get(here).text


@pytest.mark.parametrize(
    "asked",
    ["au=9999-12-31", "au=0001-01-01", "du=1900-01-01", "du=2026-11-02&au=2026-11-01", "du=lundi"],
)
def test_days_that_mean_nothing_are_said_beside_their_field(
    nadia: FlaskClient, mairie: Client, towel: int, asked: str
) -> None:
    here = f"{STOCK}/{mairie.id}"
    kind = {"move_article": towel, "move_kind": "bought", "move_quantity": "5"}
    send(nadia, here + "/mouvements", **kind)
    shown = nadia.get(f"{here}?{asked}")
    assert shown.status_code == 422
    assert 'aria-invalid="true"' in shown.text
    old = send(nadia, here + "/mouvements", **kind, move_on="1900-01-01", move_reason="Retrouvé")
    assert old.status_code == 422
    assert "vérifiez l’année" in old.text


def test_a_level_is_decided(nadia: FlaskClient, mairie: Client, towel: int) -> None:
    here = f"{STOCK}/{mairie.id}"
    send(
        nadia, f"{here}/mouvements", move_article=towel, move_kind="delivered", move_quantity="3600"
    )
    assert "150 (40 par jour)" in nadia.get(here).text
    assert send(nadia, f"{here}/niveau", par_article=towel, par_quantity="10").status_code == 422
    assert send(nadia, f"{here}/niveau", par_article=towel, par_quantity="150").status_code == 303


def test_a_complaint_is_written_with_its_photo_and_answered(
    nadia: FlaskClient, session: Session, mairie: Client
) -> None:
    assert "Mairie de Riom" in nadia.get(f"{COMPLAINTS}/nouvelle?q=riom").text
    empty = send(nadia, f"{COMPLAINTS}/nouvelle", client=mairie.id, articles="", facts="Tachées.")
    assert empty.status_code == 422
    assert "Tachées." in empty.text
    given = {
        "client": mairie.id,
        "articles": "4 nappes",
        "facts": "Tachées.",
        "capture": once.fresh(),
    }
    made = send(nadia, f"{COMPLAINTS}/nouvelle", **given, photos=(pictures.jpeg(), "nappe.jpg"))
    again = send(nadia, f"{COMPLAINTS}/nouvelle", **given, photos=(pictures.jpeg(), "nappe.jpg"))
    here = made.headers["Location"]
    assert again.headers["Location"] == here
    photo = session.exec(select(ComplaintPhoto)).one()
    assert nadia.get(f"{here}/photos/{photo.id}?petite=1").status_code == 200
    assert nadia.get(f"/fichiers/{photo.file_id}").status_code == 404
    assert send(nadia, f"{here}/reponse").status_code == 409
    assert send(nadia, f"{here}/decision", decision="accepted", why="").status_code == 422
    assert send(nadia, f"{here}/responsable", owner="").status_code == 422
    assert send(nadia, f"{here}/precision", note="").status_code == 422
    assert send(nadia, f"{here}/precision", note="Vu sur place").status_code == 303
    decided = {
        "decision": "accepted",
        "why": "Notre cycle",
        "amount": "12,5",
        "capture": once.fresh(),
    }
    for _ in range(2):
        assert send(nadia, f"{here}/decision", **decided).status_code == 303
    assert send(nadia, f"{here}/reponse", how="au téléphone").status_code == 303
    page = nadia.get(here).text
    for word in ("Acceptée : Notre cycle · 12,50 €", "au téléphone", "Vu sur place"):
        assert word in page
    assert "4 nappes" in nadia.get(f"{COMPLAINTS}?vue=repondues").text
    assert nadia.get(f"{COMPLAINTS}/999").status_code == 404


def test_it_is_given_to_somebody_who_may_treat_it(
    nadia: FlaskClient, session: Session, complaint: str
) -> None:
    from esat.accounts.models import Account

    me = session.exec(select(Account)).first()
    assert me is not None
    assert send(nadia, f"{complaint}/responsable", owner=me.id).status_code == 303
    assert "à Nadia" in nadia.get(complaint).text


def test_the_order_s_page_fetches_its_complaints(
    nadia: FlaskClient, session: Session, mairie: Client
) -> None:
    order = factories.make_order(session, client=mairie)
    session.commit()
    fragment = f"{COMPLAINTS}/fragments/commande/{order.ref}"
    assert fragment in nadia.get(f"/commandes/{order.ref}").text
    assert "Aucune sur cette commande" in nadia.get(fragment).text
    asked = nadia.get(f"{COMPLAINTS}/nouvelle?client={mairie.id}&code={order.ref}")
    assert asked.status_code == 200
    assert nadia.get(f"{COMPLAINTS}/fragments/commande/X").status_code == 404
